from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dwimpact.disclosure.derivable import derivable
from dwimpact.disclosure.small_groups import require_withheld
from dwimpact.shares import at_level, mention_shares
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables, with_background

SPLITS = ["sector_group", "tranche_group"]


def table(groups: str, ticked: str, other: str | None = None) -> pd.DataFrame:
    """One outcome; per respondent a letter for the group(s) and 1 or 0."""
    return pd.DataFrame(
        {
            "respondent": [f"R{n}" for n in range(len(groups))],
            "level": "a",
            "outcome": "b",
            "mentioned": pd.array([t == "1" for t in ticked], dtype="boolean"),
            "sector_group": pd.Categorical(list(groups)),
            "tranche_group": pd.Categorical(list(other or "z" * len(groups))),
        }
    )


@pytest.mark.parametrize(
    ("groups", "ticked", "exp"),
    [
        ("xxxxyyyyz", "101010101", [("derivable", "z", 1), ("everybody", "z", 1)]),
        ("xxxxyyyyzzw", "10101010101", []),
        ("xxxxyyyyzw", "1010101010", [("derivable", "w + z", 2)]),
        ("xxxxyyyy", "11110101", [("everybody", "x", 4)]),
        ("xxxxyyyy", "00000101", [("nobody", "x", 4)]),
        # Exactly at the threshold, and at the size from which 0% tells little.
        ("xxxxyyyyzzz", "10101010101", []),
        ("xxxxyyyyzzz", "10101010111", [("everybody", "z", 3)]),
        ("x" * 8 + "y" * 9, "1" * 8 + "01" * 4 + "0", [("everybody", "x", 8)]),
        ("x" * 9 + "y" * 9, "1" * 9 + "01" * 4 + "0", []),
    ],
)
def test_groups_that_follow_from_the_rest(
    groups: str, ticked: str, exp: list[tuple[str, str, int]]
) -> None:
    got = derivable(table(groups, ticked), 3, ["sector_group"])
    assert list(got[["kind", "group", "n"]].itertuples(index=False, name=None)) == exp


def test_a_group_of_nobody_is_not_one_that_follows() -> None:
    answers = table("xxxxyyyyz", "101010101")
    declared = answers["sector_group"].cat.add_categories("nobody")

    got = derivable(answers.assign(sector_group=declared), 3, ["sector_group"])

    assert list(got[["kind", "group"]].itertuples(index=False, name=None)) == [
        ("derivable", "z"),
        ("everybody", "z"),
    ]


def test_groups_of_two_tables_that_nearly_agree() -> None:
    got = derivable(table("xxxxyyyy", "10101010", "aaaabbbb"), 3, SPLITS)
    assert list(got["kind"]) == ["same_split", "same_split"]
    got = derivable(table("xxxxyyyyy", "101010101", "aaaaabbbb"), 3, SPLITS)
    assert list(got[["kind", "group", "n"]].itertuples(index=False, name=None)) == [
        ("derivable", "x / a", 1),
        ("derivable", "y / b", 1),
    ]


def test_groups_of_two_tables_at_the_threshold() -> None:
    same = derivable(table("xxxyyyy", "1010101", "aaabbbb"), 3, SPLITS)
    assert list(same[["kind", "group", "n"]].itertuples(index=False, name=None)) == [
        ("same_split", "x / a", 3),
        ("same_split", "y / b", 4),
    ]
    for differ, found in ((2, 2), (3, 0)):
        groups = "x" * 4 + "y" * 8
        other = "a" * (4 + differ) + "b" * (8 - differ)
        got = derivable(table(groups, "10" * 6, other), 3, SPLITS)
        assert len(got[got["kind"] == "derivable"]) == found


def test_the_published_report_lets_its_small_group_be_derived(
    real_tables: Tables, real_study: Study
) -> None:
    outcomes = with_background(real_tables.outcomes, real_tables.respondents)
    listed = outcomes[~outcomes["outcome"].isin(["other", "none"])]
    got = derivable(listed, real_study.settings.withhold_below, real_study.split_columns)
    exp = [("derivable", "wo_other", 6, "sector_group", 17)]
    assert list(got.itertuples(index=False, name=None))[:1] == exp


def test_no_table_shows_a_small_group(outcomes: pd.DataFrame, study: Study) -> None:
    shares = mention_shares(at_level(outcomes, "school"), "sector_group")
    with pytest.raises(ValueError, match="withheld") as caught:
        require_withheld(shares, study)
    assert str(caught.value) == (
        "shown, but to be withheld: [('rest', 'network'), ('rest', 'region')]; leave them out "
        "first, with dwimpact.withhold(table, study)"
    )
    require_withheld(shares[shares["n"] >= 2], study)
    nobody = pd.DataFrame({"group": ["mbo"], "level": "a", "outcome": "b", "n": 0, "count": 0})
    require_withheld(nobody, study)
    # Nor everybody, where that is too few.
    few = replace(study, settings=study.settings.model_copy(update={"withhold_below": 100}))
    with pytest.raises(ValueError, match=r"withheld: \[\('all', 'network'\)"):
        require_withheld(mention_shares(at_level(outcomes, "school")), few)
