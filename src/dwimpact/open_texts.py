"""How many texts there can be, as variables: never more than there are people or mentions to
write one about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from dwimpact.claims import Claim
from dwimpact.counts import MOST, Counts
from dwimpact.published import named_quantities
from dwimpact.quantity import Source
from dwimpact.questionnaire import OTHER


def with_open_texts(counts: Counts, claims: Iterable[Claim]) -> Counts:
    """The counts with those of explanations, open answers, other outcomes and remarks open.

    A source of texts gets one variable for each group that some claim tells apart: whatever
    its value, the texts can be divided over the people or mentions of that group.
    """
    mentions = counts.mentions
    writers: dict[Source, pd.DataFrame] = {
        "explanations": mentions[mentions["status"].notna()],
        "other_outcomes": mentions[mentions["outcome"] == OTHER],
        "open_answers": counts.respondents,
        "remarks": counts.respondents,
    }
    quantities = [q for claim in claims for q in named_quantities(claim.check, counts.form)]
    texts: dict[Source, pd.DataFrame] = {}
    for source, frame in writers.items():
        named = {column for q in quantities if q.of == source for column in q.where}
        texts[source] = _open(counts, frame, [column for column in frame if column in named])
    return replace(counts, texts=texts)


def _open(counts: Counts, writers: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """One row per group of writers: the columns, variable, weight."""
    groups = [*writers.groupby(columns)] if columns else [((), writers)]
    frame = pd.DataFrame([group for group, _ in groups], columns=columns)
    frame = frame.assign(variable=counts.program.variables([MOST] * len(groups)), weight=1)
    for variable, (_, members) in zip(frame["variable"], groups, strict=True):
        most = dict.fromkeys(members["variable"], -1.0)
        counts.program.constrain({**most, variable: 1.0}, high=0)
    return frame
