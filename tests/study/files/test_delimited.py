from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dwimpact.study.files.delimited import (
    UTF_8,
    WINDOWS,
    Delimited,
    NoTable,
    Undecodable,
    delimited,
)

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=8)
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(folder: Path, content: str | bytes) -> Path:
    file = folder / "a.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@same_folder
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read_back(tmp_path, rows, separator, encoding) -> None:
    buffer = io.StringIO()
    rows = [["een", "twee", "drie"], *rows]
    csv.writer(buffer, delimiter=separator, lineterminator="\n").writerows(rows)
    file = delimited(write(tmp_path, buffer.getvalue().encode(encoding)))
    assert file.separator == separator
    assert list(file.records()) == rows


def test_line_that_tells_the_separator(tmp_path: Path) -> None:
    file = delimited(write(tmp_path, "\ufeffsep=|\r\na,b|c\r\n"))
    assert file == Delimited(tmp_path / "a.csv", UTF_8, "|", 7)
    assert list(file.records()) == [["a,b", "c"]]


@pytest.mark.parametrize(
    ("content", "encodings", "line", "cut"),
    [
        (b"a,b\n1,\xe9\n", (UTF_8,), 2, False),
        (b"a,b\n1,2\n3,\xc3", (UTF_8,), 3, True),
        (b"a,b\n1,\xe9\n1,\x81\n", (UTF_8, WINDOWS), 3, False),
        ("\ufeffa,b\n1".encode("utf-16-le") + b"x", (UTF_8, WINDOWS), 2, True),
    ],
)
def test_line_that_cannot_be_decoded(tmp_path, content, encodings, line, cut) -> None:
    with pytest.raises(Undecodable) as error:
        delimited(write(tmp_path, content), encodings)
    assert (error.value.line, error.value.cut) == (line, cut)


def test_windows_1252_where_it_is_allowed(tmp_path: Path) -> None:
    file = delimited(write(tmp_path, b"a,b\n1,\xe9\n"), (UTF_8, WINDOWS))
    assert (file.encoding, list(file.records())) == (WINDOWS, [["a", "b"], ["1", "\u00e9"]])


@pytest.mark.parametrize(
    ("content", "exp"),
    [
        ('a,b\n1,"2\n3,4\n', "unexpected end of data, in the row that starts at line 2"),
        ('a,b\n"1\n2"3,4\n', "',' expected after '\"', in the row that starts at line 2"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: str, exp: str) -> None:
    file = delimited(write(tmp_path, content))
    with pytest.raises(NoTable) as error:
        list(file.records())
    assert str(error.value) == exp


def test_line_without_an_end(tmp_path: Path) -> None:
    with pytest.raises(NoTable, match="line 2 is longer than 16 million letters"):
        delimited(write(tmp_path, "a,b\n" + "," * (17 << 20)))
