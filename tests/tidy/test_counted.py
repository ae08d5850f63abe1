"""Counted tables give the same figure tables as listed ones, cleaned from the same file."""

from __future__ import annotations

import dataclasses
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from drawn_studies import DRAWS, Draw, write_draw
from marks import first_quickly
from pandas.testing import assert_frame_equal

from dwimpact.analysis.differences import group_differences
from dwimpact.analysis.overview import level_overview
from dwimpact.analysis.precision import interval_widths
from dwimpact.analysis.response import registry_responses
from dwimpact.dataset import CleanStudy, CountedStudy
from dwimpact.disclosure.derivable import derivable
from dwimpact.disclosure.editions import judge_editions
from dwimpact.disclosure.pinned import pinned_counts
from dwimpact.errors import StudyError
from dwimpact.intake.large.examine import examine_large
from dwimpact.intake.responses import read_responses
from dwimpact.loading import load, with_tables
from dwimpact.reconstruction.drawing import draw_at_random
from dwimpact.reconstruction.reconstruct import draw
from dwimpact.shares import at_level, listed_outcomes, mention_shares
from dwimpact.study.people import people_in
from dwimpact.study.questionnaire.model import codes
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.clean import clean_responses
from dwimpact.tidy.counted import counted_tables
from dwimpact.tidy.tables import Tables


def counted(file: Path, study: Study) -> Tables:
    with examine_large(file, study) as large:
        return counted_tables(large, study)


def listed(file: Path, study: Study) -> Tables:
    return clean_responses(read_responses(file, study), study)


def figure_tables(study: CleanStudy) -> Iterator[tuple[str, Any]]:
    """Every kind of figure table, and what is shown, with its name."""
    form = study.questionnaire
    for by in [None, *study.splits]:
        yield f"by {by}", study.mention_shares("", by)
        yield f"all by {by}", study.all_mention_shares("", by, listed_only=False)
    for level in codes(form.levels):
        for name in form.characteristics:
            yield f"{level} {name}", study.all_characteristic_shares(level, name)
        yield f"{level} asked", study.asked(level)
        for by in study.splits:
            for measure in ("mentioned", *form.characteristics):
                differences = group_differences(study, level, by, measure)
                yield f"{level} {measure} differs by {by}", differences
    listed, below = listed_outcomes(study.counted_outcomes), study.settings.withhold_below
    yield "derivable", derivable(listed, below, study.split_columns)
    if not study.edition:
        yield "editions", judge_editions(study, study.respondents)
        yield "pinned", pinned_counts(study, study.respondents, listed)
    yield "lines", registry_responses(study)
    yield "overview", level_overview(listed)
    yield "widths", interval_widths(study)
    yield "n", study.n
    yield "shown", study.hidden
    yield "groups", study.questionnaire.groups
    yield "questions", study.tables.questions
    yield "set aside", study.tables.set_aside
    yield "findings", study.tables.findings.sort_values(["row", "column"], ignore_index=True)


def assert_same_figures(file: Path, study: Study, edition: str = "") -> None:
    made = with_tables(study, counted(file, study), edition)
    assert isinstance(made, CountedStudy)
    exp = with_tables(study, listed(file, study), edition)
    for (name, got), (_, table) in zip(figure_tables(made), figure_tables(exp), strict=True):
        if isinstance(table, pd.DataFrame):
            assert_frame_equal(got, table, obj=name)
        else:
            assert got == table, name


def test_figures_of_a_few_are_the_same(
    write_study: Callable[..., Path], study: Study, tmp_path: Path
) -> None:
    folder = write_study(tmp_path / "study")
    assert_same_figures(folder / "responses.csv", dataclasses.replace(study, folder=folder))


@pytest.mark.long
@pytest.mark.parametrize("mode", ["as_published", "strict"])
@pytest.mark.parametrize("drawn", DRAWS)
def test_figures_of_drawn_studies_are_the_same(
    root: Path, tmp_path: Path, drawn: Draw, mode: str
) -> None:
    folder = write_draw(drawn, root / "data/raw", tmp_path / "study", mode)
    assert_same_figures(folder / "responses.csv", read_study(folder))


