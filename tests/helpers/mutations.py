"""A corpus of damaged exports: a good one of every format, damaged by a seeded generator.

`make_case(seed, …)` gives the same file for the same seed. How many rows a file holds is counted
here by other means than the package's own, so that a row that is lost on the way shows.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

import pandas as pd
import pyreadstat
from exporters import WRITERS, plain_csv

from dwimpact.study.questionnaire.model import text_columns
from dwimpact.study.study import Study

# Words that stand in the answers and nowhere else: none may be printed.
MARKERS = ("zonnebloem", "Klaproos", "dotterbloem", "vlinderstruik", "Madelief", "korenbloem")
ODD = ["\u00a0", "\u200b", "\u202e", "\ufeff", "\x00", "\x07", "\x1b[2J", "\t", "\r", "\n", '"']
ODD += ["'", ";", ",", "|", "=", "é", "Ã«", "\ufffd", "😀", "\u2028", "e\u0301" * 50, "@", "٣"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp437", "cp850"]
ENCODINGS += ["iso8859-15", "mac-roman", "cp037", "shift-jis"]
TEXT_FORMATS = [name for name in WRITERS if name not in ("Excel", "SPSS")]
SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


@dataclass(frozen=True)
class World:
    """A study, and good responses to it whose texts are made of the markers."""

    study: Study
    raw: pd.DataFrame

    @property
    def formats(self) -> list[str]:
        mapped = self.study.questionnaire.limesurvey
        return [name for name in WRITERS if mapped or "LimeSurvey" not in name]


@dataclass(frozen=True)
class Case:
    """A damaged export, and how it was damaged."""

    seed: int
    world: World
    file: Path
    how: str

    @property
    def rows(self) -> frozenset[int]:
        """How many rows it may be said to hold: more than one number where that depends on what
        separates cells, none where it cannot be known.
        """
        return _rows(self.file)


def world_of(study: Study, raw: pd.DataFrame) -> World:
    rng = Random(0)
    made = raw.copy()
    for column in text_columns(study.questionnaire):
        made[column] = [None if pd.isna(v) else sentence(rng) for v in raw[column]]
        made[column] = made[column].astype("str")
    return World(study, made)


def sentence(rng: Random) -> str:
    """A text such as a respondent writes, with everything in it that a file is made of."""
    glue = [" ", ", ", "; ", "\n", ' "', "' ", " | ", "\t", "\r\n", " = ", " - ", "\n\n"]
    words = rng.choices(MARKERS, k=rng.randint(1, 6))
    return words[0] + "".join(f"{rng.choice(glue)}{word}" for word in words[1:])


def make_case(seed: int, worlds: Sequence[World], folder: Path) -> Case:
    """The damaged export of this seed, in a folder of its own."""
    rng = Random(seed)
    world = rng.choices(worlds, weights=[4, *[1] * (len(worlds) - 1)])[0]
    folder.mkdir()
    layer = rng.choice(["cells", "cells", "text", "text", "text", "bytes", "workbook"])
    make = {"cells": _cells, "text": _text, "bytes": _bytes, "workbook": _workbook}[layer]
    file, how = make(rng, world, folder)
    return Case(seed, world, file, f"{layer}: {how}")


# Cells, before they are written in a format.


def _cells(rng: Random, world: World, folder: Path) -> tuple[Path, str]:
    frame, how = world.raw.copy().astype(object).where(world.raw.notna(), None), []
    for _ in range(rng.choice([1, 1, 2, 3])):
        change = rng.choice(CELL_CHANGES)
        frame = change(rng, frame)
        how.append(change.__name__)
    name = rng.choice(world.formats)
    form = world.study.questionnaire
    # What a format cannot hold (a heading in SPSS, a column that is gone) is tried as CSV.
    with suppress(Exception):
        return WRITERS[name](frame, form, folder), f"{how} as {name}"
    return plain_csv(frame, form, folder), f"{how} as CSV"


Frame = pd.DataFrame


def _place(rng: Random, frame: Frame) -> tuple[int, int]:
    return rng.randrange(max(len(frame), 1)), rng.randrange(frame.shape[1])


def set_cell(rng: Random, frame: Frame) -> Frame:
    values = [None, "", " ", "0", "1", "2", "-1", "1.0", "nan", "NULL", "#N/A", "yes", "true", "=1"]
    values += ["2023-05-01", "x" * 140_000, "9" * 400, "test", "R1", "none", "other", *MARKERS]
    values += [sentence(rng), rng.choice(ODD) * rng.randint(1, 9), "jan@school.example"]
    row, column = _place(rng, frame)
    if len(frame):
        frame.iloc[row, column] = rng.choice(values)
    return frame


def set_column(rng: Random, frame: Frame) -> Frame:
    _, column = _place(rng, frame)
    value = rng.choice([None, "1", "0", "fout", "R1", sentence(rng), rng.choice(ODD)])
    frame.isetitem(column, [value] * len(frame))
    return frame


def put_odd_character(rng: Random, frame: Frame) -> Frame:
    row, column = _place(rng, frame)
    value = str(frame.iloc[row, column] or "") if len(frame) else ""
    at = rng.randint(0, len(value))
    if len(frame):
        frame.iloc[row, column] = value[:at] + rng.choice(ODD) + value[at:]
    return frame


def swap_cells(rng: Random, frame: Frame) -> Frame:
    if len(frame):
        (a, b), (c, d) = _place(rng, frame), _place(rng, frame)
        frame.iloc[a, b], frame.iloc[c, d] = frame.iloc[c, d], frame.iloc[a, b]
    return frame


def move_text_into_code(rng: Random, frame: Frame) -> Frame:
    row, column = _place(rng, frame)
    if len(frame):
        frame.iloc[row, column] = sentence(rng)
    return frame


def repeat_rows(rng: Random, frame: Frame) -> Frame:
    rows = [rng.randrange(len(frame)) for _ in range(rng.choice([1, 2, 300]))] if len(frame) else []
    return pd.concat([frame, frame.iloc[rows]], ignore_index=True)


def drop_rows(rng: Random, frame: Frame) -> Frame:
    return frame.sample(frac=rng.choice([0, 0.5, 1]), random_state=rng.randrange(99)).reset_index(
        drop=True
    )


def blank_rows(rng: Random, frame: Frame) -> Frame:
    blank = pd.DataFrame([[None] * frame.shape[1]], columns=frame.columns, dtype=object)
    at = rng.randint(0, len(frame))
    return pd.concat(
        [frame[:at], *[blank] * rng.choice([1, 3, 200]), frame[at:]], ignore_index=True
    )


def drop_column(rng: Random, frame: Frame) -> Frame:
    _, column = _place(rng, frame)
    kept = [n for n in range(frame.shape[1]) if n != column]
    return frame.iloc[:, kept] if kept else frame


def rename_column(rng: Random, frame: Frame) -> Frame:
    _, column = _place(rng, frame)
    old = str(frame.columns[column])
    new = [sentence(rng), rng.choice(MARKERS), old.upper(), f" {old} ", old[:-1], "", "_id", "naam"]
    new += [
        f"mijn naam is {rng.choice(MARKERS)}",
        rng.choice(ODD),
        old + rng.choice(ODD),
        "x" * 999,
    ]
    columns = list(frame.columns)
    columns[column] = rng.choice(new)
    return frame.set_axis(columns, axis="columns")


def repeat_column(rng: Random, frame: Frame) -> Frame:
    _, column = _place(rng, frame)
    return pd.concat([frame, frame.iloc[:, [column]]], axis=1)


def shuffle_columns(rng: Random, frame: Frame) -> Frame:
    order = list(range(frame.shape[1]))
    rng.shuffle(order)
    return frame.iloc[:, order]


def add_columns(rng: Random, frame: Frame) -> Frame:
    names = rng.choice(
        [["ip", "naam"], ["leeftijd"], [f"x{n}" for n in range(300)], [f"{sentence(rng)} en"]]
    )
    new = pd.DataFrame({name: [rng.choice(MARKERS)] * len(frame) for name in names})
    return pd.concat([frame, new.astype(object)], axis=1)


def shift_answers(rng: Random, frame: Frame) -> Frame:
    """One row's cells a column to the right or to the left, as after a bad paste."""
    row, column = _place(rng, frame)
    if len(frame):
        cells = list(frame.iloc[row])
        frame.iloc[row] = [*cells[:column], *cells[column + 1 :], None]
    return frame


