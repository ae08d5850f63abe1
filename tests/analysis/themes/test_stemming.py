import pytest

from dwimpact.analysis.themes.stemming import stem, stems


@pytest.mark.parametrize(
    "forms",
    [
        "student studenten Student STUDENTEN",
        "samenwerken samenwerking samenwerkt samengewerkt",
        "bedrijf bedrijven",
        "school scholen",
        "leren geleerd",
        "digitaal digitale",
        "coördinatie Coordinatie",
        "café cafe CAFÉ",
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


def test_other_words_have_other_stems() -> None:
    words = ("student", "studie", "bedrijf", "bedrijfsleven", "samen", "werken", "regio", "docent")

    assert len({stem(word) for word in words}) == len(words)


def test_stems_of_a_text_are_those_of_its_words():
    assert stems("De studenten, en: hun 2 klussen!") == {
        stem(word) for word in ("de", "student", "en", "hun", "2", "klus")
    }
    assert stems("–") == set()
