"""The printed report."""

import html
import re
import shutil
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from built_pages import CHAPTERS
from made_once import made_once
from pypdf import PdfReader

from dwimpact.templates.html import NOTICE

PRINT = [sys.executable, "-m", "dwimpact", "pdf", "--output"]


@pytest.fixture(scope="module")
def printed(report, tmp_path_factory):
    """The printed report, of a copy: the report itself stays as it was made."""

    def make(folder):
        copy = shutil.copytree(report, folder / "outputs")
        subprocess.run([*PRINT, str(copy)], check=True, capture_output=True)
        return copy / "report.pdf"

    return made_once(tmp_path_factory, "pdf", make)


@pytest.fixture(scope="module")
def pdf(printed):
    return PdfReader(printed)


@pytest.fixture(scope="module")
def book(report):
    return (report / "report.html").read_text("utf-8")


def flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


def structure(node):
    """Every element of the tree that a screen reader reads."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from structure(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from structure(node["/K"])


def test_the_outline_has_every_heading(pdf, book):
    got = [entry.title for entry in flat(pdf.outline)]
    headings = BeautifulSoup(book, "html.parser").find_all(re.compile("^h[1-6]$"))

    assert got == [" ".join(heading.get_text().split()) for heading in headings]
    assert len(got) > len(CHAPTERS)


@pytest.mark.long
def test_no_page_is_empty_and_every_page_has_its_number_and_the_notice(pdf):
    assert len(pdf.pages) < 40
    for number, page in enumerate(pdf.pages, start=1):
        words = page.extract_text().split()
        assert len(words) > 10, f"page {number}"
        assert f"{number}{NOTICE}" in " ".join(words), f"page {number}"


def test_it_is_tagged_and_in_dutch_and_has_a_title(pdf):
    root = pdf.trailer["/Root"]

    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert "Impactmonitor" in pdf.metadata.title


@pytest.mark.long
def test_every_figure_has_its_text_in_the_tags(pdf, book):
    elements = list(structure(pdf.trailer["/Root"]["/StructTreeRoot"]))
    got = [e["/Alt"] for e in elements if e.get("/S") == "/Figure" and "/Alt" in e]

    assert sum(text.startswith("Grafiek") for text in got) == book.count('class="drawing')
    assert all("/Alt" in e for e in elements if e.get("/S") == "/Figure")
    assert {"/Table", "/TH", "/TD", "/H1", "/H2"} <= {e.get("/S") for e in elements}


@pytest.mark.long
def test_a_figure_is_on_one_page_with_its_caption(pdf, book):
    found = re.findall(r"<figcaption><a [^>]*>(.*?)</a> (.*?)</figcaption>", book)
    captions = [(number, html.unescape(caption)) for number, caption in found]
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert captions
    for caption in map(" ".join, captions):
        (page,) = [text for text in texts if caption in text]
        assert "Deel van" in page.split(caption)[1]


@pytest.mark.long
def test_no_page_ends_with_the_headings_of_a_table(pdf, book):
    heads = {
        " ".join(BeautifulSoup(head, "html.parser").get_text(" ").split())
        for head in re.findall(r"<thead.*?</thead>", book, re.DOTALL)
    }
    for number, page in enumerate(pdf.pages, start=1):
        text = " ".join(page.extract_text().split()).removesuffix(NOTICE).rstrip("0123456789 ")
        assert not text.endswith(tuple(heads)), f"page {number}"


def test_every_link_says_where_it_leads_and_none_tells_on_whose_machine_it_was_printed(pdf):
    links = [link.get_object() for page in pdf.pages for link in page.get("/Annots", [])]
    texts = [str(link["/Contents"]) for link in links]
    addresses = [str(link["/A"]["/URI"]) for link in links if "/A" in link]

    assert len(links) > 100
    assert not [text for text in texts if not text or text.startswith("#")]
    assert not [address for address in addresses if not address.startswith("https:")]


@pytest.mark.long
def test_printed_again_it_is_the_same_bytes(printed):
    first = printed.read_bytes()

    subprocess.run([*PRINT, str(printed.parent)], check=True, capture_output=True)

    assert printed.read_bytes() == first


@pytest.mark.long
def test_the_contents_say_where_chapters_begin(pdf):
    begins = {
        " ".join(e.title.split()): pdf.get_destination_page_number(e) + 1 for e in flat(pdf.outline)
    }
    contents = " ".join(page.extract_text() for page in pdf.pages[:5])
    contents = " ".join(contents.split())

    for title in ("Conclusies", "Het formulier", "De gegevens"):
        assert f"{title} {begins[title]} " in contents


@pytest.mark.long
@pytest.mark.parametrize("visit", [{"viewport": {"width": 657, "height": 900}}], indirect=True)
def test_no_table_is_wider_than_the_paper(visit, report):
    page = visit.open(report / "report.html")  # 657 pixels: A4 without its margins
    page.emulate_media(media="print")

    wide = page.evaluate("""() => [...document.querySelectorAll("table")]
        .filter((table) => table.getBoundingClientRect().right > window.innerWidth)
        .map((table) => table.caption.textContent)""")

    assert wide == []
