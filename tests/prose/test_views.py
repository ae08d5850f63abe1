"""What an analyst chose, in words."""

from __future__ import annotations

from dwimpact.prose.views import (
    describe_compared,
    describe_hits,
    describe_refusal,
    describe_text_view,
    describe_texts,
    describe_view,
    describe_withheld_apart,
    mentioning,
)

LABELS_OF_GROUPS = {"mbo": "mbo", "rest": "overige instellingen"}
LABELS_OF_GROUPS |= {"2": "tranche 2", "3": "tranche 3"}


def test_title_of_a_view_names_what_was_chosen(said, form):
    for choices in (
        ("school", "mentioned", "", {}),
        ("school", "nature", mentioning(form, "pupil", "skills"), {}),
        ("pupil", "status", "werkplaats", {"sector": "mbo", "tranche": "3"}),
    ):
        said(describe_view, *choices, form, LABELS_OF_GROUPS)


def test_title_of_texts_names_what_was_chosen(said, form):
    said(describe_text_view, "remarks", None, {"sector": "mbo"}, form, LABELS_OF_GROUPS)
    said(describe_text_view, None, "school", {}, form, LABELS_OF_GROUPS, "Werk en regio")


def test_titles_of_differences(said):
    said(describe_compared, "mentioned")
    said(describe_compared, "nature")


def test_withheld_groups_of_a_view_are_those_with_people(said):
    for withheld in ({"mbo": 0}, {"mbo": 0, "rest": 6}, {"2": 14, "3": 9}):
        said(describe_withheld_apart, withheld, LABELS_OF_GROUPS, 10)


def test_a_refusal_does_not_say_how_few(said):
    said(describe_refusal, 10, left_out=False)
    said(describe_refusal, 10, left_out=True)


def test_hits_and_texts_are_counted(said):
    for hits, texts in ((1, 1), (0, 12)):
        said(describe_hits, hits, texts)
        said(describe_texts, texts)
