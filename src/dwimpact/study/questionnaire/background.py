"""What is known of every respondent beside the answers, as the questionnaire declares it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import StringConstraints, model_validator

from dwimpact.study.questionnaire.choices import Choice, Code, Model, codes, labels, refuse_repeated

# What the tidy tables call other things than background.
TAKEN = (
    *("respondent", "people", "edition", "submitted", "all", "n", "dimension", "group"),
    *("level", "outcome", "kind", "mentioned", "status", "nature", "explanation", "text"),
    *("name", "other_spellings", "responded", "weight"),
    *("impact", "closing", "yes_no", "start", "end", "meta", "introduction"),  # of the form
)


class Group(Choice):
    """Options taken together. Codes may be numbers here: an export often has nothing else."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$")]


class Option(Group):
    """A value of a background variable, and its group. Of a number or a date it has all answers
    `below` this that are in no option before it; the last has what is left.
    """

    group: str = ""
    below: float | datetime.date | None = None


class MemberKinds(Model):
    """What else a registry counts: it has a column per option of the variable `of`, with how
    many of these there are, called `plural` in Dutch.
    """

    of: Code
    plural: str


class Variable(Model):
    """Something known of every respondent, by which answers can be split.

    Its values are `options`, taken together in `groups`, or the lines of a file in the study
    folder (`registry`). A variable that is `known_from` another is not asked: the registry of
    that one has a column of its name. `label` and `plural` are what it is called in Dutch, as
    'sector' and 'sectoren'. Without groups each option is one. `blank` is the option, or the line
    of the registry, that a blank cell stands for; without, a blank cell stops the report.

    A variable by which a question beside the levels (`item`) splits answers is not asked either.
    Of a choice or scale its options are those, and one for a blank, unless it says otherwise.
    """

    code: Code
    label: str
    plural: str
    options: tuple[Option, ...] = ()
    groups: tuple[Group, ...] = ()
    registry: str = ""
    known_from: str = ""
    item: str = ""
    members: MemberKinds | None = None
    blank: str = ""

    @model_validator(mode="before")
    @classmethod
    def _every_option_is_a_group(cls, data: Any) -> Any:
        options = data.get("options") if isinstance(data, dict) else None
        if not options or data.get("groups") or not all(isinstance(o, dict) for o in options):
            return data
        alone = [{**option, "group": option.get("code")} for option in options]
        own = ("group", "below")
        groups = [{k: v for k, v in option.items() if k not in own} for option in options]
        return {**data, "options": alone, "groups": groups}

    @model_validator(mode="after")
    def _consistent(self) -> Variable:
        if bool(self.options) == bool(self.registry):
            also = ", or an item with options" if self.item else ""
            raise ValueError(f"{self.code}: either options or a registry{also}")
        if self.blank and self.options and self.blank not in codes(self.options):
            raise ValueError(f"{self.code}: blank: none of the options: '{self.blank}'")
        if self.item and (self.registry or self.known_from or not self.blank):
            raise ValueError(f"{self.code}: an item, and 'blank' for who did not answer it")
        if self.members and not self.registry:
            raise ValueError(f"{self.code}: members of a registry, without a registry")
        for name, choices in (("options", self.options), ("groups", self.groups)):
            refuse_repeated(f"{self.code}: {name}", codes(choices))
        if unknown := {option.group for option in self.options} - set(codes(self.groups)):
            raise ValueError(f"{self.code}: options name groups that there are not: {unknown}")
        return self

    @property
    def group_column(self) -> str:
        """The column of the tidy tables with its groups."""
        return f"{self.code}_group"

    @property
    def columns(self) -> dict[str, Sequence[Choice]]:
        """Its columns in the tidy tables, with what can stand in them; the registry says that."""
        if self.registry:
            return {self.code: ()}
        return {self.code: self.options, self.group_column: self.groups}

    @property
    def group_of(self) -> dict[str, str]:
        """Option → its group."""
        return {option.code: option.group for option in self.options}

    def option_for(self, answer: Any) -> str:
        """The option that a number or date falls in."""
        below = (o.code for o in self.options if o.below is not None and answer < o.below)
        last = (o.code for o in self.options if o.below is None and o.code != self.blank)
        return next(below, "") or next(last, self.blank)

    @property
    def is_grouped(self) -> bool:
        """Whether some of its options are taken together."""
        return len(self.groups) < len(self.options)

    def members_of(self, group: str) -> list[Option]:
        """The options of a group."""
        return [option for option in self.options if option.group == group]


def require_consistent(background: Sequence[Variable]) -> None:
    """Raise ValueError where variables do not go together."""
    columns = [column for variable in background for column in variable.columns]
    refuse_repeated("background", columns)
    if taken := sorted({*columns} & {*TAKEN}):
        raise ValueError(f"background: codes that mean something else already: {taken}")
    registered = [variable.code for variable in background if variable.registry]
    if len(registered) > 1:
        raise ValueError(f"background: one variable with a registry, not {registered}")
    optional = [variable.code for variable in background if variable.options]
    seen: set[str] = set()
    for variable in background:
        known = {*registered} & seen
        if variable.known_from and (variable.known_from not in known or variable.registry):
            expected = "a variable with a registry that stands before it"
            raise ValueError(f"background: {variable.code}: known_from: {expected}")
        seen.add(variable.code)
        if variable.members and variable.members.of not in optional:
            raise ValueError(f"background: {variable.code}: members of a variable with options")
    # Figure tables name a group by its code alone, so one code may mean one thing only.
    refuse_repeated(
        "background: codes with different labels", [code for code, _ in set(_named(background))]
    )


def _named(background: Sequence[Variable]) -> Iterator[tuple[str, str]]:
    for variable in background:
        for choices in variable.columns.values():
            yield from labels(choices).items()
