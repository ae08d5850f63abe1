import dataclasses
import hashlib
import json
import shutil

import nbformat
import pytest
from pages import contents, soup, words
from small_notebooks import CHAPTER, CHAPTER_CODE, write_notebook, write_notebooks

from dwimpact.errors import NotebookFailed, StudyError
from dwimpact.report.build import build_report
from dwimpact.study.files.manifest import read_manifest, write_manifest

PAGES = [
    "bijlage_1.html",
    "bijlage_2.html",
    "hoofdstuk_1.html",
    "hoofdstuk_2.html",
    "hoofdstuk_3.html",
]
FAILING = 'print("eerst")\nraise ValueError("geen cijfers")'


def digests(files):
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def links(page):
    return [a["href"] for a in page.select("main .contents a")]


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_a_report_has_every_page_table_and_notebook(built):
    out = built.output

    assert names(out) == [
        "chapters",
        "index.html",
        "manifest.json",
        "notebooks",
        "report.html",
        "report.json",
        "tables",
    ]
    assert names(out / "chapters") == PAGES
    assert names(out / "notebooks") == [name.replace(".html", ".ipynb") for name in PAGES]
    assert [(out / "tables" / name).read_text() for name in names(out / "tables")] == [
        "number,level,rows\n1,,6\n",
        "number,level,rows\n2,school,6\n",
        "number,level,rows\n3,pupil,6\n",
        "number,level,rows\nB1,,6\n",
        "number,level,rows\nB2,,6\n",
    ]
    assert (built.processed / "rows.txt").read_text() == "6"


def test_the_first_chapter_is_given_the_contents(built):
    pages = [soup((built.output / "chapters" / name).read_text("utf-8")) for name in PAGES]

    assert {
        page.select_one(".kicker").text: page.select_one("main > pre").text for page in pages
    } == {
        "Hoofdstuk 1": "6 rijen, 5 pagina's\n",
        "Hoofdstuk 2": "6 rijen, 0 pagina's\n",
        "Hoofdstuk 3": "6 rijen, 0 pagina's\n",
        "Bijlage 1": "6 rijen, 0 pagina's\n",
        "Bijlage 2": "6 rijen, 0 pagina's\n",
    }


def test_the_front_page_shows_the_key_figures(built):
    front = soup((built.output / "index.html").read_text("utf-8"))

    assert [words(div.text) for div in front.select(".key-figures div")] == [
        "respondenten6aangenomen; 50% van de 12 benaderde personen",
        "werkplaatsen2aangenomen; met ten minste één respondent, van de 3",
        "opbrengsten voorgelegd4op schoolniveau en op leerlingniveau",
        "opbrengsten door ten minste de helft genoemd2aangenomen",
    ]
    assert links(front) == [f"chapters/{name}" for name in [*PAGES[2:], *PAGES[:2]]]


def test_the_manifest_lists_what_went_in_and_came_out(built):
    manifest = json.loads((built.output / "manifest.json").read_text("utf-8"))

    out = contents(built.output)
    del out["manifest.json"]
    assert manifest["outputs"] == digests(out)
    assert manifest["inputs"] == digests(contents(built.study))
    assert manifest["notebooks"] == digests(contents(built.notebooks))
    assert manifest["parameters"] == {}
    assert manifest["chapters"] == dict.fromkeys(["1", "2", "3", "B1", "B2"], "made")


@pytest.mark.long
def test_what_changed_since_the_last_report_stands_on_the_front_page(request_of, raw):
    request = request_of()
    build_report(request)
    assert not soup((request.output / "index.html").read_text("utf-8")).select("#veranderd")
    shutil.copyfile(request.output / "manifest.json", request.study / "previous.json")
    raw.head(4).to_csv(request.study / "responses.csv", index=False)

    build_report(request)

    front = soup((request.output / "index.html").read_text("utf-8"))
    changes = front.select_one("#veranderd").find_next("dl")
    assert [words(told.text) for told in changes.select("dt, dd")] == [
        "Gegevens",
        "Anders: responses.csv.",
        "Cijfers",
        "Anders: tabel 1.1, tabel 2.1, tabel 3.1, tabel B1.1 en tabel B2.1.",
        "Programma",
        "Hetzelfde.",
    ]


