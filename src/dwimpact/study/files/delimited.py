"""Text files with separators, record by record: never a whole file in memory."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

from dwimpact.study.files.opening import MB, MOST_BYTES, open_file

SEPARATORS = (",", ";", "\t", "|")
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
UTF_8, UTF_16, WINDOWS = "utf-8-sig", "utf-16", "cp1252"
UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff")
CHUNK = MB
LONGEST_LINE = 16 * MB
FIRST_RECORDS = 1000  # among these there is one with something in it


class Undecodable(Exception):
    """Bytes that are no text in an encoding. `line` counts from 1; `cut` is at a file's end."""

    def __init__(self, line: int, *, cut: bool) -> None:
        super().__init__(line)
        self.line, self.cut = line, cut


class NoTable(Exception):
    """A text that is no table, with the line where that shows; quotes nothing of it."""


@dataclass(frozen=True)
class Delimited:
    """A text file whose encoding and separator are known, of at most `most` bytes; `skipped`
    letters come before it.
    """

    path: Path
    encoding: str
    separator: str
    skipped: int = 0
    most: int = MOST_BYTES

    def records(self) -> Iterator[list[str]]:
        """The cells of each record. Raises NoTable."""
        with TextIOWrapper(open_file(self.path, self.most), self.encoding, newline="") as text:
            text.read(self.skipped)
            # Strict, so that a quotation mark that is never closed is told and swallows no rows.
            csv.field_size_limit(LONGEST_LINE)
            reader = csv.reader(text, delimiter=self.separator, strict=True)
            line = 1
            try:
                for record in reader:
                    yield record
                    line = reader.line_num + 1
            except csv.Error as error:
                raise NoTable(f"{error}, in the row that starts at line {line}") from None


def delimited(path: Path, encodings: Sequence[str] = (UTF_8,), most: int = MOST_BYTES) -> Delimited:
    """The file in the first of these encodings that it can be in, or in UTF-16 if it says so.
    Raises Undecodable about the first encoding, or about the last when there is no first error
    at the file's end; NoTable; CannotOpen, FileNotFoundError.
    """
    with open_file(path, most) as stream:
        start = stream.read(64)
    encodings = [UTF_16] if start.startswith(UTF_16_STARTS) else encodings
    encoding = _encoding(path, encodings, most)
    with TextIOWrapper(open_file(path, most), encoding, newline="") as text:
        told = SEPARATOR_LINE.match(text.read(16))
    if told:
        return Delimited(path, encoding, told[1], told.end(), most)
    # The one that gives the most headings: counting separators in texts would mislead.
    guesses = [Delimited(path, encoding, separator, most=most) for separator in SEPARATORS]
    return max(guesses, key=lambda guess: len(_first_record(guess)))


def _first_record(file: Delimited) -> list[str]:
    try:
        return next((r for r in islice(file.records(), FIRST_RECORDS) if any(r)), [])
    except NoTable:
        return []


def _encoding(path: Path, encodings: Sequence[str], most: int) -> str:
    for encoding in encodings:
        try:
            _decode(path, encoding, most)
        except Undecodable as error:
            if error.cut or encoding == encodings[-1]:
                raise
        else:
            return encoding
    raise AssertionError("no encodings given")


def _decode(path: Path, encoding: str, most: int) -> None:
    """Decode it all, keeping nothing. Raises Undecodable, and NoTable for an endless line: it
    would be read in one piece.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    line, length = 1, 0
    with open_file(path, most) as stream:
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].count(b"\n")
                raise Undecodable(line + before, cut=False) from None
            line += text.count("\n")
            rest = max(text.rfind("\n"), text.rfind("\r"))
            length = length + len(text) if rest < 0 else len(text) - rest
            if length > LONGEST_LINE:
                raise NoTable(f"line {line} is longer than {LONGEST_LINE // MB} million letters")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Undecodable(line, cut=True) from None