CELL_CHANGES: list[Callable[[Random, Frame], Frame]] = [
    set_cell,
    set_column,
    put_odd_character,
    swap_cells,
    move_text_into_code,
    repeat_rows,
    drop_rows,
    blank_rows,
    drop_column,
    rename_column,
    repeat_column,
    shuffle_columns,
    add_columns,
    shift_answers,
]


# The text of a file.


def _text(rng: Random, world: World, folder: Path) -> tuple[Path, str]:
    name = rng.choice([n for n in world.formats if n in TEXT_FORMATS])
    file = WRITERS[name](world.raw, world.study.questionnaire, folder)
    encoding = "utf-16" if "UTF-16" in name else "utf-8"
    text, how = file.read_bytes().decode(encoding), []
    for _ in range(rng.choice([1, 1, 2, 3])):
        change = rng.choice(TEXT_CHANGES)
        text = change(rng, text)
        how.append(change.__name__)
    if rng.random() < 0.15:
        encoding = rng.choice(ENCODINGS)
        how.append(encoding)
    file.write_bytes(text.encode(encoding, rng.choice(["replace", "ignore", "xmlcharrefreplace"])))
    return file, f"{how} in {name}"


def _somewhere(rng: Random, text: str, wanted: str) -> int:
    places = [found.start() for found in re.finditer(f"[{wanted}]", text)]
    return rng.choice(places) if places else rng.randint(0, len(text))


