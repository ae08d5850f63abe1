from __future__ import annotations

from pathlib import Path

from dwimpact.deposit.versions import HISTORY, History, read_history

FIRST = History().next("2026-01-01", "0.2.0", {"study.yml": "a", "x.csv": "b"}, {"tabel_1": "c"})


def write(history: History, folder: Path) -> Path:
    (folder / "proef_v1").mkdir(parents=True)
    (folder / "proef_v1" / HISTORY).write_text(history.to_json(), "utf-8")
    return folder


def test_the_same_content_is_the_same_version_on_another_day() -> None:
    again = FIRST.next("2027-01-01", "0.2.0", {"study.yml": "a", "x.csv": "b"}, {"tabel_1": "c"})
    assert again.number == 1
    assert [version.issued for version in again.versions] == ["2027-01-01"]


def test_another_content_is_another_version_and_tells_what_changed() -> None:
    other = FIRST.next("2026-02-01", "0.3.0", {"study.yml": "z", "y.csv": "b"}, {"tabel_2": "c"})
    assert other.number == 2
    (newest, lines), (oldest, first) = other.changes()
    assert (newest.number, oldest.number, first) == (2, 1, ["Eerste versie."])
    assert lines == [
        "Bestand van het onderzoek veranderd: study.yml.",
        "Bestand van het onderzoek weg: x.csv.",
        "Bestand van het onderzoek erbij: y.csv.",
        "Cijfertabel weg: tabel_1.",
        "Cijfertabel erbij: tabel_2.",
        "Gemaakt met dwimpact 0.3.0 in plaats van 0.2.0.",
    ]


def test_a_history_is_read_back_from_the_last_deposit(tmp_path: Path) -> None:
    assert read_history(write(FIRST, tmp_path / "there")) == FIRST
    assert read_history(tmp_path / "absent") == History()


def test_what_is_no_history_of_ours_is_none(tmp_path: Path) -> None:
    for name, text in {"a": "", "b": "[1]", "c": '[{"number": 1}]', "d": "{}"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / HISTORY).write_text(text, "utf-8")
    assert read_history(tmp_path) == History()
