from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from dwimpact.deposit.metadata.counts import shown_counts
from dwimpact.deposit.record import Record
from dwimpact.study.study import HIDDEN_COLUMNS

RecordOf = Callable[..., Record]


def test_counts_are_those_of_the_answers(record_of: RecordOf) -> None:
    study = record_of().study
    counts = shown_counts(study)
    outcomes = study.tables.outcomes
    ticked = outcomes[outcomes["mentioned"].fillna(False).astype(bool)]
    for level, outcome in [("school", "network"), ("pupil", "soft_skills")]:
        rows = ticked[(ticked["level"] == level) & (ticked["outcome"] == outcome)]
        assert counts[f"{level}/outcomes/{outcome}"] == {"1": len(rows)}
        exp = rows["status"].value_counts().to_dict()
        assert {k: v for k, v in counts[f"{level}/status/{outcome}"].items() if v} == exp


def test_what_is_not_shown_has_no_count(record_of: RecordOf) -> None:
    study = record_of().study
    hidden = [("mentioned", "school", "network", "all"), ("status", "pupil", "skills", "all")]
    told = shown_counts(
        replace(study, hidden=pd.DataFrame(hidden, columns=HIDDEN_COLUMNS, dtype="str"))
    )
    assert "school/outcomes/network" not in told
    assert "pupil/status/skills" not in told
    assert "pupil/outcomes/skills" in told


def test_groups_that_are_too_small_or_of_several_options_have_no_count(record_of: RecordOf) -> None:
    counts = shown_counts(record_of().study)
    # Three of mbo; two of hbo and nobody of wo are one group, and one is of another kind.
    assert counts["sector"] == {"mbo": 3}


def test_a_reconstruction_has_no_counts(record_of: RecordOf) -> None:
    assert shown_counts(record_of(reconstructed=True).study) == {}
