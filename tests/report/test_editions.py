"""Editions of the tiny study, made with the small notebooks."""

import dataclasses
import json

import pytest
import yaml
from pages import contents, soup, words

from dwimpact.errors import StudyError
from dwimpact.report.build import build_report
from dwimpact.report.editions import build_editions
from dwimpact.report.folders.reuse import is_up_to_date

PLAN = {
    "prepare": "prepare.ipynb",
    "chapters": [{"title": "Begin", "notebook": "chapter.ipynb"}],
    "appendices": [
        {"title": "Het hele onderzoek", "notebook": "chapter.ipynb", "editions": "none"},
        {"title": "In eigen woorden", "notebook": "chapter.ipynb", "editions": "with_texts"},
    ],
}


@pytest.fixture
def request_of_editions(request_of):
    """A request with three small pages, on a study that may show groups of three."""

    def request_of_editions(below=3, **changes):
        request = request_of(**changes)
        (request.notebooks / "report.yml").write_text(yaml.safe_dump(PLAN))
        settings = yaml.safe_load((request.study / "study.yml").read_text("utf-8"))
        (request.study / "study.yml").write_text(
            yaml.safe_dump({**settings, "withhold_below": below, "reconstructed": False})
        )
        return request

    return request_of_editions


@pytest.mark.long
def test_an_edition_has_its_own_pages_and_says_what_it_is(request_of_editions):
    request = request_of_editions(edition="sector=mbo")

    build_report(request)

    pages = {file.name: soup(file.read_text("utf-8")) for file in request.output.rglob("*.html")}
    assert sorted(pages) == ["bijlage_2.html", "hoofdstuk_1.html", "index.html", "report.html"]
    for page in pages.values():
        assert page.select_one(".facts").text == "Editie mbo: 3 van de 6 respondenten"
        assert page.title.text.endswith(" – De proef (editie mbo)")
    assert pages["bijlage_2.html"].h1.text == "In eigen woorden"
    assert pages["hoofdstuk_1.html"].select_one("main > pre").text == (
        "6 rijen, 2 pagina'ssector=mbo\n"
    )
    front = pages["index.html"]
    assert words(front.select_one(".edition").text) == (
        "Editie mbo: 3 van de 6 respondenten, met alle anderen ernaast"
    )
    assert words(front.select_one(".key-figures").text).startswith(
        "respondenten360% van de 5 benaderde personen"
    )
    assert ", editie mbo, " in front.select_one(".citation").text
    manifest = json.loads((request.output / "manifest.json").read_text("utf-8"))
    assert manifest["parameters"] == {"edition": "sector=mbo"}
    assert list(manifest["chapters"]) == ["1", "B2"]


def test_an_edition_that_may_not_be_made_stops_before_it_starts(request_of_editions):
    request = request_of_editions(edition="sector=hbo")

    with pytest.raises(StudyError, match="no edition for sector=hbo: it has 2 respondents"):
        build_report(request)

    assert not request.output.parent.exists()


@pytest.mark.long
def test_one_chapter_of_an_edition_drops_those_of_another(request_of_editions):
    request = request_of_editions(edition="sector=mbo")
    build_report(request)

    build_report(dataclasses.replace(request, edition="tranche=1", chapters=("1",)))

    assert [f.name for f in (request.output / "chapters").iterdir()] == ["hoofdstuk_1.html"]


@pytest.fixture
def moved(request_of_editions, raw, tmp_path):
    """A request with responses that allow three editions."""
    raw.loc[2, "workplace"], raw.loc[5, "sector"] = "beta", "hbo"
    raw.to_csv(tmp_path / "moved.csv", index=False)
    return request_of_editions(jobs=2, responses=tmp_path / "moved.csv")


@pytest.mark.long
def test_every_allowed_edition_is_made_and_the_index_tells_of_the_others(moved):
    request = moved
    (request.output / "tranche_1").mkdir(parents=True)  # made when it still was allowed

    made = build_editions(request)

    folders = ["sector_higher", "sector_mbo", "sector_hbo"]
    assert {path.name for path in request.output.iterdir()} == {
        "index.html",
        "manifest.json",
        *folders,
    }
    assert [r.index for r in made.reports] == [request.output / f / "index.html" for f in folders]
    assert all(report.index.is_file() and not report.failures for report in made.reports)
    index = soup(made.index.read_text("utf-8"))
    assert {a["href"]: words(a.text) for a in index.select("nav a")} == {
        "sector_mbo/index.html": "mbo (3 van de 6)",
        "sector_hbo/index.html": "hbo (3 van de 6)",
        "sector_higher/index.html": "hbo en wo (3 van de 6)",
    }
    assert [words(p.text) for p in index.select("main > p")[-2:]] == [
        "Te klein: wo, overig, tranche 1, tranche 3, Werkplaats Alfa en Werkplaats Gamma.",
        "Zo groot dat er te weinig anderen zijn om mee te vergelijken: tranches 2 en 3, tranche 2 "
        "en Werkplaats Bèta.",
    ]
    assert made.refused[:2] == [
        "sector=wo: it has 0 respondents, and a group below 3 is not shown apart",
        "sector=other: it has 0 respondents, and a group below 3 is not shown apart",
    ]
    assert not request.processed.exists()


@pytest.mark.long
def test_an_edition_is_the_same_alone_and_whenever_all_are_made(moved, tmp_path):
    request = moved
    build_editions(request)

    alone = dataclasses.replace(
        request, edition="sector=mbo", output=tmp_path / "alone", progress=False
    )
    build_report(alone)
    assert contents(alone.output) == contents(request.output / "sector_mbo")

    before = contents(request.output)
    (request.output / "sector_mbo" / "notes.txt").touch()
    with pytest.raises(StudyError, match=r"or what was changed since: sector_mbo/notes\.txt; "):
        build_editions(request)
    (request.output / "sector_mbo" / "notes.txt").unlink()
    assert contents(request.output) == before
    build_editions(request)
    assert contents(request.output) == before


@pytest.mark.long
def test_a_report_does_not_take_the_place_of_editions(request_of_editions):
    request = request_of_editions(jobs=2)
    build_editions(request)
    before = contents(request.output)

    assert not is_up_to_date(request)  # which has the same origin
    with pytest.raises(StudyError, match=r"or what was changed since: sector_mbo/"):
        build_report(request)

    assert contents(request.output) == before


@pytest.mark.long
def test_an_edition_made_apart_is_replaced_with_all_of_them(request_of_editions):
    request = request_of_editions(jobs=2)
    edition = request.output / "sector_mbo"
    build_report(dataclasses.replace(request, edition="sector=mbo", output=edition))

    build_editions(request)

    assert (edition / "index.html").is_file()
    assert (request.output / "index.html").is_file()


def test_without_any_large_group_the_index_says_so(request_of_editions):
    made = build_editions(request_of_editions(below=5))

    assert made.reports == []
    main = soup(made.index.read_text("utf-8")).main
    assert "Geen enkele groep is groot genoeg voor een editie." in words(main.text)


@pytest.mark.long
def test_an_error_in_an_edition_is_told_as_in_a_report(request_of_editions):
    request = request_of_editions()
    (request.notebooks / "chapter.ipynb").unlink()

    with pytest.raises(StudyError) as caught:
        build_editions(request)

    assert str(caught.value).startswith("chapter.ipynb (chapter 1): the notebook is not there; ")
    assert not request.output.exists()
