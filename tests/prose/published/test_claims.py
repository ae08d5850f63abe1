from __future__ import annotations

import pandas as pd
from sentences import Said

from dwimpact.prose.published.claims import (
    describe_percentages,
    describe_ranges,
    describe_readings,
    describe_verdicts,
)
from dwimpact.reconstruction.ranges.identify import RANGE_COLUMNS, Identified
from dwimpact.study.questionnaire.model import Questionnaire


def identified(*rows: tuple[str, str, int, int], left_out: tuple[str, ...] = ()) -> Identified:
    """Ranges out of 64, from outcome, group, smallest and largest."""
    table = pd.DataFrame(rows, columns=["outcome", "group", "smallest", "largest"]).assign(
        characteristic="mentioned", level="school", category="", n=64, count=1, share=1 / 64
    )
    return Identified(table[RANGE_COLUMNS], left_out, sized=True)


def test_ranges_and_two_sets_of_responses(said: Said, form: Questionnaire) -> None:
    said(
        describe_ranges,
        identified(
            ("region", "all", 33, 42),
            ("network", "all", 1, 44),
            ("network", "mbo", 0, 64),
            ("region", "mbo", 5, 5),
        ),
        form,
    )


def test_everything_pinned_down(said: Said, form: Questionnaire) -> None:
    said(describe_ranges, identified(("region", "all", 3, 3)), form)


def test_totals_pinned_down_but_not_their_parts(said: Said, form: Questionnaire) -> None:
    said(describe_ranges, identified(("region", "all", 3, 3), ("region", "mbo", 1, 3)), form)


def test_claims_left_out(said: Said, form: Questionnaire) -> None:
    for left_out in (("a",), ("a", "b")):
        said(describe_ranges, identified(("region", "all", 0, 9), left_out=left_out), form)


def test_nothing_to_say(said: Said, form: Questionnaire) -> None:
    nothing = pd.DataFrame(columns=RANGE_COLUMNS)
    said(describe_ranges, Identified(nothing, (), sized=False), form)
    said(describe_ranges, Identified(nothing, (), sized=True), form)


def percentages(*rows: tuple[str, list[int], int | None]) -> pd.DataFrame:
    """A `percentage_consistency` table, from verdict, truncated counts and stated count."""
    table = pd.DataFrame(rows, columns=["consistency", "truncated", "stated"])
    return table.astype({"stated": "Int64"}).assign(fives=[[] for _ in rows])


def test_percentages(said: Said) -> None:
    possible = [("possible", [9], 9), ("possible", [], None), ("possible", [4], 3)]
    wrong = [("impossible", [1], None), ("at odds", [1], 1), ("ambiguous", [1, 2], None)]
    for rows in (possible, possible[:1], wrong, wrong[:2] * 2, wrong[2:] * 2):
        said(describe_percentages, percentages(*rows))


def test_percentages_that_may_be_rounded_to_fives(said: Said) -> None:
    rows = [("possible", [51], None)] * 3
    for fives in ([[50, 51, 52], [], []], [[50, 51, 52], [47, 48, 49], []]):
        said(describe_percentages, percentages(*rows).assign(fives=fives))


def test_no_percentages(said: Said) -> None:
    said(describe_percentages, percentages())


def test_verdicts(said: Said) -> None:
    table = pd.DataFrame({"verdict": ["confirmed"] * 3 + ["not checkable"] * 2})
    said(describe_verdicts, table, reconstructed=False)
    said(describe_verdicts, table[:0], reconstructed=False)
    said(describe_verdicts, table, reconstructed=True)
    for number in (1, 2):
        found = ["confirmed", "not checkable", *["contradicted", "contradictory"] * number]
        said(describe_verdicts, pd.DataFrame({"verdict": found}), reconstructed=False)


def test_readings(said: Said) -> None:
    said(describe_readings, 0)
    said(describe_readings, 2)
