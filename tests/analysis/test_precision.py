from __future__ import annotations

import numpy as np
import pytest

from dwimpact.analysis.precision import precision
from dwimpact.dataset import CleanStudy
from dwimpact.errors import UnknownName
from dwimpact.loading import with_tables
from dwimpact.statistics import wilson_interval
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


@pytest.fixture
def tiny(study: Study, tables: Tables) -> CleanStudy:
    return with_tables(study, tables)


def test_precision_by_hand(tiny: CleanStudy) -> None:
    # Two workplaces of three: network by 2 and 1 of them. (2 - 1.5)² + (1 - 1.5)² = 1/2, over 6²,
    # times 2 / 1: 1/36; of six independent people 1/4 / 5.
    got = precision(tiny, "school", clusters="workplace").set_index("outcome").loc["network"]
    assert got["deff"] == pytest.approx((1 / 36) / (1 / 20))
    # Between: 3 × 2 × (1/6)² / 1 = 1/6; within: (2/3 + 2/3) / 4 = 1/3.
    assert got["icc"] == pytest.approx((1 / 6 - 1 / 3) / (1 / 6 + 2 * 1 / 3))
    assert got["df"] == 1
    simple = wilson_interval(3, 6, 12)
    assert (got["simple_low"], got["simple_high"]) == pytest.approx(simple)
    assert got["kg_low"] < got["simple_low"]


def test_groups_have_their_own(tiny: CleanStudy) -> None:
    got = precision(tiny, "school", "sector_group", clusters="workplace")
    assert got["group"].unique().tolist() == ["mbo", "higher"]
    assert got["df"].tolist() == [1, 1, 1, 1]
    assert np.isfinite(got["effective_n"]).all()


def test_without_clusters_there_is_nothing_to_tell(tiny: CleanStudy) -> None:
    with pytest.raises(UnknownName) as error:
        precision(tiny, "school")
    assert str(error.value).startswith("no column of groups ''; there are workplace, sector")
