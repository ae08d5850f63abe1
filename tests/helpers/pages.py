"""Reading a report the way its reader does."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def visible_text(html: str) -> str:
    """What is shown or read aloud: the text and the labels, without styles and code."""
    page = soup(html)
    for hidden in page.select("style, script, details.code"):
        hidden.decompose()
    labels = [tag["aria-label"] for tag in page.select("[aria-label]")]
    return "\n".join([page.get_text(" "), *labels])


def words(text: str) -> str:
    """The text with all white space as single spaces."""
    return " ".join(text.split())


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and its subfolders with its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
