"""The page on which a reader chooses, by mouse and keyboard, on every width."""

from __future__ import annotations

import csv
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import SIZES, WCAG
from explored import FIRST, LEVEL, SECOND, SHARES, answers_by_sector, exhibit

from dwimpact.report.site.exploring import render_exploring
from dwimpact.report.site.render import Site

PAGE = "verkennen.html"
LARGEST = 400_000  # bytes
WIDTHS = [
    pytest.param(SIZES[size], id=size, marks=[] if size == "360" else [pytest.mark.long])
    for size in ("360", "768", "1280")
]
every_width = pytest.mark.parametrize("visit", WIDTHS, indirect=True)


@pytest.fixture
def of_groups(study, tmp_path):
    """The page of a report that has statuses by sector, and mentions by sector and region."""
    mentions = [
        [group, LEVEL, outcome, n, 0, 2, 2 / n, 0.2, 0.8, True]
        for outcome, more in ((FIRST, 0), (SECOND, 1))
        for group, n in (("Totaal", 7 + more), ("mbo", 3 + more), ("hbo en wo", 4))
    ]
    shown = [exhibit(SHARES, mentions, "Genoemd", split) for split in ("naar sector", "naar regio")]
    html = render_exploring(Site(study, 8, []), [*shown, *answers_by_sector()])
    (file := tmp_path / PAGE).write_text(html, encoding="utf-8")
    return file


def choose(page, name, label):
    page.get_by_label(name, exact=True).select_option(label=label)


def test_the_page_is_light(report):
    assert (report / PAGE).stat().st_size < LARGEST


@every_width
def test_what_is_chosen_is_drawn_with_its_numbers_below(visit, report):
    page = visit.open(report / PAGE)

    choose(page, "Niveau", "studentniveau")
    choose(page, "Uitgesplitst", "naar sector")

    assert page.locator("#kop").inner_text() == "Studentniveau: genoemd, naar sector"
    assert page.get_by_role("status").inner_text() == "5 van de 5 opbrengsten"
    drawn = page.locator("#tekening .outcome .name")
    assert drawn.count() == 5
    assert drawn.first.inner_text() == "Ontwikkeling van soft skills"
    values = page.locator("#tekening .value").all_inner_texts()
    told = page.locator("#cijfers tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].at(-4).textContent)"
    )
    assert values == told
    assert len(values) == 15
    assert values[0] == "80%"
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0
    assert visit.complaints == []


@pytest.mark.long
@every_width
def test_the_view_that_is_chosen_is_accessible(visit, report):
    page = visit.open(report / PAGE)
    choose(page, "Niveau", "alle niveaus")
    page.locator("#cijfers").evaluate("details => { details.open = true; }")

    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]

    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []


@every_width
def test_everything_can_be_chosen_by_keyboard(visit, report):
    page = visit.open(report / PAGE)
    page.locator("#blok").focus()
    page.keyboard.press("ArrowDown")  # the next level
    seen = []
    for _ in range(7):
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        page.keyboard.press("Tab")

    assert seen[:5] == ["blok", "maat", "splitsing", "volgorde", "zoek"]
    assert "SUMMARY" in seen
    assert page.locator("#kop").inner_text().startswith("Opleidingsniveau: ")

    page.locator("#zoek").focus()
    page.keyboard.type("SAMENWÉRKING")
    assert page.get_by_role("status").inner_text() == "1 van de 7 opbrengsten"
    page.keyboard.type("x")
    assert page.get_by_role("status").inner_text() == "0 van de 7 opbrengsten"
    assert page.locator("#tekening").is_hidden()


@pytest.mark.long
def test_order(visit, report):
    page = visit.open(report / PAGE)
    names = page.locator("#tekening .outcome .name")
    by_share = names.all_inner_texts()

    choose(page, "Volgorde", "op alfabet")
    by_name = names.all_inner_texts()
    choose(page, "Volgorde", "zoals in het formulier")
    by_form = names.all_inner_texts()

    listed = page.locator("#alles .view").first.locator("tbody th:first-child").all_text_contents()
    assert by_form == listed
    assert by_name == sorted(listed, key=lambda name: re.sub(r"\W", "", name).lower())
    low = {
        row.locator("th").first.text_content(): int(row.locator("td").nth(1).text_content())
        for row in page.locator("#alles .view").first.locator("tbody tr").all()
    }
    assert [low[name] for name in by_share] == sorted(low.values(), reverse=True)


