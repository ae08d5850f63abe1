"""Damaged exports: whatever is in them, every row is accounted for, nothing a respondent wrote
is printed, and nothing that a terminal would act on.

A sample by default. All of them, with figures:
.venv/bin/python -m pytest -n 0 -s -m corpus tests/intake/test_corpus.py
"""

from __future__ import annotations

import re
import resource
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
from marks import first_quickly
from mutations import MARKERS, Case, World, make_case, text_rows, world_of

from dwimpact.intake.check import CLEAN, UNREADABLE, CheckVerdict, verdict_on
from dwimpact.intake.responses import read_responses
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean_responses

FEW, SAMPLE, ALL, PART = 5, 150, 10_000, 500
MOST_SECONDS = 20
ROWS = re.compile(r".*, (\d+) rows? = (\d+) used \+ (\d+) set aside")


@dataclass
class Figures:
    """What came of the cases so far."""

    cases: int = 0
    wrong: list[str] = field(default_factory=list)
    became: Counter[int] = field(default_factory=Counter)
    layers: Counter[str] = field(default_factory=Counter)
    longest: float = 0

    def add(self, case: Case, folder: Path) -> None:
        start = processor()
        try:
            verdict = verdict_on(case.file, case.world.study)
            wrong = [*wrong_words(verdict), *wrong_rows(verdict, case)]
            self.became[verdict.status] += 1
        except Exception as error:
            wrong = [f"{type(error).__name__}: {error}"[:300]]
        self.longest = max(self.longest, processor() - start)
        self.layers[case.how.split(":")[0]] += 1
        self.cases += 1
        self.wrong += [f"seed {case.seed} ({case.how}): {what}" for what in wrong]
        shutil.rmtree(folder)

    def __str__(self) -> str:
        peak = [resource.getrusage(who).ru_maxrss >> 10 for who in (0, -1)]
        names = {0: "a report can be made", 1: "findings stop it", 2: "cannot be read"}
        became = ", ".join(f"{names[status]} {n}" for status, n in sorted(self.became.items()))
        return (
            f"{self.cases} damaged exports ({dict(self.layers)}): {became}; "
            f"{len(self.wrong)} wrong; longest {self.longest:.1f} s of processor; "
            f"peak {peak[0]} MB, of a reader {peak[1]} MB"
        )


def processor() -> float:
    """Seconds of processor so far, of this process and of the readers it waited for: what else
    the machine does is left out.
    """
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def wrong_words(verdict: CheckVerdict) -> list[str]:
    """Words of a respondent and characters that are no text, in what is printed or written."""
    lines = "\n".join(verdict.lines).split("\n")
    cells = [str(cell) for row in verdict.findings.to_numpy().tolist() for cell in row]
    odd = [repr(text) for text in [*lines, *cells] if not text.isprintable()]
    printed = "\n".join([*lines, *cells]).casefold()
    return [*odd, *(word for word in MARKERS if word.casefold() in printed)]


def wrong_rows(verdict: CheckVerdict, case: Case) -> list[str]:
    """Rows that are not accounted for. A file that cannot be read is, by a finding, as a whole."""
    if verdict.status == UNREADABLE:
        return [] if verdict.findings["severity"].eq("stops").any() else ["refused without reason"]
    told = ROWS.match(verdict.lines[0])
    assert told
    rows, used, aside = map(int, told.groups())
    wrong = [] if rows in case.rows and rows == used + aside else [f"{rows} of {set(case.rows)}"]
    if verdict.status == CLEAN:
        study = case.world.study
        tables = clean_responses(read_responses(case.file, study), study)
        if (len(tables.respondents), len(tables.set_aside)) != (used, aside):
            wrong.append(f"{len(tables.respondents)} respondents of {used}")
    return wrong


@pytest.fixture
def worlds(
    study: Study, raw: pd.DataFrame, real_study: Study, real_raw: pd.DataFrame
) -> list[World]:
    return [world_of(study, raw), world_of(real_study, real_raw.head(8))]


@pytest.mark.parametrize("first", first_quickly(range(0, SAMPLE, FEW)))
def test_a_sample(first: int, worlds: list[World], tmp_path: Path) -> None:
    figures = Figures()
    for seed in range(first, first + FEW):
        figures.add(make_case(seed, worlds, tmp_path / str(seed)), tmp_path / str(seed))
    assert figures.wrong == []


@pytest.fixture(scope="module")
def so_far() -> Figures:
    return Figures()


@pytest.mark.corpus
@pytest.mark.parametrize("first", range(0, ALL, PART))
def test_all(first: int, worlds: list[World], tmp_path: Path, so_far: Figures) -> None:
    """In parts, so that the figures so far are printed and a failure does not end it."""
    before = len(so_far.wrong)
    for seed in range(first, first + PART):
        so_far.add(make_case(seed, worlds, tmp_path / str(seed)), tmp_path / str(seed))
    print("", so_far, *so_far.wrong[before:], sep="\n", flush=True)
    assert so_far.wrong[before:] == []
    assert so_far.longest < MOST_SECONDS


@pytest.mark.long
def test_a_seed_gives_the_same_file(worlds: list[World], tmp_path: Path) -> None:
    for seed in range(20):
        one, other = (make_case(seed, worlds, tmp_path / f"{seed}{n}") for n in "ab")
        assert (one.how, one.rows) == (other.how, other.rows)
        assert one.file.read_bytes() == other.file.read_bytes() or one.file.suffix != ".csv"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n3,4\n", 2),
        ('a,b\n"1\n\n",2\n3,4', 2),
        ("a,b\r\n1,2\r\r\n3,4\r\n", 3),
        ('\n,\na,b\n"",\n1,"""2"""\n,\n', 2),
        ("sep=,\na,b\n1,2\n", 1),
        ("", 0),
    ],
)
def test_rows_are_counted_by_other_means(text: str, rows: int) -> None:
    assert text_rows(text, ",") == rows
