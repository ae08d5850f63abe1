"""What messages show of a file: ids, codes and headings, and never what somebody wrote."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dwimpact.errors import Problem, StudyError, printable
from dwimpact.intake.check import verdict_on
from dwimpact.intake.tools.headings import names_of
from dwimpact.intake.wording import with_tact, worded
from dwimpact.rules import found
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study

HIDDEN = "(a text of {} characters)"


def told(column: str, value: str, form: Questionnaire, study: Study) -> str:
    """How a wrong value in a column is told of."""
    words = {"expected": "x", "remedy": "y."}
    problem = found("unknown_value", row=2, column=column, value=value, **words)
    return next(with_tact([problem], study)).found


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sector", "mob"),
        ("sector", "vmbo"),
        ("sector", "x"),
        ("sector", "A12"),
        ("sector", "mbo hbo"),
        ("pupil/status/skills", "realized"),
        ("pupil/status/skills", "strengthened"),
        ("school/outcomes", "netwerk region"),
        ("school/outcomes", "skills soft_skills"),
        ("school/outcomes", "regional_position"),
        ("workplace", "Werkplats Alfa"),
        ("workplace", "werkplaats-beta"),
    ],
)
def test_codes_and_what_is_nearly_one_are_shown(column, value, form, study) -> None:
    assert told(column, value, form, study) == f"'{value}'"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sector", "Wij bellen"),
        ("sector", "zelfvertrouwen"),
        ("sector", "Janssen"),
        ("pupil/status/skills", "realised bij Janssen"),
        ("school/outcomes", "netwrk van Fatima"),
        ("workplace", "Werkplaats Fatima"),
        ("workplace", "jan@school.example"),
        ("sector", "0612345678"),
        ("closing/has_material", "misschien"),
        ("sector", "   "),
    ],
)
def test_other_values_are_not(column, value, form, study) -> None:
    assert told(column, value, form, study) == HIDDEN.format(len(value))


@pytest.mark.parametrize(
    ("respondent", "shown"),
    [
        ("R12", True),
        ("12", True),
        ("uuid:3f0c-11", True),
        ("2023.05_7", True),
        ("rest van een zin", False),
        ("Fatima", False),
        ("jan1@school.example", False),
        ("\x1b[31m7", False),
        ("1" * 60, False),
    ],
)
def test_respondent_is_named_by_what_looks_like_an_id(respondent, shown, study) -> None:
    raw = pd.DataFrame({"respondent": [respondent]}, dtype="str")
    [problem] = worded([found("blank_cell", row=2, column="sector")], raw, study)
    assert problem.respondent == (respondent if shown else None)
    repeated = found("repeated_value", row=2, column="respondent", value=respondent)
    assert next(with_tact([repeated], study)).private != shown


def test_respondent_of_a_row_whose_cells_have_shifted_is_not_named(study) -> None:
    raw = pd.DataFrame({"respondent": ["R1", "3d-printen"]}, dtype="str")
    problems = [
        found("ragged_row", row=3, cells=1, headings=2),
        found("blank_cell", row=2, column="sector"),
    ]
    assert [p.respondent for p in worded(problems, raw, study)] == [None, "R1"]


@pytest.mark.parametrize(
    ("heading", "whole", "exp"),
    [
        ("leeftijd", True, "leeftijd"),
        ("leeftijd", False, "(column 1, a text of 8 characters)"),
        ("Leeftijd", True, "(column 1, a text of 8 characters)"),
        ("instA[SQ001]", True, "instA[SQ001]"),
        ("instA[SQ001]", False, "(column 1, a text of 12 characters)"),
        ("school/status/regoin", False, "school/status/regoin"),
        ("school/statzonnebloem", False, "(column 1, a text of 21 characters)"),
        ("E-mailadres", False, "E-mailadres"),
        ("mijn naam", True, "(column 1, a text of 9 characters)"),
        ("", True, "(column 1 without a heading)"),
        ("\x1b[2J_1", True, "(column 1, a text of 6 characters)"),
    ],
)
def test_heading_is_told_where_it_cannot_be_an_answer(heading, whole, exp, form) -> None:
    columns = [None, *(form.raw_columns if whole else [])]
    headings = [heading, *(form.raw_columns if whole else [])]
    assert names_of(headings, columns, form, fits=True)[0] == exp
    near = exp if heading.startswith("school/") or exp == "E-mailadres" or not heading else None
    hidden = f"(column 1, a text of {len(heading)} characters)"
    assert names_of(headings, columns, form, fits=False)[0] == (near or hidden)


@pytest.mark.parametrize(
    ("absent", "exp"),
    [
        ([], "korenbloem"),
        (["pupil/outcomes/none"], "(column 1, a text of 10 characters)"),
        (["pupil/outcomes"], "korenbloem"),  # the ticks say the same
        (
            [f"pupil/outcomes/{code}" for code in ("skills", "soft_skills", "other", "none")],
            "korenbloem",
        ),
    ],
)
def test_a_word_in_the_place_of_a_heading_may_be_an_answer(absent, exp, form) -> None:
    columns = [None, *(column for column in form.raw_columns if column not in absent)]
    headings = ["korenbloem", *columns[1:]]
    assert names_of(headings, columns, form, fits=True)[0] == exp


def test_control_characters_are_written_as_codes() -> None:
    assert printable("een\x1b[31m\u202etwee\n\u200b\ud800 ë😀") == (
        r"een\x1b[31m\u202etwee\n\u200b\ud800 ë😀"
    )
    problem = Problem("what\x07", "expected\u2066", "remedy\r", 2, "col\tumn", "va\x1blue")
    assert str(StudyError("a\nb.csv", problem)) == (
        r"a\nb.csv: row 2, column 'col\tumn': what\x07 'va\x1blue'; expected expected\u2066. "
        r"remedy\r"
    )


def test_unquoted_line_break_tells_nothing_of_the_text(
    tmp_path: Path, study: Study, raw: pd.DataFrame
) -> None:
    raw.loc[0, "impact/school"] = "Wij merken vooral"
    text = raw.drop(columns="closing/email").to_csv(index=False)
    file = tmp_path / "\u202ebroken\x1b[2J.csv"
    file.write_text(text.replace("Wij merken", "Wij\nmerken 3"), encoding="utf-8")
    verdict = verdict_on(file, study)
    assert verdict.lines[:2] == [
        r"\u202ebroken\x1b[2J.csv: XLSForm (KoboToolbox, ODK), 7 rows = 7 used + 0 set aside",
        "\n2 × row that does not fit the headings (stops the report)",
    ]
    assert "\n".join(verdict.lines).count("merken") == 0
    assert verdict.findings["respondent"].dropna().tolist() == ["R2"]


def test_findings_alike_are_told_together(tmp_path: Path, study: Study, raw: pd.DataFrame) -> None:
    """Five hundred of a column one by one, the others in one finding with their number."""
    many = pd.concat([raw] * 200, ignore_index=True).assign(sector="fout")
    many["respondent"] = [f"R{n}" for n in range(len(many))]
    many["school/nature/network"] = None
    many.to_csv(tmp_path / "a.csv", index=False)
    verdict = verdict_on(tmp_path / "a.csv", study)
    told = verdict.findings.groupby(["rule", "column"])["times"]
    # 2 and 3 of 6 respondents ticked 'region' and 'network'; none has the nature of 'network'.
    assert told.sum().loc[["unknown_value", "ticked_without_nature"]].to_dict() == {
        ("unknown_value", "sector"): 1200,
        ("ticked_without_nature", "school/nature/network"): 600,
        ("ticked_without_nature", "school/nature/region"): 200,
    }
    assert told.size().loc["unknown_value", "sector"] == 501
    assert verdict.findings.query("times > 1")["times"].tolist() == [100, 700]
    assert "\n1200 × unknown value (stops the report)" in verdict.lines
    assert "  … and 1190 more; --output FILE (make: FINDINGS=FILE) writes them all" in verdict.lines
