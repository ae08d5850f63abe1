import dataclasses

import pytest
from small_notebooks import CHAPTER, CHAPTER_CODE, PREPARE_CODE, write_notebook, write_notebooks

from dwimpact.errors import StudyError
from dwimpact.report.build import build_report
from dwimpact.report.folders.reuse import is_up_to_date
from dwimpact.study.files.manifest import is_whole, read_manifest

FAILING = 'raise ValueError("geen cijfers")'
MADE = dict.fromkeys(["1", "2", "3", "B1", "B2"], "made")


def became(request):
    return read_manifest(request.output)["chapters"]


def test_a_report_that_was_just_made_is_up_to_date(built):
    assert is_up_to_date(built)
    (built.output / "report.pdf").touch()  # printed from it
    assert is_up_to_date(built)


@pytest.mark.parametrize(
    "change",
    ["input", "responses", "notebook", "sheet", "output", "tables", "no tables", "no report"],
)
def test_a_report_is_not_up_to_date_when_anything_differs(built, raw, tmp_path, change):
    request = built
    if change == "input":
        (built.study / "study.yml").write_text((built.study / "study.yml").read_text() + "\n")
    elif change == "responses":
        raw.head(4).to_csv(tmp_path / "other.csv", index=False)
        request = dataclasses.replace(built, responses=tmp_path / "other.csv")
    elif change == "notebook":
        write_notebook(built.notebooks / "appendix.ipynb", CHAPTER, CHAPTER_CODE, "1")
    elif change == "sheet":
        request = dataclasses.replace(built, sheet="Antwoorden")
    elif change == "output":
        (built.output / "index.html").write_text("veranderd")
    elif change == "tables":
        (built.processed / "rows.txt").write_text("7")
    elif change == "no tables":
        request = dataclasses.replace(built, processed=tmp_path / "elsewhere")
    else:
        request = dataclasses.replace(built, output=tmp_path / "elsewhere")

    assert not is_up_to_date(request)


def test_other_code_makes_a_report_that_is_not_up_to_date(built, tmp_path, monkeypatch):
    monkeypatch.setattr("dwimpact.report.inputs.SOURCE_CODE", tmp_path)

    assert not is_up_to_date(built)


@pytest.mark.long
def test_a_report_with_a_failure_is_not_up_to_date(request_of):
    request = request_of()
    write_notebooks(request.notebooks, appendix=FAILING)
    build_report(request)

    assert not is_up_to_date(request)


@pytest.mark.long
def test_a_chapter_that_failed_stays_failed_until_it_is_made_again(built):
    write_notebooks(built.notebooks, appendix=FAILING)
    build_report(dataclasses.replace(built, chapters=("B1",)))
    assert became(built) == {**MADE, "B1": "failed"}

    report = build_report(dataclasses.replace(built, chapters=("2",)))

    assert became(built) == {**MADE, "B1": "failed"}
    assert report.failures == {}
    for page in ("index.html", "chapters/hoofdstuk_1.html", "chapters/hoofdstuk_2.html"):
        assert "(niet gelukt)" in (built.output / page).read_text("utf-8")

    write_notebooks(built.notebooks)
    build_report(dataclasses.replace(built, chapters=("B1",)))
    assert became(built) == MADE
    assert "(niet gelukt)" not in (built.output / "chapters/hoofdstuk_1.html").read_text("utf-8")
    assert is_whole(built.output)


@pytest.mark.long
def test_chapters_of_other_notebooks_are_made_as_well(built):
    write_notebook(built.notebooks / "chapter.ipynb", CHAPTER, CHAPTER_CODE, "1")

    report = build_report(dataclasses.replace(built, chapters=("2",)))

    assert became(built) == MADE
    assert report.added == ["1", "3", "B1", "B2"]
    assert is_up_to_date(built)


@pytest.mark.long
def test_chapters_that_the_last_report_did_not_have_stay_out(request_of, raw, tmp_path):
    raw.head(4).to_csv(tmp_path / "other.csv", index=False)
    request = request_of(chapters=("1", "2"))
    build_report(request)

    report = build_report(
        dataclasses.replace(request, chapters=("3",), responses=tmp_path / "other.csv")
    )

    assert report.added == ["1", "2"]
    assert became(request) == {**MADE, "B1": "absent", "B2": "absent"}


@pytest.mark.long
def test_tables_of_other_responses_make_a_report_out_of_date(built, raw, tmp_path):
    raw.head(4).to_csv(tmp_path / "other.csv", index=False)
    another = dataclasses.replace(
        built, responses=tmp_path / "other.csv", output=tmp_path / "another", chapters=("1",)
    )
    build_report(another)  # into the same folder for the tables
    assert is_whole(built.processed)

    assert not is_up_to_date(built)
    build_report(built)
    assert (built.processed / "rows.txt").read_text() == "6"
    assert is_up_to_date(built)


@pytest.mark.long
def test_tables_are_prepared_again_only_when_they_would_differ(request_of, raw, tmp_path):
    request = request_of()
    count = f"with open({str(tmp_path / 'count')!r}, 'a') as file:\n    _ = file.write('x')"
    write_notebooks(request.notebooks, prepare=f"{PREPARE_CODE}\n{count}")
    raw.head(4).to_csv(tmp_path / "other.csv", index=False)
    counts = []

    for changes in (
        {},
        {"chapters": ("2",)},
        {"chapters": ("2",), "responses": tmp_path / "other.csv"},
    ):
        build_report(dataclasses.replace(request, **changes))
        counts.append((tmp_path / "count").read_text())

    assert counts == ["x", "x", "xx"]
    assert (request.processed / "rows.txt").read_text() == "4"
    assert is_whole(request.processed)


def test_tables_that_were_changed_are_not_used_and_stay(built):
    (built.processed / "rows.txt").write_text("99")

    with pytest.raises(StudyError, match=r"or what was changed since: rows\.txt; "):
        build_report(dataclasses.replace(built, chapters=("2",)))

    assert (built.processed / "rows.txt").read_text() == "99"


@pytest.mark.long
def test_tables_that_are_not_all_there_are_made_again(built):
    (built.processed / "rows.txt").unlink()

    build_report(dataclasses.replace(built, chapters=("2",)))

    assert (built.processed / "rows.txt").read_text() == "6"
    assert is_whole(built.processed)
