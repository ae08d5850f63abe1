from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy import optimize

from dwimpact.analysis.weighted import weighted_shares
from dwimpact.analysis.weighting import Weighting, design_effect, rake
from dwimpact.dataset import CleanStudy
from dwimpact.errors import UnknownName
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables, with_background

REFERENCE = Path(__file__).parents[1] / "reference"
AGREES = {"rel": 0, "abs": 1e-8}
Margins = Mapping[str, "pd.Series[int]"]
Floats = npt.NDArray[np.float64]


def people(**groups: list[object]) -> pd.DataFrame:
    table = pd.DataFrame(groups).astype("category")
    return table.assign(respondent=[f"R{i}" for i in range(1, len(table) + 1)])


def totals(weights: pd.Series[float], respondents: pd.DataFrame, by: str) -> dict[object, float]:
    groups = respondents.set_index("respondent")[by].astype(object)
    return weights.groupby(groups).sum().to_dict()


def nearest_to_equal(respondents: pd.DataFrame, margins: Margins) -> Floats:
    """Weights that keep to the margins and differ least from equal ones, by their dual.

    Deville and Särndal (1992): raking minimises the sum of w log w - w under the margins, and
    those weights are exp(x'b) with b the minimum of sum(exp(x'b)) - b'totals.
    """
    first, second = margins
    pairs = [(first, group) for group in margins[first].index]
    # The last group follows from the others.
    pairs += [(second, group) for group in margins[second].index[1:]]
    x = np.column_stack([respondents[by].eq(group) for by, group in pairs]).astype(float)
    target = np.array([margins[by][group] for by, group in pairs], float)

    def dual(b: Floats) -> float:
        return float(np.exp(x @ b).sum() - b @ target)

    def slope(b: Floats) -> Floats:
        return x.T @ np.exp(x @ b) - target

    def curvature(b: Floats) -> Floats:
        return x.T @ (np.exp(x @ b)[:, None] * x)

    start = np.zeros(len(target))
    near = optimize.minimize(dual, start, jac=slope, hess=curvature, method="trust-exact").x
    return np.exp(x @ optimize.root(slope, near, jac=curvature, tol=1e-14).x)


TWO_BY_TWO = people(tranche=[1, 1, 1, 2, 2], sector=["mbo", "mbo", "hbo", "mbo", "hbo"])


def test_one_margin_shares_its_people_out() -> None:
    got = rake(TWO_BY_TWO, {"tranche": pd.Series({1: 30, 2: 10})})
    assert got.weights is not None
    assert got.weights.to_dict() == {"R1": 10, "R2": 10, "R3": 10, "R4": 5, "R5": 5}
    assert got.heaviest == ("tranche", 1, 30 / 3)


def test_a_weighting_sums_itself_up() -> None:
    got = rake(TWO_BY_TWO, {"tranche": pd.Series({1: 30, 2: 10})})
    summary = got.summary()
    assert summary[["n", "total", "least", "mean", "most"]].tolist() == [5, 40, 5, 8, 10]
    squares = 3 * 10**2 + 2 * 5**2
    assert summary["effective_n"] == pytest.approx(40**2 / squares)
    assert summary["design_effect"] == pytest.approx(5 * squares / 40**2)
    assert repr(got) == (
        "<Weighting: 5 respondents weigh 5.0 to 10.0, 8.0 on average\n"
        " design effect 1.09, effective n 5\n most: tranche 1, 10.0 on average>"
    )


def test_a_weighting_is_taken_as_it_is(real: CleanStudy) -> None:
    got = rake(real.respondents, {"sector": real.populations["sector"]})
    assert got.weights is not None
    assert design_effect(got) == design_effect(got.weights)
    rows = real.respondents_at("student")
    assert_frame_equal(weighted_shares(rows, got), weighted_shares(rows, got.weights))


@pytest.mark.parametrize(
    ("weighting", "exp"),
    [
        (Weighting(None, ("3", "wo")), "no weights: nobody of 3 or wo answered"),
        (Weighting(None), "no weights: none fit all margins at once"),
    ],
)
def test_where_there_are_no_weights_it_is_said_why(
    weighting: Weighting, exp: str, outcomes: pd.DataFrame
) -> None:
    assert repr(weighting) == f"<Weighting: {exp}>"
    for ask in (weighting.summary, lambda: design_effect(weighting)):
        with pytest.raises(ValueError, match=f"^{exp}$"):
            ask()
    with pytest.raises(ValueError, match=f"^{exp}$"):
        weighted_shares(outcomes, weighting)


def test_a_margin_of_no_column_is_refused() -> None:
    with pytest.raises(UnknownName) as error:
        rake(TWO_BY_TWO, {"sectr": pd.Series({"mbo": 3})})
    assert str(error.value) == "no column of groups 'sectr'; there are sector, tranche"


def test_weights_keep_the_odds_of_the_respondents() -> None:
    # Margins 30, 10 and 24, 16 with one respondent in three cells and two in the first: the
    # odds ratio stays (2 × 1) / (1 × 1), so that x (x - 14) = 2 (30 - x) (24 - x) for the
    # people in that first cell, or x² - 94 x + 1440 = 0.
    margins = {"tranche": pd.Series({1: 30, 2: 10}), "sector": pd.Series({"mbo": 24, "hbo": 16})}
    got = rake(TWO_BY_TWO, margins).weights
    assert got is not None
    first = 47 - np.sqrt(47**2 - 1440)
    exp = [first / 2, first / 2, 30 - first, 24 - first, first - 14]
    assert got.tolist() == pytest.approx(exp)


