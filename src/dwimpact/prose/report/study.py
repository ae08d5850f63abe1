"""Sentences about the study itself: its registry, fieldwork, response and limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dwimpact.dataset import CleanStudy
from dwimpact.prose.published.origin import describe_origin, origin_of, weakest
from dwimpact.prose.words import (
    enumerate_in_words,
    how_many,
    in_brackets,
    mentioned,
    of_people,
    verb,
)
from dwimpact.study.edition import Edition
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.model import NONE, OTHER, Questionnaire, labels
from dwimpact.study.study import Study


def caption_of_registry(registered: Variable) -> str:
    """What the table of a registry shows.

    >>> dw.caption_of_registry(form.registered)
    'De werkplaatsen en hun aantal onderwijsinstellingen'
    """
    members = registered.members
    return f"De {registered.plural}" + (f" en hun aantal {members.plural}" if members else "")


def describe_registry(study: Study) -> str:
    """How many lines the registry has, how many members these have, and how many have members
    of more than one kind; nothing where it counts none.

    >>> dw.describe_registry(study)[:45]
    'De 20 werkplaatsen tellen volgens het registe'
    """
    registered, members = study.questionnaire.registered, study.members
    if not registered or not registered.members or members.empty:
        return ""
    kinds = labels(study.questionnaire.variable(registered.members.of).options)
    n, total, called = len(members), int(members.sum().sum()), registered.members.plural
    counted = enumerate_in_words(
        f"{int(members[kind].sum())} {kinds[str(kind)]}" for kind in members if members[kind].any()
    )
    several = int(members.gt(0).sum(axis=1).gt(1).sum())
    return (
        f"De {n} {registered.plural} tellen volgens het register {total} {called}: {counted}; bij "
        f"{how_many(several)} van de {n} is er meer dan één soort."
    )


def describe_response(
    rates: pd.DataFrame, labels: Mapping[Any, str], kind: str, source: str = ""
) -> str:
    """The highest and lowest response of a `response_rates` table (its last row the total).

    `kind` is what the groups are called, in the plural; `source` whose numbers these are, where
    they are not those of real responses (`according_to`).

    >>> rates = dw.response_rates(study.respondents, "sector", study.populations["sector"])
    >>> dw.describe_response(rates, dw.group_labels(form), "sectoren")[:47]
    'Van de sectoren is de respons het hoogst bij wo'
    """
    groups = rates.iloc[:-1].sort_values("percentage", kind="stable")
    low, high = groups.iloc[0], groups.iloc[-1]
    highest, lowest = (
        f"{labels[row['group']]} ({row['responses']} van {row['approached']}; {row['percentage']}%)"
        for row in (high, low)
    )
    return (
        f"Van de {kind} is de respons{source} het hoogst bij {highest} en het laagst bij {lowest}."
    )


def describe_open_answers(
    answers: pd.DataFrame, respondents: pd.DataFrame, study: CleanStudy
) -> list[str]:
    """How many answered the opening question, in all and, unless strict, per group.

    >>> dw.describe_open_answers(study.open_answers, study.respondents, study)[0][:50]
    'Het formulier begint met een open vraag: Wat is na'
    """
    form = study.questionnaire
    wrote = respondents[respondents["respondent"].isin(answers["respondent"])]
    who = of_people(len(wrote), len(respondents), form.terms.respondent)
    plural = len(wrote) > 1 and (who[0].isdigit() or who.startswith("alle"))
    filled = "vulden" if plural else "vulde"
    return [
        f"Het formulier begint met een open vraag: {form.questions.impact}",
        f"Bij ten minste één {form.terms.level.singular} {filled} {who} iets in"
        f"{_per_group(wrote, respondents, study)}.",
        describe_origin(study.settings)
        or "De antwoorden staan hieronder zoals ze zijn ingevuld, op namen na: daarvoor staat een "
        "aanduiding tussen rechte haken.",
        *([] if study.strict else ["Een streepje is een leeg vak."]),
    ]


def _per_group(wrote: pd.DataFrame, respondents: pd.DataFrame, study: CleanStudy) -> str:
    """': 16 bij mbo en 26 bij hbo (gepubliceerd)': how many of each group wrote something, unless
    strict, and what that and their total rest on; without groups that nobody of an edition is in.
    """
    groups = {
        (by, group.code): (int((wrote[by] == group.code).sum()), group.label)
        for by in study.split_columns[:1]
        for group in study.questionnaire.groups[by]
        if not study.strict and (respondents[by] == group.code).any()
    }
    counts = [(n, {by: code}) for (by, code), (n, _) in groups.items()]
    origins = [origin_of(study, n, "open_answers", **of) for n, of in [(len(wrote), {}), *counts]]
    named = [f"{n} bij {label}" for n, label in groups.values()]
    told = f": {enumerate_in_words(named)}" if named else ""
    return f"{told}{in_brackets(weakest(*origins))}"


def describe_explanations(
    explained: pd.DataFrame,
    options: pd.DataFrame,
    form: Questionnaire,
    edition: Edition | None = None,
) -> str:
    """How many mentions were explained, by how many respondents; without `options`, not of how
    many.

    >>> options = dw.at_level(study.outcomes, "student", listed_only=False)
    >>> dw.describe_explanations(options.dropna(subset=["explanation"]), options, form)[:50]
    'Dat gebeurde bij 35 van de 209 genoemde opbrengste'
    """
    if edition and not edition.shows_texts:
        return "Wat bij de antwoorden is geschreven, staat alleen in het hele rapport."
    mentions = int(options.loc[options["outcome"] != NONE, "mentioned"].sum())
    people = explained["respondent"].nunique()
    of_all = f" van de {mentions}" if len(options) else ""
    others = options.loc[options["outcome"] == OTHER, "mentioned"].any()
    counted = f" ‘{form.answers.other}’ telt hier mee." if others else ""
    if explained.empty:
        return f"Dat gebeurde bij geen{of_all} genoemde {form.terms.outcome.plural}.{counted}"
    what = mentioned(mentions if len(options) else len(explained), form.terms.outcome)
    return (
        f"Dat gebeurde bij {len(explained)}{of_all} {what}, door {people} "
        f"{form.terms.respondent.times(people)}.{counted}"
    )


def describe_remarks(remarks: pd.DataFrame, study: CleanStudy) -> str:
    """The closing question, and how many wrote something.

    >>> dw.describe_remarks(study.remarks, study)[-48:]
    'respondenten vulden hier iets in (gepubliceerd).'
    """
    wrote, people = len(remarks), study.questionnaire.terms.respondent.plural
    origin = in_brackets(origin_of(study, wrote, "remarks"))
    return (
        f"{study.questionnaire.questions.remarks} {wrote or 'Niemand'} van de {study.n} {people} "
        f"{verb(max(wrote, 1), 'vulde', 'vulden')} hier iets in{origin}."
    )
