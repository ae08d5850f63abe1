"""What an analyst chose, in words."""

from __future__ import annotations

import pytest

from dwimpact.prose import views

LABELS_OF_GROUPS = {"mbo": "mbo", "rest": "overige instellingen"}
LABELS_OF_GROUPS |= {"2": "tranche 2", "3": "tranche 3"}


@pytest.mark.parametrize(
    ("choices", "exp"),
    [
        (("school", "mentioned", "", {}), "Opbrengsten op schoolniveau"),
        (
            ("pupil", "status", "werkplaats", {"sector": "mbo", "tranche": "3"}),
            "Status van de opbrengsten op leerlingniveau, naar werkplaats; alleen mbo en tranche 3",
        ),
    ],
)
def test_title_of_a_view_names_what_was_chosen(choices, exp, form):
    assert views.describe_view(*choices, form, LABELS_OF_GROUPS) == exp


def test_title_of_texts_names_what_was_chosen(form):
    title = views.describe_text_view("remarks", None, {"sector": "mbo"}, form, LABELS_OF_GROUPS)

    assert title == "Opmerkingen; alleen mbo"
    title = views.describe_text_view(None, "school", {}, form, LABELS_OF_GROUPS)
    assert title == "Alle teksten op schoolniveau"


def test_withheld_groups_of_a_view_are_those_with_people():
    small = "Een groep met minder dan 10 mensen telt alleen mee in het totaal."
    larger = " Een grotere groep ook, waar anders uit het verschil een kleinere zou volgen."

    got = [
        views.describe_withheld_apart(withheld, LABELS_OF_GROUPS, 10)
        for withheld in ({}, {"mbo": 0}, {"mbo": 0, "rest": 6}, {"2": 14, "3": 9})
    ]

    assert got == [
        "",
        "",
        f"Niet apart getoond: overige instellingen. {small}",
        f"Niet apart getoond: tranche 2 en tranche 3. {small}{larger}",
    ]


def test_a_refusal_does_not_say_how_few():
    assert views.describe_refusal(10, left_out=False).startswith(
        "Deze keuze laat te weinig mensen over. Minder dan 10 mensen"
    )
    assert views.describe_refusal(10, left_out=True).startswith(
        "Deze keuze laat te weinig mensen weg."
    )


def test_hits_and_texts_are_counted():
    assert views.describe_hits(1, 1) == "1 vindplaats in 1 tekst."
    assert views.describe_hits(0, 12) == "0 vindplaatsen in 12 teksten."
