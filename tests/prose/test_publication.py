from __future__ import annotations

import pandas as pd
import pytest

from dwimpact.prose.publication import (
    describe_percentages,
    describe_ranges,
    describe_verdicts,
)
from dwimpact.reconstruction.identify import RANGE_COLUMNS, Identified
from dwimpact.study.questionnaire import Questionnaire

ASSUMED = "Aangenomen is dat wie een opbrengst noemt, ook beantwoordt wat daarover is gevraagd."
FIRST = (
    "Van elke opbrengst staat hier het kleinste en het grootste aantal respondenten dat met alle "
    "gepubliceerde uitspraken samen te verenigen is, zoals die hierboven zijn gelezen."
)


def identified(*rows: tuple[str, str, int, int], left_out: tuple[str, ...] = ()) -> Identified:
    """Ranges out of 64, from outcome, group, smallest and largest."""
    table = pd.DataFrame(rows, columns=["outcome", "group", "smallest", "largest"]).assign(
        characteristic="mentioned", level="school", category="", n=64, count=1, share=1 / 64
    )
    return Identified(table[RANGE_COLUMNS], left_out, sized=True)


def test_ranges_and_two_sets_of_responses(form: Questionnaire) -> None:
    got = describe_ranges(
        identified(
            ("region", "all", 33, 42),
            ("network", "all", 1, 44),
            ("network", "mbo", 0, 64),
            ("region", "mbo", 5, 5),
        ),
        form,
    )
    assert got == [
        FIRST,
        "Van de vier aantallen ligt er één precies vast; bij drie laat de publicatie ruimte.",
        "Het ruimst is zij bij het contact met scholen: die opbrengst kan door 1 tot 44 van de 64 "
        "respondenten zijn genoemd.",
        "Er bestaan dus ten minste twee verschillende verzamelingen antwoorden die aan alle "
        "uitspraken voldoen: één waarin die opbrengst één keer is genoemd, en één waarin dat 44 "
        "keer gebeurt.",
        ASSUMED,
    ]


def test_everything_pinned_down(form: Questionnaire) -> None:
    got = describe_ranges(identified(("region", "all", 3, 3)), form)
    assert got == [FIRST, "Het aantal ligt daarmee precies vast.", ASSUMED]


def test_totals_pinned_down_but_not_their_parts(form: Questionnaire) -> None:
    got = describe_ranges(identified(("region", "all", 3, 3), ("region", "mbo", 1, 3)), form)
    assert got[2:-1] == ["Hoe vaak elke opbrengst in totaal wordt genoemd, ligt vast."]


@pytest.mark.parametrize(
    ("left_out", "exp"),
    [
        (("a",), "Eén uitspraak kon niet worden meegerekend; daardoor kan de ruimte te groot "),
        (("a", "b"), "Twee uitspraken konden niet worden meegerekend; daardoor kan de ruimte te "),
    ],
)
def test_claims_left_out(left_out: tuple[str, ...], exp: str, form: Questionnaire) -> None:
    got = describe_ranges(identified(("region", "all", 0, 9), left_out=left_out), form)
    assert got[1] == "Het aantal ligt niet precies vast: de publicatie laat ruimte."
    assert "die aan alle meegerekende uitspraken voldoen: " in got[3]
    assert got[-1].startswith(exp)


def test_nothing_to_say(form: Questionnaire) -> None:
    nothing = pd.DataFrame(columns=RANGE_COLUMNS)
    assert describe_ranges(Identified(nothing, (), sized=False), form) == [
        "De publicatie noemt niet hoeveel mensen het formulier invulden. Wat zij vastlegt, is "
        "daarom niet te berekenen."
    ]
    assert describe_ranges(Identified(nothing, (), sized=True), form) == [
        "Geen enkele verzameling antwoorden voldoet aan alle gepubliceerde uitspraken tegelijk: "
        "zij spreken elkaar tegen. Dit zijn de minste die niet samen kunnen gaan; laat er één "
        "weg, en de andere kunnen dat wel."
    ]


