"""Questions beside the levels."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sentences import Said

from dwimpact.prose.items import describe_item
from dwimpact.prose.waves.items import describe_items_apart, describe_wave_item
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import Questionnaire

NO_SUMMARY = pd.Series(dtype=float)
POINTS = [{"code": c.replace(" ", "_"), "label": c} for c in ("slecht", "goed", "zeer goed")]
PLACES = Item.model_validate(
    {"code": "place", "label": "Plek", "kind": "choice", "options": POINTS}
)
HOURS = Item.model_validate({"code": "hours", "label": "Uren", "kind": "number", "unit": "uur"})
VIEW = Item.model_validate(
    {
        "code": "view",
        "label": "Mening",
        "kind": "scale",
        "rows": [{"code": "room", "label": "De zaal"}, {"code": "food", "label": "Het eten"}],
        "options": POINTS,
    }
)


def counts(*rows: tuple[str, str, int], **more: Any) -> pd.DataFrame:
    """Column, option and how many of ten."""
    table = pd.DataFrame(rows, columns=["column", "option", "count"]).assign(n=10, **more)
    return table.assign(share=table["count"] / table["n"])


def test_what_is_chosen_most(said: Said, form: Questionnaire) -> None:
    for slecht, goed, best in ((1, 6, 3), (5, 5, 0), (0, 10, 0), (2, 3, 3)):
        rows = [("place", "slecht", slecht), ("place", "goed", goed), ("place", "zeer_goed", best)]
        said(describe_item, counts(*rows, missing=best), NO_SUMMARY, PLACES, form)
    said(describe_item, counts(), NO_SUMMARY, PLACES, form)


def test_how_a_scale_is_judged(said: Said, form: Questionnaire) -> None:
    rows = [("view/room", "zeer_goed", 4), ("view/food", "zeer goed", 10)]
    said(describe_item, counts(*rows), NO_SUMMARY, VIEW, form)
    said(describe_item, counts(*rows[:1]), NO_SUMMARY, VIEW, form)


def test_a_mean(said: Said, form: Questionnaire) -> None:
    names = ["n", "mean", "mean_low", "mean_high", "median", "first_quartile", "third_quartile"]
    summary = pd.Series([6, 3.04, -0.5, 4.26, 3, 2, 3.5], index=names)
    said(describe_item, counts(), summary, HOURS, form)
    for missing in (0, 1, 2):
        summary["missing"] = missing
        said(describe_item, counts(), summary, HOURS, form)


def waves(key: str, later: int, earlier: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [("later", later), ("earlier", earlier)]
    shares = pd.DataFrame(rows, columns=["group", "count"]).assign(n=10, option="zeer_goed")
    shares = shares.assign(share=shares["count"] / 10, column=key)
    difference = (later - earlier) / 10
    found = {"column": key, "option": "zeer_goed", "difference": [difference], "p_holm": 0.2}
    return shares, pd.DataFrame(found)


def test_two_waves_of_a_question(said: Said) -> None:
    none = pd.DataFrame()
    said(describe_wave_item, *waves("place", 10, 4), none, PLACES)
    said(describe_wave_item, *waves("view/food", 10, 4), none, VIEW)
    said(describe_wave_item, *waves("view/food", 4, 4), none, VIEW)
    rows = {"earlier": [4, 0.4, 7.6], "later": [3, 2.3, 3.7], "difference": [-1, -4.6, 2.6]}
    means = pd.DataFrame(rows, index=["mean", "low", "high"]).T
    said(describe_wave_item, none, none, means, HOURS)
    said(describe_wave_item, none, none, none, PLACES)


def test_questions_that_cannot_be_compared(said: Said, form: Questionnaire) -> None:
    two, one = (form.model_copy(update={"items": items}) for items in ((PLACES, VIEW), (VIEW,)))
    said(describe_items_apart, two, two, one)
    said(describe_items_apart, two, two, form)