def test_respondents_who_are_as_everybody_weigh_the_same() -> None:
    respondents = people(tranche=[1, 1, 2, 2], sector=["mbo", "hbo", "mbo", "hbo"])
    margins = {"tranche": pd.Series({1: 6, 2: 6}), "sector": pd.Series({"mbo": 6, "hbo": 6})}
    got = rake(respondents, margins).weights
    assert got is not None
    assert got.tolist() == [3, 3, 3, 3]
    assert design_effect(got) == 1
    assert rake(respondents, margins).heaviest is None


@settings(max_examples=25)
@given(st.data())
def test_weights_meet_every_margin_and_differ_least_from_equal(data: st.DataObject) -> None:
    # Everybody approached is drawn first and some of them answer, so that margins can be met.
    pairs = st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from(["mbo", "hbo"]))
    every = [(t, s) for t in (1, 2, 3) for s in ("mbo", "hbo")]
    approached = pd.DataFrame(
        every + data.draw(st.lists(pairs, max_size=30)), columns=["tranche", "sector"]
    )
    answered = every + data.draw(st.lists(pairs, max_size=8))
    respondents = people(tranche=[t for t, _ in answered], sector=[s for _, s in answered])
    margins = {by: approached[by].value_counts() for by in ("tranche", "sector")}

    got = rake(respondents, margins).weights

    assert got is not None
    for by, counts in margins.items():
        assert totals(got, respondents, by) == pytest.approx(counts.to_dict())
    assert got.to_numpy() == pytest.approx(nearest_to_equal(respondents, margins), rel=1e-6)


@pytest.mark.parametrize("case", range(1, 5))
def test_weights_and_shares_are_those_of_r(case: int) -> None:
    sample = pd.read_csv(REFERENCE / "raking.csv").query("case == @case")
    approached = pd.read_csv(REFERENCE / "margins.csv", dtype={"group": str})
    margins = {
        str(by): counts.set_index("group")["approached"]
        for by, counts in approached.groupby("dimension")
    }
    respondents = people(tranche=list(sample["tranche"].astype(str)), sector=list(sample["sector"]))

    got = rake(respondents, margins).weights

    assert got is not None
    assert got.tolist() == pytest.approx(sample["weight"].tolist(), **AGREES)
    answers = pd.DataFrame(
        {
            "respondent": respondents["respondent"],
            "level": "school",
            "outcome": "network",
            "mentioned": (sample["answer"].to_numpy() == 1),
        }
    ).astype({"mentioned": "boolean"})
    share = weighted_shares(answers, got)["weighted"].tolist()
    assert share == pytest.approx([sample["share"].iloc[0]], **AGREES)


def test_real_weights_by_another_way(real_study: Study, real_tables: Tables) -> None:
    margins = {by: real_study.populations[by] for by in ("tranche", "sector")}
    respondents = real_tables.respondents

    got = rake(respondents, margins).weights

    assert got is not None
    assert got.to_numpy() == pytest.approx(nearest_to_equal(respondents, margins), **AGREES)
    outcomes = with_background(real_tables.outcomes, respondents)
    shares = weighted_shares(outcomes, got, real_study.populations["all"])
    rows = shares.set_index(["level", "outcome"])["weighted"]
    wide = outcomes.pivot(index="respondent", columns=["level", "outcome"], values="mentioned")
    exp = wide.fillna(False).astype(float).T @ (got / 178)
    assert rows.to_dict() == pytest.approx(exp.to_dict(), **AGREES)


def test_group_without_respondents_leaves_no_weights(study: Study, tables: Tables) -> None:
    margins = {by: study.populations[by] for by in ("tranche", "sector")}
    assert rake(tables.respondents, margins) == Weighting(None, ("3", "wo"))


def test_group_in_which_nobody_was_approached_needs_no_respondents() -> None:
    got = rake(TWO_BY_TWO, {"tranche": pd.Series({1: 6, 2: 4, 3: 0})})
    assert got.absent == ()
    assert got.weights is not None
    assert got.weights.sum() == pytest.approx(10)


@pytest.mark.parametrize(
    "sector",
    [
        {"mbo": 20, "hbo": 20},  # tranche 1 is all mbo, but for a different number of people
        {"mbo": 40, "hbo": 0},  # nobody of hbo was approached, yet somebody answered
    ],
)
def test_margins_that_no_weights_meet(
    sector: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dwimpact.analysis.weighting.MOST_ROUNDS", 50)
    respondents = people(tranche=[1, 1, 2], sector=["mbo", "mbo", "hbo"])
    margins = {"tranche": pd.Series({1: 30, 2: 10}), "sector": pd.Series(sector)}
    assert rake(respondents, margins) == Weighting(None)


def test_design_effect_is_one_more_than_the_relative_variance_of_the_weights() -> None:
    weights = pd.Series([1.0, 2.0, 3.0, 6.0])
    assert design_effect(weights) == pytest.approx(1 + np.var(weights) / np.mean(weights) ** 2)
