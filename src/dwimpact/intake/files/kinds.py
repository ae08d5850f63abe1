"""What a file is, by its content, and what is packed in it."""

from __future__ import annotations

import codecs
import gzip
import os
import re
import shutil
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dwimpact.errors import StudyError
from dwimpact.rules import found
from dwimpact.study.files.delimited import UTF_16_STARTS
from dwimpact.study.files.opening import MB, MOST_BYTES, open_file
from dwimpact.study.folder import (
    EXTENSIONS,
    GZIPPED,
    OPEN_DOCUMENT,
    PARQUET_FILE,
    SPSS,
    TEXT_FILE,
    WORKBOOK,
    ZIPPED,
    known_extension,
)

PARQUET = ".parquet"
LARGE = 100 * MB  # bytes of a text that is read on disk rather than in memory
LARGE_PACKED = 20 * MB
TOO_LARGE_FOR_MEMORY = ("too_many_rows", "too_many_cells", "too_much_inside")
HEAD = 1 << 16  # bytes by which a file is known
SIGNATURES = {
    b"PK\x03\x04": ZIPPED,
    b"\xd0\xcf\x11\xe0": WORKBOOK,
    b"$FL2": SPSS,
    b"$FL3": SPSS,
    b"PAR1": PARQUET_FILE,
    b"%PDF": "a PDF",
    b"\x1f\x8b": GZIPPED,
    b"{": "JSON",
    b"[": "JSON",
    b"<": "a web page or XML",
}
# A zip names its files at the start of each, and again at its end.
ZIPS = {b"xl/": WORKBOOK, b"application/vnd.oasis.opendocument.spreadsheet": OPEN_DOCUMENT}
ONE_IN = 1000  # a NUL in so many bytes is a slip in a text, more are another kind of file
# An accent or an apostrophe in a word, a word of one letter, a quotation mark at a word.
LIKELY = re.compile(
    r"[a-z][à-öø-ÿ]|[à-öø-ÿ][a-z]|[a-z]’[a-z]|(?<!\w)[à-öø-ÿ](?!\w)|“[A-Za-z]|[a-z.,]”"
)
UNWRITTEN = ("Cc", "Cn", "Co", "Cs")  # categories of Unicode
FILES_NAMED = 3
ENCRYPTED = 0x1  # of the flags of a file in a zip
CANNOT_UNPACK = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error),
    *(NotImplementedError, RuntimeError),
)


def kind_of(path: Path, most: int = MOST_BYTES) -> str:
    """What the content is. Raises StudyError when that is no table, or not the extension's."""
    kind, says = _content(path, most), EXTENSIONS.get(known_extension(path))
    kind = TEXT_FILE if kind == "JSON" and says == TEXT_FILE else kind  # a heading in brackets
    if says and kind != says:
        expected = f"{says}, as '{known_extension(path)}' says"
        raise StudyError(path, found("wrong_kind", found=kind, expected=expected))
    if kind not in EXTENSIONS.values():
        raise StudyError(path, found("unknown_kind", found=kind))
    return kind


def is_too_large(error: StudyError) -> bool:
    """Whether a file could not be read because it holds more than goes into memory."""
    return bool({problem.rule for problem in error.problems} & {*TOO_LARGE_FOR_MEMORY})


def is_large(path: Path) -> bool:
    """Whether responses are read on disk, by name and size: Parquet and a folder always are."""
    if path.is_dir():
        return True
    extension = known_extension(path)
    if path.suffix.lower() == PARQUET or not path.is_file():
        return path.suffix.lower() == PARQUET
    least = LARGE_PACKED if extension == ".csv.gz" else LARGE
    return EXTENSIONS.get(extension, TEXT_FILE) in (TEXT_FILE, GZIPPED) and (
        path.stat().st_size >= least
    )


def _content(path: Path, most: int) -> str:
    """What a file is by its first and last bytes. Raises StudyError where it has none."""
    with open_file(path, most) as stream:
        head = stream.read(HEAD)
        stream.seek(-min(HEAD, len(head)), os.SEEK_END)
        tail = stream.read()
    start = head.lstrip()
    if not start and len(head) < HEAD:
        raise StudyError(path, found("empty_file"))
    kind = next((k for magic, k in SIGNATURES.items() if start.startswith(magic)), TEXT_FILE)
    if kind == ZIPPED:
        kind = next((k for sign, k in ZIPS.items() if sign in head + tail), ZIPPED)
    if kind == TEXT_FILE and ONE_IN * head.count(b"\0") > len(head) and not utf_16(head):
        return "binary"
    return kind


