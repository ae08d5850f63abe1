# What `import dwimpact` offers, for type checkers and for lazy_loader, which reads this file.
from . import account as account
from . import prose as prose
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
from .apart import TooSmall
from .clean import clean
from .disclosure import derivable, round_weighted, withheld_groups, withhold
from .errors import StudyError
from .explorer.outcomes import OutcomeView
from .explorer.texts import TextView, gather_texts, keyword_in_context
from .explorer.widgets import explore, explore_texts
from .figures import (
    plot_mention_shares,
    plot_ranking,
    plot_response,
)
from .load import CleanStudy, load
from .nonresponse import response_rates, response_tests, responses_per_workplace
from .page import Page
from .stacked import plot_characteristic_shares
from .study import read_study
from .weighting import rake, weighted_shares

__all__ = [
    "CleanStudy",
    "OutcomeView",
    "Page",
    "StudyError",
    "TextView",
    "TooSmall",
    "account",
    "answers_side_by_side",
    "at_level",
    "characteristic_shares",
    "clean",
    "derivable",
    "differences_of_all",
    "explore",
    "explore_texts",
    "gather_texts",
    "group_differences",
    "institutions_per_workplace",
    "keyword_in_context",
    "level_overview",
    "load",
    "mention_shares",
    "plot_characteristic_shares",
    "plot_mention_shares",
    "plot_ranking",
    "plot_response",
    "prose",
    "rake",
    "read_study",
    "reader",
    "response_rates",
    "response_tests",
    "responses_per_workplace",
    "round_weighted",
    "stack",
    "weighted_shares",
    "withheld_groups",
    "withhold",
]
