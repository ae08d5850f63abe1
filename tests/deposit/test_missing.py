from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from deposited import TOLD

from dwimpact.deposit.missing import lines_of, missing, require_complete
from dwimpact.errors import StudyError
from dwimpact.study.settings import Settings

FILE = Path("study.yml")
BARE: dict[str, Any] = {"title": "De proef", "population": "docenten"}
FIELDWORK = {"opened": "2026-01-05", "closed": "2026-02-01", "instrument": "vragenlijst"}


def settings(**told: Any) -> Settings:
    return Settings.model_validate({**BARE, **told})


def test_a_study_that_says_nothing_lacks_everything_required_first() -> None:
    found = missing(settings())
    assert [asked.required for asked in found] == sorted(
        (asked.required for asked in found), reverse=True
    )
    assert [asked.field for asked in found if asked.required] == [
        "deposit.creators",
        "deposit.contact",
        "deposit.rights_holder",
        "deposit.licence",
        "deposit.issued",
        "deposit.url",
        "deposit.abstract.nl",
        "deposit.title_en",
        "deposit.abstract.en",
        "deposit.audience",
    ]
    with pytest.raises(StudyError) as error:
        require_complete(settings(), Path("study.yml"))
    assert str(error.value).splitlines()[3] == (
        "study.yml: no entry 'deposit.licence', which DANS and Zenodo and RO-Crate ask; expected a "
        "licence, such as CC-BY-4.0. Fill it in; docs/deposit.md names every field."
    )


def test_what_stands_elsewhere_in_the_study_is_not_asked_again() -> None:
    known = settings(
        conducted_by="Bureau",
        source="https://example.org/",
        question="Wat levert het op?",
        deposit={k: v for k, v in TOLD.items() if k not in ("creators", "abstract")}
        | {"abstract": {"en": "A trial."}},
    )
    assert [asked.field for asked in missing(known) if asked.required] == []


def test_who_conducted_a_study_did_not_make_its_reconstruction() -> None:
    made = settings(
        conducted_by="Bureau", reconstructed=True, deposit={k: TOLD[k] for k in ("contact",)}
    )
    assert "deposit.creators" in [asked.field for asked in missing(made)]


def test_lines_end_with_what_it_comes_to() -> None:
    complete = settings(
        source="https://example.org/",
        fieldwork=FIELDWORK,
        deposit={**TOLD, "funding": [{"agency": "NWO", "number": "1"}]},
    )
    assert list(lines_of(complete, FILE)) == ["Nothing is missing."]
    few = settings(source="https://example.org/", fieldwork=FIELDWORK, deposit=TOLD)
    assert list(lines_of(few, FILE)) == [
        "asked for  deposit.funding           DANS, CESSDA: who paid, with the number of the grant",
        "A deposit can be made; 1 more would make it easier to find.",
    ]
    *_, last = lines_of(settings(), FILE)
    assert last == "10 to fill in, in study.yml, before a deposit can be made: docs/deposit.md."


def test_every_field_is_in_the_docs(root: Path) -> None:
    docs = (root / "docs" / "deposit.md").read_text("utf-8")
    from dwimpact.study.deposit import Deposit

    readme = (root / "README.md").read_text("utf-8")
    table = docs.split("## Every field")[1].split("## Rows")[0]
    section = readme.split("## A study that outlives its project")[1].split("\n## ")[0]
    for told in (table, section):
        assert [name for name in Deposit.model_fields if f"`{name}`" not in told] == []


def test_rows_that_are_nobodys_are_open_until_somebody_answers() -> None:
    """Whoever fills in a reconstruction with real responses meets no rule about open rows."""
    told = {"mode": "as_published", "reason": "een proef."}
    assert settings(disclosure=told, reconstructed=True).rows == "open"
    assert settings(drawn=True).rows == "open"
    assert settings(disclosure=told).rows == settings().rows == "none"
    assert settings(drawn=True, deposit={"rows": "none"}).rows == "none"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"creators": [{"name": "A", "orcid": "0000-0002-1825-0098"}]}, "an ORCID iD such as"),
        ({"contact": {"name": "A", "email": "nobody"}}, "an e-mail address"),
        ({"rows": "open"}, ""),
        ({"licence": "GPL-3.0"}, "CC0-1.0"),
    ],
)
def test_what_cannot_be_is_refused(told: dict[str, Any], expected: str) -> None:
    if not expected:
        assert settings(deposit=told).opens_rows
        told_of = {"mode": "as_published", "reason": "een proef."}
        with pytest.raises(ValueError, match="Take 'mode' out of disclosure, or say rows"):
            settings(deposit=told, disclosure=told_of)
        assert not settings(deposit=told, disclosure=told_of, reconstructed=True).opens_rows
        return
    with pytest.raises(ValueError, match=expected):
        settings(deposit=told)
