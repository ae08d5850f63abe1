from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dwimpact.intake.responses import read_responses
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import read_study
from dwimpact.tables.cleaning import corrections_made
from dwimpact.tidy.clean import clean_responses

TEXT = "Bel Tinus Bos, 06-12345678"
NAME = "Gijsbrecht Dikkeboom"  # in no list
REASON = "nagevraagd bij mevrouw Bos, bos@school.nl"


@pytest.mark.long
@pytest.mark.parametrize("sign", ["/", "-", "."])
def test_a_corrected_text_is_shown_under_no_heading(
    tmp_path: Path,
    write_study: Callable[..., Path],
    raw: pd.DataFrame,
    form: Questionnaire,
    sign: str,
) -> None:
    """Whatever the file calls the column: '/' of KoboToolbox, '-' of ODK, '.' of SPSS."""
    raw.loc[0, "closing/remarks"] = TEXT
    sector = raw.loc[1, "sector"]
    file = write_study(tmp_path) / "export.csv"
    raw.loc[1, "sector"] = NAME  # in a closed question
    raw.rename(columns=lambda name: name.replace("/", sign)).to_csv(file, index=False)
    records = pd.DataFrame(
        [
            ("R1", f"closing{sign}remarks", TEXT, "Bel Kees de Wit", REASON),
            ("R1", "sector", raw.loc[0, "sector"], "mbo", "telefonisch"),
            ("R2", "sector", NAME, sector, "vulde een naam in"),
        ],
        columns=["respondent", "column", "expected", "new", "reason"],
    )
    records.to_csv(tmp_path / "corrections.csv", index=False)

    tables = clean_responses(read_responses(file, read_study(tmp_path)), read_study(tmp_path))

    assert tables.corrections["column"].tolist() == ["closing/remarks", "sector", "sector"]
    assert corrections_made(tables, form).to_dict("split")["data"] == [
        ["closing/remarks", "(tekst)", "(tekst)", "nagevraagd bij mevrouw [naam], [e-mailadres]"],
        ["sector", raw.loc[0, "sector"], "mbo", "telefonisch"],
        ["sector", "(tekst)", sector, "vulde een naam in"],
    ]
    kept = tables.corrections.to_csv() + tables.remarks.to_csv()
    assert [
        secret for secret in ("Tinus", "Bos", "12345678", "bos@", "Kees") if secret in kept
    ] == []
