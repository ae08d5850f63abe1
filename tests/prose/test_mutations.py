"""Which changes in the answers published statements would have noticed."""

from __future__ import annotations

import pandas as pd
import pytest

from dwimpact.prose.mutations import describe_mutations
from dwimpact.study.questionnaire import Questionnaire


def test_what_changes_the_statements_could_have_noticed(form: Questionnaire) -> None:
    columns = ["change", "possible", "tried", "noticed", "share", "claims"]
    rows = [("moved", 30_000, 20_000, 5_000, 0.25, 0.3), ("nature", 4, 4, 0, 0.0, 0.0)]
    rows += [("status", 0, 0, 0, float("nan"), float("nan")), ("shuffled", 9, 9, 9, 1.0, 4.5)]
    got = describe_mutations(pd.DataFrame(rows, columns=columns), 12, form)
    assert got[1:] == [
        "Van de 30.000 manieren om één kruisje te verplaatsen valt 25% op.",
        "Van de 4 manieren om één aard te veranderen valt geen enkele op.",
        "Worden alle antwoorden willekeurig anders over de respondenten verdeeld, dan slaan er "
        "gemiddeld vijf van de 12 getoetste uitspraken om.",
        "Dat is geen fout van het rapport: het laat zien waarover het weinig zegt.",
        "Waar er meer dan 20.000 manieren zijn, is een vaste steekproef van 20.000 genomen.",
    ]


@pytest.mark.parametrize(
    ("noticed", "claims", "exp"),
    [
        (0, 0.0, "slaat er geen enkele van"),
        (3, 0.2, "slaat er gemiddeld minder dan één van"),
        (3, 1.2, "slaat er gemiddeld één van"),
    ],
)
def test_what_hardly_turns_over_is_no_number(
    noticed: int, claims: float, exp: str, form: Questionnaire
) -> None:
    columns = ["change", "possible", "tried", "noticed", "share", "claims"]
    table = pd.DataFrame([("shuffled", 9, 9, noticed, noticed / 9, claims)], columns=columns)
    assert describe_mutations(table, 50, form)[1] == (
        "Worden alle antwoorden willekeurig anders over de respondenten verdeeld, dan "
        f"{exp} de 50 getoetste uitspraken om."
    )
