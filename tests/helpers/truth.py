"""The counts as they are: what an attack is after, to check it by. Never shown to the attacker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from public import (
    ANSWERED,
    ANY_ANSWER,
    EXPLAINED,
    EXPLAINERS,
    MENTIONED,
    MISSING,
    OTHER_TEXT,
    REMARKED,
    UNKNOWN,
    Key,
    Public,
    cells_of,
)
from published_facts import Fact, Facts, Weights

import dwimpact
from dwimpact.study.questionnaire.model import OTHER
from dwimpact.study.settings import Settings
from dwimpact.study.study import read_study
from dwimpact.tidy.tables import Tables


@dataclass(frozen=True)
class Study:
    """A study folder as the attacked know it: what is public, the tidy tables, the true counts."""

    public: Public
    tables: Tables
    counts: dict[Key, Weights]
    settings: Settings


def study_of(folder: Path) -> Study:
    definition, loaded = read_study(folder), dwimpact.load(folder)
    form, tables = definition.questionnaire, loaded.tables
    respondents = tables.respondents.astype(object)
    groups = {  # of the form as it is; what is published may have them merged
        v.group_column: respondents[v.code].map(v.group_of) for v in form.split_by
    }
    respondents = respondents.assign(**groups)
    codebook = dwimpact.read_codebook(definition)
    names = zip(definition.registry["code"], definition.registry["name"], strict=True)
    public = Public(
        form=form,
        cells=cells_of(respondents),
        approached=definition.approached,
        themes=codebook.labels if codebook else {},
        workplaces=dict(names),
        clusters=bool(definition.clusters),
    )
    coded = None
    if codebook:
        by_hand = dwimpact.read_hand_codes(loaded, codebook)
        coded = dwimpact.code_answers(loaded.open_answers, codebook, by_hand)
    counts = true_counts(public, respondents, tables, coded)
    return Study(public, tables, counts, definition.settings)


def true_counts(
    public: Public, respondents: pd.DataFrame, tables: Tables, coded: pd.DataFrame | None
) -> dict[Key, Weights]:
    """Per key the count in every cell. `coded` has the themes of answers."""
    places = public.cells.reset_index().set_index(["workplace", "sector"])["index"]
    cell = {
        who: places[workplace, sector]
        for who, workplace, sector in respondents[["respondent", "workplace", "sector"]].itertuples(
            index=False
        )
    }
    made: dict[Key, Weights] = {key: np.zeros(len(public.cells)) for key in public.keys}

    def count(key: Key, people: pd.Series) -> None:
        for who in people:
            made[key][cell[who]] += 1

    outcomes = tables.outcomes.astype(object)
    for level in public.form.levels:
        rows = outcomes[outcomes["level"] == level.code]
        blank = rows.loc[rows["mentioned"].isna(), "respondent"].drop_duplicates()
        count((level.code, "", MISSING), blank)
        wrote = rows.loc[rows["explanation"].notna(), "respondent"].drop_duplicates()
        count((level.code, "", EXPLAINERS), wrote)
        for outcome in level.options:
            named = rows[
                (rows["outcome"] == outcome) & rows["mentioned"].fillna(False).astype(bool)
            ]
            count((level.code, outcome, MENTIONED), named["respondent"])
            if outcome in level.rows:
                for question in ("status", "nature"):
                    for answer, people in named.groupby(named[question].fillna(UNKNOWN)):
                        count((level.code, outcome, f"{question} {answer}"), people["respondent"])
                explained = named.loc[named["explanation"].notna(), "respondent"]
                count((level.code, outcome, EXPLAINED), explained)
        others = tables.other_outcomes
        count(
            (level.code, OTHER, OTHER_TEXT), others.loc[others["level"] == level.code, "respondent"]
        )
        answers = tables.open_answers
        count((level.code, "", ANSWERED), answers.loc[answers["level"] == level.code, "respondent"])
        for theme in public.themes if coded is not None else ():
            rows = coded[(coded["level"] == level.code) & (coded["theme"] == theme)]
            count((level.code, "", f"theme {theme}"), rows.loc[rows["coded"], "respondent"])
    count(("", "", ANY_ANSWER), tables.open_answers["respondent"].drop_duplicates())
    count(("", "", REMARKED), tables.remarks["respondent"])
    return made


def false_facts(facts: Facts, counts: dict[Key, Weights]) -> list[tuple[Fact, float]]:
    """The constraints that the counts break, with what they come to: what the attack misread."""
    found = []
    for fact in facts.known.values():
        value = sum(float(weights @ counts[key]) for key, weights in fact.weights)
        if not fact.low - 1e-6 <= value <= fact.high + 1e-6:
            found.append((fact, value))
    return found
