"""What answers are about."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.themes import describe_coding, describe_themes


def test_what_is_written_about_most_level_by_level() -> None:
    shares = pd.DataFrame(
        [
            ("schoolniveau", "Regio en netwerk", 10, 4),
            ("schoolniveau", "Vernieuwing", 10, 5),
            ("leerlingniveau", "Regio en netwerk", 8, 6),
            ("leerlingniveau", "Vernieuwing", 8, 1),
        ],
        columns=["group", "theme", "n", "count"],
    )
    coded = pd.DataFrame(
        {
            "respondent": ["R1", "R1", "R2", "R2"],
            "level": "school",
            "coded": [True, True, False, False],
        }
    )
    assert describe_themes(shares, coded) == [
        "Wat mensen schrijven, gaat het vaakst op schoolniveau over vernieuwing (5 van 10; "
        "50%) en op leerlingniveau over regio en netwerk (6 van 8; 75%).",
        "Een antwoord kan meer dan één thema hebben; een van de 2 antwoorden heeft er geen.",
    ]


def test_how_answers_got_their_themes() -> None:
    rules = (
        "De thema's zijn toegekend met regels: woorden in al hun vormen, en vaste uitdrukkingen."
    )
    kappas = {"kappa": [0.6, None, 1.0], "kappa_low": [0.31, None, 0.23]}
    agreement = pd.DataFrame({"n": [42, 42, 42]} | kappas)
    assert describe_coding(agreement) == [
        rules,
        "42 antwoorden zijn met de hand gecodeerd; daar geldt wat de codeur vond.",
        "De kappa van regels en codeur is met 95% zekerheid ten minste 0,23 tot 0,31, naar thema "
        "(1 is volledige overeenstemming, 0 wat toeval geeft; interval van Donner en Eliasziw).",
    ]
    assert describe_coding(agreement[:0]) == [rules]
