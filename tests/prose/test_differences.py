"""Differences between groups, and chance."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from frames import shares_of

from dwimpact.analysis.differences import compare_groups
from dwimpact.prose.differences import describe_basis, describe_comparison, describe_differences
from dwimpact.study.settings import Design
from dwimpact.study.study import Study

PHRASES = {"a": "de eerste", "b": "de tweede", "c": "de derde", "d": "de vierde"}
NAMES = {"mbo": "het mbo", "hbo": "het hbo"}
CHANCE = (
    "Bij deze aantallen kan toeval alle verschillen verklaren: geen enkel verschil is statistisch "
    "significant (exacte toets van Fisher, Holm-correctie)."
)


def differences(mbo: pd.DataFrame, hbo: pd.DataFrame) -> list[str]:
    shares = pd.concat([mbo.assign(group="mbo"), hbo.assign(group="hbo")], ignore_index=True)
    compared = compare_groups(shares, "mbo", "hbo")
    return describe_differences(shares, compared, PHRASES, NAMES)


def test_of_one_group_nothing_can_be_compared() -> None:
    one = pd.DataFrame({"group": ["mbo"], "level": ["a"], "outcome": ["first"], "share": [0.5]})
    assert describe_differences(one, compare_groups(one), PHRASES, NAMES) == [
        "Er zijn geen twee groepen die groot genoeg zijn om te vergelijken."
    ]


def test_largest_differences() -> None:
    got = differences(shares_of(10, a=2, b=6, c=5), shares_of(10, a=5, b=4, c=5))
    assert got == [
        "Het grootste verschil zit bij de eerste: 50% (het hbo) tegen 20% (het mbo).",
        "Ook bij de tweede is er verschil: 60% (het mbo) tegen 40% (het hbo).",
        CHANCE,
    ]


def test_small_differences_are_not_singled_out() -> None:
    got = differences(shares_of(100, a=50, b=50), shares_of(100, a=59, b=41))
    exp = "De verschillen tussen het mbo en het hbo zijn klein: overal minder dan 10 procentpunten."
    assert got == [exp, CHANCE]


@pytest.mark.parametrize(
    ("b", "exp"),
    [
        (
            50,
            "Statistisch significant is het verschil bij de eerste (exacte toets van Fisher, "
            "Holm-correctie).",
        ),
        (
            10,
            "Statistisch significant zijn de verschillen bij de eerste en de tweede "
            "(exacte toets van Fisher, Holm-correctie).",
        ),
    ],
)
def test_difference_that_chance_does_not_explain(b: int, exp: str) -> None:
    got = differences(shares_of(100, a=80, b=50), shares_of(100, a=10, b=b))
    assert got[0] == "Het grootste verschil zit bij de eerste: 80% (het mbo) tegen 10% (het hbo)."
    assert got[-1] == exp


def test_differences_between_several_groups() -> None:
    groups = {"mbo": (9, 5), "hbo": (5, 5), "wo": (1, 3)}
    shares = pd.concat(
        [shares_of(10, group=group, a=a, b=b) for group, (a, b) in groups.items()],
        ignore_index=True,
    )
    test = "exacte toets van Fisher, Freeman en Halton, Holm-correctie"
    names = NAMES | {"wo": "het wo"}
    assert describe_differences(shares, compare_groups(shares), PHRASES, names) == [
        "Het grootste verschil zit bij de eerste: 90% (het mbo) tegen 10% (het wo).",
        "Ook bij de tweede is er verschil: 50% (het mbo) tegen 30% (het wo).",
        f"Statistisch significant is het verschil bij de eerste ({test}).",
    ]
    alike = shares.assign(count=5, share=0.5)
    assert describe_differences(alike, compare_groups(alike), PHRASES, names) == [
        "De verschillen tussen het mbo, het hbo en het wo zijn klein: overal minder dan 10 "
        "procentpunten.",
        "Bij deze aantallen kan toeval alle verschillen verklaren: geen enkel verschil is "
        f"statistisch significant ({test}).",
    ]


@pytest.mark.parametrize(
    ("population", "correction"),
    [
        (90, "eindige populatie"),
        (
            None,
            "zonder correctie voor een eindige populatie, omdat niet bekend is hoeveel mensen per "
            "groep zijn benaderd",
        ),
    ],
)
def test_how_a_comparison_is_read(study: Study, population: int | None, correction: str) -> None:
    known = pd.Series({"all": population} if population else {}, dtype="int64")
    study = replace(study)
    study.__dict__["populations"] = {"all": known}
    two = pd.DataFrame({"group": ["mbo", "hbo", "mbo", "hbo"]})
    told = describe_comparison(two, study, pd.DataFrame({"test": ["rao_scott"]}))

    assert told == (
        f"Per groep: aandeel met 95%-interval (Wilson, {correction}). Verschil in procentpunten; p "
        "volgens de toets van Rao en Scott met Holm-correctie over deze tabel, naar boven afgerond."
    )
    three = pd.DataFrame({"group": ["mbo", "hbo", "wo"]})
    assert describe_comparison(three, study, pd.DataFrame({"test": ["halton"]})) == (
        f"Per groep: aandeel met 95%-interval (Wilson, {correction}). Verschil in procentpunten, "
        "van laagste tot hoogste aandeel; p volgens de exacte toets van Fisher, Freeman en Halton "
        "met Holm-correctie over deze tabel."
    )


def test_a_comparison_of_one_group_names_the_exact_test(study: Study) -> None:
    """As where only one group is large enough."""
    one = pd.DataFrame({"group": ["mbo"]})
    none = pd.DataFrame({"test": pd.Series(dtype="str")})
    assert "p volgens de exacte toets van Fisher met" in describe_comparison(one, study, none)


def test_basis_of_intervals_follows_the_design(study: Study) -> None:
    def basis(**design: str) -> str:
        made = study.settings.model_copy(update={"design": Design(**design)})
        return describe_basis(replace(study, settings=made))

    assert basis() == "eindige populatie"
    assert basis(clusters="workplace") == "eindige populatie, met ontwerpeffect van werkplaats"
    assert basis(target="process") == "zonder correctie voor een eindige populatie"
