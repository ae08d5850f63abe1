"""What stands behind the figures of the shipped study, counted from a CSV file in one of four ways:

    python benchmarks/peers.py dwimpact|duckdb|polars FILE STUDY
    Rscript benchmarks/peers.R FILE STUDY

Each prints the same lines: level, outcome, sector, status, nature, people; of who mentions it. The
last three are written by hand, for this form alone, and hold the file against no rule.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

Line = tuple[object, ...]


def options(file: str) -> Iterator[tuple[str, str, str, str]]:
    """Level, outcome and the columns of its status and nature, by the headings of the file."""
    with Path(file).open(encoding="utf-8") as text:
        for column in next(csv.reader(text)):
            level, kind, outcome = [*column.split("/"), "", ""][:3]
            if kind == "status":
                yield level, outcome, column, f"{level}/nature/{outcome}"


def by_dwimpact(file: str, study: str) -> Iterator[Line]:
    import dwimpact as dw
    from dwimpact.study.people import people_of

    found = dw.load(study, responses=file)
    told = found.counted_outcomes.query("mentioned and outcome != 'none'")
    sectors = found.respondents.set_index("respondent")["sector"]
    people = told.assign(sector=told["respondent"].map(sectors), people=people_of(told))
    alike = ["level", "outcome", "sector", "status", "nature"]
    summed = people.astype(dict.fromkeys(alike, "str")).groupby(alike, dropna=False)["people"].sum()
    yield from ((*key, n) for key, n in summed.items() if n)  # type: ignore[misc]


def by_duckdb(file: str, _: str) -> Iterator[Line]:
    import duckdb

    every = [*options(file)]
    needed = {"sector", *(f"{level}/outcomes" for level, *_ in every)}
    needed |= {column for _, _, *columns in every for column in columns}
    named = ", ".join(f'"{column}"' for column in sorted(needed))
    duckdb.sql(f"create table t as select {named} from read_csv('{file}', all_varchar=true)")
    for level, outcome, status, nature in every:
        ticked = f"""contains(' ' || "{level}/outcomes" || ' ', ' {outcome} ')"""
        rows = duckdb.sql(
            f'select sector, "{status}", "{nature}", count(*) from t where {ticked} group by all'
        )
        yield from ((level, outcome, *row) for row in rows.fetchall())


def by_polars(file: str, _: str) -> Iterator[Line]:
    import polars as pl

    every, rows = [*options(file)], pl.scan_csv(file, infer_schema=False)
    counts = [
        rows.filter((" " + pl.col(f"{level}/outcomes") + " ").str.contains(f" {outcome} "))
        .group_by("sector", status, nature)
        .len()
        for level, outcome, status, nature in every
    ]
    for (level, outcome, *_), counted in zip(
        every, pl.collect_all(counts, engine="streaming"), strict=True
    ):
        yield from ((level, outcome, *row) for row in counted.iter_rows())


def lines(found: Iterable[Line]) -> list[str]:
    """In an order of their own, blank where nothing was said."""
    told = (["" if cell is None or cell != cell else str(cell) for cell in line] for line in found)
    return sorted(map(",".join, told))


if __name__ == "__main__":
    way, *given = sys.argv[1:]
    print("\n".join(lines(globals()[f"by_{way}"](*given))))
