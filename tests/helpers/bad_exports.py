"""Files that somebody may give as an export, by mistake or on purpose: about a hundred."""

from __future__ import annotations

import gzip
import os
import socket
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pandas as pd
import pyreadstat
import xlsxwriter
from exported_files import with_part
from exporters import excel, spss
from mutations import MARKERS, SHARED, SHEET, World

MB = 1 << 20
Make = Callable[[Path, World], Path]


def bad_exports() -> dict[str, Make]:
    """Name → what makes the file in a folder."""
    return {
        **dict(_texts()),
        **dict(_names()),
        **dict(_no_files()),
        **dict(_books()),
        **dict(_savs()),
    }


def _csv(world: World) -> str:
    return world.raw.to_csv(index=False, lineterminator="\n")


def _written(change: Callable[[str], str | bytes], name: str = "a.csv") -> Make:
    def make(folder: Path, world: World) -> Path:
        content = change(_csv(world))
        content = (
            content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        )
        (folder / name).write_bytes(content)
        return folder / name

    return make


def _lines(text: str) -> tuple[str, str]:
    heading, _, rest = text.partition("\n")
    return heading, rest


def _with_ids(value: str) -> Callable[[str], str]:
    return lambda text: "\n".join(
        line.replace(f"R{n},", f"{value}{n},", 1) for n, line in enumerate(text.split("\n"))
    )


def _repeated(text: str, times: int) -> str:
    heading, _ = _lines(text)
    row = "R{},alfa,mbo" + "," * (heading.count(",") - 2)
    return heading + "\n" + "\n".join(row.format(n) for n in range(times)) + "\n"


def _filled(text: str, times: int, value: str) -> str:
    heading, _ = _lines(text)
    return heading + ("\n" + ",".join([value] * (heading.count(",") + 1))) * times + "\n"


