"""What published rows, texts and drawings give away by themselves, without any arithmetic."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from public import Key, Mask
from published import Block, Folder, Reading
from published_facts import Facts, Listed, Reader, number_in

from dwimpact.tidy.tables import Tables

ROWS_IN_A_FILE = {
    *(".sav .zsav .por .dta .sas7bdat .xpt .rds .rdata".split()),  # noqa: SIM905
    *(".parquet .feather .arrow .pkl .pickle .npz .sqlite .db .jsonl .ndjson".split()),  # noqa: SIM905
}
ORDERS: list[Callable[[str], object]] = [str, str.casefold, str.lower]
SAID_OF_DRAWING = r'role="img" aria-label="(Grafiek[^"]*)">\s*(<svg\b.*?</svg>)'
SAID_VALUES = r"<desc>[^<]*?Waarden\b([^<]*?)\. Basis"
TICK = r'xtick_\d+">.*?<text [^>]*>\d+%</text>'
Ends = tuple[float, float]
NEAR = 0.0075  # a bar may be drawn from the share in whole percentages


def row_level(reading: Reading, tables: Tables, columns: Sequence[str]) -> list[str]:
    """What has a row per respondent: files for data, tables that join texts of one person, and
    tables with the columns of the responses or the ids of respondents.
    """
    found = [f"{f.parent.name}/{f.name}: a file of rows" for f in reading.files if _of_rows(f)]
    writers = writers_of(tables)
    ids = set(tables.respondents["respondent"].astype(str))
    for block in (b for b in reading.blocks if b.kind == "table"):
        joined = sum(_one_writer(row, writers) for row in block.rows)
        if joined:
            found.append(f"{block.source}: {joined} rows with more than one text of one person")
        if len(set(block.columns) & set(columns)) > 1:
            found.append(f"{block.source}: columns of the responses")
        if any(cell in ids for row in block.rows for cell in row):
            found.append(f"{block.source}: ids of respondents")
    return found


def ids_shown(reading: Reading, tables: Tables) -> list[str]:
    """The files in which the id of a respondent can be read."""
    word = re.compile("|".join(rf"\b{re.escape(i)}\b" for i in tables.respondents["respondent"]))
    readable = [
        f for f in reading.files if f.suffix in (".html", ".csv", ".json", ".ipynb", ".svg")
    ]
    return [f"{f.parent.name}/{f.name}" for f in readable if word.search(f.read_text("utf-8"))]


def writers_of(tables: Tables) -> dict[str, set[str]]:
    """Text → who wrote it, of all open texts."""
    explained = tables.outcomes.dropna(subset=["explanation"]).rename(
        columns={"explanation": "text"}
    )
    found: dict[str, set[str]] = defaultdict(set)
    for table in (tables.open_answers, tables.other_outcomes, tables.remarks, explained):
        for who, text in zip(table["respondent"], table["text"], strict=True):
            found[_plain(text)].add(who)
    return dict(found)


def unsorted_lists(reading: Reading, tables: Tables) -> list[str]:
    """The lists and columns of texts that stand in another order than that of their own words."""
    texts = writers_of(tables)
    found = []
    for source, items in _lists(reading, texts):
        if not any(items == sorted(items, key=order) for order in ORDERS):
            found.append(f"{source}: {len(items)} texts")
    return found


def lists_unread(reading: Reading, facts: Facts, tables: Tables) -> list[str]:
    """The lists and tables with texts of respondents of which it is not known what they are."""
    texts = writers_of(tables)
    found = []
    for block in reading.blocks:
        cells = [*block.items, *(cell for row in block.rows for cell in row)]
        mine = sum(_plain(cell) in texts for cell in cells)
        # A file has no caption; the page with the same table has.
        titled = block.kind == "list" or bool(block.text)
        if mine and titled and not list(_told(block, facts)):
            found.append(f"{block.source}: {mine} texts under {block.above[-1:]}")
    return found


def text_candidates(reading: Reading, facts: Facts, tables: Tables) -> pd.DataFrame:
    """How many people may have written each published text, given in which lists it stands and in
    which it does not: one row per text: level, outcome, what, n, groups (how many lists tell).
    """
    texts, public = writers_of(tables), facts.public
    shown: dict[tuple[Key, Folder], list[tuple[Mask, set[str]]]] = defaultdict(list)
    for block in reading.blocks:
        for key, group, items in _told(block, facts):
            there = {t for t in map(_plain, items) if t in texts}
            if there:
                shown[key, block.folder].append((group, there))
    rows = []
    for key in sorted({key for key, _ in shown}):
        lists = [pair for (k, _), pairs in shown.items() if k == key for pair in pairs]
        whole = [_merged(pairs) for (k, _), pairs in shown.items() if k == key]
        for text in sorted(set().union(*(there for _, there in lists))):
            may = np.ones(len(public.cells), dtype=bool)
            for group, there in lists:
                may &= group if text in there else True
            for group, there in whole:  # who is not in what a folder shows is of nobody it shows
                may &= ~group if text not in there else True
            rows.append((*key, int(public.people[may].sum()), len(lists)))
    return pd.DataFrame(rows, columns=["level", "outcome", "what", "n", "lists"])


def drawn_more(reading: Reading) -> list[str]:
    """The figures with a bar whose length, a mark or interval whose place, or a percentage or count
    that, is not in what is published with it: its table, or for a drawing on a page what it is
    said to show.
    """
    found = []
    for file in (f for f in reading.files if f.suffix == ".svg"):
        table = file.parents[1] / "tables" / f"{file.stem}.csv"
        if not table.is_file():
            found.append(f"{file.name}: no table")
            continue
        numbers = pd.read_csv(table, dtype=str)
        if "Kleinste aantal" in numbers:  # bars of what the publication leaves open
            continue
        known = {str(v) for column in numbers for v in numbers[column]}
        name = f"{file.parent.parent.name}/{file.name}"
        found += _more(name, file, _shares(numbers), known, _intervals(numbers))
    for file in (f for f in reading.files if f.name in ("index.html", "report.html")):
        for said, drawing in re.findall(SAID_OF_DRAWING, file.read_text("utf-8"), re.DOTALL):
            shares = np.array([int(share) / 100 for share in re.findall(r"(\d+)%", said)])
            found += _more(f"{file.parent.name}/{file.name}", drawing, shares, set(), np.array([]))
    return found


def _more(
    name: str, drawing: Path | str, shares: np.ndarray, known: set[str], intervals: np.ndarray
) -> list[str]:
    svg = drawing.read_text("utf-8") if isinstance(drawing, Path) else drawing
    plain = re.sub(TICK, "", svg, flags=re.DOTALL)
    written = re.findall(r">(?:[^<>:]+: )?(\d+)%\*?(?: \((\d+) van (\d+)\))?<", plain)
    written += [
        (n,) for told in re.findall(SAID_VALUES, plain) for n in re.findall(r"(\d+)%", told)
    ]
    bars, marks, lines = _drawn(svg)
    more = [b - a for a, b in bars if not _among(b - a, shares) and not _both((a, b), intervals)]
    more += [end for line in lines if not _both(line, intervals) for end in line]
    more += [x for x in [*marks, *(int(n) / 100 for n, *_ in written)] if not _among(x, shares)]
    told = [str(round(x, 4)) for x in more]
    told += [n for _, *counts in written for n in counts if n and n not in known]
    apart = re.findall(r">(\d+) van (\d+)<", plain)  # who do not mention it, of everybody
    told += [k for k, n in apart if k not in known and str(int(n) - int(k)) not in known]
    return [f"{name}: {told[:5]}"] if told else []


def _among(x: float, known: np.ndarray) -> bool:
    return bool(np.abs(known - x).min(initial=1) <= NEAR)


def _both(ends: Ends, known: np.ndarray) -> bool:
    return all(_among(end, known) for end in ends)


def _of_rows(file: Path) -> bool:
    return file.suffix.lower() in ROWS_IN_A_FILE


def _one_writer(row: Sequence[str], writers: dict[str, set[str]]) -> bool:
    known = [writers[text] for text in map(_plain, row) if text in writers]
    return len(known) > 1 and bool(set.intersection(*known))


def _plain(text: str) -> str:
    return " ".join(str(text).replace("\u00a0", " ").lstrip("'").split())


def _lists(reading: Reading, texts: dict[str, set[str]]) -> Iterator[tuple[str, list[str]]]:
    for block in reading.blocks:
        if block.kind == "list":
            items = list(block.items)
        elif block.kind == "table" and block.rows:
            items = [row[0] for row in block.rows]  # a row stands where its first cell says
        else:
            continue
        there = [item for item in map(_plain, items) if item in texts]
        if len(there) > 1:
            yield block.source, there


def _told(block: Block, facts: Facts) -> Iterator[tuple[Key, Mask, Sequence[str]]]:
    """The lists of texts of a block: what they are, of whom, and the texts."""
    if block.kind == "list" and (key := Listed(block, facts).key):
        yield key, Listed(block, facts).whose, block.items
    elif block.kind == "table" and block.text:
        found = re.search(r"per niveau: (.*)$", block.text)
        reader = Reader(block, facts)
        group = reader.group(found[1]) if found else None
        if group is not None:
            for level in facts.public.form.levels:
                for column in (c for c in block.columns if c.lower() == level.label):
                    yield (level.code, "", "answered"), group & reader.base, block.column(column)


def _merged(pairs: Sequence[tuple[Mask, set[str]]]) -> tuple[Mask, set[str]]:
    """Of whom one folder shows texts of a kind, and all of these texts."""
    group = np.any([mask for mask, _ in pairs], axis=0)
    return group, set().union(*(there for _, there in pairs))


def _shares(table: pd.DataFrame) -> np.ndarray:
    columns = [c for c in ("Aandeel", "Respons %") if c in table]
    values = [number_in(str(v)) for c in columns for v in table[c]]
    scale = 100 if columns == ["Respons %"] else 1
    return np.array([v / scale for v in values if v is not None])


def _intervals(table: pd.DataFrame) -> np.ndarray:
    columns = [c for c in ("Ondergrens", "Bovengrens") if c in table]
    values = [number_in(str(v)) for c in columns for v in table[c]]
    return np.array([v for v in values if v is not None])


def _drawn(svg: str) -> tuple[list[Ends], list[float], list[Ends]]:
    """What a figure has drawn, as shares by its axis in percentages: from where to where its bars
    go, where its marks are, and from where to where its lines go.
    """
    tick = r'xtick_\d+">.*?<path d="M ([\d.]+) .*?<text [^>]*>(\d+)%</text>'
    found = re.findall(tick, svg, re.DOTALL)
    ticks = {int(text): float(x) for x, text in found if int(text) in (0, 100)}
    if len(ticks) < 2:
        return [], [], []
    place = r"([\d.]+) [\d.]+ \n"
    bar = rf'<path d="M {place}L {place}L {place}L {place}z\n" clip-path'
    line = r'<path d="M ([\d.]+) ([\d.]+) \nL ([\d.]+) ([\d.]+) \n" clip-path'
    mark = r'<use xlink:href="[^"]*" x="([\d.]+)" y="[\d.]+" style="fill'

    def share(x: str) -> float:
        return (float(x) - ticks[0]) / (ticks[100] - ticks[0])

    bars = [(share(a), share(b)) for a, b, *_ in re.findall(bar, svg) if a != b]
    lines = [(share(a), share(b)) for a, y, b, z in re.findall(line, svg) if y == z and a != b]
    before_legend, *_ = re.split(r'id="[^"]*legend_1"', svg)
    return bars, [share(x) for x in re.findall(mark, before_legend)], lines
