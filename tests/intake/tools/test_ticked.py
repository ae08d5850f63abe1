"""Any set of options, in any order and with anything between them, comes back as its codes."""

from __future__ import annotations

import json
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.intake.tools.ticked import folded_text, ticked_codes, without_rest

LABELS = {
    "Contact": "contact",
    "Contact met scholen": "schools",
    "Contact met scholen, ook in de regio": "region",
    "Rust & ruimte": "rest",
    "Meer (en beter) lezen": "reading",
}
SEPARATORS = (" ", ", ", ",", ";", "; ", "|", "\n", "\r\n", "\t", " , ", ",,", '","')
WORDS = st.text(alphabet="abdxé’'-/().&1😀ßİ", min_size=1, max_size=6)


def read(cell: str, labels: dict[str, str] = LABELS) -> str:
    return ticked_codes(pd.Series([cell], dtype="str"), labels, [*labels.values()])[0]


@given(
    words=st.lists(WORDS, min_size=2, max_size=6, unique_by=folded_text),
    inside=st.sampled_from([" ", ", ", "; "]),
    data=st.data(),
)
def test_any_labels_come_back(words: list[str], inside: str, data: st.DataObject) -> None:
    """Labels of which each is the beginning of the next, with separators inside."""
    labels = {inside.join(words[: n + 1]): f"o{n}" for n in range(len(words))}
    ticked = data.draw(st.lists(st.sampled_from([*labels]), min_size=1, unique=True))
    cell = data.draw(st.sampled_from(SEPARATORS)).join(ticked)
    assert read(cell, labels) == " ".join(labels[label] for label in ticked)


@given(ticked=st.permutations([*LABELS]), times=st.integers(1, 5))
def test_lists_in_json_come_back(ticked: list[str], times: int) -> None:
    some = ticked[:times]
    assert read(json.dumps(some)) == " ".join(LABELS[label] for label in some)


@given(ticked=st.lists(st.sampled_from([*LABELS.values()]), min_size=1, unique=True))
def test_codes_come_back(ticked: list[str]) -> None:
    assert read(" ".join(ticked)) == read(f" {'  '.join(ticked)}\n") == " ".join(ticked)


@pytest.mark.parametrize(
    "cell",
    [
        "CONTACT MET SCHOLEN",
        "  contact\tmet   scholen ",
        "Contact\xa0met\u2003scholen",
        unicodedata.normalize("NFD", "Contact met scholen"),
        "Contact met scholen,",
    ],
)
def test_case_and_white_space_do_not_matter(cell: str) -> None:
    assert read(cell) == "schools"


def test_html_is_what_it_shows() -> None:
    assert read("Rust &amp; ruimte") == "rest"
    assert read("Rust & ruimte", {"Rust &amp; ruimte": "rest"}) == "rest"


@pytest.mark.parametrize(
    "cell",
    [
        "Contact, een eigen woord",
        "een eigen woord, Contact",
        "Contacten",
        "Contact.",
        "Contact/Contact met scholen",
        "contact schools other",
        "-",
        "N/A",
        "2",
        "",
    ],
)
def test_what_is_not_known_whole_is_left_as_it_is(cell: str) -> None:
    assert read(cell) == cell


def test_blank_stays_blank_and_the_index_what_it_was() -> None:
    cells = pd.Series([None, "Contact", None], index=[4, 7, 9], dtype="str")
    got = ticked_codes(cells, LABELS, [*LABELS.values()])
    assert got.isna().tolist() == [True, False, True]
    assert (got.index.tolist(), str(got.dtype)) == ([4, 7, 9], "str")
    assert ticked_codes(cells[:1], LABELS, []).isna().all()


def test_a_code_is_a_code_where_another_option_is_called_so() -> None:
    assert read("a b", {"b": "a", "c": "b"}) == "a b"


@given(st.text(max_size=20))
def test_folding_is_done_once(text: str) -> None:
    assert folded_text(text).casefold() == folded_text(text)
    assert folded_text(f"\n {text}\t ") == folded_text(text)


@pytest.mark.parametrize("label", ['"Zachte" vaardigheden', "[nieuw] contact", "| streep"])
def test_a_label_may_begin_with_what_stands_between_answers(label: str) -> None:
    assert read(label, {label: "a"}) == "a"
    assert read(f"Iets; {label}", {label: "a", "Iets": "b"}) == "b a"


def test_a_shorter_label_is_tried_where_the_longest_leads_nowhere() -> None:
    assert read("a, b, c", {"a, b": "both", "a": "first", "b, c": "last"}) == "first last"


@pytest.mark.parametrize("cell", ["rest, reading", "rest;reading", '["rest","reading"]'])
def test_codes_may_have_anything_between_them_too(cell: str) -> None:
    assert read(cell) == "rest reading"


@pytest.mark.parametrize("cell", ["rest, Contact", "Contact reading"])
def test_codes_and_labels_may_stand_in_one_cell(cell: str) -> None:
    assert read(cell) in ("rest contact", "contact reading")


@given(
    ticked=st.lists(st.sampled_from([*LABELS]), max_size=4, unique=True),
    rest=st.sampled_from(["", "de tuin", "thuis, en op straat", "contact met de buren"]),
    separator=st.sampled_from([", ", ",", ";"]),
)
def test_what_stands_beside_the_labels_is_the_text_of_other(
    ticked: list[str], rest: str, separator: str
) -> None:
    """As Google Forms writes it: what was typed at 'other' stands behind the options."""
    cell = separator.join([*ticked, *([rest] if rest else [])])

    answers, texts = without_rest(
        pd.Series([cell or None], dtype="str"), LABELS, separator, "other"
    )

    options = [*LABELS.values(), "other"]
    codes = ticked_codes(answers, LABELS, options)[0] if cell else ""
    assert codes == " ".join([*(LABELS[t] for t in ticked), *(["other"] if rest else [])])
    found = texts[0] if rest else ""
    assert "".join(found.split()) == "".join(rest.split())
    assert rest or texts.isna().all()


def test_a_cell_of_thousands_of_parts_is_read() -> None:
    cell = ",".join(["Contact", *["x"] * 60_000])

    answers, texts = without_rest(pd.Series([cell], dtype="str"), LABELS, ",", "other")

    assert (answers[0], len(texts[0])) == ("Contact,other", 2 * 60_000 - 1)
