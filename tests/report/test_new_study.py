from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from marks import first_quickly

from dwimpact.cli.commands import main
from dwimpact.errors import StudyError
from dwimpact.intake.check import CLEAN, check
from dwimpact.intake.examine import examine
from dwimpact.intake.responses import Responses
from dwimpact.reconstruction.drawing import draw_at_random
from dwimpact.report.new_study import (
    SCHEMAS,
    require_reportable,
    with_checked_tables,
    write_drawn,
    write_new_study,
    write_schemas,
)
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.clean import clean

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(folder for folder in (ROOT / "examples").iterdir() if folder.is_dir())
DRAWN = [folder for folder in EXAMPLES if read_study(folder).settings.drawn]


@pytest.fixture(scope="module")
def new_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "onderzoek é"
    write_new_study(folder)
    return folder


def test_a_new_study_can_be_checked_at_once(new_study: Path) -> None:
    verdict = check(new_study / "responses.csv", new_study)

    assert (verdict.status, list(verdict.findings["rule"])) == (CLEAN, [])
    assert read_study(new_study).settings.drawn


def test_a_new_study_takes_no_place_of_another(new_study: Path) -> None:
    with pytest.raises(StudyError) as caught:
        write_new_study(new_study)

    assert str(caught.value) == (
        f"{new_study}: there is something by that name; expected a folder that is not there yet. "
        "Name another."
    )


def test_every_entry_of_a_new_study_has_a_schema(new_study: Path) -> None:
    """Held against another validator than the models' own."""
    for name in ("study", "questionnaire"):
        schema = json.loads((new_study / "schemas" / f"{name}.json").read_text("utf-8"))
        jsonschema.validate(yaml.safe_load((new_study / f"{name}.yml").read_text("utf-8")), schema)


def test_schemas_are_not_written_over_a_file_of_somebodys(tmp_path: Path) -> None:
    mine, made = tmp_path / "schemas/study.json", tmp_path / "schemas/themes.json"
    write_schemas(tmp_path)
    write_schemas(tmp_path)
    mine.write_text("{}", "utf-8")
    made.unlink()

    with pytest.raises(StudyError, match="there is something by that name"):
        write_schemas(tmp_path)
    assert (mine.read_text("utf-8"), made.exists()) == ("{}", False)


def test_schemas_are_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    write_schemas(tmp_path / "mine")
    (tmp_path / "study").mkdir()
    (tmp_path / "study/schemas").symlink_to(tmp_path / "mine/schemas")

    with pytest.raises(StudyError, match="by a symbolic link this is"):
        write_schemas(tmp_path / "study")


@pytest.mark.parametrize("folder", [ROOT / "data/raw", *EXAMPLES], ids=lambda f: f.name)
def test_files_of_a_study_are_as_the_schemas_say(folder: Path) -> None:
    for name, model in SCHEMAS.items():
        if (file := folder / name).is_file():
            content = json.loads(json.dumps(yaml.safe_load(file.read_text("utf-8")), default=str))
            jsonschema.validate(content, model.model_json_schema())


def test_a_schema_refuses_a_typing_error() -> None:
    with pytest.raises(jsonschema.ValidationError, match="'populatoin' was unexpected"):
        jsonschema.validate(
            {"title": "a", "population": "b", "populatoin": "c"},
            SCHEMAS["study.yml"].model_json_schema(),
        )


@pytest.mark.long
@pytest.mark.parametrize("folder", first_quickly(EXAMPLES), ids=lambda f: f.name)
@given(st.integers(1, 60), st.integers(0, 5))
def test_what_is_drawn_keeps_to_the_form(folder: Path, number: int, seed: int) -> None:
    study = read_study(folder)

    examined = examine(Responses(Path("drawn.csv"), draw_at_random(study, number, seed)), study)

    assert (len(examined.used), examined.problems) == (number, [])


def test_a_level_that_nobody_is_asked_has_no_rows() -> None:
    study = read_study(ROOT / "examples/buurthuizen")
    drawn = draw_at_random(study, 1).assign(course="no_course")
    drawn[[c for c in drawn if c.startswith("learning")]] = None

    tables = clean(drawn, study)

    assert set(tables.outcomes["level"]) == {"company"}


def test_who_is_not_asked_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    write_new_study(folder)
    study = read_study(folder)
    form = study.questionnaire
    data = form.model_dump(by_alias=True)
    [region, *_] = form.background
    only = {region.code: [region.options[0].code]}
    data["questions"]["impact"] = "Wat?"
    first, *others = data["levels"]
    data["levels"] = [{**first, "asked_if": only, "opening": True}, *others]
    data["items"] = [{"code": "idea", "label": "Idee", "kind": "text", "asked_if": only}]
    asking = replace(study, questionnaire=Questionnaire.model_validate(data))

    drawn = draw_at_random(asking, 80)

    written = drawn[["idea", f"impact/{form.levels[0].code}"]].notna().any(axis=1)
    assert written.any()
    assert set(drawn.loc[written, region.code]) == {*only[region.code]}
    assert examine(Responses(Path("drawn.csv"), drawn), asking).problems == []