def drop_sign(rng: Random, text: str) -> str:
    at = _somewhere(rng, text, rng.choice(['"', "\\n", ",;\\t", '",;\\n\\r']))
    return text[:at] + text[at + 1 :]


def put_sign(rng: Random, text: str) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(['"', '""', "\n", "\r", "\r\n", ",", ";", "\t", "|"]) + text[at:]


def put_odd(rng: Random, text: str) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(ODD) * rng.choice([1, 1, 5, 2000]) + text[at:]


def cut_end(rng: Random, text: str) -> str:
    return text[: rng.randint(0, len(text))]


def cut_start(rng: Random, text: str) -> str:
    return text[rng.randint(0, min(len(text), 3000)) :]


def cut_out(rng: Random, text: str) -> str:
    start = rng.randint(0, len(text))
    return text[:start] + text[start + rng.choice([1, 5, 40, 400]) :]


def repeat_part(rng: Random, text: str) -> str:
    start = rng.randint(0, len(text))
    part = text[start : start + rng.choice([1, 5, 40, 4000])]
    return text[:start] + part * rng.choice([2, 2, 40]) + text[start + len(part) :]


def change_lines(rng: Random, text: str) -> str:
    lines = text.split("\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    kind = rng.choice(["drop", "repeat", "blank", "swap", "glue", "first", "break"])
    if kind == "drop":
        del lines[at]
    elif kind == "repeat":
        lines.insert(at, lines[other])
    elif kind == "blank":
        lines[at:at] = [""] * rng.choice([1, 2, 500])
    elif kind == "swap":
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == "glue":
        lines[at : at + 2] = ["".join(lines[at : at + 2])]
    elif kind == "first":
        lines[0:2] = ["".join(lines[0:2])]
    else:
        words = lines[at].split(" ")
        lines[at] = "\n".join([words[0], " ".join(words[1:])])
    return "\n".join(lines)


def replace_everywhere(rng: Random, text: str) -> str:
    old, new = rng.choice(
        [
            (",", ";"),
            (";", ","),
            (",", "\t"),
            ("\n", "\r\n"),
            ("\n", "\r"),
            ('"', ""),
            ('"', "'"),
            ("\n", " \n"),
            ("/", "."),
            ("/", ""),
            ("1", "waar"),
            ("\n", "\n\n"),
            (",", ",,"),
            (" ", "\u00a0"),
        ]
    )
    return text.replace(old, new)


def put_before(rng: Random, text: str) -> str:
    before = [
        "sep=;\n",
        "sep=,\n",
        "\ufeff",
        "\n\n\n",
        ",,,\n",
        "Export van 1 mei\n",
        "<html>\n",
        "{",
    ]
    return rng.choice(before) + text


def put_after(rng: Random, text: str) -> str:
    after = ["\n" * 3000, ",,,,\n" * 50, "Einde\n", '"', "\x1a", "\n" + sentence(rng), text]
    return text + rng.choice(after)


TEXT_CHANGES: list[Callable[[Random, str], str]] = [
    drop_sign,
    put_sign,
    put_odd,
    cut_end,
    cut_start,
    cut_out,
    repeat_part,
    change_lines,
    change_lines,
    replace_everywhere,
    put_before,
    put_after,
]


# The bytes of a file, and the parts of a workbook.


def _bytes(rng: Random, world: World, folder: Path) -> tuple[Path, str]:
    name = rng.choice([*world.formats, "SPSS", "SPSS", "Excel"])
    file = WRITERS[name](world.raw, world.study.questionnaire, folder)
    content = bytearray(file.read_bytes())
    how = rng.choice(["flip", "flip", "cut out", "cut off", "put in", "zeros", "swap", "repeat"])
    for _ in range(rng.choice([1, 1, 5, 50])):
        # The start of a file is where it says what it is.
        start = rng.randrange(max(1, len(content) if rng.random() < 0.7 else 400))
        length = rng.choice([1, 4, 8, 100, 3000])
        part = content[start : start + length]
        if how == "flip":
            content[start : start + 1] = bytes([rng.randrange(256)])
        elif how == "cut out":
            del content[start : start + length]
        elif how == "cut off":
            del content[rng.randrange(len(content) + 1) :]
        elif how == "put in":
            content[start:start] = rng.randbytes(length)
        elif how == "zeros":
            content[start : start + length] = bytes(len(part))
        elif how == "swap":
            other = rng.randrange(max(1, len(content)))
            content[start : start + length] = content[other : other + length]
        else:
            content[start:start] = part * 3
    file.write_bytes(bytes(content))
    return file, f"{how} in {name}"


def _workbook(rng: Random, world: World, folder: Path) -> tuple[Path, str]:
    file = WRITERS["Excel"](world.raw, world.study.questionnaire, folder)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    how = []
    for _ in range(rng.choice([1, 1, 2])):
        change = rng.choice(WORKBOOK_CHANGES)
        change(rng, parts)
        how.append(change.__name__)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode("utf-8", "replace"))
    return file, str(how)


