"""The form goes out, is answered in the engine of ODK's own web forms, and comes back by the
exporter of ODK Central (tests/tools/odk/README.md): every answer is the one that was given.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from filled_in import (
    ODK,
    Answers,
    Submission,
    answers_of,
    asked,
    fill,
    ticks_of,
    why_not,
    write_xform,
)
from marks import quickly
from pandas.testing import assert_frame_equal

from dwimpact.intake.responses import read_responses
from dwimpact.reconstruction.drawing import draw_at_random
from dwimpact.study.files.reading import read_csv
from dwimpact.study.questionnaire.model import EMAIL, RESPONDENT, Questionnaire
from dwimpact.study.study import Study, read_study

REQUIRED = "DWIMPACT_REQUIRE_NODE"
RESPONSES = {
    "data/raw": "data/raw/responses.csv",
    "examples/buurthuizen": "tests/tools/buurthuizen_responses.csv",
    "examples/tweede_meting": "",  # drawn at random
}
ADDED = {"start", "end", "instanceID"}  # by the form itself
FIXTURES = {
    "raw_split": "data/raw",
    "raw_whole": "data/raw",
    "raw_bare": "data/raw",
    "raw_few": "data/raw",
    "raw_deleted": "data/raw",
    "buurthuizen_split": "examples/buurthuizen",
}
FIRST = 17  # respondents in raw_few and raw_deleted


@dataclass(frozen=True)
class Form:
    """The form of a study, as an ODK tool has it, and a folder to fill it in."""

    study: Study
    xform: Path
    warnings: list[str]
    folder: Path

    def filled_in(self, *answers: Answers) -> list[Submission]:
        return fill(self.xform, [*answers], self.folder)


@pytest.fixture(scope="module")
def node() -> None:
    reason = why_not()
    if reason and os.environ.get(REQUIRED):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def form_of(study: str, root: Path, factory: pytest.TempPathFactory) -> Form:
    folder = factory.mktemp("form")
    read = read_study(root / study)
    return Form(read, *write_xform(read, folder), folder)


@pytest.fixture(scope="module")
def form(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Form:
    return form_of("data/raw", root, tmp_path_factory)


@pytest.fixture(scope="module", params=quickly(["examples/buurthuizen"], RESPONSES))
def each(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Form, pd.DataFrame]:
    """The form of a study and its responses."""
    form, file = form_of(request.param, root, tmp_path_factory), RESPONSES[request.param]
    drawn = draw_at_random(form.study, 40).reindex(columns=form.study.questionnaire.raw_columns)
    return form, read_csv(root / file) if file else drawn


def test_pyxform_warns_of_nothing(each: tuple[Form, pd.DataFrame]) -> None:
    assert each[0].warnings == []


@pytest.mark.usefixtures("node")
def test_all_respondents_can_answer_as_they_did(each: tuple[Form, pd.DataFrame]) -> None:
    form, raw = each
    columns = asked(form.study.questionnaire)

    sent = form.filled_in(*answers_of(raw, form.study.questionnaire))

    assert [(s.refused, s.violations) for s in sent] == [([], [])] * len(raw)
    assert {name for s in sent for name in s.answers} - {*columns.values()} == ADDED
    got = pd.DataFrame({c: [s.answers.get(name) for s in sent] for c, name in columns.items()})
    assert_frame_equal(*(comparable(f, form.study.questionnaire, columns) for f in (got, raw)))


@pytest.mark.usefixtures("node")
def test_the_form_refuses_what_the_study_would(form: Form) -> None:
    """Nothing beside 'none'; a status and a nature for every ticked outcome, and no other."""
    begun = {"workplace": "twente", "sector": "mbo"}
    ticked = {**begun, "student_outcomes": "motivation"}
    about = {"student_status_motivation": "realised", "student_nature_motivation": "new"}

    nothing, alone, both, blank, whole, unticked, unknown = form.filled_in(
        {},
        {**begun, "student_outcomes": "none"},
        {**ticked, "student_outcomes": "motivation none", **about},
        ticked,
        {**ticked, **about},
        {**ticked, "student_status_soft_skills": "realised", **about},
        {**ticked, "student_outcomes": "motivation fun", **about},
    )

    assert nothing.violations == [["workplace", "required"], ["sector", "required"]]
    assert alone.violations == []
    assert both.violations == [["student_outcomes", "constraint"]]
    assert blank.violations == [[name, "required"] for name in about]
    assert (whole.violations, whole.refused) == ([], [])
    assert unticked.refused == [["student_status_soft_skills", "not relevant"]]
    assert "student_status_soft_skills" not in unticked.answers
    assert unknown.refused[0] == ["student_outcomes", "no such option"]


@pytest.mark.long
@pytest.mark.usefixtures("node")
def test_an_address_is_asked_of_who_shares_material(form: Form) -> None:
    begun = {"workplace": "twente", "sector": "mbo", "closing_has_material": "yes"}
    shares = {**begun, "closing_share_material": "yes"}

    good, bad, not_asked = form.filled_in(
        {**shares, "closing_email": "a@school.example"},
        {**shares, "closing_email": "a@school"},
        {**begun, "closing_share_material": "no", "closing_email": "a@school.example"},
    )

    assert (good.refused, good.violations) == ([], [])
    assert bad.violations == [["closing_email", "constraint"]]
    assert not_asked.refused == [["closing_email", "not relevant"]]


@pytest.mark.parametrize("fixture", FIXTURES)
def test_what_odk_central_exports_is_what_was_answered(fixture: str, root: Path) -> None:
    """Whether its columns have group names or not, are split or not, or of options that nobody
    chose there are none; it writes the newest first, and 0 where a split question was left blank.
    """
    study = FIXTURES[fixture]
    definition = read_study(root / study)
    form = definition.questionnaire
    expected = read_csv(root / RESPONSES[study])
    if fixture in ("raw_few", "raw_deleted"):
        expected = expected.head(FIRST)
    columns = [c for c in form.raw_columns if c not in (RESPONDENT, EMAIL)]

    got = read_responses(ODK / f"{fixture}.csv", definition).raw.iloc[::-1]

    assert_frame_equal(*(comparable(f, form, columns) for f in (got, expected)))


def comparable(raw: pd.DataFrame, form: Questionnaire, columns: Iterable[str]) -> pd.DataFrame:
    """The cells of these columns where the same answer may be written in two ways: a tick left
    blank is one not set (the column of its question tells whether that was answered), an option
    may stand for a blank, and 1.0 is 1.
    """
    made = raw[[*columns]].reset_index(drop=True).astype("str")
    for tick in made.columns.intersection(ticks_of(form)):
        made[tick] = made[tick].fillna("0")
    for variable in form.asked:
        made[variable.code] = made[variable.code].mask(made[variable.code] == variable.blank)
    numbers = [item.code for item in form.items if item.kind == "number"]
    return made.astype(dict.fromkeys(numbers, "float64"))
