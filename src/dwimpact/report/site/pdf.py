"""The whole report on one page, printed to PDF by Chromium."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from pypdf import PdfReader

from dwimpact.errors import Problem, StudyError
from dwimpact.report.folders.ownership import require_own_file
from dwimpact.report.request import BOOK
from dwimpact.report.site.beside import documents_in, link_documents
from dwimpact.report.site.browser import open_browser
from dwimpact.report.site.pdf_tags import complete_tags
from dwimpact.study.files.manifest import DATE_IN_PDF, PRINTED, PRINTED_ON, is_printed

NUMBER_CONTENTS = """(pages) => {
  for (const link of document.querySelectorAll(".whole a")) {
    const number = document.createElement("span");
    number.className = "page-number";
    number.textContent = pages[link.hash.slice(1)] ?? "";
    link.append(number);
  }
}"""


# On paper, only a link within the page or to the web leads anywhere: a file beside the page does
# not, and its address would tell on whose machine it was printed.
TEXTS = r"""() => {
  for (const link of document.querySelectorAll("a[href]"))
    if (!/^(#|https?:|mailto:)/.test(link.getAttribute("href"))) link.removeAttribute("href");
  const all = (what) => [...document.querySelectorAll(what)];
  const text = (part) => part.textContent.replace(/\s+/g, " ").trim();
  const address = (link) =>
    link.getAttribute("href")[0] === "#" ? decodeURI(link.hash) : link.href;
  return {
    links: Object.fromEntries(all("a[href]").map((link) => [address(link), text(link)])),
    headings: all("h1, h2, h3, h4, h5, h6").map(text),
  };
}"""


def print_report(outputs: Path) -> Path:
    """Print the report in a folder to report.pdf beside it; the path of that file.

    Tagged, with an outline, in the language of the page, and with page numbers in the
    contents. Raises StudyError when there is no report, no Chromium, or a PDF of somebody's.
    """
    book, printed = outputs / BOOK, outputs / PRINTED
    if not book.is_file():
        raise StudyError(
            book, Problem("there is no report", "a finished report", "Run 'make report' first.")
        )
    require_own_file(printed, is_printed)
    with open_browser() as browser:
        page = browser.new_page()
        page.goto(book.resolve().as_uri())
        texts = page.evaluate(TEXTS)
        # Twice: where a chapter begins is known only once everything has been printed.
        page.evaluate(NUMBER_CONTENTS, _first_pages(_print(page)))
        printed.write_bytes(_finish(_print(page), texts))
    link_documents(outputs, documents_in(outputs))
    return printed


def print_page(source: Path, to: Path) -> None:
    """Print a page of ours to a PDF. Raises StudyError when there is no Chromium."""
    with open_browser() as browser:
        page = browser.new_page()
        page.goto(source.resolve().as_uri())
        texts = page.evaluate(TEXTS)
        to.write_bytes(_finish(_print(page), texts))


def _print(page: Page) -> bytes:
    return page.pdf(tagged=True, outline=True, prefer_css_page_size=True, print_background=True)


def _finish(pdf: bytes, texts: Mapping[str, Any]) -> bytes:
    """The same report gives the same bytes on any day."""
    return re.sub(DATE_IN_PDF, PRINTED_ON, complete_tags(pdf, **texts))


def _first_pages(pdf: bytes) -> Mapping[str, int]:
    """Anchor → page number, from the places that the links in the contents lead to."""
    reader = PdfReader(BytesIO(pdf))
    return {
        name.lstrip("/"): (reader.get_destination_page_number(place) or 0) + 1
        for name, place in reader.named_destinations.items()
    }
