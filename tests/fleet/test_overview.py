"""The index of a fleet, and the sentences in it."""

import dataclasses

import pytest
from pages import soup, words

from dwimpact.errors import StudyError
from dwimpact.fleet.making import UNCHANGED, Outcome
from dwimpact.fleet.overview import ReportRow, overview_page, seconds_of_last, write_overview
from dwimpact.fleet.tasks import Fleet, Planned, Task
from dwimpact.report.request import FAILED, MADE
from dwimpact.study.files.manifest import is_whole

LAST = {"inputs": {"a.csv": "1"}, "code": "x", "outputs": {"index.html": "1", "old.csv": "1"}}
NOW = {"inputs": {"a.csv": "2"}, "code": "x", "outputs": {"index.html": "2", "new.csv": "1"}}


@pytest.fixture
def fleet(tmp_path):
    return Fleet([], tmp_path / "out", tmp_path / "notebooks")


@pytest.fixture
def rows(fleet):
    def row(name, outcome, last, seconds=None, **about):
        task = Task(name, name.split("/")[0], fleet.request("study", name), {}, **about)
        return ReportRow.of(task, outcome, last, seconds)

    return [
        row("a b/report", Outcome(MADE, NOW, 5.23, 1_440_000), LAST, notice="Proef"),
        row("a b/sector_mbo", Outcome(UNCHANGED, NOW, 0, 900_000), NOW, 7.0, edition="<mbo>"),
        row("zuid/2023/report", Outcome(FAILED, {}, 0.4, 0, ["It died."]), {}, wave="2023"),
    ]


def test_the_index_has_every_report_with_what_became_of_it(rows):
    planned = Planned(unusable={"west/report": "west: wrong."}, withheld={"a b/sector_wo": "few"})

    page = soup(overview_page(rows, planned))

    assert words(page.select_one(".lead").text) == (
        "4 rapporten over 2 onderzoeken: 1 gemaakt, 1 was er al, 2 niet gelukt."
    )
    assert [[words(c.text) for c in tr.select("th, td")] for tr in page.select("tbody tr")] == [
        [
            *("a b", "Het hele rapport Proef", "gemaakt", "1,4 MB", "5,2 s"),
            "3 van 3 bestanden (andere invoer: a.csv)",
        ],
        ["a b", "Editie <mbo>", "was er al", "0,9 MB", "7,0 s", "niets"],
        ["zuid", "Het hele rapport, 2023", "niet gelukt", "", "0,4 s", ""],
    ]
    assert [a["href"] for a in page.select("tbody a")] == [
        "../a%20b/report/index.html",
        "../a%20b/sector_mbo/index.html",
        "../zuid/2023/report/index.html",
    ]
    assert [words(li.text) for li in page.select("main > ul li")] == [
        "west/report: west: wrong.",
        "zuid/2023/report: It died.",
    ]
    assert words(page.select("main > p")[-1].text).startswith("1 groep respondenten heeft geen ")
    assert "script-src" not in page.select_one("meta[http-equiv]")["content"]


def test_it_takes_the_place_of_the_last_one_and_keeps_times(fleet, rows, tmp_path):
    index = write_overview(fleet, rows, Planned())
    assert seconds_of_last(fleet.output) == {
        "a b/report": 5.23,
        "a b/sector_mbo": 7.0,
        "zuid/2023/report": 0.4,
    }
    assert is_whole(index.parent)
    write_overview(fleet, [dataclasses.replace(rows[0], seconds=None)], Planned())
    assert seconds_of_last(fleet.output) == {}
    (index.parent / "notes.txt").touch()

    with pytest.raises(StudyError, match=r"or what was changed since: notes\.txt; "):
        write_overview(fleet, rows, Planned())


@pytest.mark.parametrize("text", ["", "[1]", '{"reports": [{}]}', '{"reports": 1}'])
def test_a_damaged_record_is_as_if_there_were_none(fleet, text):
    (fleet.output / "overview").mkdir(parents=True)
    (fleet.output / "overview" / "fleet.json").write_text(text)

    assert seconds_of_last(fleet.output) == {}