@pytest.mark.long
def test_other_responses_take_the_place_of_those_in_the_folder(request_of, raw, tmp_path):
    other = tmp_path / "wave_2.csv"
    raw.head(4).to_csv(other, index=False)
    request = request_of(responses=other, chapters=("1",))

    build_report(request)

    assert (request.processed / "rows.txt").read_text() == "4"
    manifest = json.loads((request.output / "manifest.json").read_text("utf-8"))
    assert manifest["inputs"]["responses.csv"] == hashlib.sha256(other.read_bytes()).hexdigest()
    assert str(tmp_path) not in json.dumps(manifest)


@pytest.mark.long
def test_a_report_is_the_same_however_and_wherever_it_is_made(built, tmp_path):
    elsewhere = tmp_path / "elsewhere" / "data"
    shutil.copytree(built.study, elsewhere)
    another = dataclasses.replace(
        built, study=elsewhere, output=tmp_path / "another", jobs=1, cold=True
    )

    build_report(another)

    assert contents(another.output) == contents(built.output)


def test_a_report_takes_the_place_of_the_last_one_as_a_whole(built):
    before = contents(built.output)
    (built.output / "oud.html").write_text("van vorig jaar")
    write_manifest(built.output, read_manifest(built.output))  # which had a page more

    build_report(built)

    assert contents(built.output) == before
    assert [name for name in names(built.output.parent) if name != ".report.lock"] == ["report"]


def test_a_failing_chapter_does_not_stop_the_others(request_of):
    request = request_of()
    write_notebooks(request.notebooks, appendix=FAILING)

    report = build_report(request)

    assert report.failures == {"B1": "appendix.ipynb, cell 3: ValueError: geen cijfers"}
    assert report.index == request.output / "index.html"
    assert names(request.output / "chapters") == PAGES
    assert len(names(request.output / "tables")) == 4
    kept = nbformat.read(request.output / "notebooks/bijlage_1.ipynb", 4)
    assert [output.output_type for output in kept.cells[2].outputs] == ["stream", "error"]
    page = soup((request.output / "chapters/bijlage_1.html").read_text("utf-8"))
    assert [pre.text for pre in page.select("pre.error")] == ["ValueError: geen cijfers"]
    marked = [li for li in soup(report.index.read_text("utf-8")).select(".contents li") if li.em]
    assert [words(li.text) for li in marked] == ["B1 Bijvoegsel (niet gelukt)"]


def test_data_that_cannot_be_prepared_stop_the_report(built):
    before = contents(built.output)
    write_notebooks(built.notebooks, prepare=FAILING)

    with pytest.raises(NotebookFailed) as caught:
        build_report(built)

    assert str(caught.value) == "prepare.ipynb, cell 3: ValueError: geen cijfers"
    assert contents(built.output) == before


@pytest.mark.long
def test_one_chapter_anew_changes_that_chapter_only(built):
    before = contents(built.output)
    write_notebooks(built.notebooks, appendix=FAILING)

    report = build_report(dataclasses.replace(built, chapters=("b1",)))

    after = contents(built.output)
    assert list(report.failures) == ["B1"]
    assert {name for name in before | after if before.get(name) != after.get(name)} == {
        *(f"chapters/{name}" for name in PAGES),  # each lists the chapter that failed
        "index.html",
        "report.html",
        "manifest.json",
        "notebooks/bijlage_1.ipynb",
    }
    assert after["tables/tabel_2_1.csv"] == before["tables/tabel_2_1.csv"]


@pytest.mark.long
def test_one_chapter_anew_from_the_same_files_changes_nothing(built):
    before = contents(built.output)

    build_report(dataclasses.replace(built, chapters=("2",)))

    assert contents(built.output) == before


@pytest.mark.long
def test_one_chapter_anew_takes_the_others_along_when_the_input_differs(built, raw, tmp_path):
    raw.head(4).to_csv(tmp_path / "other.csv", index=False)
    other = dataclasses.replace(built, chapters=("2",), responses=tmp_path / "other.csv")
    write_notebooks(built.notebooks, appendix=FAILING)

    report = build_report(other)

    assert list(report.failures) == ["B1"]
    assert report.added == ["1", "3", "B1", "B2"]
    assert names(built.output / "chapters") == PAGES
    for page in ("hoofdstuk_1", "hoofdstuk_2", "bijlage_2"):
        text = soup((built.output / f"chapters/{page}.html").read_text("utf-8")).text
        assert "4 rijen" in text
        assert "6 rijen" not in text


