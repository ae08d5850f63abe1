"""How much of what must go is found, and how much that may stay is left, on invented strings.

tests/tidy/masking has two files, both written before the patterns: on built_on.yml they were
built, held_out.yml was only measured when they were done. Run as a script it prints the
figures of docs/masking.md.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
import yaml

from dwimpact.study.study import Study, read_study
from dwimpact.tidy.masking.mask import finder

FILES = ("built_on", "held_out")
INNOCENT = "innocent"
GOALS = {"person": 0.70, INNOCENT: 0.99}  # of persons, and of sentences left as they are
OTHERS = 0.95
LEAST = 25  # pieces of a kind
Piece = tuple[str, int, int]


def read(text: str) -> tuple[str, list[Piece]]:
    """The text itself, and the pieces that must go: kind, from, to."""
    plain, pieces = "", []
    for part in re.split(r"(«\w+\|[^»]*»)", text):
        kind, bar, piece = part.strip("«»").partition("|")
        if part.startswith("«") and bar:
            pieces.append((kind, len(plain), len(plain) + len(piece)))
            part = piece
        plain += part
    return plain, pieces


def measured(study: Study, file: str) -> pd.DataFrame:
    """One row per kind: n, and how many of those went whole; innocent sentences that stayed."""
    find = finder(study)
    content = (Path(__file__).parent / f"{file}.yml").read_text("utf-8")
    n, good = Counter[str](), Counter[str]()
    for kind, texts in yaml.safe_load(content).items():
        for text, pieces in map(read, texts):
            spans = find(text)
            gone = {place for start, stop, _ in spans for place in range(start, stop)}
            if kind == INNOCENT:
                assert not pieces
                n[kind] += 1
                good[kind] += not spans
            for piece, start, stop in pieces:
                n[piece] += 1
                letters = (place for place in range(start, stop) if text[place].isalnum())
                good[piece] += gone.issuperset(letters)
    return pd.DataFrame({"n": n, "good": good}).fillna(0).astype(int)


@pytest.fixture(scope="module")
def both(real_study: Study) -> pd.DataFrame:
    first, second = (measured(real_study, file) for file in FILES)
    return first.add(second)


def test_there_are_enough_strings_of_every_kind(both: pd.DataFrame) -> None:
    assert both.drop(index=INNOCENT)["n"].min() >= LEAST
    assert both.loc[INNOCENT, "n"] >= 80
    assert both["n"].sum() >= 300


def test_goals_are_met_for_every_kind(both: pd.DataFrame) -> None:
    share = both["good"] / both["n"]
    goal = pd.Series(GOALS).reindex(share.index).fillna(OTHERS)
    assert share[share < goal].to_dict() == {}


def test_strings_never_measured_before_reach_the_goals_together(real_study: Study) -> None:
    table = measured(real_study, "held_out")
    found = table.drop(index=[INNOCENT, "person"]).sum()
    assert found["good"] / found["n"] >= OTHERS
    assert table.loc["person", "good"] / table.loc["person", "n"] >= GOALS["person"]


if __name__ == "__main__":
    tables = [measured(read_study(Path("data/raw")), file) for file in FILES]
    sys.stdout.write(pd.concat(tables, axis="columns", keys=FILES).to_string() + "\n")
