import dataclasses

import pytest
from pages import contents
from small_notebooks import write_notebooks

from dwimpact.errors import StudyError
from dwimpact.report.reproduce import differences


@pytest.mark.long
def test_a_report_made_again_is_the_same_and_stays_as_it_was(built):
    (built.output / "report.pdf").write_bytes(b"%PDF")  # printed from it, and no part of it
    before = contents(built.output)

    assert differences(built) == []
    assert contents(built.output) == before


@pytest.mark.long
def test_every_difference_is_named_with_where_it_shows(built, raw, tmp_path):
    (built.output / "tables" / "tabel_1_1.csv").unlink()
    (built.output / "tables" / "tabel_2_1.csv").write_text("n\n1\n")
    (built.output / "tables" / "extra.csv").write_text("n\n1\n")
    write_notebooks(built.notebooks, appendix='raise ValueError("geen cijfers")')
    raw.assign(**{"closing/remarks": "Dag"}).to_csv(tmp_path / "other.csv", index=False)

    got = differences(dataclasses.replace(built, responses=tmp_path / "other.csv"))

    assert got == [
        "outputs: tables/extra.csv: not in the manifest, but there on disk",
        "outputs: tables/tabel_1_1.csv: absent on disk",
        "outputs: tables/tabel_2_1.csv: different on disk",
        "chapter B1: appendix.ipynb, cell 3: ValueError: geen cijfers",
        "inputs: responses.csv: different made afresh",
        "notebooks: appendix.ipynb: different made afresh",
        "chapters: B1: different made afresh",
        # Every page lists the chapters and says which one failed.
        "outputs: chapters/bijlage_1.html: different made afresh",
        "outputs: chapters/bijlage_2.html: different made afresh",
        "outputs: chapters/hoofdstuk_1.html: different made afresh",
        "outputs: chapters/hoofdstuk_2.html: different made afresh",
        "outputs: chapters/hoofdstuk_3.html: different made afresh",
        "outputs: index.html: different made afresh",
        "outputs: notebooks/bijlage_1.ipynb: different made afresh",
        "outputs: report.html: different made afresh",
        "outputs: tables/tabel_b1_1.csv: absent made afresh",
    ]


def test_without_a_report_there_is_nothing_to_compare(request_of):
    request = request_of()

    with pytest.raises(StudyError) as caught:
        differences(request)

    assert str(caught.value) == (
        f"{request.output / 'manifest.json'}: no manifest; expected a report with its manifest. "
        "Run 'make report' first."
    )
