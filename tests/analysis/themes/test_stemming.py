import pytest

from dwimpact.analysis.themes.stemming import stem, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("student", "studenten"),
        ("samenwerken", "samenwerking"),
        ("bedrijf", "bedrijven"),
        ("coördinatie", "Coordinatie"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


def test_other_words_have_another_stem():
    assert len({stem(word) for word in ("student", "docent", "bedrijf", "bedrijfsleven")}) == 4


def test_stems_of_a_text_are_those_of_its_words():
    assert stems("De studenten, en: hun 2 klussen!") == {
        stem(word) for word in ("de", "student", "en", "hun", "2", "klus")
    }
    assert stems("–") == set()
