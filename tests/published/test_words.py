"""Quantity words: what they say, and that each reading lies within the next."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dwimpact.errors import StudyError
from dwimpact.published.checks import CompareCheck, ValueCheck
from dwimpact.published.claims import Claim
from dwimpact.published.register import read_claims
from dwimpact.published.words import CENTRALLY, NARROWLY, WIDELY, Bounds, Word, read_words
from dwimpact.study.study import Study, read_study

SOME = {"reason": "Zo gebruikt.", "narrow": {"from": 3}, "central": {"from": 2}, "wide": {}}
NUMBERS = st.one_of(st.none(), st.fractions(0, 1, max_denominator=10))


def allows(bounds: Bounds, number: Fraction) -> bool:
    low, high = bounds.lowest, bounds.highest
    above = low is None or number > low[0] or (number == low[0] and not low[1])
    return above and (high is None or number < high[0] or (number == high[0] and not high[1]))


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.booleans(), st.booleans())
def test_bounds_within_others_allow_nothing_else(
    a: Any, b: Any, c: Any, d: Any, strict: bool, loose: bool
) -> None:
    try:
        inner = Bounds(**{"above" if strict else "from": a, "to": b})
        outer = Bounds(**{"from": c, "below" if loose else "to": d})
    except ValidationError:  # no room between them
        return
    numbers = [Fraction(n, 60) for n in range(-6, 67)]
    escapes = any(allows(inner, n) and not allows(outer, n) for n in numbers)
    assert not (inner.within(outer) and escapes)


def test_bounds_are_moved_by_a_number() -> None:
    moved = Bounds(above=0, to="10%").plus(Fraction(8, 10))
    assert (moved.above, moved.to, moved.from_) == (Fraction(8, 10), Fraction(9, 10), None)


def test_readings_that_are_not_nested_are_refused() -> None:
    with pytest.raises(ValidationError) as error:
        Word.model_validate({**SOME, "wide": {"from": 4}})
    (found,) = error.value.errors()
    assert found["msg"] == ("Value error, each reading within the next: narrow, central, wide")


def test_word_of_the_register_without_a_meaning(
    tmp_path: Path, write_study: Callable[..., Path]
) -> None:
    check = {"value": {"of": "respondents"}, "word": "menigeen"}
    folder = write_study(tmp_path, claims=[claim_of(check)])
    with pytest.raises(StudyError) as error:
        read_claims(read_study(folder))
    words = sorted(read_words(read_study(folder)))
    assert str(error.value) == (
        f"{folder / 'published.yml'}: claim 'a': unknown word 'menigeen'; expected "
        f"{', '.join(words[:-1])} or {words[-1]}. Correct it, or add it to quantifiers.yml."
    )


@pytest.mark.parametrize(
    ("check", "exp"),
    [
        ({"over": "group", "word": "bijna"}, "word 'bijna'; expected a number beside it (is)"),
        ({"over": "group", "is": "1/2", "word": "veel"}, "word 'veel'; expected no number"),
        ({"word": "veel"}, "word 'veel' without a base; expected over: what it is a share of"),
    ],
)
def test_word_and_number_that_do_not_go_together(
    tmp_path: Path, write_study: Callable[..., Path], check: dict[str, Any], exp: str
) -> None:
    folder = write_study(tmp_path, claims=[claim_of({"value": {"of": "remarks"}, **check})])
    with pytest.raises(StudyError) as error:
        read_claims(read_study(folder))
    assert f"claim 'a': {exp}" in str(error.value)


def test_study_has_words_of_its_own(tmp_path: Path, write_study: Callable[..., Path]) -> None:
    check = {"value": {"of": "respondents"}, "word": "menigeen"}
    folder = write_study(tmp_path, claims=[claim_of(check)])
    menigeen = {**SOME, "narrow": {"count": {"from": 9}}, "central": {"count": {"from": 5}}}
    text = yaml.safe_dump({"menigeen": menigeen})
    (folder / "quantifiers.yml").write_text(text, "utf-8")
    study = read_study(folder)
    lows = {}
    for reading in (NARROWLY, CENTRALLY, WIDELY):
        (claim,) = read_claims(study, reading)
        lows[reading] = claim.checks[0].said.count.from_
    assert lows == {"narrow": 9, "central": 5, "wide": None}
    assert "veel" in read_words(study)


def test_words_of_the_register_are_used_and_none_is_read_twice(real_study: Study) -> None:
    used = {check.word for claim in read_claims(real_study) for check in claim.checks} - {""}
    assert used == set(read_words(real_study))


def test_numbers_that_words_stand_for_are_in_no_claim(real_study: Study) -> None:
    """A threshold of ours stands in quantifiers.yml alone: what a claim says itself is published,
    so a number of persons or things, or a percentage.
    """
    for claim in read_claims(real_study):
        for check in claim.checks:
            if isinstance(check, ValueCheck) and not check.word and check.base:
                assert check.is_ is not None, claim.id
            if isinstance(check, CompareCheck):
                assert check.word, claim.id


def claim_of(check: dict[str, Any]) -> dict[str, Any]:
    claim: dict[str, Any] = {"id": "a", "section": "1", "says": "Iets.", "check": check}
    assert Claim.model_validate(claim).id == "a"
    return claim
