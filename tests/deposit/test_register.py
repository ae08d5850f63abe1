from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from dwimpact.deposit.register import register_of
from dwimpact.study.study import Study, read_study


def test_every_statement_is_a_row_with_its_check(real_study: Study) -> None:
    from dwimpact.published.register import read_claims

    tables = register_of(real_study)
    claims, known = tables["claims"], read_claims(real_study)
    assert claims["id"].tolist() == [claim.id for claim in known]
    assert claims["says"].tolist() == [claim.says for claim in known]
    assert all(json.loads(check) for check in claims["check"])
    several = claims.set_index("id").loc["workplaces-several-institutions"]
    assert several["words"] == "enkele uitzonderingen"


def test_every_word_has_its_readings_each_within_the_next(real_study: Study) -> None:
    words = register_of(real_study)["quantifiers"]
    assert set(words["reading"]) == {"narrow", "central", "wide"}
    used = {w for words in register_of(real_study)["claims"]["words"] for w in words.split("; ")}
    assert used - {""} <= set(words["word"])
    assert words["reason"].str.len().min() > 0


def test_a_study_without_a_register_has_none(
    write_study: Callable[..., Path], tmp_path: Path
) -> None:
    assert register_of(read_study(write_study(tmp_path / "proef"))) == {}
