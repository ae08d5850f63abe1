# What `import dwimpact` offers, for type checkers and for lazy_loader, which reads this file.
from . import account as account
from . import prose as prose
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
from .disclosure import derivable, withheld_groups, withhold
from .errors import StudyError
from .figures import (
    plot_characteristics,
    plot_mentions,
    plot_ranking,
    plot_response,
)
from .load import CleanStudy, load
from .page import Page
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
    "institutions_per_workplace",
    "level_overview",
    "load",
    "mention_shares",
    "plot_characteristics",
    "plot_mentions",
    "plot_ranking",
    "plot_response",
    "prose",
    "read_study",
    "reader",
    "response_rates",
    "responses_per_workplace",
    "stack",
    "withheld_groups",
    "withhold",
]
