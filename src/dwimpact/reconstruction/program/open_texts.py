"""Counts of texts, open beside those of ticked options: who wrote something, and how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import LISTED, Quantity, Source
from dwimpact.published.register import named_quantities
from dwimpact.reconstruction.program.counts import Counts
from dwimpact.study.questionnaire.model import OTHER


def with_open_texts(counts: Counts, claims: Iterable[Claim]) -> Counts:
    """The counts with those of explanations, open answers, other outcomes and remarks open, and of
    who explained anything, where some claim asks that.

    A source of texts gets one variable for each group that some claim tells apart: whatever
    its value, the texts can be divided over the people or mentions of that group.
    """
    writers: dict[Source, Source] = {
        "explanations": "mentions",
        "other_outcomes": "mentions",
        "open_answers": "respondents",
        "remarks": "respondents",
    }
    quantities = [q for claim in claims for q in named_quantities(claim, counts.form)]
    explaining = {column for q in quantities if q.of == "explainers" for column in q.where}
    asked = any(q.of == "explainers" for q in quantities)
    texts: dict[Source, pd.DataFrame] = {}
    for source, of in writers.items():
        named = {column for q in quantities if q.of == source for column in q.where}
        if source == "explanations" and asked:
            named |= {"level", "outcome", *explaining}
        frame = counts.frame(of, named)
        frame = frame[frame["outcome"] == OTHER] if source == "other_outcomes" else frame
        frame = frame[frame["kind"].isin([LISTED, OTHER])] if source == "explanations" else frame
        texts[source] = _open(counts, frame, [column for column in frame if column in named])
    if asked:
        texts["explainers"] = _explainers(counts, texts["explanations"], explaining)
    return replace(counts, beside={**counts.beside, **texts})


def _explainers(counts: Counts, explained: pd.DataFrame, named: set[str]) -> pd.DataFrame:
    """One row per level and group of who explained any of its outcomes: no fewer than explained
    one of them, no more than all explanations, or people, together.
    """
    columns = ["level", *(c for c in explained if c in named - {"level"})]
    frame, program = _open(counts, explained, columns), counts.program
    for variable, (group, rows) in zip(frame["variable"], explained.groupby(columns), strict=True):
        for _, same in rows.groupby("outcome"):
            one = dict.fromkeys(same["variable"], 1.0)
            program.constrain({**one, variable: -1.0}, high=0)
        among = Quantity(of="respondents", **dict(zip(columns[1:], group[1:], strict=True)))
        people = counts.expression(among) or {}
        program.constrain({**{v: -float(n) for v, n in people.items()}, variable: 1.0}, high=0)
    return frame


def _open(counts: Counts, writers: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """One row per group of writers: the columns, variable, weight."""
    groups = [*writers.groupby(columns)] if columns else [((), writers)]
    frame = pd.DataFrame([group for group, _ in groups], columns=columns)
    frame = frame.assign(variable=counts.program.variables([counts.most] * len(groups)), weight=1)
    for variable, (_, members) in zip(frame["variable"], groups, strict=True):
        most = dict.fromkeys(members["variable"], -1.0)
        counts.program.constrain({**most, variable: 1.0}, high=0)
    return frame
