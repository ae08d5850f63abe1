"""A published claim: what a report states, where, and the checks that it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from dwimpact.published.checks import (
    CompareCheck,
    External,
    InWords,
    MeanCheck,
    OfBase,
    RankCheck,
    ValueCheck,
)
from dwimpact.published.quantity import Choices, Constraint
from dwimpact.study.questionnaire.model import Model

KINDS = ("value", "mean", "compare", "rank", "external")


def _kind(written: Any) -> str | None:
    """Which kind of check it is: its first entry says so."""
    named = written if isinstance(written, dict) else type(written).model_fields
    return next((kind for kind in KINDS if kind in named), None)


AnyCheck = Annotated[
    Annotated[ValueCheck, Tag("value")]
    | Annotated[MeanCheck, Tag("mean")]
    | Annotated[CompareCheck, Tag("compare")]
    | Annotated[RankCheck, Tag("rank")]
    | Annotated[External, Tag("external")],
    Discriminator(
        _kind,
        custom_error_type="kind",
        custom_error_message="value, mean, compare, rank or external as one of its entries",
    ),
]


def _as_list(written: Any) -> Any:
    return written if isinstance(written, list | tuple) else [written]


class About(Model):
    """What a statement in words is about: an outcome of a level, a level, one of the main
    outcomes by number (the first statement of a number names it), or else the whole study.
    """

    level: str = ""
    outcome: str = ""
    main: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> About:
        if self.outcome and not self.level:
            raise ValueError("the level of the outcome")
        if self.level and self.main is not None:
            raise ValueError("a level or a main outcome, not both")
        return self


class Claim(Model):
    """One statement of the report: `says` is our paraphrase in Dutch, `note` tells what is
    ambiguous or contradictory in the report and how the claim is read here. `check` is one check,
    or a list that must all hold. `contradicts` names claims that it cannot go together with: it
    then takes no part in a reconstruction and its ranges. `about` says where a statement in words
    is shown.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    section: str
    says: str
    note: str = ""
    about: About | None = None
    contradicts: tuple[str, ...] = ()
    checks: Annotated[
        tuple[AnyCheck, ...],
        BeforeValidator(_as_list, json_schema_input_type=AnyCheck | tuple[AnyCheck, ...]),
        Field(alias="check", min_length=1),
    ]

    @property
    def reason(self) -> str:
        """Why it cannot be checked; empty where it can."""
        return " ".join(check.external for check in self.checks if isinstance(check, External))

    def constraints(self, choices: Choices) -> Iterator[Constraint]:
        """What must hold, of all its checks."""
        for check in self.checks:
            yield from check.constraints(choices)

    def quantities(self, choices: Choices) -> list[OfBase]:
        """The counts to show beside it, each once with its base where it is a share."""
        return list(dict.fromkeys(p for check in self.checks for p in check.quantities(choices)))

    def read(self, in_words: InWords) -> Claim:
        """The claim with numbers in the place of words."""
        return self.model_copy(update={"checks": tuple(c.read(in_words) for c in self.checks)})
