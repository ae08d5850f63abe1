"""What answers are about."""

from __future__ import annotations

import pandas as pd
from sentences import Said

from dwimpact.prose.themes import describe_coding, describe_themes


def test_what_is_written_about_most_level_by_level(said: Said) -> None:
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
    said(describe_themes, shares, coded)
    said(describe_themes, shares[:2], coded.assign(coded=True))


def test_how_answers_got_their_themes(said: Said) -> None:
    kappas = {"kappa": [0.6, None, 1.0], "kappa_low": [0.31, None, 0.23]}
    agreement = pd.DataFrame({"n": [42, 42, 42]} | kappas)
    said(describe_coding, agreement)
    said(describe_coding, agreement[:0])