def _texts() -> Iterator[tuple[str, Make]]:
    rng = Random(1)
    answer = f"{MARKERS[0]} en {MARKERS[1]}"
    changes: dict[str, Callable[[str], str | bytes]] = {
        "empty": lambda t: "",
        "blanks": lambda t: " \n\t\n" * 10,
        "byte order mark only": lambda t: "\ufeff",
        "blank lines": lambda t: "\n" * (3 * MB),
        "separators only": lambda t: ",,,,\n" * 100_000,
        "headings only": lambda t: _lines(t)[0],
        "no headings": lambda t: _lines(t)[1],
        "headings twice": lambda t: f"{_lines(t)[0]}\n{t}",
        "headings between rows": lambda t: t.replace("\n", f"\n{_lines(t)[0]}\n"),
        "headings glued to the first row": lambda t: t.replace("\n", ",", 1),
        "title above": lambda t: f"Export van {answer}\n\n{t}",
        "no separators": lambda t: t.replace(",", " "),
        "other separators": lambda t: t.replace(",", "~"),
        "mixed separators": lambda t: t.replace(",", ";", 200),
        "told separator is wrong": lambda t: f"sep=;\n{t}",
        "told separator is a letter": lambda t: f"sep=e\n{t}",
        "told separator is a quotation mark": lambda t: f'sep="\n{t}',
        "no quotation marks": lambda t: t.replace('"', ""),
        "one quotation mark too many": lambda t: t.replace(",", ',"', 30),
        "quotation marks everywhere": lambda t: t.replace(",", '","'),
        "quotation mark never closed": lambda t: t + '"' + "x\n" * 70_000,
        "line breaks in texts": lambda t: t.replace(" ", "\n"),
        "only carriage returns": lambda t: t.replace("\n", "\r"),
        "mixed line ends": lambda t: t.replace("\n", "\r\n", 3).replace("\n", "\r", 5),
        "vertical tabs": lambda t: t.replace("\n", "\v"),
        "cut in a row": lambda t: t[: len(t) * 2 // 3],
        "cut in a letter": lambda t: f"{t}é".encode()[:-1],
        "a NUL in a text": lambda t: t.replace(MARKERS[0], f"{MARKERS[0]}\0", 1),
        "a NUL far away": lambda t: t + "R9,alfa," + " " * 5000 + "\0",
        "NULs at the end": lambda t: t.encode() + bytes(MB),
        "all control characters": lambda t: t + "".join(map(chr, range(1, 32))),
        "escapes in ids": _with_ids("\x1b[31m\x1b]0;x\x07"),
        "changes of direction in ids": _with_ids("\u202e1\u2066"),
        "sentences as ids": _with_ids(f"{answer} "),
        "words as ids": _with_ids(f"{MARKERS[2]}"),
        "addresses as ids": _with_ids("jan@school.example"),
        "escapes in headings": lambda t: t.replace("sector", "sector\x1b[2J", 1),
        "escape as a heading": lambda t: t.replace("sector", "\x1b[2J_1", 1),
        "new line in a heading": lambda t: t.replace("sector", '"sec\ntor"', 1),
        "answers as headings": lambda t: t.replace("sector", answer, 1),
        "an answer as a heading": lambda t: t.replace("sector", MARKERS[0], 1),
        "escapes in codes": lambda t: t.replace("mbo", "mbo\x1b[2J"),
        "answers in codes": lambda t: t.replace("realised", answer),
        "an answer in codes": lambda t: t.replace("realised", MARKERS[0]),
        "answers near codes": lambda t: t.replace("realised", f"realisd {MARKERS[0]}"),
        "formulas": lambda t: t.replace(MARKERS[0], '=cmd|" /C calc"!A0'.replace('"', "'")),
        "long cell": lambda t: t.replace(MARKERS[0], "x" * 200_000, 1),
        "long line": lambda t: t + "R9," + "x," * (10 * MB),
        "long heading": lambda t: "x" * 130_000 + "," + t,
        "thousands of columns": lambda t: ",".join(f"x{n}" for n in range(4900)) + "," + t,
        "too many columns": lambda t: ",".join(f"x{n}" for n in range(6000)) + "," + t,
        "thousands of equal headings": lambda t: "sector," * 3000 + t,
        "thousands of rows": lambda t: _repeated(t, 20_000),
        "too many rows": lambda t: _repeated(t, 100_001),
        "rows far below": lambda t: t + "\n" * 150_000 + "R9,alfa,mbo\n",
        "every cell is wrong": lambda t: _filled(t, 3000, MARKERS[0]),
        "every row is cut": lambda t: _lines(t)[0] + "\n" + "R1\n" * 50_000,
        "every row is too long": lambda t: _lines(t)[0] + ("\n" + ",x" * 60) * 20_000,
        "all rows are one": lambda t: _filled(t, 5000, "R1"),
        "emoji": lambda t: t.replace(MARKERS[0], "😀" * 30_000),
        "combining characters": lambda t: t.replace(MARKERS[0], "e" + "\u0301" * 60_000),
        "surrogates": lambda t: t.encode() + b"\xed\xa0\x80",
        "random bytes": lambda t: rng.randbytes(50_000),
        "random bytes after rows": lambda t: t.encode() + rng.randbytes(50_000),
        "PDF": lambda t: b"%PDF-1.7\n" + rng.randbytes(3000),
        "picture": lambda t: b"\x89PNG\r\n\x1a\n" + rng.randbytes(3000),
        "program": lambda t: b"\x7fELF" + rng.randbytes(3000),
        "web page": lambda t: f"<!DOCTYPE html><p>{answer}</p>",
        "JSON": lambda t: f'[{{"answer": "{answer}"}}]',
        "JSON nested": lambda t: "[" * MB,
        "compressed": lambda t: gzip.compress(t.encode()),
        "YAML": lambda t: f"respondent: R1\nanswer: {answer}\n",
    }  # fmt: skip
    yield from ((name, _written(change)) for name, change in changes.items())
    for encoding in ("latin-1", "cp1252", "cp437", "cp037", "utf-16", "utf-16-le", "utf-32",
                     "utf-7", "shift-jis", "gb18030", "mac-roman"):  # fmt: skip
        yield f"in {encoding}", _written(lambda t, e=encoding: (t + "é").encode(e, "replace"))
    for suffix in (".xlsx", ".sav", ".xls", ".zsav", ".tsv", ".txt", ".dat", ""):
        yield f"text as {suffix or 'nothing'}", _written(lambda t: t, f"a{suffix}")


def _names() -> Iterator[tuple[str, Make]]:
    """A good file, or a bad one, by a name that should not be printed as it is."""
    for called, name in {
        "escape": "a\x1b[31m.csv",
        "new line": "a\nNothing found: a report can be made.\n.csv",
        "change of direction": "a\u202evsc.csv",
        "no text": os.fsdecode(b"a\xff\xfe.csv"),
        "space": " .csv",
        "long": "a" * 251 + ".csv",
        "percent": "%s{0}.csv",
        "capitals": "A.CSV",
        "no name": ".csv",
    }.items():
        yield f"name with {called}", _written(lambda t: t.replace("mbo", "\x1b"), name)


def _no_files() -> Iterator[tuple[str, Make]]:
    def folder(path: Path) -> None:
        path.mkdir()

    def pipe(path: Path) -> None:
        os.mkfifo(path)

    def listening(path: Path) -> None:
        here = Path.cwd()
        os.chdir(path.parent)  # the path of a socket is at most a hundred letters
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
        os.chdir(here)

    def sparse(path: Path) -> None:
        path.touch()
        os.truncate(path, 1 << 40)

    def zeros(path: Path) -> None:
        path.write_bytes(b"respondent,workplace\n")
        os.truncate(path, 400 * MB)

    makers: dict[str, Callable[[Path], None]] = {
        "absent": lambda path: None,
        "folder": folder,
        "pipe": pipe,
        "socket": listening,
        "endless file": sparse,
        "zeros": zeros,
        "link to nothing": lambda path: path.symlink_to("nothing.csv"),
        "link to itself": lambda path: path.symlink_to(path),
        "link to a folder": lambda path: path.symlink_to("."),
        "link to a device": lambda path: path.symlink_to("/dev/zero"),
        "link to a terminal": lambda path: path.symlink_to("/dev/tty"),
        "link into the system": lambda path: path.symlink_to("/proc/self/environ"),
        "link to memory": lambda path: path.symlink_to("/proc/self/mem"),
        "may not be read": lambda path: path.touch(mode=0),
    }
    for name, maker in makers.items():
        for suffix in (".csv", ".xlsx") if name in ("folder", "pipe") else (".csv",):

            def make(
                folder: Path, world: World, maker: Callable[[Path], None] = maker, s: str = suffix
            ) -> Path:
                maker(folder / f"a{s}")
                return folder / f"a{s}"

            yield f"{name}{suffix}", make


def _books() -> Iterator[tuple[str, Make]]:
    """Workbooks: what a cell claims, what a part unpacks to, and what is no workbook."""

    def cell(row: int, column: int) -> Make:
        def make(folder: Path, world: World) -> Path:
            with xlsxwriter.Workbook(folder / "a.xlsx") as book:
                sheet = book.add_worksheet()
                sheet.write_row(0, 0, list(world.raw))
                sheet.write_row(1, 0, ["R1", "alfa", "mbo"])
                sheet.write(row, column, MARKERS[0])
            return folder / "a.xlsx"

        return make

    def part(
        name: str, start: bytes, repeated: bytes = b"", times: int = 0, end: bytes = b""
    ) -> Make:
        def make(folder: Path, world: World) -> Path:
            good = excel(world.raw, world.study.questionnaire, folder)
            return with_part(good, folder / "a.xlsx", name, start, repeated, times, end)

        return make

    def changed(change: Callable[[bytes], bytes], suffix: str = ".xlsx") -> Make:
        def make(folder: Path, world: World) -> Path:
            content = excel(world.raw, world.study.questionnaire, folder).read_bytes()
            (folder / f"a{suffix}").write_bytes(change(content))
            return folder / f"a{suffix}"

        return make

    def zipped(names: list[str]) -> Make:
        def make(folder: Path, world: World) -> Path:
            with zipfile.ZipFile(folder / "a.xlsx", "w") as archive:
                for name in names:
                    archive.writestr(name, b"<x/>")
            return folder / "a.xlsx"

        return make

    for place in ((1_048_575, 16_383), (1_048_575, 0), (0, 16_383), (5000, 16_383), (99_000, 500),
                  (1_048_575, 3)):  # fmt: skip
        yield f"cell at {place}", cell(*place)
    book, sheet, strings = b"<worksheet><sheetData>", b"</sheetData></worksheet>", b"<sst><si><t>"
    laughs = b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 120))
    sheets = b"".join(
        b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(50_000)
    )
    yield "a string of a gigabyte", part(SHARED, strings, b"a" * MB, 1200, b"</t></si></sst>")
    yield "a string of 100 MB", part(SHARED, strings, b"a" * MB, 100, b"</t></si></sst>")
    yield "a gigabyte of strings", part(SHARED, b"<sst>", b"<si><t>a</t></si>" * 60_000, 1000)
    yield "a gigabyte of blanks", part(SHEET, book, b" " * MB, 1200, sheet)
    yield "a gigabyte of comment", part(SHEET, b"<worksheet><!--", b"x" * MB, 1200, b"-->")
    yield "a gigabyte of cells", part(SHEET, book + b"<row>", b"<c><v>1</v></c>" * 70_000, 1000)
    yield "rows within rows", part(SHEET, book, b"<row>" * MB, 3)
    yield (
        "entities of entities",
        part(
            SHARED, b'<!DOCTYPE l [<!ENTITY a "a">' + laughs + b"]><sst><si><t>&w;</t></si></sst>"
        ),
    )
    yield (
        "a row beyond the last",
        part(
            SHEET,
            book + b'<row r="4294967295"><c r="ZZZZZZZ4294967295"><v>1</v></c></row>',
            end=sheet,
        ),
    )
    yield (
        "a shared string that is not there",
        part(SHEET, book + b'<row r="1"><c r="A1" t="s"><v>99999</v></c></row>', end=sheet),
    )
    yield (
        "an error in every cell",
        part(
            SHEET,
            book + b'<row r="1"><c r="A1" t="e"><v>' + MARKERS[0].encode(),
            end=b"</v></c></row>",
        ),
    )
    yield "fifty thousand sheets", part("xl/workbook.xml", b"<workbook><sheets>", sheets, 1)
    yield "no sheet", part("xl/workbook.xml", b"<workbook><sheets/></workbook>")
    yield (
        "a sheet that leads to itself",
        part(
            "xl/_rels/workbook.xml.rels",
            b'<Relationships><Relationship Id="rId1" Target="workbook.xml"/></Relationships>',
        ),
    )
    yield "empty parts", part(SHEET, b"")
    yield "a hundred thousand parts", zipped([f"xl/{n}" for n in range(100_000)])
    yield "parts outside the folder", zipped(["../../xl/a", "/etc/xl/passwd"])
    yield "a zip of something else", zipped(["word/document.xml"])
    yield (
        "a locked workbook",
        lambda folder, world: _put(
            folder / "a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)
        ),
    )
    yield "only a signature", lambda folder, world: _put(folder / "a.xlsx", b"PK\x03\x04")
    yield (
        "an old workbook that is none",
        lambda folder, world: _put(
            folder / "a.xls", b"\xd0\xcf\x11\xe0" + Random(2).randbytes(3000)
        ),
    )
    yield "half a workbook", changed(lambda content: content[: len(content) // 2])
    yield "a workbook without its end", changed(lambda content: content[:-30])
    yield "a workbook as CSV", changed(lambda content: content, ".csv")
    yield "a workbook as SPSS", changed(lambda content: content, ".sav")
    yield "a workbook twice", changed(lambda content: content * 2)
    yield "a workbook after text", changed(lambda content: b"respondent,workplace\n" + content)
    yield "a workbook of zeros", changed(lambda content: content[:100] + bytes(len(content)))


def _put(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


def _savs() -> Iterator[tuple[str, Make]]:
    """SPSS files: what their header claims, where they end, and odd content."""

    def changed(change: Callable[[bytes], bytes], suffix: str = ".sav") -> Make:
        def make(folder: Path, world: World) -> Path:
            content = spss(world.raw, world.study.questionnaire, folder).read_bytes()
            (folder / f"a{suffix}").write_bytes(change(content))
            return folder / f"a{suffix}"

        return make

    def at(place: int, number: int) -> Callable[[bytes], bytes]:
        return lambda c: c[:place] + struct.pack("<i", number) + c[place + 4 :]

    def after_header(*numbers: int) -> Callable[[bytes], bytes]:
        return lambda c: c[:176] + struct.pack(f"<{len(numbers)}i", *numbers)

    def frame(**columns: object) -> Make:
        def make(folder: Path, world: World) -> Path:
            made = pd.DataFrame({c: pd.Series(v) for c, v in columns.items()})
            pyreadstat.write_sav(made, folder / "a.sav")
            return folder / "a.sav"

        return make

    for place, called in (
        (64, "layout"),
        (68, "size"),
        (72, "compression"),
        (76, "weight"),
        (80, "cases"),
    ):
        for number in (2**31 - 1, -1, 0, 3):
            yield f"SPSS {called} {number}", changed(at(place, number))
    for share in (0.1, 0.5, 0.9, 0.999):
        yield f"SPSS cut at {share}", changed(lambda c, s=share: c[: int(len(c) * s)])
    yield "SPSS labels", changed(after_header(3, 2**31 - 1))
    yield "SPSS extension", changed(after_header(7, 3, 2**31 - 1, 2**31 - 1))
    yield "SPSS document", changed(after_header(6, 2**31 - 1))
    yield (
        "SPSS variables",
        changed(lambda c: c[:176] + struct.pack("<6i8s", 2, 0, 0, 0, 0, 0, b"A") * 300_000),
    )
    yield "SPSS as zsav", changed(lambda c: c, ".zsav")
    yield "SPSS as CSV", changed(lambda c: c, ".csv")
    yield "SPSS other signature", changed(lambda c: b"$FL3" + c[4:])
    yield "SPSS only a signature", changed(lambda c: c[:4])
    yield "SPSS random", changed(lambda c: c[:176] + Random(3).randbytes(5000))
    yield (
        "SPSS text in other bytes",
        changed(lambda c: c.replace(MARKERS[0].encode(), b"\xff" * 10)),
    )
    yield "SPSS one number", frame(respondent=[1.0, float("inf"), 1e300])
    yield "SPSS no rows", frame(respondent=pd.Series([], dtype="float64"))
