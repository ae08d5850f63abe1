"""What the publication pins down: the smallest and largest count that agree with all of it.

The published claims leave many tables of responses possible. Over all of these together, a
count lies between two values: its identified set. After Manski (2003), Partial
Identification of Probability Distributions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from dwimpact.publication.claims import Claim
from dwimpact.publication.quantity import LISTED, Count, Quantity, Source
from dwimpact.publication.register import named_quantities, read_claims
from dwimpact.publication.sources import counter, sources
from dwimpact.reconstruction.bounds import ratio_bounds, whole_bounds
from dwimpact.reconstruction.counts import MOST, Counts, NotLinear, form_counts
from dwimpact.reconstruction.program import Infeasible
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire import (
    MENTIONED,
    NATURE,
    OTHER,
    STATUS,
    Questionnaire,
    codes,
)
from dwimpact.study.study import Study
from dwimpact.tidy.tables import (
    KNOWN_SHARE_COLUMNS,
    RANGE_COLUMNS,
    Tables,
    no_known_shares,
)

Question = tuple[str, str, str, str, str]  # the first five columns


@dataclass(frozen=True)
class Identified:
    """What the claims leave possible.

    `ranges` has one row per count: characteristic ('mentioned', 'status' or 'nature'), level,
    outcome, group ('all', or one of the report's first split), category (a status or nature,
    or ''), n, the smallest and largest count that agree with the claims, and the count and
    share (0-1) in the responses at hand. It is empty when no responses agree with all claims,
    or when they do not state how many people there are (`sized`). `left_out` has the ids of claims
    that could not be taken along: without them the ranges can only be wider. `shares` has, per
    status and nature, between what its share of all mentions of listed outcomes lies:
    characteristic, category, lowest, highest (0-1).
    """

    ranges: pd.DataFrame
    left_out: tuple[str, ...]
    sized: bool
    shares: pd.DataFrame = field(default_factory=no_known_shares)

    def of(self, characteristic: str) -> pd.DataFrame:
        """The ranges of how often outcomes are mentioned, per group, or of their status or nature,
        per category.
        """
        rows = self.ranges[self.ranges["characteristic"] == characteristic]
        same = "category" if characteristic == MENTIONED else "group"
        return rows.drop(columns=["characteristic", same]).reset_index(drop=True)


def identify(study: Study, tables: Tables, claims: Sequence[Claim]) -> Identified:
    """The smallest and largest count that agree with the claims, for every listed outcome: how
    often it is mentioned, in all and per group of the report's first split, and its status and
    nature.

    Whoever mentions an outcome is taken to say its status and nature. A group is left out when
    the claims do not state its size or the study withholds it. Claims on who of the registry
    answered, and on what is not counted in the form, play no part.

    >>> from dwimpact.publication.register import read_claims
    >>> identified = dw.identify(study, study.tables, read_claims(study))
    >>> identified.of("mentioned")[["level", "outcome", "smallest", "largest"]].head(2)
             level                         outcome  smallest  largest
    0  institution  cooperation_other_institutions        33       42
    1  institution      vocational_higher_relation        33       42
    """
    counts = with_open_texts(form_counts(study, claims), claims)
    left_out = tuple(claim.id for claim in claims if not _taken(counts, claim))
    if len(tables.known):  # solved before
        return Identified(tables.known, left_out, sized=True, shares=tables.known_shares)
    count = counter(sources(study, tables))
    (by, *_) = (*study.split_columns, "")
    groups = _groups(study, by, counts.stated, count)
    questions = list(_questions(study.questionnaire, groups))
    try:
        bounds = whole_bounds(
            counts.program,
            [counts.expression(_quantity(question, by)) or {} for question in questions],
            [(level, outcome) for _, level, outcome, *_ in questions],
        )
    except Infeasible:
        return Identified(pd.DataFrame(columns=RANGE_COLUMNS), left_out, sized=True)
    ranges = pd.DataFrame(questions, columns=RANGE_COLUMNS[:5]).assign(
        n=[counts.known(_quantity(question, by).base()) for question in questions],
        smallest=bounds[:, 0],
        largest=bounds[:, 1],
        count=[count(_quantity(question, by)) for question in questions],
    )
    return Identified(
        ranges.assign(share=ranges["count"] / ranges["n"]),
        left_out,
        sized=bool(groups),
        shares=_shares(counts) if groups else no_known_shares(),
    )


def with_known(tables: Tables, study: Study) -> Tables:
    """The tables of a reconstruction with what its publication leaves possible; those of real
    responses as they are.
    """
    if not study.settings.has_bounds:
        return tables
    identified = identify(study, tables, read_claims(study))
    return replace(tables, known=identified.ranges, known_shares=identified.shares)


def _shares(counts: Counts) -> pd.DataFrame:
    """Between what the share of each status and nature of all mentions lies."""
    rows = []
    for characteristic, choices in counts.form.characteristics.items():
        listed = {"of": "mentions", "kind": LISTED}
        every = counts.expression(Quantity(**listed)) or {}
        for category in codes(choices):
            part = counts.expression(Quantity(**listed, **{characteristic: category})) or {}
            rows.append((characteristic, category, *ratio_bounds(counts.program, part, every)))
    return pd.DataFrame(rows, columns=KNOWN_SHARE_COLUMNS)


def _taken(counts: Counts, claim: Claim) -> bool:
    try:
        counts.require(claim)
    except NotLinear:
        return False
    return True


def _groups(study: Study, by: str, stated: Mapping[Quantity, int], count: Count) -> list[str]:
    """All together, and each group by a column that is large enough to be shown, as published
    and in the responses; none when the claims do not state how many people there are.
    """
    if not stated.get(Quantity(of="respondents")):
        return []
    bases = {
        group: Quantity(of="respondents", **{by: group})
        for group in codes(study.questionnaire.groups.get(by, ()))
    }
    sizes = {group: min(stated.get(base, 0), count(base)) for group, base in bases.items()}
    return [ALL, *(g for g, n in sizes.items() if n >= study.settings.withhold_below)]


def _questions(form: Questionnaire, groups: Sequence[str]) -> Iterator[Question]:
    if not groups:
        return
    parts = [(MENTIONED, group, "") for group in groups]
    parts += [(STATUS, ALL, status) for status in codes(form.statuses)]
    parts += [(NATURE, ALL, nature) for nature in codes(form.natures)]
    for characteristic, group, category in parts:
        for level in form.levels:
            for outcome in level.listed:
                yield characteristic, level.code, outcome, group, category


def _quantity(question: Question, by: str) -> Quantity:
    characteristic, level, outcome, group, category = question
    where = {} if group == ALL else {by: group}
    where |= {characteristic: category} if category else {}
    return Quantity(of="mentions", level=level, outcome=outcome, **where)


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
