"""What figures of two waves are called."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from sentences import Said

from dwimpact.analysis.items.chosen import REST
from dwimpact.analysis.waves.two_waves import Waves
from dwimpact.dataset import CleanStudy
from dwimpact.loading import with_tables
from dwimpact.prose.waves.messages import (
    MAY_BE_CHANCE,
    Compared,
    message_of_changes,
    message_of_wave_item,
    message_of_waves,
)
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

CODES = ("a", "b", "c", "d", "e")
ABOUT = Compared(
    "outcome", {c: f"de {c}" for c in CODES}, "opbrengsten", ("wordt", "worden"), "genoemd"
)
CLEAR, CHANCE = 0.01, 0.2


def differences(key: str = "outcome", **rows: tuple[float, float]) -> pd.DataFrame:
    table = pd.DataFrame.from_dict(rows, "index", columns=["difference", "p_holm"])
    return table.rename_axis(key).reset_index()


@pytest.mark.parametrize(
    ("rows", "exp"),
    [
        ({"a": (0.3, CLEAR), "b": (0.2, CHANCE)}, "De a wordt vaker genoemd {}"),
        ({"a": (-0.3, CLEAR), "b": (-0.2, CLEAR)}, "De a en de b worden minder vaak genoemd {}"),
        (
            {"a": (0.3, CLEAR), "b": (-0.2, CLEAR), "c": (-0.2, CLEAR)},
            "De a wordt vaker genoemd {}, de b en de c minder vaak",
        ),
        (
            dict.fromkeys("abcd", (0.3, CLEAR)) | {"e": (0.0, CHANCE)},
            "Vier van de vijf opbrengsten worden vaker genoemd {}",
        ),
        (
            dict.fromkeys("abcd", (0.3, CLEAR)) | {"e": (-0.3, CLEAR)},
            "Alle vijf opbrengsten worden vaker of minder vaak genoemd {}",
        ),
        ({"a": (0.3, CHANCE), "b": (0.0, CHANCE)}, MAY_BE_CHANCE),
        ({"a": (0.0, 1.0)}, ""),
        ({}, ""),
    ],
)
def test_what_chance_does_not_explain(
    said: Said, rows: dict[str, tuple[float, float]], exp: str
) -> None:
    got = said(message_of_changes, differences(**rows), ABOUT, complete=True)
    assert got == exp.format("dan in de vorige meting")


def test_what_was_asked_otherwise_or_is_hidden_is_not_told(said: Said) -> None:
    both = differences(a=(0.3, CLEAR), b=(0.3, CLEAR))
    got = said(message_of_changes, both, ABOUT, {"a"}, complete=True)
    assert got == "De b wordt vaker genoemd dan in de vorige meting"
    assert said(message_of_changes, both, ABOUT, {"a", "b"}, complete=True) == ""
    chance = differences(a=(0.3, CHANCE))
    assert said(message_of_changes, chance, ABOUT, complete=False) == ""  # nor of all there are
    many = differences(**dict.fromkeys(CODES, (0.3, CLEAR)))
    assert said(message_of_changes, many, ABOUT, complete=False) == ""
    assert said(message_of_changes, many, ABOUT, {"a"}, complete=True) == ""


@pytest.fixture
def once(study: Study, tables: Tables) -> CleanStudy:
    """Responses of people."""
    settings = study.settings.model_copy(update={"reconstructed": False})
    return with_tables(replace(study, settings=settings), tables)


def asked_of(study: CleanStudy, form: dict[str, Any], **level: Any) -> CleanStudy:
    school, *others = form["levels"]
    data = {**form, "levels": [{**school, **level}, *others]}
    return replace(study, questionnaire=Questionnaire.model_validate(data))


def test_a_wave_without_microdata_or_of_other_people_has_no_message(
    said: Said, once: CleanStudy, form_data: dict[str, Any]
) -> None:
    table = differences(network=(0.3, CLEAR), region=(0.1, CHANCE))
    told = "Het contact met scholen wordt vaker genoemd dan in de vorige meting"
    assert said(message_of_waves, table, Waves(once, once), "school") == told

    assumed = once.settings.model_copy(update={"reconstructed": True})
    for pair in ((once, replace(once, settings=assumed)), (replace(once, settings=assumed), once)):
        assert said(message_of_waves, table, Waves(*pair), "school") == ""
    routed = asked_of(once, form_data, asked_if={"sector": ["mbo"]})
    assert said(message_of_waves, table, Waves(once, routed), "school") == ""


def test_a_reworded_outcome_is_not_named(
    said: Said, once: CleanStudy, form_data: dict[str, Any]
) -> None:
    outcomes = [
        {**outcome, "label": "Anders"} if outcome["code"] == "network" else outcome
        for outcome in form_data["levels"][0]["outcomes"]
    ]
    waves = Waves(once, asked_of(once, form_data, outcomes=outcomes))
    assert said(message_of_waves, differences(network=(0.3, CLEAR)), waves, "school") == ""
    chance = differences(network=(0.3, CHANCE))
    assert said(message_of_waves, chance, waves, "school") == ""  # the other outcome is not shown


OPTIONS = [{"code": "1", "label": "ja"}, {"code": "2", "label": "nee"}]
AGAIN: dict[str, Any] = {"code": "again", "label": "Weer", "kind": "choice", "options": OPTIONS}
VIEW: dict[str, Any] = {
    "code": "view",
    "label": "Oordeel",
    "kind": "scale",
    "rows": [{"code": "room", "label": "De zaal"}, {"code": "food", "label": "Het eten"}],
    "options": [{"code": c, "label": c} for c in ("slecht", "goed")],
}


def asking(study: CleanStudy, form: dict[str, Any], *items: dict[str, Any]) -> CleanStudy:
    data = {**form, "items": list(items)}
    return replace(study, questionnaire=Questionnaire.model_validate(data))


def test_a_question_that_was_worded_otherwise_has_no_message(
    said: Said, once: CleanStudy, form_data: dict[str, Any]
) -> None:
    before = asking(once, form_data, AGAIN, VIEW)
    again, view = Item.model_validate(AGAIN), Item.model_validate(VIEW)
    chosen = differences("option", **{"1": (0.3, CLEAR)}).assign(column="again")
    rows = {"view/room": (-0.3, CLEAR), "view/food": (0.3, CLEAR)}
    judged = differences("column", **rows).assign(option="goed")

    words = asking(once, form_data, {**AGAIN, "question": "Nog eens?"}, VIEW)
    asked = Item.model_validate({**AGAIN, "question": "Nog eens?"})
    assert said(message_of_wave_item, chosen, Waves(before, words), asked) == ""
    option = {**AGAIN, "options": [{"code": "1", "label": "zeker"}, OPTIONS[1]]}
    waves = Waves(before, asking(once, form_data, option, VIEW))
    assert said(message_of_wave_item, chosen, waves, again) == ""

    row = {**VIEW, "rows": [{"code": "room", "label": "De ruimte"}, VIEW["rows"][1]]}
    waves = Waves(before, asking(once, form_data, AGAIN, row))
    told = "‘Het eten’ krijgt vaker ‘goed’ dan in de vorige meting"
    assert said(message_of_wave_item, judged, waves, view) == told
    point = {**VIEW, "options": [VIEW["options"][0], {"code": "goed", "label": "heel goed"}]}
    waves = Waves(before, asking(once, form_data, AGAIN, point))
    assert said(message_of_wave_item, judged, waves, view) == ""


def test_message_of_wave_item(said: Said, once: CleanStudy, form_data: dict[str, Any]) -> None:
    both = asking(once, form_data, AGAIN, VIEW)
    waves, item = Waves(both, both), Item.model_validate(AGAIN)
    table = differences("option", **{"1": (0.3, CLEAR), REST: (0.4, CLEAR)}).assign(column="again")
    told = "‘ja’ wordt vaker gekozen dan in de vorige meting"
    assert said(message_of_wave_item, table, waves, item) == told
    assert said(message_of_wave_item, table[1:], waves, item) == ""  # answers taken together
    assert said(message_of_wave_item, table[:0], waves, item) == ""

    rows = {"view/room": (-0.3, CLEAR), "view/food": (0.3, CHANCE)}
    table = differences("column", **rows).assign(option="goed")
    told = "‘De zaal’ krijgt minder vaak ‘goed’ dan in de vorige meting"
    assert said(message_of_wave_item, table, waves, Item.model_validate(VIEW)) == told
    chance = table.assign(p_holm=CHANCE)
    assert said(message_of_wave_item, chance, waves, Item.model_validate(VIEW)) == MAY_BE_CHANCE
