"""study.yml: what the study is and what it may show."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import AfterValidator

from dwimpact.study.edition import ALL as ALL
from dwimpact.study.questionnaire import Model


def _name(text: str) -> str:
    """A name that open texts may not show; one letter or only signs would mask half of them."""
    if not 2 <= sum(letter.isalnum() for letter in text) <= 100:
        raise ValueError(f"a name of 2 to 100 letters or digits; '{text}' is none")
    return text


class Fieldwork(Model):
    period: str | None = None
    instrument: str = ""
    interviews: int | None = None
    opened: datetime.date | None = None
    closed: datetime.date | None = None


class Fact(Model):
    """A number from elsewhere that the introduction quotes, with where it comes from."""

    value: str
    what: str
    source: str


class Settings(Model):
    """study.yml: what the study is and what it may show. Texts are in Dutch.

    `mask` lists names (of people, schools, firms) that open texts may not show.
    """

    title: str
    subtitle: str = ""
    commissioned_by: str = ""
    conducted_by: str = ""
    published: datetime.date | None = None
    source: str = ""
    population: str
    question: str = ""
    about: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    fieldwork: Fieldwork = Fieldwork()
    reconstructed: bool
    withhold_below: int = 10
    mask: tuple[Annotated[str, AfterValidator(_name)], ...] = ()
