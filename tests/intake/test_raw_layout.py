"""The raw layout: blocks with both their codes and their boxes."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.intake.raw_layout import complete_blocks
from dwimpact.study.questionnaire.model import Questionnaire


@given(rows=st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=5))
def test_ticks_and_their_codes_say_the_same(rows: list[list[bool]], form: Questionnaire) -> None:
    """Whichever of the two an export has, the other follows; of zeros alone it is told."""
    pupil = form.level("pupil")
    codes = [
        " ".join(o for o, on in zip(pupil.options, r, strict=True) if on) or None for r in rows
    ]
    base = pd.DataFrame({pupil.answers_column: codes}, dtype="str")

    ticks = complete_blocks(base, form)[0].drop(columns=pupil.answers_column)
    zeros = ticks.fillna("0")
    back, doubts = complete_blocks(zeros, form)

    assert [*ticks] == pupil.tick_columns
    assert ticks.isna().all(axis=1).tolist() == [code is None for code in codes]
    assert back[pupil.answers_column].equals(base[pupil.answers_column])
    assert [p.row for p in doubts] == [n + 2 for n, code in enumerate(codes) if code is None]
