# What `import dwimpact` offers, for type checkers and for lazy_loader, which reads this file.
from . import account as account
from . import prose as prose
from . import publication as publication
from . import reader as reader
from .aggregate import (
    answers_side_by_side,
    at_level,
    characteristic_shares,
    group_differences,
    institutions_per_workplace,
    level_overview,
    mention_shares,
    response_rates,
    responses_per_workplace,
    stack,
)
from .clean import clean
from .consistency import percentage_consistency
from .disclosure import derivable, withheld_groups, withhold
from .errors import StudyError
from .figures import (
    plot_characteristics,
    plot_mentions,
    plot_ranking,
    plot_response,
)
from .identified import identify
from .load import CleanStudy, load
from .page import Page
from .range_figure import plot_ranges
from .study import read_study

__all__ = [
    "CleanStudy",
    "Page",
    "StudyError",
    "account",
    "answers_side_by_side",
    "at_level",
    "characteristic_shares",
    "clean",
    "derivable",
    "group_differences",
    "identify",
    "institutions_per_workplace",
    "level_overview",
    "load",
    "mention_shares",
    "percentage_consistency",
    "plot_characteristics",
    "plot_mentions",
    "plot_ranges",
    "plot_ranking",
    "plot_response",
    "prose",
    "publication",
    "read_study",
    "reader",
    "response_rates",
    "responses_per_workplace",
    "stack",
    "withheld_groups",
    "withhold",
]
