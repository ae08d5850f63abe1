"""Appendix 5 as a reader sees it: verdicts, ranges and percentages as Dutch tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from dwimpact.prose.words import count_range
from dwimpact.publication.consistency import AMBIGUOUS, AT_ODDS, IMPOSSIBLE, POSSIBLE
from dwimpact.publication.verdicts import CONFIRMED, CONTRADICTED, NOT_CHECKABLE
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.tables.format import DASH, LEVEL, OUTCOME
from dwimpact.tables.quantities import recomputed

VERDICTS = {
    CONFIRMED: "bevestigd",
    CONTRADICTED: "tegengesproken",
    NOT_CHECKABLE: "niet te toetsen",
}
COMPATIBLE = {CONFIRMED: "verenigbaar (zo gelezen)"}
CONSISTENCY = {
    POSSIBLE: "mogelijk",
    AMBIGUOUS: "mogelijk, bij meer dan één aantal",
    IMPOSSIBLE: "onmogelijk",
    AT_ODDS: "past niet bij het gepubliceerde aantal",
}


def verdicts_by_chapter(
    table: pd.DataFrame, form: Questionnaire, *, reconstructed: bool = False
) -> Iterator[tuple[str, pd.DataFrame]]:
    """A `verdicts` table in parts: ('Hoofdstuk 2', its claims), in Dutch. A reconstruction confirms
    nothing: a statement can go together with it, as it is read.

    >>> from dwimpact.publication.register import read_claims
    >>> from dwimpact.publication.verdicts import verdicts
    >>> declared = dw.read_study(study.folder)
    >>> table = verdicts(declared, study.tables, read_claims(declared))
    >>> len(list(dw.verdicts_by_chapter(table, form)))
    9
    """
    shown = table[["section", "says"]].assign(
        recomputed=recomputed(table, form),
        verdict=table["verdict"].map({**VERDICTS, **(COMPATIBLE if reconstructed else {})}),
        note=table["note"].fillna(""),
    )
    for code, rows in shown.groupby(_chapters(table), sort=False):
        yield _part(str(code)), rows.reset_index(drop=True)


def _chapters(table: pd.DataFrame) -> pd.Series[str]:
    """The number of the chapter or appendix that each statement stands in."""
    return table["section"].str.extract(r"(B?\d+)", expand=False)


def _part(code: str) -> str:
    return f"{'Bijlage' if code.startswith('B') else 'Hoofdstuk'} {code.removeprefix('B')}"


def verdicts_in_numbers(table: pd.DataFrame, *, reconstructed: bool = False) -> pd.DataFrame:
    """How many statements of each part of the publication have which verdict, in Dutch.

    >>> from dwimpact.publication.verdicts import verdicts
    >>> declared = dw.read_study(study.folder)
    >>> table = verdicts(declared, study.tables, dw.read_claims(declared))
    >>> dw.verdicts_in_numbers(table).sum(numeric_only=True).tolist()
    [159, 0, 37]
    """
    words = {**VERDICTS, **(COMPATIBLE if reconstructed else {})}
    parts = pd.Series([_part(code) for code in _chapters(table)], index=table.index, name="part")
    counts = pd.crosstab(parts, table["verdict"]).reindex(
        index=list(dict.fromkeys(parts)), columns=list(VERDICTS), fill_value=0
    )
    counts = counts.rename(columns=words).rename_axis(columns=None)
    return counts.rename_axis("Deel van het rapport").reset_index()


def consistency_in_words(table: pd.DataFrame) -> pd.DataFrame:
    """A `percentage_consistency` table with its counts and verdicts in Dutch.

    >>> from dwimpact.publication.register import read_claims
    >>> table = dw.percentage_consistency(read_claims(study))
    >>> dw.consistency_in_words(table)["consistency"].iloc[0]
    'mogelijk'
    """
    shown = table[["section", "says", "published", "n", "stated"]]
    return shown.assign(
        implied=[_alternatives(counts) for counts in table["implied"]],
        consistency=table["consistency"].map(CONSISTENCY),
    )


def ranges_side_by_side(ranges: pd.DataFrame) -> pd.DataFrame:
    """Labelled ranges of counts (see identified.py) with their groups, or categories, as columns.

    One row per level × outcome, all text: '33–42 (52–66%)', or 'precies 48 (75%)'.

    >>> len(dw.ranges_side_by_side(identified.of("nature"))) > 0  # see `identify`
    True
    """
    by = "group" if "group" in ranges else "category"
    columns = [
        f"{name} (n = {n})" if by == "group" else str(name)
        for name, n in zip(ranges[by], ranges["n"], strict=True)
    ]
    bounds = zip(ranges["smallest"], ranges["largest"], ranges["n"], strict=True)
    cells = ranges.assign(column=columns, cell=[count_range(*row) for row in bounds])
    keys = ["level", "outcome"]
    wide = cells.pivot(index=keys, columns="column", values="cell")
    wide = wide.loc[list(dict.fromkeys(zip(*(cells[key] for key in keys), strict=True)))]
    wide = wide[list(dict.fromkeys(columns))].fillna(DASH).reset_index()
    return wide.rename_axis(columns=None).rename(columns={"level": LEVEL, "outcome": OUTCOME})


def _alternatives(counts: Sequence[int]) -> str:
    """'geen', '9' or '64 tot 66': what rounds to one percentage lies side by side."""
    if len(counts) < 2:
        return str(counts[0]) if counts else "geen"
    return f"{counts[0]} tot {counts[-1]}"
