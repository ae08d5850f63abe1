"""A finished report of a few parts, as the commands that make documents find it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dwimpact.pages.cover import COVER, Cover
from dwimpact.pages.parts import PART_FORMAT, Exhibit, Numbers, PagePart, to_json, words

NOTICE = "Reconstructie: niemands antwoorden."
LEVEL, FIRST, SECOND = "schoolniveau", "Contact & <regio>", "Vaardigheden"
SHARES = ["group", "level", "outcome", "n", "count", "share", "low", "high", "imprecise"]
SHARE_ROWS: list[list[Any]] = [
    ["Totaal", LEVEL, FIRST, 6, 2, 1 / 3, 0.1, 0.7, True],
    ["Totaal", LEVEL, SECOND, 6, 3, 0.5, 0.2, 0.8, True],
    ["mbo", LEVEL, FIRST, 3, 1, 1 / 3, 0.1, 0.8, True],
    ["mbo", LEVEL, SECOND, 3, 3, 1.0, 0.4, 1.0, True],
]
KNOWN = ["level", "outcome", "group", "n", "smallest", "largest", "count", "share", "evidence"]
KNOWN_ROWS: list[list[Any]] = [
    [LEVEL, FIRST, "Totaal", 64, 16, 32, 20, 0.3125, "begrensd"],
    [LEVEL, SECOND, "Totaal", 64, 48, 48, 48, 0.75, "vastgelegd"],
    [LEVEL, FIRST, "mbo", 26, 13, 26, 20, 0.77, "aangenomen"],
    [LEVEL, SECOND, "mbo", 26, 13, 13, 13, 0.5, "vastgelegd"],
]
COVER_PAGE = Cover(
    title="De proef",
    subtitle="Wat zij oplevert",
    subject="6 respondenten",
    notice=NOTICE,
    question="Wat levert de proef op?",
    key_figures=[["6", "respondenten", "50% van de 12 benaderde personen"]],
    findings=[["Vaardigheden het vaakst", "De helft noemt ze.", "Basis: alle (n = 6)."]],
    citation="dwimpact. De proef.",
    pages=[
        ["hoofdstuk_1", "Hoofdstuk 1", "1", "Inleiding"],
        ["bijlage_1", "Bijlage 1", "B1", "De rest"],
    ],
)


def figure(columns: Sequence[str], rows: Sequence[Sequence[Any]], number: str = "1.1") -> Exhibit:
    return Exhibit(
        kind="figure",
        name=f"figuur_{number.lower().replace('.', '_')}",
        title=f"Figuur {number}",
        caption="Wat is genoemd",
        columns=["Opbrengst", "Aandeel"],
        rows=[[FIRST, "33%"], [SECOND, "50%"]],
        headings=1,
        numeric=["Aandeel"],
        totals=[],
        note="Een noot.",
        notice=NOTICE,
        alt="Vaardigheden noemt 50%.",
        numbers=Numbers(columns, rows, "Genoemd", "naar sector"),
    )


TABLE = Exhibit(
    kind="table",
    name="tabel_1_1",
    title="Tabel 1.1",
    caption="Respons",
    columns=["Groep", "n"],
    rows=[["mbo", "3"], ["Totaal", "6"]],
    headings=1,
    numeric=["n"],
    totals=[1],
    note="",
    notice="",
)
PARTS: list[PagePart] = [
    words("heading", ["Een kop"]),
    words("text", ["Een zin met 3 cijfers."]),
    words("list", ["één", "twee"]),
    words("list", ["een tekst"], "Voorbeeldteksten, door ons geschreven: 1"),
    words("terms", [["Verwacht", "Komt nog."]]),
    figure(SHARES, SHARE_ROWS),
    TABLE,
    words("subheading", ["Een kopje"]),
    words("text", [""]),
]


def finished(folder: Path, parts: Sequence[PagePart] = PARTS) -> Path:
    """A folder with what a report leaves for its documents."""
    (folder / "notebooks").mkdir(parents=True)
    cover = json.dumps(asdict(COVER_PAGE), ensure_ascii=False)
    (folder / COVER).write_text(cover, encoding="utf-8")
    outputs = [{"data": {"text/html": "", PART_FORMAT: to_json(part)}} for part in parts]
    cells = [
        {"cell_type": "markdown", "source": ["# Inleiding\n", "\n", "Een *begin*."]},
        {"cell_type": "code", "source": "", "outputs": outputs},
        {"cell_type": "markdown", "source": "## Tot slot\n\n- klaar"},
    ]
    for name in ("hoofdstuk_1", "bijlage_1"):
        notebook = json.dumps({"cells": cells}, ensure_ascii=False)
        (folder / f"notebooks/{name}.ipynb").write_text(notebook, encoding="utf-8")
    return folder
