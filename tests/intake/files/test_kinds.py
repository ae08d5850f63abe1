"""A file is what its content says; what may be packed in it is tried in test_packed.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from exported_files import texts, told
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.intake.files.export import read_export
from dwimpact.intake.files.kinds import kind_of, utf_16

TABLE = "respondent,sector,text\nR1,mbo,één café\nR2,hbo,naïef\n"
ANSWERS = ["één café", "naïef"]
WRITE = Callable[[str, bytes | str], Path]


@pytest.fixture
def write(tmp_path: Path) -> WRITE:
    def file(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return file


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"a,b\n1,2\n", "text"),
        (b"\n\n  a,b\n", "text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an Excel workbook"),
        (b"$FL2@(#)", "an SPSS file"),
        (b"$FL3@(#)", "an SPSS file"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"PK\x03\x04 a.csv", "a zip file"),
        (b"PK\x03\x04 xl/workbook.xml", "an Excel workbook"),
        (
            b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "an OpenDocument spreadsheet",
        ),
        ("ę\0".encode("utf-16-le") * 3, None),
        ("a,b\n1,2".encode("utf-16-le"), "text"),
        ("a,b\n1,2".encode("utf-16-be"), "text"),
    ],
)
def test_kind_by_the_first_bytes(start: bytes, kind: str | None, write: WRITE) -> None:
    if kind:
        assert kind_of(write("file", start)) == kind
    else:
        assert told(write("file", start)).startswith("the file is not a table (binary); ")


@pytest.mark.parametrize(
    ("name", "start", "found", "says"),
    [
        ("a.xlsx", b"a,b\n1,2\n", "text", "an Excel workbook, as '.xlsx' says"),
        ("a.xls", b"<table>", "a web page or XML", "an Excel workbook, as '.xls' says"),
        ("a.csv", b"PK\x03\x04 xl/", "an Excel workbook", "text, as '.csv' says"),
        ("a.CSV", b"\x1f\x8b", "a compressed file", "text, as '.csv' says"),
        ("a.csv.gz", b"a,b\n", "text", "a compressed file, as '.csv.gz' says"),
        ("a.sav", b"{}", "JSON", "an SPSS file, as '.sav' says"),
        ("a.ods", b"%PDF-1.7", "a PDF", "an OpenDocument spreadsheet, as '.ods' says"),
        ("a.csv", b"a\0b\0c\0\0", "binary", "text, as '.csv' says"),
    ],
)
def test_another_kind_than_the_extension(
    name: str, start: bytes, found: str, says: str, write: WRITE
) -> None:
    assert told(write(name, start)) == (
        f"the file is {found}, not what its extension says; expected {says}. "
        "Give it the extension that belongs to it, or export it again."
    )


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n "])
def test_an_empty_file(content: bytes, write: WRITE) -> None:
    assert told(write("a.csv", content)) == (
        "the file is empty; expected a heading and a row per respondent. "
        "Export it again from the form tool."
    )


LETTERS = st.characters(exclude_categories=("Cc", "Cn", "Co", "Cs"))  # what people write


@given(text=st.text(LETTERS, max_size=200), order=st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf_16_is_known_without_a_mark(text: str, order: str) -> None:
    """However a text goes on, its headings are mostly letters of ASCII."""
    heading = "respondent,workplace,sector,impact/school\n" * 12
    assert utf_16((heading + text).encode(order)) == order
    assert utf_16((heading + text).encode("utf-16")) == "utf-16"
    assert not utf_16((heading + text).encode("utf-8"))


@pytest.mark.parametrize(
    ("encoding", "rules"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", []),
        ("utf-16-le", []),
        ("utf-16-be", []),
        ("cp1252", ["windows_1252"]),
        ("mac_roman", ["mac_roman"]),
    ],
)
def test_every_encoding_gives_the_same_letters(
    encoding: str, rules: list[str], write: WRITE
) -> None:
    for name, content in (("a.csv", TABLE.encode(encoding)), ("b", TABLE.encode(encoding))):
        export = read_export(write(name, content))
        assert texts(export) == ANSWERS
        assert [problem.rule for problem in export.problems] == rules


def test_one_nul_in_a_text_is_a_slip(write: WRITE) -> None:
    export = read_export(write("a.csv", TABLE.replace("é", "\0", 1) + "R3,wo,x\n" * 200))
    assert texts(export)[0] == "\0én café"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Wij maken foto’s en video’s; één keer"),  # as telephones and Word write it
        ("cp1252", "“mooi” werk, zo’n kans"),
        ("mac_roman", "Wij maken foto’s en video’s"),
        ("mac_roman", "à la carte"),
    ],
)
def test_quotation_marks_tell_of_the_encoding_too(encoding: str, text: str, write: WRITE) -> None:
    file = write("a.csv", f'respondent,sector,text\nR1,mbo,"{text}"\n'.encode(encoding))
    assert texts(read_export(file)) == [text]


@pytest.mark.parametrize("text", ["العربية العربية العربية", "😀😀😀 en 一"])
def test_utf_16_without_a_mark_in_another_script(text: str, write: WRITE) -> None:
    """Of most letters no half is a NUL; of some, as this smile, it is the other half."""
    content = TABLE + f"R3,wo,{text}\n" * 40
    assert texts(read_export(write("a.csv", content.encode("utf-16-le"))))[:2] == ANSWERS


def test_a_heading_may_begin_with_a_bracket(write: WRITE) -> None:
    assert read_export(write("a.csv", "[1] School,sector\nx,mbo\n")).headings[0] == "[1] School"
