"""What a study that shows what its publication showed gives away of small groups, counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dwimpact.disclosure.audit import AuditedAnswers, Cells, Weights, protected
from dwimpact.disclosure.editions import judge_editions
from dwimpact.disclosure.release import (
    MISSING,
    Groups,
    Order,
    answers_of_outcome,
    cell_of,
    groups_of_cells,
    summed,
)
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import MENTIONED
from dwimpact.study.study import Study

ASKED, UNTICKED = "asked", "not mentioned"


def pinned_counts(
    study: Study,
    respondents: pd.DataFrame,
    outcomes: pd.DataFrame,
    weights: pd.Series[float] | None = None,
) -> pd.DataFrame:
    """How many counts of mentions follow exactly, for each group too small to show, from what a
    study shows that does not merge or hide: group, n, alone (from the report without its
    editions), pinned (with all editions that may be made), outcomes (how many there are).

    Shown are the mentions and blanks of all and of every group that is large enough, its statuses
    and natures where enough of it mention the outcome, and what an edition of a group may show.
    With the weight of each respondent, weighted shares in whole percentages are shown as
    well. What only follows from answers to several outcomes together is not among them, so it is
    at least so many. Groups are by name or, for a combination, by names with '×'.

    >>> outcomes = dw.listed_outcomes(study.outcomes)
    >>> dw.pinned_counts(study, study.respondents, outcomes).head(1)
       group  n  alone  pinned  outcomes
    0  other  2      0       0        17
    """
    groups, cell = groups_of_cells(study, respondents), cell_of(respondents, study)
    large = list(_shown_apart(groups, study.settings.withhold_below))
    apart = list(_of_editions(study, respondents, groups))
    of_cells = _weights_of_cells(weights, cell)

    def shown(rows: pd.DataFrame, apart: list[Cells]) -> AuditedAnswers:
        answers, order = answers_of_outcome(rows, "", "", [], groups.sizes)
        answers = answers.publishing([MENTIONED], large)
        if of_cells is not None:
            answers = replace(answers, between=(_whole_percentage(answers, of_cells),))
        if study.settings.has_bounds:
            return answers
        answers = _compared(answers, order, groups, study.settings.withhold_below)
        kinds = [MISSING, *(kind for _, kinds, _ in order for kind in kinds)]
        return _with_blanks(answers, rows).publishing([MISSING], large).publishing(kinds, apart)

    in_cells = outcomes.assign(cell=outcomes["respondent"].map(cell))
    parts = [rows for _, rows in in_cells.groupby(["level", "outcome"], observed=True)]
    known = [[shown(rows, some) for rows in parts] for some in (apart[:1], apart)]
    table = [
        (name, int(groups.sizes.to_numpy()[target].sum()), *_follow(known, target), len(parts))
        for name, target in groups.targets.items()
    ]
    return pd.DataFrame(table, columns=["group", "n", "alone", "pinned", "outcomes"])


def _follow(known: Sequence[Sequence[AuditedAnswers]], target: Cells) -> tuple[int, int]:
    """Of how many outcomes the count of a group follows, from the report and with its editions."""
    report, everything = known
    alone = [protected(answers, [MENTIONED], [target], 1) is None for answers in report]
    pinned = [
        follows or protected(answers, [MENTIONED], [target], 1) is None
        for follows, answers in zip(alone, everything, strict=True)
    ]
    return sum(alone), sum(pinned)


def _shown_apart(groups: Groups, below: int) -> Iterator[Cells]:
    """Everybody and the groups that are large enough to show. The first split has a figure of its
    own; by another one groups are compared, so that there are two at least.
    """
    for number, parts in enumerate(groups.published.values()):
        large = [part for part in parts if groups.sizes.to_numpy()[part].sum() >= below]
        if number < 2 or len(large) > 1:
            yield from large


def _compared(answers: AuditedAnswers, order: Order, groups: Groups, below: int) -> AuditedAnswers:
    """The same answers, with the statuses and natures of groups in which enough people mention
    the outcome, where two groups are compared; of two answers the first is shown.
    """
    mentions = answers.counts.loc[MENTIONED].to_numpy()
    characteristics = [kinds[:-1] for _, kinds, _ in order if len(kinds) > 1]  # without unknown
    for parts in list(groups.published.values())[1:]:
        large = [part for part in parts if mentions[part].sum() >= below]
        if len(large) > 1:
            for kinds in characteristics:
                answers = answers.publishing(kinds[:1] if len(kinds) == 2 else kinds, large)
    return answers


def _weights_of_cells(weights: pd.Series[float] | None, cell: pd.Series[int]) -> Weights | None:
    """What somebody of each cell counts for: None where that does not follow from the cell, so
    that a reader does not know it.
    """
    if weights is None:
        return None
    of_cells = weights.groupby(cell).agg(["min", "max"])
    alike = bool(np.allclose(of_cells["min"], of_cells["max"]))
    return of_cells["min"].to_numpy() if alike else None


def _whole_percentage(
    answers: AuditedAnswers, weights: Weights
) -> tuple[str, Weights, float, float]:
    """Between what the weighted mentions lie, when their share is shown in whole percentages."""
    everybody = float(weights @ answers.sizes.to_numpy())
    share = float(weights @ answers.counts.loc[MENTIONED].to_numpy()) / everybody
    low = (np.floor(100 * share + 0.5) - 0.5) / 100
    return MENTIONED, weights, low * everybody, (low + 0.01) * everybody


def _with_blanks(answers: AuditedAnswers, rows: pd.DataFrame) -> AuditedAnswers:
    """The same answers with who left the level blank: nobody of them mentions the outcome."""
    counts, sizes = answers.counts.copy(), answers.sizes
    counts.loc[MISSING] = summed(rows[rows["mentioned"].isna()], sizes)
    counts.loc[ASKED] = sizes
    counts.loc[UNTICKED] = sizes - counts.loc[MISSING] - counts.loc[MENTIONED]
    everybody = (ASKED, (MENTIONED, UNTICKED, MISSING))
    cells = list(np.eye(len(sizes), dtype=bool))
    return replace(answers, counts=counts, sums=(*answers.sums, everybody)).publishing(
        [ASKED], cells
    )


def _of_editions(study: Study, respondents: pd.DataFrame, groups: Groups) -> Iterator[Cells]:
    """Everybody, and those of each edition that may be made, where these show counts: those of a
    reconstruction show between what values they lie.
    """
    if study.settings.has_bounds:
        return
    yield from groups.published[ALL]
    for verdict in judge_editions(study, respondents):
        column, group = verdict.edition.column, verdict.edition.group
        if not verdict.refused and column in groups.background:
            yield (groups.background[column].astype(str) == str(group)).to_numpy()