def utf_16(head: bytes) -> str:
    """The encoding of a text in UTF-16, also without a mark: what has lines in it, and letters of
    any script, but hardly a character that nobody writes.
    """
    if head.startswith(UTF_16_STARTS):
        return "utf-16"
    return next((e for e in ("utf-16-le", "utf-16-be") if _is_text(head, e)), "")


def _is_text(head: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(head)
    odd = [c for c in text if unicodedata.category(c) in UNWRITTEN and c not in "\t\r\n"]
    return "\n" in text and ONE_IN * (len(odd) + text.count("\ufffd")) <= len(text)


def is_utf_8(path: Path, most: int = MOST_BYTES) -> bool:
    """Whether all of a text is in UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_file(path, most) as stream:
        try:
            for chunk in iter(lambda: stream.read(MB), b""):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def looks_mac(path: Path, most: int = MOST_BYTES) -> bool:
    """Whether a text that is not in UTF-8 makes more words with accents in Mac Roman than in
    Windows-1252.
    """
    scores = dict.fromkeys(("mac_roman", "cp1252"), 0)
    with open_file(path, most) as stream:
        for chunk in iter(lambda: stream.read(MB), b""):
            for encoding in scores:
                text = chunk.decode(encoding, errors="replace")
                scores[encoding] += len(LIKELY.findall(text))
    return scores["mac_roman"] > scores["cp1252"]


@contextmanager
def unpacked(path: Path, kind: str, most: int = 0) -> Iterator[Path]:
    """The file with responses in a zip file or compressed file, unpacked in a temporary folder.
    Raises StudyError when there is not one, or what is packed is larger than `most` bytes.
    """
    most = most or MOST_BYTES
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "inside.csv"
        try:
            with open_file(path, most) as file, to.open("wb") as stream:
                _unpack(file, stream, path, kind, most)
        except CANNOT_UNPACK:
            raise StudyError(path, found("damaged", found="it cannot be unpacked")) from None
        if (inside := _content(to, most)) not in (TEXT_FILE, "JSON"):
            raise StudyError(path, found("nothing_inside", found=inside))
        yield to


def _unpack(file: BinaryIO, to: BinaryIO, path: Path, kind: str, most: int) -> None:
    if kind == GZIPPED:
        with gzip.open(file) as packed:
            shutil.copyfileobj(_Limited(packed, path, most), to)
        return
    with zipfile.ZipFile(file) as archive, archive.open(_table_in(archive, path)) as packed:
        shutil.copyfileobj(_Limited(packed, path, most), to)


class _Limited:
    """A stream that refuses to give more than a file may hold."""

    def __init__(self, stream: object, path: Path, most: int) -> None:
        self._stream, self._path, self._most, self._given = stream, path, most, 0

    def read(self, size: int = -1) -> bytes:
        content: bytes = self._stream.read(size)  # type: ignore[attr-defined]
        self._given += len(content)
        if self._given > self._most:
            raise StudyError(self._path, found("too_much_inside", limit=self._most // MB))
        return content


def _table_in(archive: zipfile.ZipFile, path: Path) -> str:
    """The name of the file with responses: the only CSV at the top, or the one after which the
    others are named, as ODK does for repeated questions.
    """
    names = [name for name in archive.namelist() if not name.endswith("/")]
    tables = [n for n in names if n.lower().endswith(".csv") and not n.startswith("__MACOSX/")]
    tables = sorted([n for n in tables if "/" not in n] or tables, key=len)
    if any(archive.getinfo(name).flag_bits & ENCRYPTED for name in tables):
        raise StudyError(path, found("locked"))
    if tables and all(name.startswith(f"{tables[0][:-4]}-") for name in tables[1:]):
        return tables[0]
    raise StudyError(path, found("nothing_inside", found=_named(tables or names)))


def _named(names: Sequence[str]) -> str:
    if not names:
        return "nothing at all"
    return ", ".join(names[:FILES_NAMED]) + (" and more" if len(names) > FILES_NAMED else "")
