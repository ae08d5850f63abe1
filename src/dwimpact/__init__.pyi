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
from .waves import (
    load_waves,
    questionnaire_changes,
    wave_differences,
    wave_shares,
)

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
    "load_waves",
    "mention_shares",
    "plot_characteristics",
    "plot_mentions",
    "plot_ranking",
    "plot_response",
    "prose",
    "questionnaire_changes",
    "read_study",
    "reader",
    "response_rates",
    "responses_per_workplace",
    "stack",
    "wave_differences",
    "wave_shares",
    "withheld_groups",
    "withhold",
]
