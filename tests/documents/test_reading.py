"""A finished report as data."""

from __future__ import annotations

from pathlib import Path

import pytest
from finished import COVER_PAGE, PARTS, finished

from dwimpact.documents.reading import in_markdown, read_report
from dwimpact.errors import StudyError
from dwimpact.pages.parts import Exhibit, Wording


def told(parts: object) -> list[tuple[str, str]]:
    return [
        (part.kind, part.title if isinstance(part, Exhibit) else part.lines[0][0]) for part in parts
    ]


def test_parts_come_in_order_with_sections_numbered_as_on_the_page(tmp_path: Path) -> None:
    report = read_report(finished(tmp_path / "made"))

    assert report.cover == COVER_PAGE
    first, appendix = report.pages
    assert told(first.parts) == [
        ("text", "Een begin."),
        ("heading", "1.1 Een kop"),
        ("text", "Een zin met 3 cijfers."),
        ("list", "één"),
        ("list", "een tekst"),
        ("terms", "Verwacht"),
        ("figure", "Figuur 1.1"),
        ("table", "Tabel 1.1"),
        ("subheading", "Een kopje"),
        ("heading", "1.2 Tot slot"),
        ("list", "klaar"),
    ]
    assert PARTS[5] in first.parts
    assert (first.is_appendix, appendix.is_appendix) == (False, True)
    assert ("heading", "B1.1 Een kop") in told(appendix.parts)


def test_without_a_report_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as error:
        read_report(tmp_path)

    assert str(error.value) == (
        f"{tmp_path}: there is no report; expected a finished report. Run 'make report' first."
    )


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("", []),
        (
            "Een **zin** met `code` en\n[een link](a.html).",
            [("text", "Een zin met code en een link.")],
        ),
        ("# Titel\n\n### Kopje", [("heading", "Titel"), ("subheading", "Kopje")]),
        ("```\nx = 1\n```", [("text", "x = 1\n")]),
        ("1. een\n2. twee", [("list", "een")]),
    ],
)
def test_markdown_without_its_marks(source: str, parts: list[tuple[str, str]]) -> None:
    made = list(in_markdown(source))

    assert told(made) == parts
    assert all(isinstance(part, Wording) for part in made)
