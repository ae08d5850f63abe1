from __future__ import annotations

from dwimpact.deposit.metadata.columns import MEANINGS, REGISTER, meanings_of
from dwimpact.deposit.register import CLAIM_COLUMNS, WORD_COLUMNS
from dwimpact.study.questionnaire.terms import Noun, Terms
from dwimpact.tables.format import HEADINGS


def test_every_column_of_the_register_has_a_meaning() -> None:
    assert set(REGISTER) == {*CLAIM_COLUMNS, *WORD_COLUMNS}


def test_every_number_of_a_figure_table_has_a_meaning() -> None:
    told = meanings_of(HEADINGS.values(), Terms())
    assert set(MEANINGS) <= set(HEADINGS)
    for name in ("n", "count", "share", "low", "high", "smallest", "largest", "difference", "p"):
        assert told[HEADINGS[name]] == MEANINGS[name]


def test_columns_have_the_words_of_the_study_and_no_others_are_told() -> None:
    terms = Terms(outcome=Noun(singular="effect", plural="effecten"))
    told = meanings_of(["Effect", "Onderwerp", "Aantal in de reconstructie", "mbo"], terms)
    assert list(told) == ["Effect", "Onderwerp", "Aantal in de reconstructie"]
