"""What the publication pins down: the smallest and largest count that agree with all of it.

The published claims leave many tables of responses possible. Over all of these together, a
count lies between two values: its identified set. After Manski (2003), Partial
Identification of Probability Distributions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from dwimpact.published.claims import Claim
from dwimpact.published.quantity import LISTED, Count, Quantity
from dwimpact.published.register import read_claims
from dwimpact.published.sources import counter, sources
from dwimpact.published.words import CENTRALLY, READINGS
from dwimpact.reconstruction.program.counts import Counts
from dwimpact.reconstruction.program.form import form_counts
from dwimpact.reconstruction.program.highs import Infeasible
from dwimpact.reconstruction.program.open_texts import with_open_texts
from dwimpact.reconstruction.ranges.bounds import outer_bounds, ratio_bounds, whole_bounds
from dwimpact.reconstruction.ranges.kept import kept
from dwimpact.reconstruction.ranges.means import known_means
from dwimpact.reconstruction.ranges.options import known_options
from dwimpact.reconstruction.ranges.pairs import pairs_of, share_differences
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import MENTIONED, NATURE, STATUS, Questionnaire, codes
from dwimpact.study.study import Study
from dwimpact.tidy.tables import (
    BESIDE,
    KNOWN_SHARE_COLUMNS,
    QUESTION_COLUMNS,
    RANGE_COLUMNS,
    Tables,
    no_known_differences,
    no_known_means,
    no_known_options,
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
    characteristic, category, lowest, highest (0-1). `differences` has between what two shares
    differ, of two outcomes of a level or of two groups: level, outcome, group, than_outcome,
    than_group, lowest, highest (-1 to 1); of groups by another split than the first they can be a
    little too wide. `options` has between what the share lies of each answer to a question beside
    the levels, and `means` between what the mean lies (see options.py and means.py).
    """

    ranges: pd.DataFrame
    left_out: tuple[str, ...]
    sized: bool
    shares: pd.DataFrame = field(default_factory=no_known_shares)
    differences: pd.DataFrame = field(default_factory=no_known_differences)
    options: pd.DataFrame = field(default_factory=no_known_options)
    means: pd.DataFrame = field(default_factory=no_known_means)

    def of(self, characteristic: str) -> pd.DataFrame:
        """The ranges of how often outcomes are mentioned, per group, or of their status or nature,
        per category.
        """
        rows = self.ranges[self.ranges["characteristic"] == characteristic]
        same = "category" if characteristic == MENTIONED else "group"
        return rows.drop(columns=["characteristic", same]).reset_index(drop=True)


def identify(study: Study, tables: Tables | None, claims: Sequence[Claim]) -> Identified:
    """The smallest and largest count that agree with the claims, for every listed outcome: how
    often it is mentioned, in all and per group of the report's first split, and its status and
    nature; and how far outcomes, and groups, differ.

    Whoever mentions an outcome is taken to say its status and nature. A group is left out when
    the claims do not state its size or the study withholds it. Claims on who of the registry
    answered, and on what is not counted in the form, play no part. Without tables of responses the
    ranges are the same, and the counts and shares beside them missing.

    >>> from dwimpact.published.register import read_claims
    >>> identified = dw.identify(study, study.tables, read_claims(study))
    >>> identified.of("mentioned")[["level", "outcome", "smallest", "largest"]].head(2)
             level                         outcome  smallest  largest
    0  institution  cooperation_other_institutions        33       42
    1  institution      vocational_higher_relation        33       42
    """
    counts = with_open_texts(form_counts(study, claims), claims)
    left_out = counts.take(claims)
    if tables and len(tables.known):  # solved before
        of_answers = (tables.known_options, tables.known_means)
        kept_before = (tables.known_shares, tables.known_differences, *of_answers)
        return Identified(tables.known, left_out, True, *kept_before)
    count = counter(sources(study, tables)) if tables else None
    shown = {
        split: _groups(study, split, counts.stated, count) for split in study.split_columns or [""]
    }
    by, groups = next(iter(shown.items()))
    questions = list(_questions(study.questionnaire, groups))
    pairs = pairs_of(counts, {by: groups})
    others = pairs_of(counts, {s: g for s, g in shown.items() if s != by}, outcomes=False)
    asked = [counts.expression(_quantity(question, by)) or {} for question in questions]
    subjects = [(level, outcome) for _, level, outcome, *_ in questions]
    try:
        expressions = [*asked, *(pair.expression for pair in pairs)]
        subjects += [(pair.level, pair.outcome) for pair in pairs]
        program = counts.program
        found = kept(
            program, expressions, lambda: whole_bounds(program, expressions, subjects).tolist()
        )
        beside = [pair.expression for pair in others]
        wider = kept(program, beside, lambda: outer_bounds(program, beside).tolist())
    except Infeasible:
        return Identified(pd.DataFrame(columns=RANGE_COLUMNS), left_out, sized=True)
    bounds = np.array(found, np.int64).reshape(-1, 2)
    ranges = pd.DataFrame(questions, columns=QUESTION_COLUMNS).assign(
        n=[counts.known(_quantity(question, by).base()) for question in questions],
        smallest=bounds[: len(questions), 0],
        largest=bounds[: len(questions), 1],
        count=[int(count(_quantity(q, by))) if count else float("nan") for q in questions],
    )
    return Identified(
        ranges.assign(share=ranges["count"] / ranges["n"]),
        left_out,
        sized=bool(groups),
        shares=_shares(counts) if groups else no_known_shares(),
        differences=share_differences([*pairs, *others], [*bounds[len(questions) :], *wider]),
        options=known_options(counts) if groups else no_known_options(),
        means=known_means(counts, claims) if groups else no_known_means(),
    )