def percentages(*rows: tuple[str, list[int], int | None]) -> pd.DataFrame:
    """A `percentage_consistency` table, from verdict, truncated counts and stated count."""
    table = pd.DataFrame(rows, columns=["consistency", "truncated", "stated"])
    return table.astype({"stated": "Int64"}).assign(fives=[[] for _ in rows])


INTRODUCTION = (
    "Een percentage van een klein aantal mensen kan niet elke waarde hebben. Zo is na te gaan of "
    "een gepubliceerd percentage kan kloppen, en bij welk aantal mensen."
)


@pytest.mark.parametrize(
    ("rows", "exp"),
    [
        (
            [("possible", [9], 9), ("possible", [], None), ("possible", [4], 3)],
            [
                "Alle drie percentages waarbij het aantal mensen bekend is, kunnen kloppen.",
                "Bij elk percentage is het aantal mensen eenduidig.",
                "Gerekend is met afronden op hele procenten, halven naar boven. Als er was "
                "afgekapt in plaats van afgerond, zouden twee percentages niet kunnen kloppen.",
            ],
        ),
        (
            [("impossible", [1], None), ("at odds", [1], 1), ("ambiguous", [1, 2], None)],
            [
                "Van de drie percentages waarbij het aantal mensen bekend is, is er één onmogelijk "
                "en past er één niet bij het aantal dat ernaast staat.",
                "Eén past bij meer dan één aantal.",
            ],
        ),
    ],
)
def test_percentages(rows: list[tuple[str, list[int], int | None]], exp: list[str]) -> None:
    assert describe_percentages(percentages(*rows)) == [INTRODUCTION, *exp]


def test_percentages_that_may_be_rounded_to_fives() -> None:
    rows = [("possible", [51], None)] * 3
    one = percentages(*rows).assign(fives=[[50, 51, 52], [], []])
    assert "vijf" not in " ".join(describe_percentages(one))
    two = percentages(*rows).assign(fives=[[50, 51, 52], [47, 48, 49], []])
    assert describe_percentages(two)[-1] == (
        "Twee percentages waar geen aantal bij staat, zijn veelvouden van vijf. Als die op "
        "vijftallen zijn afgerond, passen er meer aantallen bij."
    )


def test_no_percentages() -> None:
    assert describe_percentages(percentages()) == [
        "De publicatie geeft geen percentages waarbij ook het aantal mensen bekend is."
    ]


def test_verdicts() -> None:
    found = ["confirmed"] * 3 + ["not checkable"] * 2
    table = pd.DataFrame({"verdict": found})
    start = "Het register bevat 5 uitspraken van het rapport."
    silent = "Met dit onderzoek zijn er twee niet te toetsen."
    assert describe_verdicts(table, reconstructed=False) == [
        start,
        "De gegevens bevestigen er 3 en geen enkele is ermee in tegenspraak.",
        silent,
    ]
    exp = ["Bij dit onderzoek hoort geen lijst van gepubliceerde uitspraken."]
    assert describe_verdicts(table[:0], reconstructed=False) == exp
    _, compatible, circular, _ = describe_verdicts(table, reconstructed=True)
    assert compatible.startswith("Met de reconstructie zijn er 3 verenigbaar, zoals zij hier zijn ")
    assert circular.startswith("Dat bewijst niets over het rapport:")


@pytest.mark.parametrize(
    ("number", "exp"),
    [
        (
            1,
            "Eén is tegenstrijdig in de publicatie: een andere uitspraak van het rapport sluit "
            "haar",
        ),
        (
            2,
            "Twee zijn tegenstrijdig in de publicatie: een andere uitspraak van het rapport sluit "
            "ze",
        ),
    ],
)
def test_contradictions_within_the_publication(number: int, exp: str) -> None:
    table = pd.DataFrame({"verdict": ["confirmed", *["contradictory"] * number]})
    assert describe_verdicts(table, reconstructed=False)[2:] == [f"{exp} uit."]


def test_all_percentages_that_go_with_several_counts() -> None:
    table = percentages(*[("ambiguous", [1, 2], None)] * 2)
    assert describe_percentages(table)[2] == "Alle passen bij meer dan één aantal."
