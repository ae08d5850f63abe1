"""What a view shows, read from its HTML."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup


def soup(view: Any) -> BeautifulSoup:
    return BeautifulSoup(view if isinstance(view, str) else view._repr_html_(), "html.parser")


def sentences(view: Any) -> list[str]:
    return [p.text for p in soup(view).select("p:not(.notice)")][:-1]


def rows(view: Any) -> list[list[str]]:
    """The table, with its headings first."""
    return [[cell.text for cell in row.select("th, td")] for row in soup(view).select("tr")]
