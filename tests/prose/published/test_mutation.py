"""Which changes in the answers published statements would have noticed."""

from __future__ import annotations

import pandas as pd
from sentences import Said

from dwimpact.prose.published.mutation import describe_mutations
from dwimpact.study.questionnaire.model import Questionnaire


def test_what_changes_the_statements_could_have_noticed(said: Said, form: Questionnaire) -> None:
    columns = ["change", "possible", "tried", "noticed", "share", "claims"]
    rows = [("moved", 30_000, 20_000, 5_000, 0.25, 0.3), ("nature", 4, 4, 0, 0.0, 0.0)]
    rows += [("status", 0, 0, 0, float("nan"), float("nan")), ("shuffled", 9, 9, 9, 1.0, 4.5)]
    said(describe_mutations, pd.DataFrame(rows, columns=columns), 12, form)


def test_what_hardly_turns_over_is_no_number(said: Said, form: Questionnaire) -> None:
    columns = ["change", "possible", "tried", "noticed", "share", "claims"]
    for noticed, claims in ((0, 0.0), (3, 0.2), (3, 1.2)):
        table = pd.DataFrame([("shuffled", 9, 9, noticed, noticed / 9, claims)], columns=columns)
        said(describe_mutations, table, 50, form, reconstructed=True)
