"""What is different from the last report, by its manifest."""

from __future__ import annotations

from typing import Any

import pytest
from sentences import Said

from dwimpact.prose.report.since import called, describe_changes_since


def manifest(inputs: str = "", tables: str = "", **more: Any) -> dict[str, Any]:
    """'a1 b2': a file or table per word, its first letter the name and the rest its bytes."""
    return {
        "version": "0.2.0",
        "code": "x",
        "inputs": {f"{word[0]}.csv": word[1:] for word in inputs.split()},
        "outputs": {f"tables/tabel_2_{w[0]}.csv": w[1:] for w in tables.split()}
        | {"index.html": "1", "tables/tabellen.xlsx": tables},
        **more,
    }


def test_without_a_last_report_nothing_is_said() -> None:
    assert describe_changes_since({}, manifest()) == {}


def test_a_report_on_other_people_is_no_last_one() -> None:
    edition = manifest(parameters={"edition": "mbo"})
    assert describe_changes_since(edition, manifest()) == {}
    assert describe_changes_since(edition, edition) != {}


def test_what_is_the_same_is_said_to_be(said: Said) -> None:
    now = manifest("a1", "11")
    now["inputs"]["previous.json"] = "1"  # is there to compare with
    said(describe_changes_since, manifest("a1", "11"), now)


def test_what_is_different_new_and_gone_is_named(said: Said) -> None:
    was, now = manifest("a1 b1 c1", "11 21 31"), manifest("a2 b1 d1", "12 21 41")
    said(describe_changes_since, was, now)


def test_where_most_is_different_the_rest_is_named(said: Said) -> None:
    was = manifest(tables="11 21 31 41 51 61 71")
    for now in ("12 22 32 42 52 62 71", "12 22 32 42 52 62 72", "12 22 31 41 51 61 71"):
        said(describe_changes_since, was, manifest(tables=now))


def test_another_program_is_told(said: Said) -> None:
    for change in (
        {"version": "0.3.0"},
        {"code": "y"},
        {"libraries": {"a": "2"}, "notebooks": {"b": "1"}},
    ):
        said(describe_changes_since, manifest(), manifest(**change))


@pytest.mark.parametrize(
    ("name", "exp"),
    [("figuur_2_1", "figuur 2.1"), ("tabel_b3_12", "tabel B3.12"), ("extra_1", "extra_1")],
)
def test_numbers_of_exhibits(name: str, exp: str) -> None:
    assert called(name) == exp