def test_what_is_drawn_is_the_same_again_and_says_what_it_is(real_study: Study) -> None:
    drawn = draw_at_random(real_study, 50)

    pd.testing.assert_frame_equal(drawn, draw_at_random(real_study, 50))
    assert drawn["respondent"].str.startswith("proef-").all()
    texts = drawn["closing/remarks"].dropna()
    assert len(texts)
    assert texts.str.match(r"^Willekeurige tekst nummer \d+\.$").all()


def test_nothing_is_drawn_for_a_study_of_respondents(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    write_new_study(folder)
    settings = (folder / "study.yml").read_text("utf-8")
    (folder / "study.yml").write_text(settings.replace("drawn: true", ""), "utf-8")
    before = (folder / "responses.csv").read_bytes()

    with pytest.raises(StudyError) as caught:
        write_drawn(folder, 10)

    assert str(caught.value) == (
        f"{folder}: the study does not say that its responses are drawn; expected "
        "'drawn: true' in study.yml. Add it, and take it out again when there are responses."
    )
    assert (folder / "responses.csv").read_bytes() == before


def test_what_was_there_is_kept_beside_what_is_drawn(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    write_new_study(folder)
    (folder / "responses.csv").write_text("mijn antwoorden", "utf-8")

    write_drawn(folder, 3)

    kept = [file.read_text("utf-8") for file in folder.glob("responses.csv*")]
    assert "mijn antwoorden" in kept


def test_a_folder_without_responses_is_checked(
    new_study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in new_study.glob("*.yml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())

    status = main(["check", "--study", str(tmp_path)])

    assert (status, capsys.readouterr().out) == (
        0,
        f"{tmp_path}: in order; there are no responses yet.\n",
    )


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("themes.yml", "- {code: a}\n"),
        ("published.yml", "- {id: a}\n"),
        ("themes_by_hand.csv", "respondent,level\nproef-99,home\n"),
    ],
)
def test_check_reads_what_a_report_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, content: str
) -> None:
    folder = tmp_path / "study"
    write_new_study(folder)
    form = folder / "questionnaire.yml"
    text = form.read_text("utf-8").replace("questions:\n", "questions:\n  impact: Wat?\n", 1)
    form.write_text(text, "utf-8")
    write_drawn(folder, 30)
    (folder / "themes.yml").write_text("- {code: a, label: A, description: a}\n", "utf-8")
    (folder / file).write_text(content, "utf-8")

    status = main(["check", "--study", str(folder)])

    assert status == 2
    assert str(folder / file) in capsys.readouterr().err


def test_a_study_too_small_to_show_is_refused_by_check(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    write_new_study(folder)
    write_drawn(folder, 4)
    study = read_study(folder)

    codebook = require_reportable(study)
    tables = clean(pd.read_csv(folder / "responses.csv", dtype="str"), study)

    with pytest.raises(StudyError, match="4 respondents"):
        with_checked_tables(study, tables, codebook)


@pytest.mark.long
@pytest.mark.parametrize("folder", DRAWN, ids=lambda f: f.name)
def test_an_example_has_a_report(folder: Path, tmp_path: Path) -> None:
    study = tmp_path / folder.name
    study.mkdir()
    for file in folder.iterdir():
        if file.suffix in (".yml", ".csv"):
            (study / file.name).write_bytes(file.read_bytes())
    write_drawn(study, 60)
    made = tmp_path / "made"

    run = subprocess.run(
        [sys.executable, "-m", "dwimpact", "report", "--study", study, "--output", made],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
    )

    assert (run.returncode, run.stderr) == (0, "")
    pages = [file.read_text("utf-8") for file in (made / "chapters").iterdir()]
    assert all("Proef: willekeurig getrokken gegevens" in page for page in pages)
    named = read_study(study).questionnaire.terms.respondent.singular
    said = {word for page in pages for word in re.findall("respondenten|Respondent", page)}
    assert said <= {"respondenten"} if named == "respondent" else said == set()


@pytest.mark.long
@pytest.mark.parametrize("folder", DRAWN, ids=lambda f: f.name)
def test_a_small_second_wave_of_an_example_is_compared(folder: Path, tmp_path: Path) -> None:
    """So small that of what only some were asked nothing may be shown."""
    for wave, number in (("old", 60), ("new", 12)):
        (tmp_path / wave).mkdir()
        for file in folder.iterdir():
            if file.suffix in (".yml", ".csv"):
                (tmp_path / wave / file.name).write_bytes(file.read_bytes())
        write_drawn(tmp_path / wave, number)

    run = subprocess.run(
        [
            *(sys.executable, "-m", "dwimpact", "compare", "old", "new", "--output", "made"),
            *("--notebooks", ROOT / "notebooks"),
        ],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        text=True,
    )

    assert (run.returncode, run.stderr) == (0, "")
