"""Documents beside a report: written over only when ours, and linked from the front page."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from dwimpact.errors import StudyError
from dwimpact.report.site.beside import (
    PLACE,
    documents_in,
    documents_linked,
    link_documents,
    write_beside,
)
from dwimpact.study.files.manifest import (
    SLIDES_FILE,
    WORD_FILE,
    is_whole,
    strangers,
    write_manifest,
)


def archive(text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("a.xml", text)
    return made.getvalue()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(f"<p>{PLACE}\nEn meer.</p>\n", "utf-8")
    write_manifest(tmp_path, {"inputs": {}})
    return tmp_path


def test_a_document_is_ours_and_is_linked(report: Path) -> None:
    write_beside(report, WORD_FILE, archive("een"))
    file = write_beside(report, WORD_FILE, archive("twee"))
    write_beside(report, SLIDES_FILE, archive("drie"))

    assert zipfile.ZipFile(file).read("a.xml") == b"twee"
    assert (report / "index.html").read_text("utf-8") == (
        f'<p>{PLACE}Het rapport is er ook als <a href="report.docx">Word-bestand</a> en '
        '<a href="report.pptx">dia’s (PowerPoint)</a>.\nEn meer.</p>\n'
    )
    assert documents_linked(report) == documents_in(report) == [WORD_FILE, SLIDES_FILE]
    assert list(strangers(report)) == []
    assert is_whole(report, ignored=[WORD_FILE, SLIDES_FILE])


def test_what_somebody_saved_by_that_name_stays(report: Path) -> None:
    (report / WORD_FILE).write_bytes(archive("met opmerkingen"))

    with pytest.raises(StudyError, match="there is something by that name"):
        write_beside(report, WORD_FILE, archive("twee"))
    assert (report / WORD_FILE).read_bytes() == archive("met opmerkingen")
    assert list(strangers(report)) == [WORD_FILE]


def test_without_documents_nothing_is_linked(report: Path) -> None:
    before = (report / "index.html").read_bytes()
    write_beside(report, WORD_FILE, archive("een"))
    (report / WORD_FILE).unlink()

    link_documents(report, documents_in(report))

    assert (report / "index.html").read_bytes() == before
    link_documents(report / "absent", [])
    assert documents_linked(report / "absent") == documents_linked(report) == []


def test_a_front_page_that_somebody_changed_stays_somebodys(report: Path) -> None:
    page = report / "index.html"
    page.write_text(f"<p>{PLACE}\nMet een aantekening.</p>\n", "utf-8")
    before = page.read_bytes()

    write_beside(report, WORD_FILE, archive("een"))

    assert page.read_bytes() == before
    assert list(strangers(report)) == ["index.html"]
