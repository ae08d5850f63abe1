"""dwimpact: the Impactmonitor Digitale Werkplaatsen as a study anyone can rerun.

In a notebook, `study = dwimpact.load()` gives the tidy tables with the study's definition,
and the functions below turn them into figure tables, figures, sentences and pages.
"""

from dwimpact import account, prose, reader
from dwimpact.aggregate import (
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
from dwimpact.clean import clean
from dwimpact.disclosure import derivable, withheld_groups, withhold
from dwimpact.errors import StudyError
from dwimpact.figures import (
    plot_characteristics,
    plot_mentions,
    plot_ranking,
    plot_response,
)
from dwimpact.load import CleanStudy, load
from dwimpact.page import Page
from dwimpact.study import read_study

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
