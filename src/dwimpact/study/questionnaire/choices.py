"""Codes with their Dutch labels: what every part of a questionnaire is declared in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Model(BaseModel):
    """Unknown keys are refused: a typing error in a key is never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(Model):
    """A code with its Dutch label; `short` is the label in figures, `phrase` in a sentence."""

    code: Code
    label: str
    short: str = ""
    phrase: str = ""
    hint: str = ""
    description: str = ""

    @model_validator(mode="before")
    @classmethod
    def _label_is_default(cls, data: Mapping[str, str]) -> Mapping[str, str]:
        short = data.get("short", data.get("label", ""))
        return {"short": short, "phrase": f"‘{short}’", **data}

    @property
    def with_hint(self) -> str:
        """The label as a form shows it."""
        return f"{self.label} ({self.hint})" if self.hint else self.label


def codes(choices: Iterable[Choice]) -> list[str]:
    return [choice.code for choice in choices]


def labels(choices: Iterable[Choice], *, short: bool = False) -> dict[str, str]:
    """Code → Dutch label, in the order of the questionnaire."""
    return {choice.code: choice.short if short else choice.label for choice in choices}


def refuse_repeated(name: str, values: Iterable[object]) -> None:
    """Raise ValueError when a value stands twice."""
    if repeated := [value for value, times in Counter(values).items() if times > 1]:
        raise ValueError(f"{name}: used more than once: {repeated}")