def drop_part(rng: Random, parts: dict[str, str]) -> None:
    parts.pop(rng.choice(sorted(parts)), None)


def damage_part(rng: Random, parts: dict[str, str]) -> None:
    name = rng.choice([SHEET, SHEET, SHARED, *sorted(parts)])
    if name in parts:
        parts[name] = rng.choice(TEXT_CHANGES)(rng, parts[name])


def change_attribute(rng: Random, parts: dict[str, str]) -> None:
    """A reference, type or style of a cell or row becomes another, possible or not."""
    text = parts.get(SHEET, "")
    found = list(re.finditer(r'\b(r|t|s|ref|spans)="([^"]*)"', text))
    if found:
        one = rng.choice(found)
        values = ["A1", "XFD1", "A1048576", "XFD1048576", "AAAA1", "A0", "0", "-1", "1048577", "s"]
        values += ["n", "b", "e", "d", "str", "inlineStr", "", "999999999999", rng.choice(found)[2]]
        parts[SHEET] = text[: one.start(2)] + rng.choice(values) + text[one.end(2) :]


def change_value(rng: Random, parts: dict[str, str]) -> None:
    text = parts.get(SHEET, "")
    found = list(re.finditer(r"<v>([^<]*)</v>", text))
    if found:
        one = rng.choice(found)
        values = [
            "999999",
            "-1",
            "1e308",
            "1e999",
            "nan",
            "",
            MARKERS[0],
            "#REF!",
            "45000.5",
            "\u200b",
        ]
        parts[SHEET] = text[: one.start(1)] + rng.choice(values) + text[one.end(1) :]


