"""What study.yml says of how accessible the pages are, as Dutch public bodies must publish it.

After the model of Implementing Decision (EU) 2018/1523, in the form that the Dutch government gives
it (toegankelijkheidsverklaring.nl), with its compliance statuses A to D.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from dwimpact.study.links import Email, Link
from dwimpact.study.questionnaire.choices import Model

Compliance = Literal["full", "partial", "measures", "none"]


class Feedback(Model):
    """Where a reader can report what is wrong, or what she cannot read: an address or a page."""

    email: Email = ""
    url: Link = ""

    @property
    def address(self) -> str:
        """What a link to it leads to: the page, else the mailbox; nothing without either."""
        return self.url or (f"mailto:{self.email}" if self.email else "")


class Deviation(Model):
    """A requirement that the pages do not meet: its number in WCAG, such as 1.1.1, what is wrong,
    what that means for whom, what is done about it and by when.
    """

    criterion: Annotated[str, Field(pattern=r"^[1-4]\.\d\.\d{1,2}$")]
    what: str
    consequence: str = ""
    measure: str = ""
    by: datetime.date | None = None


class Accessibility(Model):
    """The accessibility statement of whoever publishes the report.

    `status` is what `basis` (an inspection, by whom and when) gives grounds for: full, partial,
    measures (the first have been taken) or none. `statement` is where the statement itself is
    registered. What does not meet a requirement is one of `deviations`.
    """

    organisation: str
    status: Compliance
    signed: datetime.date
    basis: str
    statement: Link = ""
    deviations: tuple[Deviation, ...] = ()

    @model_validator(mode="after")
    def _deviates_or_not(self) -> Accessibility:
        if (self.status == "full") == bool(self.deviations):
            raise ValueError("accessibility: deviations where the status is not full, only there")
        return self
