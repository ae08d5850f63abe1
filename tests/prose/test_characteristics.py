"""Status and nature of the outcomes that are mentioned, and levels compared by them."""

from __future__ import annotations

import pandas as pd

from dwimpact.analysis.overview import level_overview
from dwimpact.prose.characteristics import describe_characteristic, describe_levels
from dwimpact.shares import characteristic_shares
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.tables.labels import category_labels


def test_status_over_all_mentions(school: pd.DataFrame, form: Questionnaire) -> None:
    got = describe_characteristic(
        characteristic_shares(school, "status"),
        category_labels(form, "status"),
        form,
    )
    assert got == [
        "Opbrengsten zijn 5 keer genoemd: 60% gerealiseerd en 40% verwacht.",
        "‘Gerealiseerd’ is naar verhouding het vaakst gekozen bij het contact met scholen: 2 van "
        "de 3 die dat noemden (67%).",
    ]


def test_nature_that_not_everybody_filled_in(school: pd.DataFrame, form: Questionnaire) -> None:
    got = describe_characteristic(
        characteristic_shares(school, "nature"),
        category_labels(form, "nature"),
        form,
    )
    assert got == [
        "Opbrengsten zijn 5 keer genoemd; bij 4 daarvan is dit ingevuld: 50% nieuw en 50% "
        "versterking.",
        "‘Nieuw’ is naar verhouding het vaakst gekozen bij het contact met scholen: 2 van de 3 "
        "die het daar invulden (67%).",
    ]


def test_status_that_nobody_filled_in(school: pd.DataFrame, form: Questionnaire) -> None:
    blank = school.assign(status=school["status"].where(school["status"].isna()))
    got = describe_characteristic(
        characteristic_shares(blank, "status"),
        category_labels(form, "status"),
        form,
    )
    assert got == ["Bij geen enkele genoemde opbrengst is dit ingevuld."]


def test_levels_compared(outcomes: pd.DataFrame, form: Questionnaire) -> None:
    overview = level_overview(outcomes[~outcomes["outcome"].isin(["other", "none"])])
    assert describe_levels(overview, form) == [
        "Het antwoord ‘Gerealiseerd’ komt bij de genoemde opbrengsten het meest voor op "
        "schoolniveau (60%), gevolgd door leerlingniveau (60%).",
        "Het antwoord ‘Nieuw’ komt bij de genoemde opbrengsten het meest voor op leerlingniveau "
        "(60%), gevolgd door schoolniveau (50%).",
    ]


def test_level_without_mentions_is_left_out(form: Questionnaire) -> None:
    overview = pd.DataFrame(
        {"level": ["school", "pupil"], "new": [0.25, None], "realised": [None] * 2}
    )
    got = describe_levels(overview, form)
    exp = "Het antwoord ‘Nieuw’ komt bij de genoemde opbrengsten het meest voor op schoolniveau"
    assert got == [f"{exp} (25%)."]
