"""Numbers and shares in words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.prose.words import (
    ANCHORS,
    count_of,
    enumerate_in_words,
    in_points,
    lower_first,
    mentioned,
    number_in_words,
    of_people,
    share_in_words,
    share_of_all,
    upper_first,
    verb,
)
from dwimpact.study.questionnaire.terms import Noun, Terms

EFFECT = Noun(singular="effect", plural="effecten", article="het")


@pytest.mark.parametrize(
    ("count", "n", "exp"),
    [
        (0, 64, "geen"),
        (64, 64, "alle"),
        (16, 64, "een kwart"),
        (32, 64, "de helft"),
        (48, 64, "driekwart"),
        (1, 3, "een derde"),
        (2, 3, "twee derde"),
        (53, 64, "83 procent"),
        (34, 64, "ruim de helft"),
        (30, 64, "bijna de helft"),
        (64, 178, "ruim een derde"),
        (1, 64, "2 procent"),
        (63, 64, "98 procent"),
    ],
)
def test_share_in_words(count: int, n: int, exp: str) -> None:
    assert share_in_words(count, n) == exp


@given(st.data(), st.integers(1, 500))
def test_share_in_words_is_true(data: st.DataObject, n: int) -> None:
    count = data.draw(st.integers(0, n))
    share, words = Fraction(count, n), share_in_words(count, n)
    values = {word: anchor for anchor, word in ANCHORS.items()}
    if words in ("geen", "alle"):
        assert share == {"geen": 0, "alle": 1}[words]
    elif words in values:
        assert abs(share - values[words]) <= Fraction(1, 200)
    elif words.startswith("ruim "):
        assert 0 < share - values[words.removeprefix("ruim ")] <= Fraction(4, 100)
    elif words.startswith("bijna "):
        assert 0 < values[words.removeprefix("bijna ")] - share <= Fraction(4, 100)
    else:
        assert abs(100 * share - int(words.removesuffix(" procent"))) <= Fraction(1, 2)


def test_share_of_nobody_has_no_words() -> None:
    with pytest.raises(ZeroDivisionError):
        share_in_words(0, 0)


@pytest.mark.parametrize(
    ("number", "exp"),
    [(0, "nul"), (1, "één"), (3, "drie"), (12, "twaalf"), (13, "13"), (178, "178")],
)
def test_number_in_words(number: int, exp: str) -> None:
    assert number_in_words(number) == exp


@pytest.mark.parametrize(
    ("words", "exp"),
    [(["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c"), (iter("ab"), "a en b")],
)
def test_enumeration(words: Any, exp: str) -> None:
    assert enumerate_in_words(words) == exp


def test_first_letter() -> None:
    assert lower_first("De ICT") == "de ICT"
    assert upper_first("mbo en hbo") == "Mbo en hbo"
    assert lower_first("") == upper_first("") == ""


@pytest.mark.parametrize(
    ("count", "exp"),
    [
        (0, "geen van de respondenten (0 van 64; 0%)"),
        (32, "de helft van de respondenten (32 van 64; 50%)"),
        (34, "ruim de helft van de respondenten (34 van 64; 53%)"),
        (53, "53 van de 64 respondenten (83%)"),
        (64, "alle respondenten (64 van 64; 100%)"),
    ],
)
def test_part_of_the_respondents(count: int, exp: str) -> None:
    assert of_people(count, 64, Terms().respondent) == exp


def test_part_of_all_that_there_are() -> None:
    some = [(0, 3), (1, 3), (3, 3), (2, 2), (1, 1), (13, 13)]
    got = [share_of_all(number, every) for number, every in some]
    assert got == ["geen", "één", "alle drie", "beide", "één", "alle 13"]


def test_points() -> None:
    assert [in_points(1), in_points(1, 1)] == ["1 procentpunt"] * 2
    assert [in_points(20), in_points(0, 1)] == ["20 procentpunten", "0–1 procentpunt"]


def test_what_is_mentioned_agrees_with_its_noun() -> None:
    outcome, effect = Noun(singular="rol", plural="rollen"), EFFECT
    assert [mentioned(n, outcome) for n in (1, 2)] == ["genoemde rol", "genoemde rollen"]
    assert [mentioned(n, effect) for n in (1, 2)] == ["genoemd effect", "genoemde effecten"]


def test_count_and_verb() -> None:
    assert count_of(pd.Series({"count": 53, "n": 64})) == "53 van 64; 83%"
    assert [verb(n, "is", "zijn") for n in (0, 1, 2)] == ["zijn", "is", "zijn"]
