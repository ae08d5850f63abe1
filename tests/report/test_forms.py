"""The form as files: all of them or none, the same bytes each time, and never over somebody's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import yaml
from tiny import texts_of

from dwimpact.cli.commands import main
from dwimpact.errors import Problem, StudyError
from dwimpact.intake.tools.headings import LIMESURVEY, XLSFORM
from dwimpact.report.folders.ownership import Place
from dwimpact.report.forms import FORMS, PRINT, make_forms
from dwimpact.study.study import Study, read_study

XLSX, TXT, HTML = "formulier.xlsx", "formulier_limesurvey.txt", "formulier.html"
PRINTER = "dwimpact.report.site.pdf.print_page"
Forms = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path, write_study: Callable[..., Path]) -> Path:
    """The tiny study, as a folder."""
    return write_study(tmp_path / "study")


@pytest.fixture
def forms(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Forms:
    """Makes forms where there is no Chromium; the names of the files that were made."""

    def no_browser(*_: object) -> None:
        raise StudyError("PATH", Problem("no Chromium on this machine", "one", "Install it."))

    monkeypatch.setattr(PRINTER, no_browser)
    place = Place(tmp_path / "forms", {"the study folder": folder})
    return lambda *to: [file.name for file in make_forms(folder, place, to or FORMS)]


def translate(folder: Path, *names: str, without: str = "") -> None:
    """Put translations of every text, in capitals, into a study folder."""
    texts = texts_of(read_study(folder))
    said = {text: text.upper() for text in texts if text != without}
    file = folder / "questionnaire.yml"
    form = yaml.safe_load(file.read_text("utf-8")) | {"translations": dict.fromkeys(names, said)}
    file.write_text(yaml.safe_dump(form, allow_unicode=True), "utf-8")


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def left(folder: Path) -> list[str]:
    """What is in a folder, but for the lock that keeps two runs apart."""
    return sorted({path.name for path in folder.iterdir()} - {".forms.lock"})


def test_a_file_for_each_tool(forms: Forms, tmp_path: Path) -> None:
    assert forms() == [HTML, XLSX, TXT]
    made = content(tmp_path / "forms")
    assert [*made.keys() - {HTML, XLSX, TXT}] == ["manifest.json"]
    assert made[TXT].startswith(b"\xef\xbb\xbfid\trelated_id\tclass\t")
    assert b"\r" not in made[TXT] + made[HTML]
    book = openpyxl.load_workbook(tmp_path / "forms" / XLSX)
    assert book.sheetnames == ["survey", "choices", "settings"]
    assert book["settings"]["B2"].value == "study"
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n"}


@pytest.mark.parametrize(("to", "name"), [(XLSFORM, XLSX), (LIMESURVEY, TXT), (PRINT, HTML)])
def test_one_of_them(to: str, name: str, forms: Forms, tmp_path: Path) -> None:
    assert forms(to) == [name]
    assert {*content(tmp_path / "forms")} == {name, "manifest.json"}


def test_one_of_them_leaves_the_others(forms: Forms, tmp_path: Path) -> None:
    forms()
    whole = content(tmp_path / "forms")
    forms(LIMESURVEY)
    assert content(tmp_path / "forms") == whole


def test_the_same_study_gives_the_same_bytes(forms: Forms, tmp_path: Path) -> None:
    forms()
    first = content(tmp_path / "forms")
    forms()
    assert content(tmp_path / "forms") == first


def test_the_manifest_says_what_it_was_made_from(
    forms: Forms, folder: Path, tmp_path: Path
) -> None:
    """Not from the responses: a form is there before them."""
    (folder / "responses.csv").unlink()
    forms()
    manifest = json.loads((tmp_path / "forms/manifest.json").read_text("utf-8"))
    assert [*manifest["inputs"]] == [
        *("approached.csv", "questionnaire.yml", "study.yml", "workplaces.csv")
    ]


def test_a_page_for_each_language(forms: Forms, folder: Path, tmp_path: Path) -> None:
    translate(folder, "English (en)", "Frysk (fy)")
    assert forms() == [HTML, XLSX, "formulier_en.html", "formulier_fy.html", TXT]
    made = content(tmp_path / "forms")
    assert b'<html lang="fy">' in made["formulier_fy.html"]
    assert b"FORMULIER VAN DE PROEF" in made["formulier_en.html"]
    assert made[TXT].count(b"\ten fy\t") == 1


def test_a_text_without_translation_leaves_what_was_there(
    forms: Forms, folder: Path, tmp_path: Path
) -> None:
    forms()
    before = content(tmp_path / "forms")
    translate(folder, "English (en)", without="Vaardigheden")
    with pytest.raises(StudyError, match="no translation of 1 texts: 'Vaardigheden'"):
        forms()
    assert content(tmp_path / "forms") == before
    assert left(tmp_path) == ["forms", "study"]


def test_a_file_of_somebody_is_never_written_over(forms: Forms, tmp_path: Path) -> None:
    forms()
    (tmp_path / "forms" / HTML).write_text("met de hand verbeterd", "utf-8")
    with pytest.raises(StudyError, match=HTML):
        forms()
    assert (tmp_path / "forms" / HTML).read_text("utf-8") == "met de hand verbeterd"


def test_forms_do_not_go_into_the_study(folder: Path) -> None:
    before = content(folder)
    for place in (folder, folder / "forms"):
        with pytest.raises(StudyError, match="the study folder"):
            make_forms(folder, Place(place, {"the study folder": folder}), (LIMESURVEY,))
    assert content(folder) == before


def test_a_form_that_cannot_be_made_leaves_nothing(
    forms: Forms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Study) -> str:
        raise RuntimeError

    monkeypatch.setattr("dwimpact.report.forms.limesurvey", fail)
    with pytest.raises(RuntimeError):
        forms()
    assert left(tmp_path) == ["study"]


def test_beside_a_page_its_pdf(
    forms: Forms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PRINTER, lambda page, to: to.write_bytes(page.read_bytes()[:15]))
    assert forms(PRINT) == [HTML, "formulier.pdf"]
    assert (tmp_path / "forms/formulier.pdf").read_bytes() == b"<!doctype html>"


def test_command_names_what_it_made(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "forms"
    given = ["form", "--study", str(folder), "--output", str(output), "--to", LIMESURVEY, XLSFORM]
    assert main(given) == 0
    assert capsys.readouterr().out == f"{output / XLSX}\n{output / TXT}\n"


def test_no_page_is_written_over_another(forms: Forms, folder: Path) -> None:
    translate(folder, "English (en)", "British (en)")
    with pytest.raises(StudyError, match="tags of languages: used more than once"):
        forms(PRINT)
