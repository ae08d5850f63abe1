"""What an archive asks of a study beside the study itself: `deposit` in study.yml."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from dwimpact.study.links import Email, Link
from dwimpact.study.questionnaire.choices import Model

RowAccess = Literal["none", "restricted", "open"]
# SPDX id → name and address; those that DANS and Zenodo both offer for data.
LICENCES = {
    "CC0-1.0": ("CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "CC-BY-NC-4.0": (
        "Creative Commons Attribution-NonCommercial 4.0 International",
        "https://creativecommons.org/licenses/by-nc/4.0/",
    ),
}


def _orcid(text: str) -> str:
    """An ORCID iD, with the check digit of ISO 7064 MOD 11-2."""
    digits = text.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2 if digit.isdecimal() else -1
    check = "0123456789X"[(12 - total % 11) % 11]
    if len(digits) != 16 or not digits[:-1].isdecimal() or digits[-1] != check:
        raise ValueError("an ORCID iD such as 0000-0002-1825-0097")
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


class Creator(Model):
    """Who made the study: a person, as 'Achternaam, Voornaam' with an affiliation, or an
    organisation, without one.
    """

    name: str
    affiliation: str = ""
    orcid: Annotated[str, AfterValidator(_orcid)] | None = None


class Contact(Model):
    """Who answers questions about the data."""

    name: str
    email: Email


class Identifier(Model):
    """What an archive calls the study: a DOI that it reserved, or a number of its own, with the
    `agency` that gave it (DOI, Handle, URN or ARK; else the name of the archive).
    """

    agency: str
    value: str


class InLanguages(Model):
    """A text in Dutch and in English."""

    nl: str = ""
    en: str = ""


class Keywords(Model):
    """What the study is about, in single words or names, in Dutch and in English."""

    nl: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Funding(Model):
    """Who paid, and by which number."""

    agency: str
    number: str = ""


class Deposit(Model):
    """What `make deposit` writes beside the study itself, and what of it are rows.

    `rows` says whether there is a row per respondent: 'none'; 'restricted', in a second folder that
    the archive locks away; or 'open', without texts and with no more background than the report's
    own groups, of which each combination has as many respondents as `withhold_below` says. When
    nothing is said, rows that are nobody's (reconstructed or drawn) are open, and there are no
    others. Answers to `sensitive` questions (columns of the form) must have at least `diversity`
    values in each combination. `issued` is the day that the deposit carries everywhere. `url` is a
    page about the study; without, `source`. `audience` is a code of the classification that DANS
    uses.
    """

    rows: RowAccess | None = None
    sensitive: tuple[str, ...] = ()
    diversity: Annotated[int, Field(ge=2)] = 2
    creators: tuple[Creator, ...] = ()
    contact: Contact | None = None
    rights_holder: str = ""
    licence: Literal["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0"] | None = None
    issued: datetime.date | None = None
    identifier: Identifier | None = None
    url: Link = ""
    title_en: str = ""
    abstract: InLanguages = InLanguages()
    keywords: Keywords = Keywords()
    audience: Annotated[str, Field(pattern=r"^(D\d{5}|E\d{5})?$")] = ""
    archive: str = "DANS Data Station Social Sciences and Humanities"
    country: InLanguages = InLanguages(nl="Nederland", en="Netherlands")
    country_code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "NL"
    funding: tuple[Funding, ...] = ()