@pytest.mark.long
@pytest.mark.parametrize("n", [200, pytest.param(2000, marks=pytest.mark.long)])
def test_figures_are_the_same_where_rows_are_wrong_in_every_way_that_is_reported(
    root: Path, tmp_path: Path, n: int
) -> None:
    """Doubles, tests, blank rows, corrections, statuses that were not said, spellings, accents."""
    study = read_study(root / "data/raw")
    raw = draw_at_random(study, n, seed=n)
    rng = np.random.default_rng(n)
    raw["respondent"] = [f"R{i}" for i in range(n)]
    for column in [c for c in raw if "/status/" in c or "/nature/" in c or c.endswith("_text")]:
        raw.loc[rng.random(n) < 0.05, column] = None
    raw.loc[[3, n - 1], "impact/student"] = ["test", "goed\u200b zo"]
    raw.loc[5, "respondent"] = "test"
    raw.loc[7, [c for c in raw if c not in ("respondent", "workplace", "sector")]] = None
    names = dict(zip(study.registry["code"], study.registry["name"], strict=True))
    raw.loc[9:20, "workplace"] = raw.loc[9:20, "workplace"].map(names)
    raw = pd.concat([raw, raw.iloc[[40, 41]]], ignore_index=True)
    corrections = pd.DataFrame(
        [["R30", "impact/student", raw.loc[30, "impact/student"], "Anders.", "een proef"]],
        columns=["respondent", "column", "expected", "new", "reason"],
    ).astype("str")
    study = dataclasses.replace(study, approached=study.approached[:0], corrections=corrections)
    raw.to_csv(file := tmp_path / "many.csv", index=False, lineterminator="\n")
    assert_same_figures(file, study)


@pytest.mark.long
def test_figures_of_an_edition_are_the_same(root: Path, tmp_path: Path) -> None:
    folder = write_draw(DRAWS[-1], root / "data/raw", tmp_path / "study")
    assert_same_figures(folder / "responses.csv", read_study(folder), "sector=hbo")


@pytest.mark.long
@pytest.mark.parametrize("kind", first_quickly(["parquet", "csv.gz"]))
def test_other_kinds_of_files_give_the_same(
    root: Path, tmp_path: Path, real_raw: pd.DataFrame, kind: str
) -> None:
    file = tmp_path / f"responses.{kind}"
    if kind == "parquet":
        real_raw.to_parquet(file)
    else:
        file.write_bytes(gzip.compress((root / "data/raw/responses.csv").read_bytes()))
    got = counted(file, read_study(root / "data/raw"))
    exp = counted(root / "data/raw/responses.csv", read_study(root / "data/raw"))
    assert_frame_equal(got.outcomes, exp.outcomes)


@pytest.mark.long
def test_nobody_is_lost_of_many(tmp_path: Path, real_raw: pd.DataFrame, real_study: Study) -> None:
    """The bases and the counts are those of the rows that were drawn."""
    drawn = draw(real_raw, 20_000, seed=3)
    drawn.to_csv(file := tmp_path / "many.csv", index=False, lineterminator="\n")
    study = dataclasses.replace(real_study, approached=real_study.approached[:0])
    tables = counted(file, study)
    assert people_in(tables.respondents) == 20_000
    assert len(tables.respondents) < 1_000
    assert len(tables.outcomes) < 5_000
    respondents = tables.respondents.drop(columns="people")
    background = tables.outcomes.merge(respondents, on="respondent", validate="m:1")
    for level in study.questionnaire.levels:
        shares = mention_shares(at_level(background, level.code, listed_only=False))
        answers = drawn[level.answers_column]
        assert shares["n"].eq(20_000).all()
        assert shares["missing"].eq(int(answers.isna().sum())).all()
        exp = [int(drawn[level.tick_column(o)].eq("1").sum()) for o in shares["outcome"]]
        assert shares["count"].tolist() == exp


@pytest.mark.long
def test_what_needs_respondents_one_by_one_says_so(root: Path, tmp_path: Path) -> None:
    raw = pd.read_csv(root / "data/raw/responses.csv", dtype="str")
    raw.to_parquet(file := tmp_path / "responses.parquet")
    study = load(root / "data/raw", responses=file)
    assert repr(study) == f"<{study.settings.title}: 64 respondents, counted>"
    assert study.mention_shares("student")["n"].eq(64).all()
    for ask in (
        lambda: study.outcomes,
        lambda: study.answers,
        lambda: study.respondents_at("student"),
        lambda: study.mention_shares("student", ("student", "motivation")),
    ):
        with pytest.raises(StudyError, match="kept of a large file, only counts"):
            ask()
