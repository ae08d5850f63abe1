"""study.yml: what the study is and what it may show."""

from __future__ import annotations

import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from dwimpact.study.edition import ALL as ALL
from dwimpact.study.questionnaire import Model


def _link(text: str) -> str:
    """Pages link to it: only to a web page, never to a script or a file."""
    expected = "a link that begins with https:// or http://"
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError(expected) from None
    plain = text.isascii() and text.isprintable() and not set(text) & set(" <>\"'\\")
    if text and not (plain and parts.scheme in ("http", "https") and parts.hostname):
        raise ValueError(expected)
    return text


Link = Annotated[str, AfterValidator(_link)]


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
    source: Link = ""
    population: str
    question: str = ""
    about: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    fieldwork: Fieldwork = Fieldwork()
    reconstructed: bool
    withhold_below: int = 10
    mask: tuple[str, ...] = ()
