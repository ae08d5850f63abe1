"""Every page, as a reader's browser shows it."""

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import SIZES, WCAG, unfold
from built_pages import CHAPTERS, PAGES, STUDY
from marks import quickly

LARGEST = 300_000  # bytes without figures
SMALLEST_TEXT = 12  # pixels of a screen, for text in a figure
PHONE, LAPTOP, BOOK = "360", "1280", "report.html"
CHAPTER_PAGES = [f"chapters/{name}.html" for name in CHAPTERS]
# Pages that differ from each other; of the others the layout is the same as of one of these.
KINDS = {"index.html", *(f"chapters/{name}.html" for name in ("hoofdstuk_2", "bijlage_3"))}
QUICK = {(PHONE, "chapters/hoofdstuk_2.html"), (LAPTOP, "chapters/bijlage_3.html")}
# On a phone and a laptop every page; at other sizes one of each kind; the whole book once.
TRIED = [
    (size, name)
    for size in SIZES
    for name in PAGES
    if (name in KINDS or size in (PHONE, LAPTOP)) and (name != BOOK or size == LAPTOP)
]
every_page = pytest.mark.parametrize("name", quickly(KINDS, PAGES))
every_chapter = pytest.mark.parametrize("name", quickly(KINDS, CHAPTER_PAGES))


@pytest.mark.parametrize(
    ("visit", "name"),
    [
        pytest.param(
            SIZES[size],
            name,
            id=f"{size}-{name}",
            marks=[] if (size, name) in QUICK else [pytest.mark.long],
        )
        for size, name in TRIED
    ],
    indirect=["visit"],
)
def test_a_page_is_accessible_fits_and_asks_for_nothing(visit, report, name):
    file = report / name
    page = visit.open(file)
    unfold(page)

    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
    assert width <= 0
    assert visit.requests == [file.as_uri()]
    assert visit.complaints == []
    assert page.evaluate("window.hacked") is None


def test_axe_finds_what_is_wrong(visit, tmp_path):
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<!DOCTYPE html><title>x</title><img src='data:,'><a href='#'></a>")
    page = visit.open(wrong)

    found = {v["id"] for v in Axe().run(page, options={"runOnly": WCAG}).response["violations"]}

    assert {"html-has-lang", "image-alt", "link-name"} <= found


@every_page
def test_a_page_would_forbid_anything_from_outside(visit, report, name):
    page = visit.open(report / name)
    page.evaluate("""() => { for (const url of ["https://example.org/x.png", "x.png"]) {
        const image = document.createElement("img"); image.src = url; document.body.append(image);
    } }""")
    page.wait_for_timeout(50)

    assert len(visit.complaints) == 2
    assert all("Content Security Policy" in text for text in visit.complaints)


@every_page
def test_a_page_has_one_title_headings_in_order_and_landmarks(visit, report, name):
    page = visit.open(report / name)
    headings = page.locator("h1, h2, h3, h4, h5, h6")
    levels = [int(tag[1]) for tag in headings.evaluate_all("all => all.map(h => h.tagName)")]

    assert page.locator("html").get_attribute("lang") == "nl"
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for role in ("main", "banner"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_role("navigation", name="Inhoud van het rapport").count() == 1


@every_chapter
def test_a_chapter_says_where_it_is(visit, report, name):
    page = visit.open(report / name)
    current = page.locator("[aria-current=page]")
    position = CHAPTERS.index(Path(name).stem)

    assert current.count() == 1
    assert current.get_attribute("href").endswith(Path(name).name)
    for rel, neighbour in (("prev", position - 1), ("next", position + 1)):
        link = page.locator(f"a[rel={rel}]")
        if 0 <= neighbour < len(CHAPTERS):
            assert link.get_attribute("href") == f"{CHAPTERS[neighbour]}.html"
        else:
            assert link.count() == 0


@every_page
def test_links_lead_somewhere_and_ids_are_unique(visit, report, name):
    page = visit.open(report / name)
    links = set(page.evaluate("[...document.querySelectorAll('a')].map(a => a.href)"))
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")

    assert len(ids) == len(set(ids))
    assert {urlsplit(link).scheme for link in links} <= {"file", "https"}
    for link in links:
        parts = urlsplit(link)
        if parts.scheme == "file":
            target = Path(unquote(parts.path))
            assert target.is_relative_to(report)
            assert target.is_file(), link
            place = "" if "=" in parts.fragment else parts.fragment  # else what was chosen
            assert not place or f'id="{place}"' in target.read_text("utf-8"), link


@every_page
def test_a_page_without_its_figures_is_small(report, name):
    text = (report / name).read_text("utf-8")

    assert len(re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL).encode()) < LARGEST


@every_page
def test_a_page_shows_no_codes_and_no_python(visit, report, name):
    page = visit.open(report / name)
    shown = page.evaluate("""() => {
        document.querySelectorAll(".answers, .stack, .texts, code").forEach((e) => e.remove());
        document.querySelectorAll("details").forEach((d) => { d.open = true; });
        return document.body.innerText; }""")
    form = STUDY.questionnaire
    codes = {c for c in form.option_codes if "_" in c} | {level.code for level in form.levels}

    assert re.findall(r"\bnan\b|\bNone\b|<NA>|NaT|object at|\d\.\d{4,}", shown, flags=re.I) == []
    assert [c for c in codes - {"student"} if re.search(rf"\b{c}\b", shown)] == []


@pytest.mark.parametrize("visit", [SIZES["360"], SIZES["200%"]], ids=["360", "200%"], indirect=True)
@every_page
def test_text_in_figures_can_be_read(visit, report, name):
    page = visit.open(report / name)
    heights = page.evaluate("""() => [...document.querySelectorAll(".drawing svg")]
        .filter((svg) => svg.checkVisibility())
        .flatMap((svg) => [...svg.querySelectorAll("text")].map((text) =>
            parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a))""")

    assert [h for h in heights if h < SMALLEST_TEXT] == []


@every_page
def test_every_figure_says_its_message_and_its_base(visit, report, name):
    page = visit.open(report / name)
    texts = [e.get_attribute("aria-label") for e in page.locator(".drawing").all()]

    assert all(t.startswith("Grafiek") for t in texts)
    base = r"Basis: (.*\(n = \d+(; gepubliceerd)?\)|n = \d+( tot \d+)?\.|alle keren dat)"
    assert all(re.search(base, t) for t in texts)
