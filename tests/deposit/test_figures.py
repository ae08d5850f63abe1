from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dwimpact.deposit.figures import digests, figure_tables, file_of, table_of_tables
from dwimpact.deposit.record import Record
from dwimpact.study.files.manifest import sha256


def test_tables_stand_in_the_order_of_the_pages_with_what_they_are_called(report: Path) -> None:
    (report / "tables" / "set_aside.csv").write_text("a\n1\n", "utf-8")  # not shown
    told = [(t.name, t.title, t.caption) for t in figure_tables(report)]
    assert told == [("figuur_2_1", "Figuur 2.1", "Opbrengsten"), ("tabel_b2_1", "tabel_b2_1", "")]


def test_every_table_has_an_identifier_of_study_table_and_version(
    record_of: Callable[..., Record], report: Path
) -> None:
    tables = figure_tables(report)
    index = table_of_tables(tables, record_of(reconstructed=True))
    assert index["id"].tolist() == [
        "reconstructie_de-proef/figuur_2_1/v2",
        "reconstructie_de-proef/tabel_b2_1/v2",
    ]
    assert index["bestand"].tolist() == [f"data/cijfers/reconstructie_{t.name}.csv" for t in tables]
    assert index["rijen"].tolist() == [1, 1]
    assert index["sha256"].tolist() == list(digests(tables).values())
    assert digests(tables)["figuur_2_1"] == sha256(report / "tables/figuur_2_1.csv")
    assert file_of(tables[0], record_of()) == "data/cijfers/figuur_2_1.csv"
