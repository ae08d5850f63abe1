from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dwimpact.inference.power import POWER, detectable_difference, needed_n, power_of

CASES = pd.read_csv(Path(__file__).parents[1] / "reference" / "power.csv")
ROWS = list(CASES.itertuples(index=False, name=None))


@pytest.mark.parametrize(("share", "difference", "n", "power_at_64"), ROWS)
def test_power_is_that_of_r(share: float, difference: float, n: float, power_at_64: float) -> None:
    assert needed_n(difference, share) == pytest.approx(n, rel=1e-8)
    assert power_of(64, difference, share) == pytest.approx(power_at_64, abs=1e-8)
    assert detectable_difference(n, share) == pytest.approx(difference, abs=1e-8)


def test_design_effect_takes_so_many_more_people() -> None:
    assert needed_n(0.1, deff=1.66) == pytest.approx(1.66 * needed_n(0.1))
    assert detectable_difference(166, deff=1.66) == pytest.approx(detectable_difference(100))
    assert power_of(needed_n(0.2, 0.3), 0.2, 0.3) == pytest.approx(POWER)


def test_few_people_show_no_difference_at_all() -> None:
    assert np.isnan(detectable_difference(2))


def test_difference_that_leaves_no_share() -> None:
    assert needed_n(0.2, 0.9) == pytest.approx(needed_n(0.2, 0.1))
    with pytest.raises(ValueError, match=r"^a difference of 0\.7 from 0\.5 leaves no share"):
        needed_n(0.7)