def change_rows(rng: Random, parts: dict[str, str]) -> None:
    rows = re.findall(r"<row .*?</row>", parts.get(SHEET, ""), flags=re.DOTALL)
    if rows:
        text, row = parts[SHEET], rng.choice(rows)
        parts[SHEET] = text.replace(row, rng.choice(["", row * 2, row[:-6], row[5:]]), 1)


def put_entities(rng: Random, parts: dict[str, str]) -> None:
    name = rng.choice([SHEET, SHARED])
    text = parts.get(name, "")
    at = text.find(">", rng.randint(0, len(text))) + 1
    new = ["&#0;", "&#x1b;", "&amp;", "&onbekend;", "<!--", "<![CDATA[", "]]>", "<x>", "_x001B_"]
    parts[name] = text[:at] + rng.choice(new) + text[at:]


WORKBOOK_CHANGES: list[Callable[[Random, dict[str, str]], None]] = [
    drop_part,
    damage_part,
    damage_part,
    change_attribute,
    change_attribute,
    change_value,
    change_rows,
    put_entities,
]


# How many rows there are, counted by other means.


def _rows(file: Path) -> frozenset[int]:
    content = file.read_bytes()
    if file.suffix == ".sav":
        return frozenset({_sav_rows(file)})
    if file.suffix == ".xlsx":
        return frozenset(_xlsx_rows(content))
    text = _decoded(content).removesuffix("\x1a")  # Ctrl-Z, the end of a file in old programs
    return frozenset(text_rows(text, separator) for separator in ",;\t|")


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    if 3 * content.count(0) > len(content):  # without a mark; of the encodings above only this
        return content.decode("utf-16-le", "replace")
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    return content.decode("cp1252", "replace")


def text_rows(text: str, separator: str) -> int:
    """Records from the first with something in it, which is not counted, to the last."""
    text = re.sub(r"\A\ufeff?sep=(.)\r?\n", "", text, flags=re.IGNORECASE)
    filled, something, quoted, start, after = [], False, False, True, ""
    for sign, following in zip(text, [*text[1:], "\n"], strict=False):
        if after == "skip":
            after = ""
        elif quoted and sign != '"':
            something = True
        elif quoted and following == '"':
            something, after = True, "skip"
        elif quoted:
            quoted = False
        elif sign == '"' and start:
            quoted, start = True, False
        elif sign in "\r\n":
            filled.append(something)
            something, start = False, True
            after = "skip" if sign + following == "\r\n" else ""
        elif sign == separator:
            start = True
        else:
            something, start = True, False
    places = [n for n, full in enumerate([*filled, something]) if full]
    return places[-1] - places[0] if places else 0


def _xlsx_rows(content: bytes) -> set[int]:
    """Rows from the first with a value in it, which is not counted, to the last; by the sheet's
    own XML, if anything there can be read.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            text = archive.read(SHEET).decode("utf-8", "replace")
    except Exception:
        return set()
    cells = r'<c r="[A-Z]+(\d+)"[^>]*>(?:<f>[^<]*</f>)?<(?:v|is><t)>[^<]+<'
    numbers = [int(number) for number in re.findall(cells, text)]
    return {max(numbers) - min(numbers)} if numbers else {0}


def _sav_rows(file: Path) -> int:
    with suppress(Exception):
        columns, _ = pyreadstat.read_sav(file, output_format="dict")
        filled = [
            any(v not in (None, "") for v in row) for row in zip(*columns.values(), strict=True)
        ]
        return max((n for n, full in enumerate(filled, start=1) if full), default=0)
    return 0
