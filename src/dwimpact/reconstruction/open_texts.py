"""Counts of texts, open beside those of ticked options: who wrote something, and how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from dwimpact.publication.claims import Claim
from dwimpact.publication.quantity import LISTED, Source
from dwimpact.publication.register import named_quantities
from dwimpact.reconstruction.counts import Counts
from dwimpact.study.questionnaire import OTHER


def with_open_texts(counts: Counts, claims: Iterable[Claim]) -> Counts:
    """The counts with those of explanations, open answers, other outcomes and remarks open.

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
    texts: dict[Source, pd.DataFrame] = {}
    for source, of in writers.items():
        named = {column for q in quantities if q.of == source for column in q.where}
        frame = counts.frame(of, named)
        frame = frame[frame["outcome"] == OTHER] if source == "other_outcomes" else frame
        frame = frame[frame["kind"].isin([LISTED, OTHER])] if source == "explanations" else frame
        texts[source] = _open(counts, frame, [column for column in frame if column in named])
    return replace(counts, beside={**counts.beside, **texts})


def _open(counts: Counts, writers: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """One row per group of writers: the columns, variable, weight."""
    groups = [*writers.groupby(columns)] if columns else [((), writers)]
    frame = pd.DataFrame([group for group, _ in groups], columns=columns)
    frame = frame.assign(variable=counts.program.variables([counts.most] * len(groups)), weight=1)
    for variable, (_, members) in zip(frame["variable"], groups, strict=True):
        most = dict.fromkeys(members["variable"], -1.0)
        counts.program.constrain({**most, variable: 1.0}, high=0)
    return frame
