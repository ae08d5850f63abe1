"""What a page is made of, as data: words, figures and tables with their numbers in full, for
whatever is made of a report beside its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pandas as pd

from dwimpact.disclosure.small_groups import split_of, what_is_counted
from dwimpact.figures.looks import looks_by_label
from dwimpact.prose.views import MEASURES
from dwimpact.shares import SHARE_COLUMNS
from dwimpact.study.edition import ALL, SIDE
from dwimpact.study.study import Study
from dwimpact.tables.labels import split_title

# How a part is called among the ways in which a cell's output is kept.
PART_FORMAT = "application/vnd.dwimpact.part+json"
SHARE_KEYS = ("group", "level", "outcome", "category")
COUNT_BOUNDS = ("smallest", "largest")
OF_READINGS = tuple(f"{name}_{bound}" for name in ("narrow", "wide") for bound in COUNT_BOUNDS)
OF_DIFFERENCES = ("difference", "difference_low", "difference_high", "p", "p_holm", "test")
OF_COUNTS = (*SHARE_KEYS, *SHARE_COLUMNS, *COUNT_BOUNDS, *OF_READINGS, *OF_DIFFERENCES, "evidence")


@dataclass(frozen=True)
class Numbers:
    """A figure table with its codes for headings, labels for codes, and every number in full.

    Where it counts outcomes, `measure` says what of them ('Genoemd', 'Status') and `split` by what
    its groups are told apart ('naar sector'); both are empty for any other table. `colours` are
    those of what is told apart, by its label, where the study has one for it.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    measure: str = ""
    split: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> pd.DataFrame:
        return pd.DataFrame(self.rows, columns=pd.Index(self.columns))

    @property
    def beside_everybody(self) -> bool:
        """Whether it counts outcomes by one thing that is told apart: groups beside everybody, or
        the answers of everybody; not the answers of groups, which are of who mention an outcome.
        """
        return bool(self.measure) and not {"group", "category"} <= set(self.columns)


@dataclass(frozen=True)
class Wording:
    """Wording on a page. A list and terms have a line for each item; the second of a pair of terms
    says what the first is. What is `folded` stands under that line.
    """

    kind: Literal["heading", "subheading", "text", "list", "terms"]
    lines: Sequence[Sequence[str]]
    folded: str = ""


@dataclass(frozen=True)
class Exhibit:
    """A numbered figure or table, as a reader sees it. Of the columns the first `headings` name
    the row, and `numeric` are set as numbers; `totals` are the rows about everybody. A figure may
    have a `message`, which is its title then; the caption says what it is about.
    """

    kind: Literal["figure", "table"]
    name: str
    title: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    headings: int
    numeric: Sequence[str]
    totals: Sequence[int]
    note: str
    notice: str
    alt: str = ""
    message: str = ""
    folded: str = ""
    numbers: Numbers | None = None

    @property
    def table(self) -> pd.DataFrame:
        return pd.DataFrame(self.rows, columns=pd.Index(self.columns))


PagePart = Wording | Exhibit


def to_json(part: PagePart) -> dict[str, Any]:
    """The part as JSON has it."""
    return asdict(part)


def from_json(data: Mapping[str, Any]) -> PagePart:
    """The part that `to_json` wrote."""
    if "lines" in data:
        return Wording(**data)
    numbers = data["numbers"]
    return Exhibit(**{**data, "numbers": Numbers(**numbers) if numbers else None})


def words(kind: Any, lines: Iterable[str | Sequence[str]], folded: str = "") -> Wording:
    """Wording of one kind; a line may be a pair of terms."""
    return Wording(
        kind, [[line] if isinstance(line, str) else list(line) for line in lines], folded
    )


def numbers_of(table: pd.DataFrame, labelled: pd.DataFrame, study: Study) -> Numbers:
    """The numbers of a figure table; `labelled` is the same with labels for codes."""
    rows = [[_plain(cell) for cell in row] for row in labelled.astype(object).to_numpy().tolist()]
    columns = [str(column) for column in labelled.columns]
    known = looks_by_label(study)
    told = [name for c in ("group", "category") if c in labelled for name in labelled[c].unique()]
    colours = {name: known[name].colour for name in told if name in known}
    if not counts_outcomes(table):
        return Numbers(columns, rows, colours=colours)
    measure, split = MEASURES[what_is_counted(table, study)], _split(table, study)
    return Numbers(columns, rows, measure, split, colours)


def exhibit_of(kind: Any, shown: Mapping[str, Any], numbers: Numbers | None) -> Exhibit:
    """What a template shows of a figure or table, as data."""
    table = shown["table"]
    return Exhibit(
        kind=kind,
        name=shown["name"],
        title=shown["title"],
        caption=shown["caption"],
        columns=[str(column) for column in table],
        rows=table.astype(str).to_numpy().tolist(),
        headings=shown["row_headings"],
        numeric=[str(column) for column in table if column in shown["numeric"]],
        totals=sorted(shown["totals"]),
        note=shown["note"],
        notice=shown["notice"] or "",
        alt=shown.get("alt", ""),
        message=shown.get("message", ""),
        folded=shown.get("folded", ""),
        numbers=numbers,
    )


def counts_outcomes(table: pd.DataFrame) -> bool:
    """Whether a table says of outcomes how often they, or an answer, were given; nothing else."""
    return {"level", "outcome", "n", "count"} <= set(table) <= set(OF_COUNTS)


def _split(table: pd.DataFrame, study: Study) -> str:
    groups = [group for group in table.get("group", pd.Series()) if group != ALL]
    if not groups:
        return ""
    by = SIDE if study.edition else split_of(groups[0], study)
    return "" if by == ALL else split_title(study.questionnaire, by)


def _plain(cell: Any) -> Any:
    """A cell as JSON can have it."""
    if pd.isna(cell):
        return None
    return cell if isinstance(cell, bool | int | float | str) else str(cell)
