"""Every text of a large file: the same as one by one, however they are cut in parts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from marks import quickly

from dwimpact.intake.examine import examine
from dwimpact.intake.large.examine import examine_large
from dwimpact.intake.responses import read_responses
from dwimpact.study.questionnaire.model import text_columns
from dwimpact.study.study import Study
from dwimpact.tidy.every_text import every_text
from dwimpact.tidy.masking.mask import mask_texts

REMARK = "closing/remarks"


def one_by_one(file: Path, study: Study) -> list[tuple[int, str, str]]:
    masked, _ = mask_texts(examine(read_responses(file, study), study).used, study)
    texts = ((column, masked[column].dropna()) for column in text_columns(study.questionnaire))
    return sorted((index + 2, column, text) for column, t in texts for index, text in t.items())


@pytest.mark.parametrize("rows", quickly([4], [1, 4, 1000]))
def test_each_text_of_a_row_that_is_used_is_there_once_and_masked(
    tmp_path: Path, raw: pd.DataFrame, study: Study, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dwimpact.tidy.every_text.BATCH", rows)
    monkeypatch.setattr("dwimpact.intake.large.examine.HEAD_ROWS", 0)
    raw.loc[0, REMARK] = "mail jan@x.nl"
    raw.loc[2, REMARK] = "goed\u200b zo"  # a rule is about it, so it is read by itself
    raw.loc[5, "respondent"] = "test"
    raw.to_csv(file := tmp_path / "many.csv", index=False)

    with examine_large(file, study) as large:
        assert 0 < len(large.examined.used) < large.used == len(raw) - 1
        made = pd.concat(every_text(large, study))

    got = [*made.itertuples(index=False, name=None)]
    assert sorted(got) == one_by_one(file, study)
    assert {(2, REMARK, "mail [e-mailadres]"), (4, REMARK, "goed zo")} <= {*got}