@pytest.mark.long
def test_a_link_keeps_the_choice(visit, report):
    page = visit.open(report / PAGE)
    choose(page, "Niveau", "studentniveau")
    choose(page, "Wat", "Aard")
    page.get_by_label("Zoek een opbrengst").fill("soft")
    link = page.get_by_role("link", name="link naar deze keuze").get_attribute("href")

    page.goto("about:blank")
    page.goto((report / PAGE).as_uri() + link)

    assert page.locator("#kop").inner_text() == "Studentniveau: aard, iedereen samen"
    assert page.locator("#zoek").input_value() == "soft"
    assert page.locator("#tekening .outcome .name").all_inner_texts() == [
        "Ontwikkeling van soft skills"
    ]
    page.evaluate("location.hash = '#blok=zoiets+is+er+niet&maat=%3Cscript%3E'")
    assert page.locator("#tekening .outcome").count() > 1
    assert visit.complaints == []


@pytest.mark.long
def test_what_is_seen_is_downloaded(visit, report, tmp_path):
    page = visit.open(report / PAGE)
    choose(page, "Uitgesplitst", "naar sector")
    with page.expect_download() as waited:
        page.get_by_role("link", name="Download deze cijfers als CSV").click()
    waited.value.save_as(file := tmp_path / waited.value.suggested_filename)

    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.DictReader(lines))
    assert file.name == "verkennen.csv"
    assert len(table) == page.locator("#cijfers tbody tr").count() == 15
    assert {row["Niveau"] for row in table} == {"instellingsniveau"}
    assert [row["Mogelijk aandeel"] for row in table] == page.locator(
        "#tekening .value"
    ).all_inner_texts()
    assert all("reconstructie" in row["Herkomst"] for row in table)


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_without_the_script_it_is_a_page_of_tables(visit, report):
    page = visit.open(report / PAGE)

    assert page.locator("form").is_hidden()
    tables = page.get_by_role("table")
    assert tables.count() == page.locator("#alles .view").count() > 9


@pytest.mark.long
@pytest.mark.parametrize("visit", [{"forced_colors": "active"}], indirect=True)
def test_bands_and_marks_are_seen_in_forced_colours(visit, report):
    page = visit.open(report / PAGE)
    ink = page.evaluate("getComputedStyle(document.body).color")

    for part, colour in ((".band", "borderTopColor"), (".mark path", "stroke")):
        seen = page.locator(f"#tekening .outcome {part}").first.evaluate(
            f"part => getComputedStyle(part).{colour}"
        )
        assert seen == ink


