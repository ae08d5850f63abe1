from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pages import soup, words
from pydantic import ValidationError

from dwimpact.dataset import CleanStudy
from dwimpact.loading import with_tables
from dwimpact.report.site.accessibility import STATEMENT, write_statement
from dwimpact.report.site.render import Site
from dwimpact.study.accessibility import Accessibility, Feedback
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

SAID: dict[str, Any] = {
    "organisation": "Gemeente <Proef>",
    "status": "partial",
    "signed": "2026-11-01",
    "basis": "eigen onderzoek",
    "deviations": [{"criterion": "1.1.1", "what": "Een foto zegt niets.", "by": "2027-03-09"}],
}


@pytest.fixture
def whole(study: Study, tables: Tables) -> CleanStudy:
    return with_tables(study, tables)


def site_of(study: CleanStudy, **said: Any) -> Site:
    settings = study.settings.model_copy(update=said)
    return Site(replace(study, settings=settings), 6, [])


def test_a_statement_is_a_page(whole: CleanStudy, tmp_path: Path) -> None:
    site = site_of(
        whole,
        accessibility=Accessibility.model_validate(SAID),
        feedback=Feedback(email="info@proef.example"),
    )
    write_statement(site, tmp_path)
    page = soup((tmp_path / STATEMENT).read_text("utf-8"))
    assert [heading.text for heading in page.select("main h2")] == [
        "Nalevingsstatus: voldoet gedeeltelijk",
        "Waar de pagina's niet aan voldoen",
        "Feedback",
        "Inhoud",
    ]
    assert page.h3.text == "Succescriterium 1.1.1 van WCAG 2.1"
    assert "Uiterlijk 9 maart 2027" in page.dl.text
    assert "Gemeente <Proef> wil dat iedereen" in words(page.main.text)
    assert "Vastgesteld op 1 november 2026." in words(page.main.text)
    links = {link.text: link["href"] for link in page.select("footer a")}
    assert links == {
        "Laat het ons weten": "mailto:info@proef.example",
        "Toegankelijkheidsverklaring": "toegankelijkheid.html",
    }


def test_without_one_there_is_no_page(whole: CleanStudy, tmp_path: Path) -> None:
    write_statement(site_of(whole), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"status": "full"}, "deviations where the status is not full, only there"),
        ({"deviations": []}, "deviations where the status is not full, only there"),
        ({"status": "fine"}, "'full', 'partial', 'measures' or 'none'"),
        ({"deviations": [{"criterion": "9.1", "what": "x"}]}, "should match pattern"),
    ],
)
def test_a_statement_that_contradicts_itself_is_refused(
    changed: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ValidationError, match=expected):
        Accessibility.model_validate({**SAID, **changed})


@pytest.mark.parametrize(
    "address", ["no", "a@b", "javascript:x@y.nl", "a@b.nl?subject=x", "a @b.nl"]
)
def test_an_address_is_that_of_a_mailbox(address: str) -> None:
    with pytest.raises(ValidationError, match="an e-mail address such as"):
        Feedback(email=address)


def test_dates_are_dates() -> None:
    assert Accessibility.model_validate(SAID).signed == datetime.date(2026, 11, 1)
