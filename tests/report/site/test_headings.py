"""Headings of Markdown and of code, in one order."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pages import words

from dwimpact.pages.anchors import ANCHOR, Anchor
from dwimpact.report.site.headings import with_headings


def shown(kind: str, title: str, **more: str) -> Any:
    """What a page shows from code: a heading, or something else that can be linked to."""
    anchor = {"kind": kind, "id": "", "title": title, "caption": "", **more}
    data, metadata = {"text/html": f"<h2>{title}</h2>"}, {"text/html": {ANCHOR: anchor}}
    return new_code_cell("", outputs=[new_output("display_data", data, metadata=metadata)])


def html(cell: Any) -> str:
    text = cell.source or "".join(o.data["text/html"] for o in cell.outputs)
    return words(text)


def test_headings_of_markdown_and_of_code_are_numbered_in_one_order() -> None:
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# De titel\n\nWaar het over gaat."),
            new_markdown_cell("## Eerst\n\nEen *alinea*.\n\n### Een deel"),
            shown("subheading", "Nog een deel"),
            shown("heading", "Daarna"),
            shown("table", "Tabel 2.1", id="tabel_2_1"),
            new_markdown_cell("## Ten slotte ##"),
        ]
    )

    made, anchors = with_headings(notebook, "2")

    assert [html(cell) for cell in made.cells] == [
        "Waar het over gaat.",
        '<h2 id="2-1"><a class="self" href="#2-1">2.1 Eerst</a></h2> Een *alinea*. '
        '<h3 id="2-1-1"><a class="self" href="#2-1-1">Een deel</a></h3>',
        '<h3 id="2-1-2"><a class="self" href="#2-1-2">Nog een deel</a></h3>',
        '<h2 id="2-2"><a class="self" href="#2-2">2.2 Daarna</a></h2>',
        "<h2>Tabel 2.1</h2>",
        '<h2 id="2-3"><a class="self" href="#2-3">2.3 Ten slotte</a></h2>',
    ]
    assert anchors == [
        Anchor("heading", "2-1", "2.1 Eerst"),
        Anchor("heading", "2-2", "2.2 Daarna"),
        Anchor("table", "tabel_2_1", "Tabel 2.1"),
        Anchor("heading", "2-3", "2.3 Ten slotte"),
    ]
    assert notebook.cells[1].source.startswith("## Eerst")  # it was not changed


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## Over a & b", '<h2 id="b3-1"><a class="self" href="#b3-1">B3.1 Over a & b'),
        ("## <b>Vet</b>", '<h2 id="b3-1"><a class="self" href="#b3-1">B3.1 &lt;b&gt;Vet&lt;/b&gt;'),
        ("```\n## geen kop\n```", "``` ## geen kop ```"),
        ("#geen kop", "#geen kop"),
    ],
)
def test_a_cell_of_markdown(source: str, expected: str) -> None:
    notebook = new_notebook(cells=[new_markdown_cell(source)])

    made, _ = with_headings(notebook, "B3")

    assert html(made.cells[0]).replace("&amp;", "&").startswith(expected.replace("&amp;", "&"))


def test_only_the_first_heading_is_the_title() -> None:
    cells = [new_markdown_cell("## Eerst"), new_markdown_cell("# Daarna")]

    made, anchors = with_headings(new_notebook(cells=cells), "1")

    assert [anchor.title for anchor in anchors] == ["1.1 Eerst", "1.2 Daarna"]
    assert "1.2 Daarna" in made.cells[1].source
