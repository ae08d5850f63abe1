"""Published folders as an outsider opens them: tables, lists and sentences, with where they stand.

Nothing here knows how they were made. Pages, executed notebooks, CSV files and workbooks are read.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine
from bs4 import BeautifulSoup, Tag
from nbconvert.filters import markdown2html

from dwimpact.pages.cover import COVER
from dwimpact.pages.parts import PART_FORMAT
from dwimpact.tables.format import HEADINGS

REPORT, EDITION, COMPARISON = "report", "edition", "comparison"
CODES = {**HEADINGS, "level": "Niveau", "outcome": "Opbrengst"}
LINKS = re.compile(r'<a class="anchor-link".*?</a>')
LEFT_OUT = re.compile(r"<(svg|style|script|nav)\b.*?</\1>", re.DOTALL)
DRAWN = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
WRITTEN = re.compile(r"<(?:text|title|desc)\b[^>]*>([^<]*)</")
READ = ("h1", "h2", "h3", "h4", "p", "li", "table", "dt", "dd")
SAID = ("aria-label", "alt", "title", "content", "placeholder", "value")  # attributes in words


@dataclass(frozen=True)
class Folder:
    """A published report, edition or comparison; `part` is the name of an edition's group."""

    path: Path
    kind: str
    part: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, sentence, list or table, with the headings above it, highest first."""

    folder: Folder
    source: str
    kind: str  # heading, text, list, table, or rest: what is in none of these
    above: tuple[str, ...] = ()
    text: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def column(self, heading: str) -> list[str]:
        return [row[self.columns.index(heading)] for row in self.rows]


@dataclass
class Reading:
    blocks: list[Block] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)  # every file there is


def folder_of(path: Path) -> Folder:
    """What a folder holds, by what its front page says."""
    page = BeautifulSoup(LEFT_OUT.sub("", (path / "index.html").read_text("utf-8")), "html.parser")
    text = " ".join(page.get_text(" ").split())
    if part := re.search(r"Editie (.+?): \d+ van de \d+ respondenten", text):
        return Folder(path, EDITION, part[1])
    return Folder(path, COMPARISON if "Vergelijking van twee metingen" in text else REPORT)


def read_folders(paths: Sequence[Path]) -> Reading:
    """Everything in published folders; a folder of editions is read as those in it."""
    reading = Reading()
    for path in paths:
        inside = [p for p in sorted(path.iterdir()) if (p / "manifest.json").is_file()]
        reading.files += [file for file in sorted(path.rglob("*")) if file.is_file()]
        for folder in map(folder_of, inside or [path]):
            reading.blocks += list(_blocks(folder))
    return reading


def _blocks(folder: Folder) -> Iterator[Block]:
    for file in sorted(folder.path.rglob("*")):
        yield from read_file(file, folder)


def read_file(file: Path, folder: Folder) -> Iterator[Block]:
    """The blocks of a page, notebook, table or workbook; of another file none."""
    source = f"{folder.path.name}/{file.relative_to(folder.path)}"
    if file.suffix == ".html":
        yield from read_page(file.read_text("utf-8"), folder, source)
    elif file.suffix == ".ipynb":
        yield from read_page(_shown(file), folder, source)
        yield from _kept(file, folder, source)
    elif file.suffix == ".csv":
        with file.open(encoding="utf-8", newline="") as lines:
            yield from _table(list(csv.reader(lines)), folder, source)
    elif file.name == COVER:
        yield from _cover(json.loads(file.read_text("utf-8")), folder, source)
    elif file.suffix == ".svg":
        yield from _drawn(file.read_text("utf-8"), folder, source)
    elif file.suffix == ".xlsx":
        book = python_calamine.CalamineWorkbook.from_path(file)
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python()
            plain = [[_plain(value) for value in row] for row in rows]
            yield from _sheet(plain, folder, f"{source}:{name}")


def read_page(html: str, folder: Folder, source: str) -> Iterator[Block]:
    """The blocks of a page in order."""
    page = BeautifulSoup(LEFT_OUT.sub("", html), "html.parser")
    for code in page.select("details.code"):
        code.decompose()
    above: dict[str, str] = {}
    for tag in page.find_all(["h1", "h2", "h3", "h4", "p", "ul", "ol", "table", "div", "dd"]):
        here = tuple(above.values())
        text = words(tag)
        if tag.name[0] == "h":
            above = {name: title for name, title in above.items() if name < tag.name}
            above[tag.name] = text
            yield Block(folder, source, "heading", here, text=text)
        elif tag.name == "table":
            cells = list(_rows(tag))
            caption = words(found) if (found := tag.caption or _caption(tag)) else ""
            yield from _table(cells, folder, source, here, caption)
        elif tag.name in ("ul", "ol"):
            items = tuple(words(item) for item in tag.find_all("li", recursive=False))
            yield Block(folder, source, "list", here, items=items)
        elif tag.find_parent(class_="key-figures"):
            if tag.name == "div":
                value, label, base = (words(tag.select_one(f)) for f in ("dd", "dt", "dd.base"))
                yield Block(folder, source, "text", here, text=f"{label}: {value} ({base})")
        elif tag.name in ("p", "dd"):
            yield Block(folder, source, "text", here, text=text)
        elif label := tag.get("aria-label"):  # a figure in words
            yield Block(folder, source, "text", here, text=" ".join(str(label).split()))
    yield from _drawn(html, folder, source)
    yield from _rest(html, folder, source)


def _drawn(html: str, folder: Folder, source: str) -> Iterator[Block]:
    """What is written in drawings, but for bare percentages: see `drawn_more`."""
    for drawing in DRAWN.findall(html):
        for text in map(str.strip, WRITTEN.findall(drawing)):
            if not re.fullmatch(r"\d+%\*?", text):
                yield Block(folder, source, "rest", text=text)


def _rest(html: str, folder: Folder, source: str) -> Iterator[Block]:
    """What is in nothing that is read: navigation, titles and what is only said by attributes."""
    page = BeautifulSoup(DRAWN.sub("", html), "html.parser")
    for code in page.select("details.code, style, script, nav .number"):
        code.decompose()
    for node in page.find_all(string=True):
        if not node.find_parent(READ):
            yield Block(folder, source, "rest", text=" ".join(str(node).split()))
    for tag in page.find_all(True):
        for said in SAID:
            if tag.get(said) and not (tag.name == "div" and said == "aria-label"):
                yield Block(folder, source, "rest", text=" ".join(str(tag[said]).split()))


def _cover(cover: Any, folder: Folder, source: str) -> Iterator[Block]:
    """What the front page says: each as it stands there."""
    for value, label, base in cover["key_figures"]:
        yield Block(folder, source, "text", text=f"{label}: {value} ({base})")
    told = (text for finding in cover["findings"] for text in finding)
    for text in (*told, cover["question"], cover["citation"]):
        yield Block(folder, source, "text", text=text)
    for text in (cover["title"], cover["subtitle"], cover["subject"], cover["notice"]):
        yield Block(folder, source, "rest", text=text)


def _sheet(rows: list[list[str]], folder: Folder, source: str) -> Iterator[Block]:
    """The tables of a sheet and what is written around them: each stands below where it is in the
    report, until an empty row.
    """
    table: list[list[str]] | None = None
    kind = "rest"
    for row in [*rows, []]:
        if table is not None and any(row):
            table.append(row)
        elif table is not None:
            read = _banner if table and not table[0][0] else _filled
            yield from (b for t in read(table) for b in _table(t, folder, source))
            table, kind = None, "text"  # notes
        elif any(row):
            yield Block(folder, source, kind, text=" | ".join(filter(None, row)))
            table = [] if row[0].startswith("In het rapport: ") else None
        else:
            kind = "rest"


def _filled(table: list[list[str]]) -> list[list[list[str]]]:
    """The table without the columns that others on its sheet have beside it."""
    width = max(n for n, heading in enumerate(table[0], start=1) if heading)
    return [[row[:width] for row in table]]


def _banner(table: list[list[str]]) -> Iterator[list[list[str]]]:
    """A table with groups as columns, taken apart: per split a row per outcome and group, with the
    differences that stand behind the groups of a split.
    """
    splits, groups, headings = (_onward(row) if n < 2 else row for n, row in enumerate(table[:3]))
    places = [(splits[n], groups[n]) for n, heading in enumerate(headings) if n > 1 and heading]
    for split in dict.fromkeys(split for split, _ in places):
        named = "Antwoord" if split.endswith("per antwoord") else "Groep"
        rows = [
            {**dict(zip(headings[:2], row[:2], strict=True)), named: found[1], "n": found[2]}
            | _cells_of(row, headings, splits, groups, split, group)
            | _tests_of(row, headings, splits, groups, split)
            for group in dict.fromkeys(group for of, group in places if of == split)
            if (found := re.fullmatch(r"(.+) \(n = (.+)\)", group))
            for row in table[3:]
        ]
        shown = [row for row in rows if "·" not in row.values()]
        if shown:
            yield [list(shown[0]), *(list(row.values()) for row in shown)]


def _cells_of(
    row: list[str],
    headings: list[str],
    splits: list[str],
    groups: list[str],
    split: str,
    group: str,
) -> dict[str, str]:
    places = range(2, len(headings))
    of = [n for n in places if headings[n] and (splits[n], groups[n]) == (split, group)]
    return {headings[n]: row[n] for n in of}


def _tests_of(
    row: list[str], headings: list[str], splits: list[str], groups: list[str], split: str
) -> dict[str, str]:
    tests = _cells_of(row, headings, splits, groups, split, "Toets")
    points = tests.get("Verschil in procentpunten", "")
    told = {"Verschil": str(float(points) / 100)} if points.strip("·") else {}
    return told | {c: tests[c] for c in ("p (Holm)",) if c in tests}


def _onward(row: list[str]) -> list[str]:
    """A row of merged cells, each with what stands in the first of them."""
    made: list[str] = []
    for cell in row:
        made.append(cell or (made[-1] if made else ""))
    return made


def words(tag: Tag) -> str:
    """What a reader sees of a tag, with single spaces."""
    return " ".join(tag.get_text(" ").replace("\u00a0", " ").split())


def _rows(table: Tag) -> Iterator[list[str]]:
    """The cells of each row, with a first one that goes on from the row above."""
    goes_on, first = 0, ""
    for row in table.select("tr"):
        tags = row.select("th, td")
        cells = [first] * (goes_on > 0) + [words(cell) for cell in tags]
        over = int(str(tags[0].get("rowspan", 1))) if tags else 1
        goes_on, first = (goes_on - 1, first) if goes_on else (over - 1, cells[0] if cells else "")
        yield cells


def _caption(table: Tag) -> Tag | None:
    figure = table.find_parent("figure")
    return figure.find("figcaption") if figure else None


def _table(
    rows: Sequence[Sequence[str]],
    folder: Folder,
    source: str,
    above: tuple[str, ...] = (),
    caption: str = "",
) -> Iterator[Block]:
    if rows:
        head, *body = (tuple(row) for row in rows)
        for row in body:
            if len(row) != len(head):
                yield Block(folder, source, "rest", above, text=" | ".join(row))
        body = [row for row in body if len(row) == len(head)]
        yield Block(folder, source, "table", above, caption, columns=head, rows=tuple(body))


def _shown(notebook: Path) -> str:
    """All that an executed notebook shows, as one page."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    told = re.findall(r'^level = "(\w+)"$', "\n".join(map(_source, cells)), re.MULTILINE)
    parts = [f"<h1>level {told[-1]}</h1>"] if told else []
    for cell in cells:
        if cell["cell_type"] == "markdown":
            parts.append(LINKS.sub("", markdown2html(_source(cell))))
        parts += [_html(output) for output in cell.get("outputs", [])]
    return "\n".join(parts)


def _kept(notebook: Path, folder: Folder, source: str) -> Iterator[Block]:
    """The numbers that an executed notebook keeps beside what it shows: headings are codes, and
    the rest of a part is what is shown.
    """
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            numbers = output.get("data", {}).get(PART_FORMAT, {}).get("numbers")
            if numbers:
                head = [CODES.get(column, column) for column in numbers["columns"]]
                rows = [[_in_a_file(value) for value in row] for row in numbers["rows"]]
                yield from _table([head, *rows], folder, source)


def _in_a_file(value: object) -> str:
    """As a CSV file has it."""
    flags = {None: "", True: "ja", False: "nee"}
    return flags[value] if value is None or isinstance(value, bool) else str(value)


def _html(output: Any) -> str:
    data = output.get("data", {})
    assert set(data) <= {"text/html", "text/plain", PART_FORMAT}, f"nothing here reads {set(data)}"
    html = data.get("text/html") or data.get("text/plain") or output.get("text") or ""
    return html if isinstance(html, str) else "".join(html)


def _source(cell: Any) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)
