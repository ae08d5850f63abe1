"""Tests that reckon with clusters leave counts of small groups open: their p is a number that the
attack cannot state as a constraint, so answers that give the same p are sought at random.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from drawn_studies import SMALL, write_draw
from public import small_groups
from truth import Study, study_of

from dwimpact.analysis.differences import RAO_SCOTT, coarse, fraction_of, group_differences
from dwimpact.dataset import CleanStudy
from dwimpact.inference.clusters import rao_scott_test
from dwimpact.loading import with_tables
from dwimpact.study.study import read_study

pytestmark = pytest.mark.long
TRIES = 4000


@pytest.fixture(scope="module")
def made(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[CleanStudy, Study]:
    folder = tmp_path_factory.mktemp("small") / "study"
    write_draw(SMALL, root / "data/raw", folder, "strict")
    known = study_of(folder)
    return with_tables(read_study(folder), known.tables), known


def test_the_same_p_goes_with_other_counts_of_small_groups(made: tuple[CleanStudy, Study]) -> None:
    study, known = made
    width = study.settings.disclosure.width
    targets = small_groups(known.public, study.settings.withhold_below)
    tested = 0
    for level in study.questionnaire.levels:
        table = group_differences(study, level.code, "sector_group")
        assert set(table["test"]) <= {RAO_SCOTT}
        for row in table.itertuples():
            counts = of_small_groups(study, level.code, row.outcome, row.p, targets, known)
            for name, found in counts.items():
                n = int(known.public.people[targets[name]].sum())
                assert max(found) - min(found) >= min(width, n), (row.outcome, row.p, name, found)
            tested += 1
    assert tested > 10


def of_small_groups(
    study: CleanStudy, level: str, outcome: str, p: float, targets: dict, known: Study
) -> dict[str, set[int]]:
    """Per group that is too small, the counts in answers with as many mentions in each group that
    is shown, and the same p.
    """
    rows = study.respondents_at(level, "sector_group")
    people = rows[rows["outcome"] == outcome].reset_index(drop=True)
    mentioned = people["mentioned"].fillna(False).to_numpy(bool)
    shown = pd.factorize(people["sector_group"].astype(str))[0]
    cluster = pd.factorize(people["workplace"].astype(str))[0]
    groups = list(people["sector_group"].unique())
    fraction = fraction_of(study.population_of(level, "sector_group"), groups, len(people))
    sizes = pd.crosstab(shown, cluster).to_numpy()
    inside = {name: in_group(people, mask, known) for name, mask in targets.items()}
    random, found = np.random.default_rng(1), {name: set[int]() for name in targets}
    for _ in range(TRIES):
        tried = mentioned.copy()
        for group in set(shown):
            tried[shown == group] = random.permutation(mentioned[shown == group])
        counts = np.zeros_like(sizes)
        np.add.at(counts, (shown[tried], cluster[tried]), 1)
        if coarse([rao_scott_test(counts, sizes, fraction)[-1]])[0] == p:
            for name, members in inside.items():
                found[name].add(int(tried[members].sum()))
    return found


def in_group(people: pd.DataFrame, mask: np.ndarray, known: Study) -> np.ndarray:
    """Which of these people are of the cells of a group."""
    cells = known.public.cells[["workplace", "sector"]].astype(str)
    pairs = set(cells[mask].itertuples(index=False, name=None))
    mine = people[["workplace", "sector"]].astype(str).itertuples(index=False, name=None)
    return np.array([pair in pairs for pair in mine])
