from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import log2
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from deposited import MANY, TOLD
from drawn_studies import write_draw

from dwimpact.dataset import CleanStudy
from dwimpact.deposit.rows.open_rows import open_rows
from dwimpact.deposit.rows.open_study import write_open
from dwimpact.errors import StudyError
from dwimpact.loading import load
from dwimpact.study.files.reading import read_csv

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def many(root: Path, tmp_path_factory: pytest.TempPathFactory) -> CleanStudy:
    """254 drawn respondents whose rows are open, split by sector."""
    folder = tmp_path_factory.mktemp("many") / "study"
    # Without clusters: rows do not tell who sits together, and intervals would be others.
    told = {"design": {"target": "approached"}, "deposit": {**TOLD, "rows": "open"}}
    return load(write_draw(MANY, root / "data" / "raw", folder, splits=["sector"], **told))


@pytest.fixture(scope="module")
def again(many: CleanStudy, tmp_path_factory: pytest.TempPathFactory) -> CleanStudy:
    """The study folder with their open rows, as who gets it reads it."""
    folder = tmp_path_factory.mktemp("again") / "onderzoek"
    write_open(many, open_rows(many), folder)
    return load(folder)


def with_deposit(study: CleanStudy, **told: Any) -> CleanStudy:
    changed = study.settings.deposit.model_copy(update=told)
    return replace(study, settings=study.settings.model_copy(update={"deposit": changed}))


def test_every_combination_of_what_rows_tell_has_k_respondents(
    many: CleanStudy, again: CleanStudy
) -> None:
    rows = read_csv(again.folder / "responses.csv")
    told = [column for column in rows if "/" not in column and column != "respondent"]
    assert told == ["sector"]
    sizes = Counter(rows[told].itertuples(index=False, name=None))
    assert min(sizes.values()) >= many.settings.withhold_below
    assert open_rows(many).smallest == min(sizes.values()) == 24


def test_a_combination_that_is_too_small_is_refused(root: Path, tmp_path: Path) -> None:
    told = {**TOLD, "rows": "open"}
    draw = replace(MANY, sectors={"mbo": 40, "hbo": 40, "wo": 14}, tranches={"1": 1, "4": 12})
    study = load(write_draw(draw, root / "data" / "raw", tmp_path / "study", deposit=told))
    groups = study.respondents[["sector_group", "tranche_group"]].astype(str)
    sizes = groups.value_counts()
    small = {pair: n for pair, n in sizes.items() if n < 10}
    assert small
    with pytest.raises(StudyError) as error:
        open_rows(study)
    assert len(error.value.problems) == len(small)
    for pair, n in small.items():
        assert f"{n} respondents who are {' × '.join(map(str, pair))}" in str(error.value)
    assert "by themselves would do: sector or tranche" in str(error.value)


def test_the_figures_of_the_rows_are_those_of_the_report(
    many: CleanStudy, again: CleanStudy
) -> None:
    for level in many.questionnaire.levels:
        for by in (None, "sector_group"):
            pairs = [
                (many.mention_shares(level.code, by), again.mention_shares(level.code, by)),
                *(
                    (
                        many.characteristic_shares(level.code, name, by),
                        again.characteristic_shares(level.code, name, by),
                    )
                    for name in ("status", "nature")
                ),
            ]
            for got, exp in pairs:
                assert len(got)
                assert got.astype("str").to_csv() == exp.astype("str").to_csv()


def test_no_count_that_is_not_shown_is_in_the_rows(many: CleanStudy, again: CleanStudy) -> None:
    """Recomputed from the file itself."""
    rows = read_csv(again.folder / "responses.csv")
    hidden = many.hidden[many.hidden["by"] == "all"]
    for what, level, outcome in hidden[["what", "level", "outcome"]].itertuples(index=False):
        if what == "mentioned":
            assert (rows[f"{level}/outcomes/{outcome}"] != "1").all()
            codes = rows[f"{level}/outcomes"].dropna().str.split()
            assert not codes.map(lambda ticked, o=outcome: o in ticked).any()
        elif what in ("status", "nature"):
            assert rows[f"{level}/{what}/{outcome}"].isna().all()


def test_rows_have_no_texts_and_no_numbers_of_the_export(
    many: CleanStudy, again: CleanStudy
) -> None:
    rows = read_csv(again.folder / "responses.csv")
    texts = {
        *many.tables.open_answers["text"],
        *many.tables.remarks["text"],
        *many.tables.other_outcomes["text"],
        *many.tables.outcomes["explanation"].dropna(),
    }
    cells = {cell for column in rows for cell in rows[column].dropna()}
    assert len(texts) > 100
    assert not cells & texts
    assert not cells & set(many.tables.respondents["respondent"])
    assert not cells & set(many.registry["code"])


def test_the_order_of_rows_tells_nothing_and_is_always_the_same(
    many: CleanStudy, again: CleanStudy, tmp_path: Path
) -> None:
    write_open(many, open_rows(many), tmp_path / "once_more")
    for name in ("responses.csv", "study.yml", "questionnaire.yml", "approached.csv"):
        assert (tmp_path / "once_more" / name).read_bytes() == (again.folder / name).read_bytes()
    before = read_csv(many.folder / "responses.csv")
    after = read_csv(again.folder / "responses.csv")
    ticks = "student/outcomes/motivation"
    assert before[ticks].fillna("").tolist() != after[ticks].fillna("").tolist()
    assert Counter(before[ticks].fillna("")) == Counter(after[ticks].fillna(""))


def test_the_loss_is_the_entropy_of_what_is_not_told(many: CleanStudy) -> None:
    loss = open_rows(many).loss.set_index("variable")

    def bits(values: pd.Series[Any]) -> float:
        counts = Counter(values)
        return -sum(n / len(values) * log2(n / len(values)) for n in counts.values())

    before = bits(many.tables.respondents["sector"])
    after = bits(many.respondents["sector_group"])
    assert loss.loc["sector", "before"] == pytest.approx(before)
    assert loss.loc["sector", "lost"] == pytest.approx(1 - after / before)
    assert loss.loc[["workplace", "tranche"], "lost"].tolist() == [1, 1]


def test_sensitive_answers_must_differ_in_every_combination(many: CleanStudy) -> None:
    column = "student/outcomes/motivation"
    assert open_rows(with_deposit(many, sensitive=(column,))).smallest == 24
    with pytest.raises(StudyError) as error:
        open_rows(with_deposit(many, sensitive=(column,), diversity=3))
    assert len(error.value.problems) == 3
    assert (
        "the answers to 'student/outcomes/motivation' of who are mbo have 2 different values"
        in (str(error.value))
    )
    with pytest.raises(StudyError, match="no closed question 'pupil/nothing'"):
        open_rows(with_deposit(many, sensitive=("pupil/nothing",)))
