"""What is searched for in texts, and what is found."""

from __future__ import annotations

import pandas as pd
import pytest

from dwimpact.analysis.themes.keywords import keyword_in_context


def found(search: str, *texts: str, width: int = 60) -> list[tuple[str, str, str]]:
    table = keyword_in_context(pd.DataFrame({"text": texts}), search, width)
    assert list(table.columns) == ["before", "keyword", "after"]
    return list(table.itertuples(index=False, name=None))


def test_each_place_of_a_word_has_its_context() -> None:
    got = found("bedrijf", "Een bedrijf vraagt, twee bedrijven\nvragen meer.", "Niets hier.")

    assert got == [
        ("Een ", "bedrijf", " vraagt, twee bedrijven vragen meer."),
        ("Een bedrijf vraagt, twee ", "bedrijven", " vragen meer."),
    ]


def test_context_is_cut_between_words() -> None:
    text = "een twee drie vier school vijf zes zeven acht"

    assert found("school", text, width=6) == [("… drie vier ", "school", " vijf zes …")]
    assert found("school", "de school is er", width=60) == [("de ", "school", " is er")]


def test_a_text_has_all_words_that_are_searched_for() -> None:
    texts = ("Studenten leren.", "Docenten leren van studenten.", "Docenten.")

    got = [keyword for _, keyword, _ in found("student docent", *texts)]

    assert got == ["Docenten", "studenten"]


@pytest.mark.parametrize("search", ["afwezig", "", " ", "!?", "(", "[a-z]+", "ing"])
def test_what_is_not_a_word_there_is_not_found(search: str) -> None:
    assert found(search, "Samenwerking (met) scholen!? [x]") == []
