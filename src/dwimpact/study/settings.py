"""study.yml: what the study is and what it may show."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from dwimpact.study.accessibility import Accessibility, Feedback
from dwimpact.study.deposit import Deposit, RowAccess
from dwimpact.study.links import Link
from dwimpact.study.questionnaire.choices import Model
from dwimpact.study.questionnaire.mapping import ColumnPlace

LOWEST, USUAL = 3, 10  # respondents: no threshold below the one, none below the other unexplained


AdjustableRule = Literal[
    "test_submission",
    "test_word",
    "rejected_submission",
    "doubtful_submission",
    "incomplete_response",
    "edited_submission",
    "same_submission",
    "changed_submission",
    "unreadable_moment",
    "outside_fieldwork",
    "none_with_outcomes",
]


def _name(text: str) -> str:
    """A name that open texts may not show; one letter or only signs would mask half of them."""
    if not 2 <= sum(letter.isalnum() for letter in text) <= 100:
        raise ValueError(f"a name of 2 to 100 letters or digits; '{text}' is none")
    return text


def _zone(name: str) -> str:
    """A time zone by its name in the database of these."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("a time zone such as Europe/Amsterdam") from None
    return name


TimeZone = Annotated[str, AfterValidator(_zone)]


class Fieldwork(Model):
    """When and how answers were given; days are those of the time zone."""

    period: str | None = None
    instrument: str = ""
    interviews: int | None = None
    opened: datetime.date | None = None
    closed: datetime.date | None = None
    timezone: TimeZone = "Europe/Amsterdam"

    @model_validator(mode="after")
    def _opened_first(self) -> Fieldwork:
        if self.opened and self.closed and self.closed < self.opened:
            raise ValueError(f"fieldwork: closed on {self.closed}, before {self.opened}")
        return self


class Fact(Model):
    """A number from elsewhere that the introduction quotes, with where it comes from."""

    value: str
    what: str
    source: str


class Hidden(Model):
    """A count that is not shown: of mentions, statuses or natures of an outcome, or of who left a
    level blank; of everybody, or by one column of groups only.
    """

    what: Literal["mentioned", "status", "nature", "missing"]
    level: str
    outcome: str = ""
    by: str = "all"


class Disclosure(Model):
    """How what is published is kept from giving people away.

    In mode `strict` groups that are too small are merged, and no count is shown from which one of
    a small group could be pinned down to values less than `width` apart. In mode `as_published`
    all is shown of groups that are large enough, because a publication has shown it already:
    `reason` says which, in Dutch, for appendix 6. `hide` are counts that a strict study does not
    show beside those that the program finds, such as those hidden in the study whose open rows
    these are.
    """

    mode: Literal["strict", "as_published"] = "strict"
    width: Annotated[int, Field(ge=1)] = 2
    reason: str = ""
    hide: tuple[Hidden, ...] = ()


class Design(Model):
    """What intervals and tests are about, and who among the respondents hang together.

    With the target `approached` they are about the people who were approached: the more of them
    answered, the less is left to chance (a finite population correction, where their number is
    known). With `process` they are about what brings such answers about, of which the approached
    are an example too. `clusters` is the background variable whose values respondents sit together
    in, such as that of the registry: people of one are then not counted as independent.
    """

    target: Literal["approached", "process"] = "approached"
    clusters: str = ""


class Settings(Model):
    """study.yml: what the study is and what it may show. Texts are in Dutch.

    `reconstructed` and `drawn` say that the responses are nobody's: computed from a publication, or
    drawn at random to try the report; a notice then stands beside everything made from them.
    `mask` lists names (of people, schools, firms) that open texts may not show. `splits` are the
    background variables by which the report splits its outcomes, the first for figures and for
    lists of texts; `editions` those of which a group may have a report of its own. Without, all.
    `design` says what intervals and tests are about.
    `rules` says which rules stop a report in this study, are reported, or set their row aside.
    `ignore` are columns of an export that the study leaves out: headings or patterns of them, such
    as 'photo*', or numbers. `weights` is the column that says how much each respondent counts, by
    heading or number; without, weights follow from the numbers approached, where these are known.
    `deposit` is what an archive asks beside all this. `feedback` is where readers can turn to, and
    `accessibility` the statement that a public body publishes with its pages: a line at the foot of
    each page leads to them.
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
    reconstructed: bool = False
    drawn: bool = False
    withhold_below: Annotated[int, Field(ge=LOWEST)] = USUAL
    disclosure: Disclosure = Disclosure()
    design: Design = Design()
    splits: tuple[str, ...] | None = None
    editions: tuple[str, ...] | None = None
    mask: tuple[Annotated[str, AfterValidator(_name)], ...] = ()
    rules: dict[AdjustableRule, Literal["stops", "reported", "set_aside"]] = Field(
        default_factory=dict
    )
    ignore: tuple[ColumnPlace, ...] = ()
    weights: ColumnPlace | None = None
    deposit: Deposit = Deposit()
    feedback: Feedback = Feedback()
    accessibility: Accessibility | None = None

    @model_validator(mode="after")
    def _give_a_reason(self) -> Settings:
        if not self.disclosure.reason.strip():
            if self.disclosure.mode == "as_published":
                raise ValueError("disclosure: a reason beside the mode as_published")
            if self.withhold_below < USUAL:
                raise ValueError(f"disclosure: a reason beside a withhold_below under {USUAL}")
        return self

    @model_validator(mode="after")
    def _open_rows_are_strict(self) -> Settings:
        if self.opens_rows and not self.strict:
            raise ValueError(
                f"deposit: rows: open beside the mode {self.disclosure.mode}: rows of real "
                "respondents can be open only in the mode strict. Take 'mode' out of disclosure, "
                "or say rows: restricted or rows: none"
            )
        return self

    @property
    def strict(self) -> bool:
        """Whether nothing may be shown from which a small group's counts follow."""
        return self.disclosure.mode == "strict"

    @property
    def year(self) -> int | None:
        """The year of the answers, or else of their publication, as far as the study says."""
        day = self.fieldwork.opened or self.published
        return day.year if day else None

    @property
    def of_nobody(self) -> bool:
        """Whether no row is anybody's: computed from a publication, or drawn at random."""
        return self.reconstructed or self.drawn

    @property
    def rows(self) -> RowAccess:
        """Which rows a deposit has: as `deposit` says, else those that are nobody's alone."""
        return self.deposit.rows or ("open" if self.of_nobody else "none")

    @property
    def opens_rows(self) -> bool:
        """Whether rows of real respondents are published, so that all that is shown beside them
        must be safe together with them.
        """
        return self.rows == "open" and not self.of_nobody

    @property
    def has_bounds(self) -> bool:
        """Whether counts are shown as what a publication leaves possible of them: the points of a
        reconstruction are assumptions.
        """
        return self.reconstructed and not self.strict
