from __future__ import annotations

import sys
import time
import unicodedata

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dwimpact.pages.workbook import as_text, neutralised, read_table, write_sheets

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
# White space and what cannot be seen: a byte order mark, widthless and no-break spaces, controls.
BLANK = " \t\r\n\v\f\0\x1f\x85\xa0\xad\u2003\u200b\u200d\u2028\u202e\u2060\u2069\u3000\ufeff"
BLANK += "\x80\u061c\u206a\u2800\u3164\ufe0f"


def cell(text: str) -> str:
    return neutralised(pd.DataFrame({"a": [text]}))["a"][0]


def test_whatever_unicode_calls_white_space_control_or_format_is_passed_over() -> None:
    unseen = [
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")
    ]
    assert len(unseen) > 200
    alive = [f"U+{ord(c):04X}" for c in unseen if cell(f"{c}=1+1")[0] != "'"]
    assert alive == []


@given(st.text(BLANK, max_size=4), st.sampled_from(SIGNS), st.text(max_size=5))
@example("", "=", "1+1")
def test_text_that_begins_a_formula(blank: str, sign: str, rest: str) -> None:
    got = cell(blank + sign + rest)
    assert got.startswith("'")
    assert neutralised(pd.DataFrame({blank + sign + rest: [1]})).columns[0] == got


@given(st.text(BLANK, max_size=3), st.sampled_from(SIGNS), st.sampled_from(";|\t\r\n"))
def test_text_with_a_formula_after_a_separator(blank: str, sign: str, separator: str) -> None:
    assert cell(f"tekst{separator}{blank}{sign}1").endswith(f"'{sign}1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3 = 4",
        "ja, -5 graden",
        "e-mail; telefoon",
        "punten:\n- een\n- twee",
        "a@b",
        "een regel\n\nnog een",
        "\u2013 een streepje",
        "'=1",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@given(st.text(st.sampled_from(BLANK + SIGNS + ";|'ab"), max_size=12))
def test_a_second_time_changes_nothing(text: str) -> None:
    once = cell(text)
    assert cell(once) == once
    assert once.replace("'", "") == text.replace("'", "")


def test_numbers_and_blanks_stay() -> None:
    table = pd.DataFrame({"n": [-1.5, None], "t": ["-1", None]})
    got = neutralised(table)
    assert got["n"].equals(table["n"])
    assert got["t"].fillna("blank").tolist() == ["'-1", "blank"]


@pytest.mark.parametrize("text", ["\n" * 10**6, "; " * 10**6, "=;" * 10**6])
def test_time_is_linear(text: str) -> None:
    start = time.process_time()
    cell(text)
    assert time.process_time() - start < 10


def test_a_text_in_a_cell_is_the_one_in_a_file() -> None:
    assert [as_text(text) for text in ("=a", "\u00a0=1", "b")] == ["'=a", "'\u00a0=1", "b"]


def test_sheets_have_no_formula(tmp_path) -> None:
    file = tmp_path / "a.xlsx"
    write_sheets({"x": pd.DataFrame({"=a": ["\u00a0=1", "＝1", "b"]})}, file)
    assert CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python() == [
        ["=a"],
        ["\u00a0=1"],
        ["＝1"],
        ["b"],
    ]
    assert b"<f>" not in file.read_bytes()


def test_a_table_is_read_as_it_was_written(tmp_path) -> None:
    table = pd.DataFrame({"a": ["NA", None], "n": [1, 2]})
    table.to_csv(tmp_path / "a.csv", index=False)

    pd.testing.assert_frame_equal(read_table(tmp_path / "a.csv"), table.astype({"a": "str"}))
