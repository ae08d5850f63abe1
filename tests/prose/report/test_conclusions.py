"""How sure what was found is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dwimpact.prose.report.conclusions import certainty, describe_evidence, describe_margins
from dwimpact.study.study import Study

OUTCOMES = [("school", "network"), ("school", "region"), ("pupil", "skills")]


def table(**columns: Any) -> pd.DataFrame:
    names = pd.DataFrame(OUTCOMES, columns=["level", "outcome"])
    return names.assign(n=10, **columns)


def test_bounds_say_of_which_outcomes_half_is_sure(study: Study) -> None:
    form = study.questionnaire
    phrases = [form.phrases[level][outcome] for level, outcome in OUTCOMES]
    got = certainty(table(smallest=[5, 4, 0], largest=[6, 5, 4]), form)
    assert {title: text.lower() for title, text in got.items()} == {
        "Genoemd door ten minste de helft, welke antwoorden er ook waren": f"{phrases[0]}.",
        "Genoemd door minder dan de helft, welke antwoorden er ook waren": f"{phrases[2]}.",
        "Of het de helft is, is niet te zeggen": (
            f"{phrases[1]}. daarvoor zijn de antwoorden zelf nodig."
        ),
    }


def test_intervals_say_it_of_responses(study: Study) -> None:
    shares = table(low=[0.5, 0.49, 0.51], high=[0.9, 0.5, 0.8])
    got = certainty(shares, study.questionnaire)
    assert list(got) == [
        "Genoemd door ten minste de helft, ook met toeval meegerekend",
        "Of het de helft is, is niet te zeggen",
    ]
    assert got["Of het de helft is, is niet te zeggen"].endswith(
        ". Daarvoor zijn meer antwoorden nodig."
    )
    assert certainty(shares[:0], study.questionnaire) == {}


def test_evidence_is_counted(study: Study) -> None:
    form = study.questionnaire
    assert describe_evidence(table(smallest=[5, 4, 0], largest=[5, 6, 9]), form) == (
        "Van de drie aandelen ligt er één vast; één ligt tussen twee grenzen; over één zegt de "
        "publicatie zo goed als niets."
    )
    assert describe_evidence(table(smallest=4, largest=6), form) == (
        "Van de drie aandelen ligt er geen vast; alle drie liggen tussen twee grenzen."
    )


def test_margins_are_the_wider_side_of_the_interval() -> None:
    shares = table(share=[0.5, 0.8, 0.2], low=[0.42, 0.7, 0.1], high=[0.58, 0.85, 0.35])
    assert describe_margins(shares) == (
        "Door toeval kan een aandeel van iedereen samen 8 tot 15 procentpunten naast het getoonde "
        "liggen, en dat van een groep nog verder: zo ver reikt het 95%-interval aan de ruimste "
        "kant."
    )
    assert describe_margins(shares[:0]) == ""