@pytest.mark.long
@pytest.mark.parametrize("changed", ["nothing", "the responses", "another notebook"])
def test_a_chapter_that_fails_replaces_nothing_but_itself(built, raw, tmp_path, changed):
    raw.head(4).to_csv(tmp_path / "other.csv", index=False)
    write_notebooks(built.notebooks, appendix=FAILING)
    request = dataclasses.replace(built, chapters=("B1",))
    if changed == "the responses":
        request = dataclasses.replace(request, responses=tmp_path / "other.csv")
    elif changed == "another notebook":
        write_notebook(built.notebooks / "chapter.ipynb", CHAPTER, CHAPTER_CODE, "1")

    report = build_report(request)

    assert list(report.failures) == ["B1"]
    assert names(built.output / "chapters") == PAGES
    for page in PAGES:
        shown = soup((built.output / "chapters" / page).read_text("utf-8"))
        assert bool(shown.select("pre.error")) == (page == "bijlage_1.html")
    front = soup(report.index.read_text("utf-8"))
    assert len(front.select(".contents a")) == 5
    assert [words(li.text) for li in front.select(".contents li") if li.em] == [
        "B1 Bijvoegsel (niet gelukt)"
    ]


@pytest.mark.long
def test_one_chapter_alone_has_the_others_in_its_contents(request_of):
    built = request_of(chapters=("2",))

    report = build_report(built)

    for folder, name in (
        ("chapters", "hoofdstuk_2.html"),
        ("notebooks", "hoofdstuk_2.ipynb"),
        ("tables", "tabel_2_1.csv"),
    ):
        assert names(built.output / folder) == [name]
    front = soup(report.index.read_text("utf-8"))
    assert links(front) == ["chapters/hoofdstuk_2.html"]
    assert [words(li.text) for li in front.select(".contents li")] == [
        "1 Begin (niet gemaakt)",
        "2 Over schoolniveau",
        "3 Over leerlingniveau (niet gemaakt)",
        "B1 Bijvoegsel (niet gemaakt)",
        "B2 Slot (niet gemaakt)",
    ]
    page = soup((built.output / "chapters/hoofdstuk_2.html").read_text("utf-8"))
    assert page.select(".turn a") == []


def test_unusable_input_leaves_everything_as_it_was(built, raw, tmp_path):
    before = contents(tmp_path / "out"), contents(built.processed)
    raw.loc[1, "sector"] = "mavo"
    raw.to_csv(tmp_path / "wrong.csv", index=False)

    with pytest.raises(StudyError) as caught:
        build_report(dataclasses.replace(built, responses=tmp_path / "wrong.csv"))

    assert str(caught.value) == (
        f"{tmp_path / 'wrong.csv'}: row 3, column 'sector': unknown value (a text of "
        "4 characters); expected mbo, "
        "hbo, wo or other. Correct the cell."
    )
    assert (contents(tmp_path / "out"), contents(built.processed)) == before


def test_wrong_claims_stop_the_report_before_it_starts(request_of, write_study):
    request = request_of()
    quantity = {"of": "respondents", "sector": "havo"}
    claim = {
        "id": "six",
        "section": "1.1",
        "says": "Zes mensen van de havo.",
        "check": {"value": quantity, "is": 6},
    }
    write_study(request.study, claims=[claim])

    with pytest.raises(StudyError) as caught:
        build_report(request)

    assert str(caught.value) == (
        f"{request.study / 'published.yml'}: claim 'six': unknown sector 'havo'; expected mbo, "
        "hbo, wo or other. Correct the entry."
    )
    assert not request.output.parent.exists()


def test_a_notebook_that_lacks_a_parameter_stops_the_report(request_of):
    request = request_of()
    write_notebook(request.notebooks / "appendix.ipynb", 'study = ""', "1")

    with pytest.raises(StudyError) as caught:
        build_report(request)

    assert str(caught.value) == (
        "appendix.ipynb (chapter B1): unknown parameter processed, outputs or number; expected "
        "parameters study. Correct the notebook or report.yml."
    )
    assert not request.output.parent.exists()


def test_an_unknown_chapter_stops_the_report(request_of):
    request = request_of(chapters=("7",))

    with pytest.raises(StudyError) as caught:
        build_report(request)

    assert str(caught.value) == (
        "report.yml: no chapter 7; expected 1, 2, 3, B1 or B2. Name one of those."
    )
    assert not request.output.parent.exists()
