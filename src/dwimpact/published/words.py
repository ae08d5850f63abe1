"""Bounds, and the quantity words that stand for them: quantifiers.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, ConfigDict, Field, RootModel, model_validator

from dwimpact.study.files.opening import is_there
from dwimpact.study.files.reading import parse_model, read_yaml
from dwimpact.study.questionnaire.model import Model
from dwimpact.study.study import QUANTIFIERS, Study

ReadingName = Literal["narrow", "central", "wide"]
NARROWLY, CENTRALLY, WIDELY = READINGS = get_args(ReadingName)
WHOLE_PERCENT = "procent"  # the word of a percentage that may have been rounded further


def _number(written: object) -> Fraction:
    text = str(written).strip()
    try:
        return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"a number such as 20, 80%, 1/2 or 0.5, not '{written}'") from None


Number = Annotated[Fraction, BeforeValidator(_number, json_schema_input_type=int | float | str)]


class Bounds(Model):
    """Between what a value lies; `from` and `to` are allowed too, `above` and `below` not."""

    model_config = ConfigDict(populate_by_name=True)
    from_: Number | None = Field(None, alias="from")
    above: Number | None = None
    to: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.from_ is not None and self.above is not None:
            raise ValueError("from or above, not both")
        if self.to is not None and self.below is not None:
            raise ValueError("to or below, not both")
        low, high = self.lowest, self.highest
        if low and high and (low[0] > high[0] or (low[0] == high[0] and low[1] + high[1])):
            raise ValueError("an upper bound that is above the lower one")
        return self

    @property
    def lowest(self) -> tuple[Fraction, int] | None:
        """The lower bound, and 1 where it is not allowed itself."""
        return _side(self.from_, self.above)

    @property
    def highest(self) -> tuple[Fraction, int] | None:
        """The upper bound, and 1 where it is not allowed itself."""
        return _side(self.to, self.below)

    @property
    def exact(self) -> Fraction | None:
        """The one value that is allowed, where there is one."""
        return self.from_ if self.from_ is not None and self.from_ == self.to else None

    @property
    def says_nothing(self) -> bool:
        return self.lowest is None and self.highest is None

    def plus(self, number: Fraction) -> Bounds:
        """The bounds moved by a number."""
        moved = {name: n + number for name, n in self._numbers() if n is not None}
        return Bounds(**moved)

    def within(self, other: Bounds) -> bool:
        """Whether all that these bounds allow, the others do."""
        pairs = ((self.lowest, other.lowest, 1), (self.highest, other.highest, -1))
        return all(_inside(mine, theirs, sign) for mine, theirs, sign in pairs)

    def _numbers(self) -> Iterator[tuple[str, Fraction | None]]:
        return ((name, getattr(self, name)) for name in ("from_", "above", "to", "below"))


def _side(allowed: Fraction | None, strict: Fraction | None) -> tuple[Fraction, int] | None:
    if allowed is not None:
        return allowed, 0
    return None if strict is None else (strict, 1)


def _inside(
    mine: tuple[Fraction, int] | None, theirs: tuple[Fraction, int] | None, sign: int
) -> bool:
    if theirs is None:
        return True
    return mine is not None and (sign * mine[0], mine[1]) >= (sign * theirs[0], theirs[1])


class Reading(Bounds):
    """What a word says: of a share (or of the points between two shares), and of a `count`."""

    count: Bounds = Bounds()


class Word(Model):
    """A quantity word: what it says in a narrow, a central and a wide reading, each within the
    next. With `adds` the bounds are added to the number that stands beside the word ('ruim' 80%).
    `reason` is where the numbers come from.
    """

    adds: bool = False
    reason: str
    narrow: Reading
    central: Reading
    wide: Reading

    @model_validator(mode="after")
    def _nested(self) -> Word:
        for inner, outer in ((self.narrow, self.central), (self.central, self.wide)):
            if not (inner.within(outer) and inner.count.within(outer.count)):
                raise ValueError("each reading within the next: narrow, central, wide")
        return self

    def reading(self, name: ReadingName) -> Reading:
        found: Reading = getattr(self, name)
        return found


Meanings = Mapping[str, Word]


class Quantifiers(RootModel[dict[str, Word]]):
    """quantifiers.yml: word → what it says."""


def read_words(study: Study) -> Meanings:
    """The quantity words of the package, and beside or instead of them those of the study. Raises
    StudyError for a wrong entry.

    >>> dw.read_words(study)["driekwart"].narrow.from_
    Fraction(73, 100)
    """
    path = study.folder / QUANTIFIERS
    theirs = parse_model(path, Quantifiers, read_yaml(path)).root if is_there(path) else {}
    return {**_ours(), **theirs}


@cache
def _ours() -> Meanings:
    path = Path(str(files("dwimpact.published") / QUANTIFIERS))
    return parse_model(path, Quantifiers, read_yaml(path)).root
