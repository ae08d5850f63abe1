"""That each function of the prose is in the list of sentences, and what no other test tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
import sentences
from sentences import Said

from dwimpact.analysis.response import nonresponse_bounds
from dwimpact.loading import with_tables
from dwimpact.prose.characteristics import describe_characteristic
from dwimpact.prose.figures import describe_base, describe_source
from dwimpact.prose.hidden import describe_counted
from dwimpact.prose.messages import (
    message_of_answers,
    message_of_known,
    message_of_known_answers,
    message_of_mentions,
    message_of_response,
)
from dwimpact.prose.report.brief import in_brief
from dwimpact.prose.report.cleaning import describe_cleaning
from dwimpact.prose.report.conclusions import certainty, describe_evidence, describe_margins
from dwimpact.prose.report.front import (
    describe_aim,
    describe_answer,
    describe_citation,
    describe_top,
)
from dwimpact.prose.report.method import describe_nonresponse
from dwimpact.prose.report.study import describe_explanations
from dwimpact.shares import at_level, characteristic_shares
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.questionnaire.terms import Noun
from dwimpact.study.settings import Disclosure, Settings
from dwimpact.study.study import Study
from dwimpact.tables.labels import category_labels
from dwimpact.tidy.tables import Tables

# A part of a sentence, or a name: the sentence that it stands in is in the list.
PARTS = {
    "characteristics.first_and_others",
    "report.conclusions.surely_of",
    "report.editions.beside_an_edition",
    "report.fleet.megabytes",
    "report.fleet.seconds_in_figures",
    "hidden.only_counted",
    "item_messages.how_chosen",
    "items.decimal",
    "items.each_quoted",
    "items.option_label",
    "published.known.half_read_widely",
    "published.known.moved",
    "published.known.number_range",
    "published.known.with_range",
    "messages.whichever",
    "published.origin.according_to",
    "published.origin.called_texts",
    "published.origin.origin_of",
    "published.origin.weakest",
    "report.since.called",
    "views.describe_filter",
    "views.mentioning",
    "waves.two_waves.response_in_words",
}


def missing(functions: dict[str, Callable[..., Any]], listed: sentences.Sections) -> list[str]:
    """Which say something and have no two examples; one where nothing can be filled in."""
    return [
        name
        for name, function in functions.items()
        if len(set(sentences.said_by(listed, name))) < (2 if needs(function) else 1)
    ]


def needs(function: Callable[..., Any]) -> bool:
    return function.__code__.co_argcount > 0


def test_every_function_is_in_the_list() -> None:
    functions = {n: f for n, f in sentences.functions().items() if n not in PARTS}
    assert missing(functions, sentences.read()) == []
    assert missing({"words.new": needs}, sentences.read()) == ["words.new"]


def test_every_constant_is_in_the_list() -> None:
    assert sentences.read()[sentences.CONSTANTS] == sentences.constants()


def known(*bounds: tuple[int, int, int, int]) -> pd.DataFrame:
    """Of each outcome of the tiny study smallest and largest of 64, also read widely."""
    columns = ["smallest", "largest", "wide_smallest", "wide_largest"]
    places = [("school", "network"), ("school", "region"), ("pupil", "skills")]
    rows = [(*place, 64, *row) for place, row in zip(places, bounds, strict=False)]
    return pd.DataFrame(rows, columns=["level", "outcome", "n", *columns])


def with_intervals(*shares: tuple[str, str, float, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(shares, columns=["level", "outcome", "low", "share", "high"])
    return table.assign(n=64, count=(64 * table["share"]).astype(int), group="all")


SHARES = with_intervals(
    ("school", "network", 0.7, 0.8, 0.9),
    ("school", "region", 0.4, 0.5, 0.6),
    ("pupil", "skills", 0.1, 0.2, 0.35),
)
BOUNDS = ((51, 51, 50, 52), (20, 40, 20, 40), (0, 62, 0, 64))


def test_in_brief(said: Said, study: Study, tables: Tables) -> None:
    made = with_tables(study, tables)
    said(in_brief, made, known(*BOUNDS), ["Velen noemen het", "Weinig ook"])
    said(in_brief, made, known(BOUNDS[0], BOUNDS[0]), ["Velen noemen het"])
    said(in_brief, made, known()[:0], [])
    real = {"reconstructed": False, "disclosure": Disclosure()}
    responses = replace(study, settings=study.settings.model_copy(update=real))
    said(in_brief, with_tables(responses, tables), known()[:0], ["Velen noemen het"])
    drawn = {**real, "drawn": True}
    trial = replace(study, settings=study.settings.model_copy(update=drawn))
    nobody = replace(trial, approached=study.approached[:0])
    said(in_brief, with_tables(nobody, tables), known()[:0], ["Velen noemen het"])


def test_how_sure_it_is(said: Said, form: Questionnaire) -> None:
    for bounds in (BOUNDS, (BOUNDS[0], BOUNDS[0]), (BOUNDS[1], BOUNDS[1])):
        said(describe_evidence, known(*bounds), form)
    said(describe_evidence, known(BOUNDS[2], BOUNDS[2]), form)
    said(describe_margins, SHARES)
    said(describe_margins, SHARES[:1])
    said(certainty, SHARES, form)


def test_what_figures_are_called(said: Said, form: Questionnaire) -> None:
    said(message_of_mentions, SHARES, form)
    said(message_of_mentions, SHARES.assign(high=[0.9, 0.75, 0.35]), form)
    said(message_of_mentions, SHARES[:2], form)
    said(message_of_known, known((51, 51, 51, 51), (20, 40, 20, 40)), form)
    said(message_of_known, known((51, 60, 51, 60), (20, 51, 20, 51)), form)
    said(message_of_known, known((51, 60, 51, 60), (20, 50, 20, 55), (0, 9, 0, 9)), form)
    for characteristic in ("status", "nature"):
        said(message_of_known_answers, known(BOUNDS[2], BOUNDS[2]), characteristic)
    answers = with_intervals(
        ("school", "network", 0.7, 0.8, 0.9), ("school", "network", 0.1, 0.2, 0.35)
    ).assign(category=["new", "strengthened"])
    labels = {"new": "Nieuw", "strengthened": "Versterking"}
    said(message_of_answers, answers, labels, form)
    said(message_of_answers, answers[::-1].assign(category=["new", "strengthened"]), labels, form)
    for responses in (64, 89, 105):
        rates = {"group": ["all"], "approached": 178, "responses": responses}
        said(message_of_response, pd.DataFrame(rates))


def test_the_front(said: Said, study: Study, form: Questionnaire) -> None:
    said(describe_top, SHARES[:1], form)
    said(describe_top, SHARES.assign(share=[0.8, 0.8, 0.2], count=[51, 51, 13]), form)
    counts = pd.DataFrame({"level": ["school", "pupil"], "count": [9, 3], "n": [10, 6]})
    said(describe_answer, counts, "Nieuw", form)
    said(describe_answer, counts[:1], "Nieuw", form)


def test_below_a_figure(said: Said, study: Study) -> None:
    sizes = pd.DataFrame({"group": ["Totaal", "mbo", "mbo"], "n": [64, 20, 26]})
    said(describe_base, sizes)
    said(describe_base, sizes[["n"]])
    said(describe_base, sizes[:1].rename(columns={"n": "approached"}))
    for settings in of_every_kind(study):
        said(describe_source, settings)
        said(describe_aim, settings)
        said(describe_citation, settings, "1.2")


def of_every_kind(study: Study) -> list[Settings]:
    """A reconstruction, responses, and a trial."""
    about = {"conducted_by": "Bureau Uit", "commissioned_by": "de gemeente"}
    made = study.settings.model_copy(update={**about, "published": date(2023, 7, 26)})
    real = made.model_copy(update={"reconstructed": False})
    return [study.settings, made, real, real.model_copy(update={"drawn": True})]


def test_articles_are_those_of_the_nouns_of_the_study(
    said: Said, study: Study, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    nouns = {
        "outcome": Noun(singular="effect", plural="effecten", article="het"),
        "respondent": Noun(singular="lid", plural="leden", article="het"),
    }
    terms = study.questionnaire.terms.model_copy(update=nouns)
    form = study.questionnaire.model_copy(update={"terms": terms})
    other = replace(study, questionnaire=form)
    said(describe_cleaning, tables, other)
    first = tables.outcomes["mentioned"].eq(True).cumsum().eq(1)
    outcomes = tables.outcomes.assign(status=tables.outcomes["status"].mask(first))
    said(describe_cleaning, replace(tables, outcomes=outcomes), other)
    options = at_level(tables.outcomes, "school", listed_only=False)
    said(describe_explanations, options.dropna(subset=["explanation"]), options[:0], form)
    school = at_level(tables.outcomes, "school")
    blank = characteristic_shares(
        school.assign(status=school["status"].where(school["status"].isna())), "status"
    )
    said(describe_characteristic, blank, category_labels(form, "status"), form)
    said(describe_nonresponse, nonresponse_bounds(with_tables(other, tables), "school"), form)
    monkeypatch.setattr(Study, "counted", True)
    said(describe_counted, other)
