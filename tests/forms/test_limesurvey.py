"""The survey structure has a line per setting, group, question, row and answer, and nothing in a
text that LimeSurvey would compute or break off at.
"""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path
from typing import Any

import pytest
from asking import MANY, asking
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import Form, translated, with_form, with_registry, with_text

from dwimpact.forms.limesurvey import STRUCTURE, limesurvey
from dwimpact.intake.tools.naming import limesurvey_naming
from dwimpact.study.questionnaire.model import RESPONDENT
from dwimpact.study.study import Study

PIECES = st.sampled_from(
    [
        *(
            '"',
            "'",
            "\t",
            "\n",
            "\r\n",
            "\v",
            "{",
            "}",
            "{{x}}",
            "{sector}",
            "{\n",
            "${",
            "<b>",
            "&",
        ),
        *(
            "&amp;",
            "&quot;",
            "=1+1",
            "\\",
            ",",
            ";",
            "é",
            "😀",
            "שלום",
            "مرحبا",
            "\u202e",
            "\u2028",
            " ",
        ),
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=8).map("".join).filter(str.strip)
Line = dict[str, str]


def lines(study: Study, *classes: str) -> list[Line]:
    """The lines of these classes, as LimeSurvey reads them: by fgetcsv."""
    text = limesurvey(study)
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", strict=True))
    assert len(rows) == text.count("\n") - 1
    return [row for row in rows if row["class"] in classes or not classes]


def test_the_structure_is_that_of_the_manual(study: Study) -> None:
    """Settings, texts, then groups with questions, each with its rows and answers."""
    assert limesurvey(study).split("\n")[0].split("\t") == list(STRUCTURE)
    classes = "".join(f"{row['class']} " for row in lines(study))
    assert re.fullmatch(r"(S )+(SL )+(G (Q (SQ )*(A )*)+)+", classes)
    settings = {row["name"]: row["text"] for row in lines(study, "S")}
    assert settings.pop("sid").isdigit()
    kept = dict.fromkeys(("allowprev", "datestamp"), "Y")
    not_kept = dict.fromkeys(("ipaddr", "refurl", "savetimings"), "N")
    assert settings == {"language": "nl", "format": "G", **kept, **not_kept}


def test_every_column_is_asked_under_a_code_that_comes_back(study: Study) -> None:
    name, asked = limesurvey_naming(study.questionnaire), []
    question: Line = {}
    for row in lines(study, "Q", "SQ"):
        if row["class"] == "SQ":
            asked.append(name(f"{question['name']}[{row['name']}]"))
            continue
        question = row
        asked += [name(row["name"])] if row["type/scale"] in "L!YTSND" else []
        asked += [name(f"{row['name']}[other]")] if row["other"] == "Y" else []
    form = study.questionnaire
    bases = {block.answers_column for block in form.tick_blocks}
    others = {f"{level.answers_column}/other" for level in form.levels}
    assert sorted(map(str, asked)) == sorted({*form.raw_columns} - bases - others - {RESPONDENT})


@pytest.mark.parametrize(
    ("code", "kind", "relevance"),
    [
        ("workplace", "L", "1"),
        ("impact", "Q", "1"),
        ("schoolOutcomes", "M", "1"),
        ("schoolStatus", "F", "1"),
        ("closingRemarks", "T", "1"),
        ("closingHasMaterial", "Y", "1"),
        ("closingShareMaterial", "Y", 'closingHasMaterial.NAOK == "Y"'),
        ("closingEmail", "S", 'closingShareMaterial.NAOK == "Y"'),
    ],
)
def test_questions(code: str, kind: str, relevance: str, study: Study) -> None:
    [row] = [row for row in lines(study, "Q") if row["name"] == code]
    assert (row["type/scale"], row["relevance"]) == (kind, relevance)


def test_a_row_is_shown_for_what_was_ticked(study: Study) -> None:
    shown = {row["name"]: row["relevance"] for row in lines(study, "SQ") if row["relevance"] != "1"}
    assert shown == {
        "network": 'schoolOutcomes_network.NAOK == "Y"',
        "region": 'schoolOutcomes_region.NAOK == "Y"',
        "skills": 'pupilOutcomes_skills.NAOK == "Y"',
        "softSkills": 'pupilOutcomes_softSkills.NAOK == "Y"',
        "other3euy": "!is_empty(pupilOutcomes_other.NAOK)",
    }


def test_conditions_go_along(study: Study, form_data: Form) -> None:
    def change(form: Form) -> None:
        form["levels"][1]["asked_if"] = {"sector": ["mbo", "hbo"]}

    groups = lines(with_form(study, form_data, change), "G")
    asked_if = 'sector.NAOK == "mbo" or sector.NAOK == "hbo"'
    assert [row["relevance"] for row in groups] == ["1", "1", "1", asked_if, "1"]


def test_many_options_fold_out(study: Study) -> None:
    registry = {f"w{n}": "" for n in range(9)}
    rows = {row["name"]: row for row in lines(with_registry(study, registry), "Q")}
    assert rows["workplace"]["type/scale"] == "!"


@given(text=TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_text(text: str, study: Study, form_data: Form) -> None:
    """On one line and in one cell; no brace is followed by what could be computed."""
    rows = lines(with_text(study, form_data, text))
    texts = {html.unescape(row["text"]) for row in rows if row["class"] != "S"}
    assert " ".join(text.split()).replace("{", "{ ") in texts
    assert not any(re.search(r"\{(?! )|[<>\"]", row["text"]) for row in rows)
    assert [set(row) for row in rows] == [{*STRUCTURE}] * len(rows)


def test_all_of_it_in_each_language(study: Study, form_data: Form) -> None:
    both = translated(study, form_data)
    assert [r["text"] for r in lines(both, "S") if r["name"] == "additional_languages"] == ["en"]
    for kind, where in (
        ("SL", "text"),
        ("G", "name"),
        ("Q", "text"),
        ("SQ", "text"),
        ("A", "text"),
    ):
        said: dict[str, list[Any]] = {"nl": [], "en": []}
        for row in lines(both, kind):
            said[row["language"]].append((row["relevance"], html.unescape(row[where])))
        if kind == "SL":
            said = {tag: texts[:2] for tag, texts in said.items()}
        assert said["en"] == [(relevance, text.upper()) for relevance, text in said["nl"]]
    assert {row["name"] for row in lines(both, "Q")} == {row["name"] for row in lines(study, "Q")}


def test_another_form_is_another_survey(study: Study, form_data: Form) -> None:
    def number(title: str) -> str:
        return lines(with_form(study, form_data, title=title), "S")[0]["text"]

    assert number("Een") == number("Een") != number("Twee")
    assert 100_000 <= int(number("Een")) <= 999_999


@pytest.mark.parametrize(
    "given_codes",
    [
        {"questions": {"st": "school/status"}, "answers": {"status": {"A1": "realised"}}},
        {"questions": {"A": "school/outcomes"}, "subquestions": {"school": {"S1": "network"}}},
        {"questions": {"sector": "workplace"}},
    ],
    ids=["answers", "subquestions", "a code of ours"],
)
def test_codes_may_be_given_in_part(given_codes: Form, study: Study, form_data: Form) -> None:
    assert lines(with_form(study, form_data, limesurvey=given_codes), "Q")


@pytest.mark.parametrize("names", [[f"werkplaats_{n}" for n in range(200)], ["alfa", "Ω"]])
def test_any_registry_can_be_asked(names: list[str], study: Study) -> None:
    answers = lines(with_registry(study, dict.fromkeys(names, "")), "A")
    assert len({row["name"] for row in answers}) >= len(names)


def test_no_more_can_be_ticked_than_allowed(tmp_path: Path) -> None:
    heading, *rows = csv.reader(limesurvey(asking(tmp_path)).splitlines(), delimiter="\t")
    told = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [row["name"] for row in told if row["max_answers"]] == [MANY]
    assert [row["max_answers"] for row in told if row["name"] == MANY] == ["2"]
