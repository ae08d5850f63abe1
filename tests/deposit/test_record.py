from __future__ import annotations

from collections.abc import Callable

import pytest

from dwimpact.deposit.record import Record, slug_of

RecordOf = Callable[..., Record]


def test_names_follow_from_title_and_version(record_of: RecordOf) -> None:
    record = record_of()
    assert (record.name, record.restricted_name) == ("de-proef_v2", "de-proef_v2_afgeschermd")
    assert record.id_of("figuur_2_1") == "de-proef/figuur_2_1/v2"
    assert (record.title, record.title_en, record.notice) == ("De proef", "A trial", "")


@pytest.mark.long
@pytest.mark.parametrize(
    ("flag", "word", "english"),
    [("reconstructed", "reconstructie", "reconstruction"), ("drawn", "proef", "trial")],
)
def test_what_nobody_answered_is_called_so_everywhere(
    record_of: RecordOf, flag: str, word: str, english: str
) -> None:
    record = record_of(**{flag: True})
    assert record.name == f"{word}_de-proef_v2"
    assert record.id_of("tabel_1_1") == f"{word}_de-proef/tabel_1_1/v2"
    assert record.title == f"De proef ({word})"
    assert record.title_en == f"A trial ({english})"
    assert record.abstract.startswith(record.notice)
    assert "not answers of people" in record.abstract_en


@pytest.mark.long
def test_until_an_archive_gives_a_number_ours_stands_there(record_of: RecordOf) -> None:
    assert record_of().address == "https://doi.org/10.17026/proef"
    record = record_of({"identifier": None})
    assert (record.identifier.agency, record.address) == ("dwimpact", "de-proef/v2")


def test_a_citation_has_who_when_what_and_where(record_of: RecordOf) -> None:
    assert record_of({"rows": "restricted"}).citation == (
        "Jansen, Anna (2026). De proef, versie 2 [dataset]. https://doi.org/10.17026/proef"
    )
    assert "[cijfers en documentatie]" in record_of().citation


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Één / twee: drié!", "een-twee-drie"), ("…", "onderzoek"), ("a" * 99, "a" * 60)],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, expected: str) -> None:
    assert slug_of(title) == expected


@pytest.mark.long
def test_a_title_cut_short_still_says_what_nobody_gave(record_of: RecordOf) -> None:
    long = record_of(reconstructed=True, title="Een lange titel " * 8)
    assert len(long.title_within(64)) == 64
    assert long.title_within(64).startswith("Een lange titel Een")
    assert long.title_within(64).endswith(" (reconstructie)")
    assert record_of(reconstructed=True).title_within(64) == "De proef (reconstructie)"