def test_every_cell_stands_in_a_table_of_the_report(visit, report):
    """By outcome, group or answer and n: the counts that the files of the report have."""
    known = set()
    for file in (report / "tables").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                group = row.get("Groep") or row.get("Antwoord") or "Totaal"
                counts = [row.get(f"{which} aantal") for which in ("Kleinste", "Grootste")]
                known.add((row.get("Opbrengst"), group, row.get("n"), *counts))
    page = visit.open(report / PAGE)
    rows = page.locator("#alles tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    name = ""
    cells = [[name := row[0], *row[1:]] if len(row) == 9 else [name, *row] for row in rows]

    assert len(cells) > 100
    assert [row for row in cells if tuple(row[:5]) not in known] == []


@pytest.mark.long
def test_of_groups_one_answer_is_seen_at_a_time(visit, of_groups, tmp_path):
    page = visit.open(of_groups)
    answer = page.get_by_label("Antwoord", exact=True)
    assert answer.is_hidden()
    choose(page, "Wat", "Status")
    assert answer.is_hidden()
    assert page.locator("#splitsing option").all_text_contents() == [
        "iedereen samen",
        "naar sector",
    ]
    assert page.locator("#ontbreekt").inner_text() == (
        "Status naar regio staat niet in het rapport: daarvoor zijn de groepen te klein."
    )

    choose(page, "Uitgesplitst", "naar sector")
    assert (
        page.locator("#ontbreekt")
        .inner_text()
        .endswith(
            "Van 1 opbrengst staat deze uitsplitsing niet in het rapport: "
            "daarvoor zijn de groepen te klein."
        )
    )
    choose(page, "Antwoord", "Verwacht")

    assert page.locator("#kop").inner_text() == "Schoolniveau: status ‘Verwacht’, naar sector"
    assert page.get_by_role("status").inner_text() == "1 van de 1 opbrengst"
    assert page.locator("#tekening .key > span").all_inner_texts() == [
        "Totaal (n = 5)",
        "mbo (n = 2)",
        "hbo en wo (n = 3)",
    ]
    drawn = page.locator("#tekening .outcome .mark path")
    assert len({mark.get_attribute("d") for mark in drawn.all()}) == 3
    assert page.locator("#tekening .value").all_inner_texts() == ["40%*", "0%*", "67%*"]
    head = page.locator("#cijfers thead th").all_text_contents()
    assert [h.replace("\xa0", " ") for h in head][:3] == ["Opbrengst", "Groep", "n"]
    rows = page.locator("#cijfers tbody tr").all_inner_texts()
    assert [row.split("\t")[:3] for row in rows] == [
        ["Contact", "Totaal", "5"],
        ["mbo", "2", "0"],
        ["hbo en wo", "3", "2"],
    ]
    with page.expect_download() as waited:
        page.get_by_role("link", name="Download deze cijfers als CSV").click()
    waited.value.save_as(file := tmp_path / "verkennen.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.DictReader(lines))
    told = [[r["Niveau"], r["Opbrengst"], r["Antwoord"], r["Groep"], r["Aantal"]] for r in table]
    assert told == [
        ["schoolniveau", "Contact", "Verwacht", group, count]
        for group, count in (("Totaal", "2"), ("mbo", "0"), ("hbo en wo", "2"))
    ]
    assert visit.complaints == []


@pytest.mark.long
def test_bases_that_differ_by_outcome_stand_below_it(visit, of_groups):
    page = visit.open(of_groups)
    choose(page, "Uitgesplitst", "naar sector")

    names = page.locator("#tekening .name")
    assert [name.splitlines() for name in names.all_inner_texts()] == [
        ["Contact", "n = 7, 3 en 4"],
        ["Regio", "n = 8, 4 en 4"],
    ]
    keys = page.locator("#tekening .key > span").all_inner_texts()
    assert keys == ["Totaal", "mbo", "hbo en wo"]
    choose(page, "Wat", "Status")
    choose(page, "Uitgesplitst", "iedereen samen")
    assert names.first.inner_text().splitlines() == ["Contact", "n = 5"]


@pytest.mark.long
def test_a_link_keeps_the_answer_of_groups(visit, of_groups):
    page = visit.open(of_groups)
    choose(page, "Wat", "Status")
    choose(page, "Uitgesplitst", "naar sector")
    choose(page, "Antwoord", "Verwacht")
    link = page.get_by_role("link", name="link naar deze keuze").get_attribute("href")

    page.goto("about:blank")
    page.goto(of_groups.as_uri() + link)

    assert page.locator("#kop").inner_text() == "Schoolniveau: status ‘Verwacht’, naar sector"
    choose(page, "Wat", "Genoemd")
    assert page.locator("#kop").inner_text() == "Schoolniveau: genoemd, naar sector"
    assert page.get_by_label("Antwoord", exact=True).is_hidden()
    assert "antwoord" not in page.locator("#koppeling").get_attribute("href")


@pytest.mark.long
@every_width
def test_answers_of_groups_are_accessible(visit, of_groups):
    page = visit.open(of_groups)
    choose(page, "Wat", "Status")
    choose(page, "Uitgesplitst", "naar sector")
    page.locator("#cijfers").evaluate("details => { details.open = true; }")

    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.locator("#splitsing").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "antwoord"
    page.keyboard.press("ArrowDown")
    assert "‘Verwacht’" in page.locator("#kop").inner_text()
