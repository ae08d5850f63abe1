# What `import dwimpact` offers, for type checkers and for lazy_loader, which reads this file.
from . import account as account
from . import codebook as codebook
from . import coding_tables as coding_tables
from . import prose as prose
from . import publication as publication
from . import reader as reader
from . import wide as wide
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
from .coding import (
    agreement,
    code_answers,
    read_by_hand,
    read_codebook,
    theme_shares,
    theme_shares_of_levels,
)
from .consistency import percentage_consistency
from .disclosure import derivable, round_weighted, withheld_groups, withhold
from .errors import StudyError
from .explorer.outcomes import OutcomeView
from .explorer.texts import TextView, gather_texts, keyword_in_context
from .explorer.widgets import explore, explore_texts
from .figures import (
    plot_mention_shares,
    plot_ranking,
    plot_response,
    plot_theme_shares,
)
from .identified import identify
from .load import CleanStudy, load
from .nonresponse import response_rates, response_tests, responses_per_workplace
from .page import Page
from .range_figure import plot_ranges
from .stacked import plot_characteristic_shares
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
    "OutcomeView",
    "Page",
    "StudyError",
    "TextView",
    "TooSmall",
    "account",
    "agreement",
    "answers_side_by_side",
    "at_level",
    "characteristic_shares",
    "clean",
    "code_answers",
    "codebook",
    "coding_tables",
    "derivable",
    "differences_of_all",
    "explore",
    "explore_texts",
    "gather_texts",
    "group_differences",
    "identify",
    "institutions_per_workplace",
    "keyword_in_context",
    "level_overview",
    "load",
    "load_waves",
    "mention_shares",
    "percentage_consistency",
    "plot_characteristic_shares",
    "plot_mention_shares",
    "plot_ranges",
    "plot_ranking",
    "plot_response",
    "plot_theme_shares",
    "prose",
    "publication",
    "questionnaire_changes",
    "rake",
    "read_by_hand",
    "read_codebook",
    "read_study",
    "reader",
    "response_rates",
    "response_tests",
    "responses_per_workplace",
    "round_weighted",
    "stack",
    "theme_shares",
    "theme_shares_of_levels",
    "wave_differences",
    "wave_shares",
    "weighted_shares",
    "wide",
    "withheld_groups",
    "withhold",
]
