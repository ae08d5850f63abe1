"""An export too large for memory, as a table of texts that DuckDB reads from disk.

A text with separators is read by DuckDB where that gives the same rows as our own reader: in
UTF-8, every row with as many cells as headings, and no blank line between rows, which DuckDB
passes over without counting it. Any other text goes through our own reader, into a file on disk.
The files of a folder are one table, in the order of their names.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, cast

import pandas as pd
import pyarrow as pa

from dwimpact.errors import Problem, StudyError
from dwimpact.intake.files.export import (
    Export,
    as_told,
    below_headings,
    gathered,
    text_rows,
    without_blank_texts,
)
from dwimpact.intake.files.kinds import PARQUET, kind_of, unpacked
from dwimpact.intake.files.parts import FilePart, among_all
from dwimpact.intake.files.plainness import plain_rows
from dwimpact.rules import found
from dwimpact.study.files.delimited import (
    LONGEST_LINE,
    SEPARATOR_LINE,
    SEPARATORS,
    UTF_8,
    UTF_16_STARTS,
)
from dwimpact.study.files.grid import MOST_COLUMNS, TEXT_TYPE, Grid, trimmed
from dwimpact.study.files.opening import MOST_ON_DISK, open_file
from dwimpact.study.folder import GZIPPED, TEXT_FILE, files_of

if TYPE_CHECKING:
    import duckdb

DATABASE_MEMORY = "1GB"  # pandas has what it needs for some thousand rows beside it
MOST_ROWS_ON_DISK = 100_000_000


class Irregular(Exception):
    """A text that DuckDB does not read, or not as we do."""


@dataclass(frozen=True)
class OnDisk:
    """A file as a table of a database: a column c0, c1, … per heading, all text and blank as
    missing. `relation` is what a query reads it from; `numbered` the same with a column `row`, the
    index of the row in a frame of the file; `first` is that of the first row below the headings,
    and `rows` how many there are, blank ones too. Of a folder, `parts` are the files.
    """

    database: duckdb.DuckDBPyConnection
    headings: list[str]
    relation: str
    numbered: str
    rows: int
    first: int = 0
    told: tuple[Problem, ...] = ()
    parts: tuple[FilePart, ...] = ()

    @property
    def cells(self) -> list[str]:
        return [f"c{position}" for position in range(len(self.headings))]

    def query(self, sql: str) -> pd.DataFrame:
        return self.database.execute(sql).df()

    def export(self, rows: Sequence[int], total: int) -> Export:
        """These rows as an export by themselves, which says how many there are in all."""
        wanted = pd.DataFrame({"row": pd.Series(rows, dtype="int64")})
        last = max(rows, default=-1) - self.first + 1  # where reading may stop
        self.database.register("wanted", wanted)
        table = self.database.sql(
            f"select row, {', '.join(self.cells)} from (from {self.numbered} limit {last}) "
            "where row in (select row from wanted) order by 1"
        ).to_arrow_table()
        self.database.unregister("wanted")
        index = pd.Index(table["row"].to_pylist(), dtype="int64")
        columns = [table[cell].cast(pa.large_string()) for cell in self.cells]
        texts = {p: TEXT_TYPE.__from_arrow__(c) for p, c in enumerate(columns)}  # type: ignore[attr-defined]
        headings, cells = trimmed(self.headings, pd.DataFrame(texts).set_index(index))
        cells = without_blank_texts(below_headings(cells))
        return Export(headings, cells, problems=list(self.told), rows=total)


@contextmanager
def on_disk(path: Path, encoding: str = "", *, regular: bool = True) -> Iterator[OnDisk]:
    """The file as a table, for as long as this is open. Not `regular`, it is read by ourselves.
    Raises Irregular, here or at any query, where it must be; StudyError when it cannot be read.
    """
    try:
        import duckdb
    except ImportError:
        raise StudyError(path, found("no_duckdb")) from None
    with TemporaryDirectory() as folder:
        database = duckdb.connect(str(Path(folder) / "responses.db"))
        try:
            for name, value in {"memory_limit": DATABASE_MEMORY, "temp_directory": folder}.items():
                database.execute(f"set {name}={quoted(value)}")
            yield _opened(path, database, encoding, regular=regular)
        except duckdb.InvalidInputException:
            if not regular:
                raise
            raise Irregular from None
        finally:
            database.close()


def _opened(
    path: Path, database: duckdb.DuckDBPyConnection, encoding: str, *, regular: bool
) -> OnDisk:
    files, tables = files_of(path), []
    for file in files:
        with as_told(file):
            tables.append(_file(file, database, encoding, regular=regular))
    if not path.is_dir():
        return tables[0]
    for file, table in zip(files, tables, strict=True):
        if table.headings != tables[0].headings:
            raise StudyError(file, found("other_headings", name=files[0].name))
    return _together([file.name for file in files], tables)


def _together(names: Sequence[str], tables: Sequence[OnDisk]) -> OnDisk:
    """The tables of several files below each other."""
    begins = [0, *accumulate(table.rows for table in tables)]
    parts = tuple(
        FilePart(name, at, table.first)
        for name, at, table in zip(names, begins, tables, strict=False)
    )
    told = (among_all(p, part) for part, t in zip(parts, tables, strict=True) for p in t.told)
    relation = " union all ".join(f"select * from {table.relation}" for table in tables)
    numbered = f"(select row_number() over () - 1 as row, * from ({relation}))"
    return replace(
        tables[0],
        relation=f"({relation})",
        numbered=numbered,
        rows=begins[-1],
        first=0,
        told=tuple(told),
        parts=parts,
    )


def _file(
    path: Path, database: duckdb.DuckDBPyConnection, encoding: str, *, regular: bool
) -> OnDisk:
    if path.suffix.lower() == PARQUET:
        return _parquet(path, database)
    kind = kind_of(path, MOST_ON_DISK)
    if kind not in (TEXT_FILE, GZIPPED):
        raise StudyError(path, found("too_large", found=kind))
    if not regular:
        with unpacked(path, kind, MOST_ON_DISK) if kind == GZIPPED else nullcontext(path) as inside:
            return _by_us(inside, path, database, [encoding] if encoding else [])
    if encoding or not (plain := _plain(path, kind)):
        raise Irregular
    headings, separator, rows = plain
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(len(headings)))
    options = (
        f"header=true, auto_detect=false, columns={{{columns}}}, delim={quoted(separator)}, "
        "quote='\"', escape='\"', nullstr='', allow_quoted_nulls=true, "
        f"max_line_size={LONGEST_LINE}" + (", compression='gzip'" if kind == GZIPPED else "")
    )
    relation = f"read_csv({quoted(str(path))}, {options})"
    numbered = f"(select row_number() over () - 1 as row, * from {relation})"
    return OnDisk(database, headings, relation, numbered, rows)


def _parquet(path: Path, database: duckdb.DuckDBPyConnection) -> OnDisk:
    import duckdb

    open_file(path, MOST_ON_DISK).close()
    source = f"read_parquet({quoted(str(path))}, file_row_number=true)"
    try:
        described = database.execute(f"describe select * from {source}").fetchall()
        (rows,) = database.execute(f"select count(*) from {source}").fetchall()[0]
    except duckdb.Error:
        raise StudyError(path, found("damaged", found="no Parquet table")) from None
    headings = [name for name, *_ in described if name != "file_row_number"]
    named = (name.replace('"', '""') for name in headings)
    cells = ", ".join(f"""nullif("{h}"::varchar, '') as c{p}""" for p, h in enumerate(named))
    table = f"(select {cells} from {source})"
    numbered = f"(select file_row_number as row, {cells} from {source})"
    return OnDisk(database, headings, table, numbered, rows)


def quoted(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def _unzipped(path: Path, kind: str) -> Iterator[IO[bytes]]:
    with open_file(path, MOST_ON_DISK) as stream:
        packed: IO[bytes] = stream
        if kind == GZIPPED:
            packed = cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
        yield packed


def _plain(path: Path, kind: str) -> tuple[list[str], str, int] | None:
    """Headings, separator and number of rows of a text that DuckDB reads as we do; None for any
    other.
    """
    with _unzipped(path, kind) as stream:
        start = stream.read(64)
        if SEPARATOR_LINE.match(start.decode(UTF_8, "replace")) or start.startswith(UTF_16_STARTS):
            return None
    # The one that gives the most headings, as `delimited` has it.
    cells, separator = max(
        ((_first(path, kind, s), s) for s in SEPARATORS), key=lambda c: len(c[0])
    )
    if not any(cells) or len(cells) > MOST_COLUMNS:
        return None
    with _unzipped(path, kind) as stream:
        rows = plain_rows(stream, separator.encode(), len(cells))
    return None if rows is None else ([cell.strip() for cell in cells], separator, rows)


def _first(path: Path, kind: str, separator: str) -> list[str]:
    with _unzipped(path, kind) as stream, TextIOWrapper(stream, UTF_8, newline="") as text:
        csv.field_size_limit(LONGEST_LINE)
        try:
            return next(csv.reader(text, delimiter=separator, strict=True), [])
        except (csv.Error, UnicodeDecodeError):
            return []


class _Spilled(Grid):
    """Rows that go to a table of the database, block by block."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        super().__init__(MOST_ROWS_ON_DISK, MOST_ROWS_ON_DISK * MOST_COLUMNS, MOST_ROWS_ON_DISK)
        self._database, self._begun = database, False
        before = database.execute("select count(*) from duckdb_tables()").fetchall()[0][0]
        self.name = f"spilled{before}"

    def flush(self) -> None:
        if not self._block:
            return
        columns = enumerate(zip(*self._block, strict=True))
        block = pa.table({f"c{p}": pa.array(cells, pa.string()) for p, cells in columns})
        self._database.register("block", block)
        into = f"insert into {self.name}" if self._begun else f"create table {self.name} as"
        self._database.execute(f"{into} select * from block")
        self._database.unregister("block")
        self._begun, self._block = True, []


def _by_us(
    path: Path, called: Path, database: duckdb.DuckDBPyConnection, encodings: Sequence[str]
) -> OnDisk:
    rows, told = text_rows(path, encodings, called, MOST_ON_DISK)
    grid = _Spilled(database)
    told = [*gathered(grid, called, rows), *told]
    grid.flush()
    numbered = f"(select rowid + {grid.first} as row, * from {grid.name})"
    return OnDisk(database, grid.headings, grid.name, numbered, grid.rows, grid.first, tuple(told))
