"""The attack on open rows and all that is published beside them: report and editions.

Slow: `pytest -m corpus tests/deposit/test_attack_rows.py`. Whether every number of a report is read
is what tests/disclosure/test_attack_published.py asks; here only what rows add.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attack import answers, pinned, ranges, told
from built_quickly import built_quickly
from deposited import MANY, TOLD
from drawn_studies import write_draw
from public import MENTIONED, MISSING, small_groups
from published_facts import Facts, collect
from truth import Study, false_facts, study_of

from dwimpact.deposit.rows.open_rows import open_rows
from dwimpact.deposit.rows.open_study import write_open
from dwimpact.loading import load
from dwimpact.study.files.reading import read_csv

pytestmark = pytest.mark.corpus


def add_rows(facts: Facts, rows: pd.DataFrame) -> int:
    """What rows tell: of every group they name, how many gave each answer. How many counts that
    are, most of which the report tells as well.
    """
    counts = 0
    for sector, group in rows.groupby("sector"):
        cells = facts.public.where(sector_group=sector)
        assert int(facts.public.people[cells].sum()) == len(group)
        for level in facts.public.form.levels:
            if level.answers_column not in rows:
                continue
            blank = int(group[level.answers_column].isna().sum())
            facts.count((level.code, "", MISSING), cells, (0, blank), "rows")
            for outcome in level.options:
                ticked = int((group[level.tick_column(outcome)] == "1").sum())
                if (rows[level.tick_column(outcome)] == "1").any():
                    key = (level.code, outcome, MENTIONED)
                    facts.count(key, cells, (ticked, ticked), "rows")
                    counts += 1
            for column, (name, choices) in facts.public.form.characteristic_columns(level).items():
                outcome = column.rsplit("/", 1)[1]
                for choice in choices if rows[column].notna().any() else ():
                    n = int((group[column] == choice.code).sum())
                    key = (level.code, outcome, f"{name} {choice.code}")
                    facts.count(key, cells, (n, n), "rows")
                    counts += 1
    return counts


@pytest.fixture(scope="module")
def attacked(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Study, Facts, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("rows")
    told_of = {**TOLD, "rows": "open"}
    study = write_draw(
        MANY, root / "data" / "raw", folder / "study", splits=["sector"], deposit=told_of
    )
    loaded = load(study)
    write_open(loaded, open_rows(loaded), folder / "onderzoek")
    known = study_of(study)
    facts = collect(built_quickly(study, root / "notebooks", folder / "out"), known.public)
    return known, facts, read_csv(folder / "onderzoek" / "responses.csv")


def test_rows_tell_much_and_all_of_it_is_true(attacked: tuple[Study, Facts, pd.DataFrame]) -> None:
    known, facts, rows = attacked
    assert add_rows(facts, rows) > 100
    assert false_facts(facts, known.counts) == []


def test_nothing_small_is_pinned_down_by_rows_and_report_together(
    attacked: tuple[Study, Facts, pd.DataFrame],
) -> None:
    known, facts, rows = attacked
    add_rows(facts, rows)
    targets = small_groups(known.public, known.settings.withhold_below)
    width = known.settings.disclosure.width
    leaks = pinned(answers(ranges(facts, targets, known.counts, enough=width)), width)
    assert told(facts, targets, leaks) == []


def test_the_attack_finds_rows_that_tell_too_much(
    attacked: tuple[Study, Facts, pd.DataFrame],
) -> None:
    """A row more for a group that is too small: what that tells is found."""
    known, facts, rows = attacked
    add_rows(facts, rows)
    targets = small_groups(known.public, known.settings.withhold_below)
    name, cells = next(iter(targets.items()))
    key = ("student", "motivation", MENTIONED)
    true = int(np.asarray(known.counts[key])[cells].sum())
    facts.count(key, cells, (true, true), "planted")
    leaks = pinned(answers(ranges(facts, {name: cells}, known.counts, enough=2)), 2)
    assert "motivation" in set(leaks["outcome"])
