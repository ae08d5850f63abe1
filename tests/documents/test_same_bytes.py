"""Office files without the moment at which they were made."""

from __future__ import annotations

import io
import zipfile

from dwimpact.documents.same_bytes import same_bytes

CORE = '<a><dcterms:created x="y">{moment}</dcterms:created><b>{moment}</b></a>'


def archive(moment: str, inside: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        year = int(moment[:4])
        core = CORE.format(moment=moment)
        parts.writestr(zipfile.ZipInfo("docProps/core.xml", (year, 1, 1, 0, 0, 0)), core)
        if inside:
            parts.writestr("word/embeddings/chart1.xlsx", inside)
    return made.getvalue()


def test_moments_are_gone_also_from_workbooks_inside_and_nothing_else() -> None:
    made = [same_bytes(archive(m, archive(m))) for m in ("2024-01-01", "2025-02-02")]

    with zipfile.ZipFile(io.BytesIO(made[0])) as parts:
        inside = parts.read("word/embeddings/chart1.xlsx")
        core = parts.read("docProps/core.xml").decode()
        assert {entry.date_time[0] for entry in parts.infolist()} == {1980}
    with zipfile.ZipFile(io.BytesIO(inside)) as parts:
        assert parts.read("docProps/core.xml").decode() == core
    assert core == CORE.format(moment="2024-01-01").replace(
        ">2024-01-01</dcterms", ">2000-01-01T00:00:00Z</dcterms"
    )
    assert made[0] != made[1]  # what is no moment of making stays


def test_the_same_contents_are_the_same_bytes() -> None:
    assert same_bytes(archive("2024-01-01")) == same_bytes(same_bytes(archive("2024-01-01")))
