"""Many reports in a few words."""

from __future__ import annotations

from sentences import Said

from dwimpact.prose.report.fleet import (
    describe_change,
    describe_fleet,
    describe_report,
    describe_without_edition,
)

LAST = {
    "inputs": {"responses.csv": "1"},
    "code": "x",
    "libraries": {"numpy": "2"},
    "outputs": {"index.html": "1"},
}


def test_reports_are_named(said: Said) -> None:
    said(describe_report, "", "")
    said(describe_report, "2023", "hbo")
    said(describe_report, "2021 en 2023", "", compared=True)


def test_numbers_agree_with_their_nouns(said: Said) -> None:
    said(describe_fleet, ["made"], 1, 0)
    said(describe_fleet, ["made", "unchanged", "failed"], 2, 2)
    said(describe_fleet, ["unchanged"] * 2, 1, 0)
    for number in (1, 2):
        said(describe_without_edition, number)
    assert describe_without_edition(0) == ""


def test_what_changed_is_told_with_the_reason(said: Said) -> None:
    said(describe_change, {}, LAST)
    said(describe_change, LAST, LAST)
    said(describe_change, LAST, {**LAST, "code": "y", "libraries": {"numpy": "2"}})
    more = {"index.html": "3", "new.csv": "1"}
    said(describe_change, LAST, {**LAST, "libraries": {"numpy": "3"}, "outputs": more})
    assert describe_change(LAST, {}) == ""