def with_known(tables: Tables, study: Study) -> Tables:
    """The tables of a reconstruction with what its publication leaves possible, its words read in
    each way; those of real responses as they are.
    """
    if not study.settings.has_bounds:
        return tables
    claims = [read_claims(study, reading) for reading in READINGS]
    with ThreadPoolExecutor() as at_once:  # the solver lets other threads go on
        each = at_once.map(lambda read: identify(study, tables, read), claims)
        found = dict(zip(READINGS, each, strict=True))
    return replace(
        tables,
        known=_side_by_side({name: one.ranges for name, one in found.items()}),
        known_shares=_side_by_side({name: one.shares for name, one in found.items()}),
        known_differences=_side_by_side({name: one.differences for name, one in found.items()}),
        known_options=_side_by_side({name: one.options for name, one in found.items()}),
        known_means=_side_by_side({name: one.means for name, one in found.items()}),
    )


def ranges_in_each_reading(study: Study) -> pd.DataFrame:
    """The ranges of a study by its published claims alone, without responses (see `Identified`),
    with the bounds of the other readings beside those of the central one.
    """
    read = {name: identify(study, None, read_claims(study, name)).ranges for name in READINGS}
    return _side_by_side(read).drop(columns=["count", "share"])


def _side_by_side(readings: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table of the central reading with the bounds of the others beside its own: missing where
    a reading leaves nothing possible.
    """
    table = readings[CENTRALLY]
    bounds = [name for name in ("smallest", "largest", "lowest", "highest") if name in table]
    for reading in BESIDE:
        other = readings[reading][bounds].add_prefix(f"{reading}_").reindex(table.index)
        table = table.assign(**{str(name): other[name] for name in other})
    return table


def _shares(counts: Counts) -> pd.DataFrame:
    """Between what the share of each status and nature of all mentions lies."""
    rows = []
    for characteristic, choices in counts.form.characteristics.items():
        listed = {"of": "mentions", "kind": LISTED}
        every = counts.expression(Quantity(**listed)) or {}
        for category in codes(choices):
            part = counts.expression(Quantity(**listed, **{characteristic: category})) or {}
            program, both = counts.program, [part, every]
            found = kept(program, both, lambda: list(ratio_bounds(program, *both)))  # noqa: B023
            rows.append((characteristic, category, *found))
    return pd.DataFrame(rows, columns=KNOWN_SHARE_COLUMNS)


def _groups(
    study: Study, by: str, stated: Mapping[Quantity, int], count: Count | None
) -> list[str]:
    """All together, and each group by a column that is large enough to be shown, as published and,
    if there are any, in the responses; none when the claims do not state how many people there are.
    """
    if not stated.get(Quantity(of="respondents")):
        return []
    bases = {
        group: Quantity(of="respondents", **{by: group})
        for group in codes(study.questionnaire.groups.get(by, ()))
    }
    sizes = {group: stated.get(base, 0) for group, base in bases.items()}
    if count:
        sizes = {group: min(n, int(count(bases[group]))) for group, n in sizes.items()}
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
