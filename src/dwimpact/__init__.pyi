# What `import dwimpact` offers, for type checkers and for lazy_loader, which reads this file.
from . import account as account
from . import prose as prose
from . import publication as publication
from . import reader as reader
from .aggregate import (
    answers_side_by_side,
    at_level,
    characteristic_shares,
    differences_of_all,
    group_differences,
    institutions_per_workplace,
    level_overview,
    mention_shares,
    stack,
)
from .clean import clean
from .consistency import percentage_consistency
from .disclosure import derivable, round_weighted, withheld_groups, withhold
from .errors import StudyError
from .figures import (
    plot_characteristics,
    plot_mentions,
    plot_ranking,
    plot_response,
)
from .identified import identify
from .load import CleanStudy, load
from .nonresponse import response_rates, response_tests, responses_per_workplace
from .page import Page
from .range_figure import plot_ranges
from .study import read_study
from .waves import (
    load_waves,
    questionnaire_changes,
    wave_differences,
    wave_shares,
)
from .weighting import rake, weighted_shares

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
    "differences_of_all",
    "group_differences",
    "identify",
    "institutions_per_workplace",
    "level_overview",
    "load",
    "load_waves",
    "mention_shares",
    "percentage_consistency",
    "plot_characteristics",
    "plot_mentions",
    "plot_ranges",
    "plot_ranking",
    "plot_response",
    "prose",
    "publication",
    "questionnaire_changes",
    "rake",
    "read_study",
    "reader",
    "response_rates",
    "response_tests",
    "responses_per_workplace",
    "round_weighted",
    "stack",
    "wave_differences",
    "wave_shares",
    "weighted_shares",
    "withheld_groups",
    "withhold",
]
