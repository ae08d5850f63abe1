"""Two surveys that others made, as their tool exported them: the shares are those that counting
the file itself gives, over those who were asked (see tests/surveys/README.md).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
import yaml

from dwimpact.errors import StudyError
from dwimpact.intake.check import check
from dwimpact.intake.responses import read_responses
from dwimpact.shares import mention_shares
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.clean import clean_responses
from dwimpact.tidy.tables import Tables

SURVEYS = Path(__file__).parents[1] / "surveys"
EMPLOYED = {"Employed, working full-time", "Employed, working part-time"}


def survey(name: str, folder: Path | None = None) -> tuple[Study, Tables]:
    study = read_study(folder or SURVEYS / name)
    file = SURVEYS / name / "responses.csv"
    return study, clean_responses(read_responses(file, study), study)


def records(name: str) -> list[list[str]]:
    with (SURVEYS / name / "responses.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def shares_of(tables: Tables, level: str) -> pd.DataFrame:
    shares = mention_shares(tables.outcomes)
    return shares[shares["level"] == level].set_index("outcome")


def test_who_saw_no_film_is_not_in_the_base() -> None:
    _, tables = survey("star_wars")
    films = [row[3:9] for row in records("star_wars")[2:]]
    answered = [row for row in films if any(row)]

    shares = shares_of(tables, "films")

    assert len(tables.respondents) == 30
    assert set(shares["n"]) == {len(answered)} == {26}
    assert shares["count"].tolist() == [sum(bool(row[i]) for row in answered) for i in range(6)]
    assert shares.loc["episode_5", "share"] == 22 / 26


def test_who_has_no_work_is_not_asked_about_it() -> None:
    _, tables = survey("masculinity")
    heading, *rows = records("masculinity")
    first = heading.index("q0010_0001")
    asked = [row[first : first + 8] for row in rows if row[first - 1] in EMPLOYED]
    ticks = [sum(row[i] not in ("Not selected", "NA") for row in asked) for i in range(8)]

    shares = shares_of(tables, "job")

    assert set(shares["n"]) == {len(asked)} == {15}
    assert shares.loc[["money", "serious", "choice"], "count"].tolist() == ticks[:3]
    assert shares.loc[["none", "other"], "count"].tolist() == ticks[6:]
    assert shares.loc["serious", "share"] == 3 / 15
    assert set(shares_of(tables, "worries")["n"]) == {30}


def test_none_beside_another_answer_is_told_and_counted() -> None:
    verdict = check(SURVEYS / "masculinity/responses.csv", SURVEYS / "masculinity")

    assert (verdict.status, verdict.findings["rule"].tolist()) == (0, ["none_with_outcomes"])


def test_what_is_unknown_of_somebody_is_a_group_of_its_own() -> None:
    _, tables = survey("star_wars")

    blank = sum(row[33] == "" for row in records("star_wars")[2:])
    assert (tables.respondents["gender"] == "unknown").sum() == blank > 0


def changed(name: str, tmp_path: Path, **export: object) -> Path:
    """The study with something else in its entry `export`."""
    for file in (SURVEYS / name).glob("*.yml"):
        content = yaml.safe_load(file.read_text("utf-8"))
        if "export" in content:
            asked = [item["code"] for item in content.pop("items")]
            for code in asked:
                del content["export"]["columns"][code]
                content["export"]["values"].pop(code, None)
            content["export"]["ignore"] += [3, "16-30"]
            content["export"] |= export
        (tmp_path / file.name).write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    return tmp_path


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    columns = {"respondent": 1, "seen": "Seen?", "films/outcomes": "4-8", "gender": 99}
    folder = changed("star_wars", tmp_path, columns=columns)

    with pytest.raises(StudyError) as caught:
        survey("star_wars", folder)

    file, advice = SURVEYS / "star_wars/responses.csv", "Correct 'export' in questionnaire.yml."
    assert str(caught.value) == (
        f"{file}: the questionnaire says that 'seen' is 'Seen?', which is 0 columns of the file; "
        f"expected 1 column of the file. {advice}\n"
        f"{file}: the questionnaire says that 'films/outcomes' is '4-8', which is 5 columns of the "
        f"file; expected 6 columns of the file. {advice}\n"
        f"{file}: the questionnaire says that 'gender' is '99', which is past the last column; "
        f"expected 1 column of the file. {advice}"
    )


def test_no_column_is_two_things(tmp_path: Path) -> None:
    columns = {"respondent": 1, "seen": 2, "films/outcomes": "2-7", "gender": 34}

    with pytest.raises(StudyError, match="'films/outcomes' is '2-7', and so is 'seen'"):
        survey("star_wars", changed("star_wars", tmp_path, columns=columns))


def test_an_unknown_column_of_the_questionnaire_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"no such columns: \['fillms/outcomes'\]"):
        read_study(changed("star_wars", tmp_path, columns={"fillms/outcomes": "4-9"}))


def test_a_box_is_ticked_by_what_the_study_says(tmp_path: Path) -> None:
    """Without `ticked: anything` only what is listed is a tick, and other texts stop the report."""
    folder = changed("star_wars", tmp_path, ticked=["Star Wars: Episode V The Empire Strikes Back"])

    with pytest.raises(StudyError, match="column 'Which of the following Star Wars films"):
        survey("star_wars", folder)


def test_answers_in_one_cell_are_told_apart(tmp_path: Path) -> None:
    folder = changed(
        "star_wars",
        tmp_path,
        header_rows=1,
        columns={"respondent": "id", "seen": "seen", "films/outcomes": "films", "gender": "sex"},
        separator=";",
        values={
            "seen": {"Y": "seen_yes"},
            "films/outcomes": {"Ep. 4": "episode_4"},
            "gender": {"m": "male"},
        },
    )
    file = folder / "responses.csv"
    rows = ["1,Y,Ep. 4; Return of the Jedi,m", "2,Y,The Phantom Menace,m"]
    file.write_text("\n".join(["id,seen,films,sex", *rows]))
    study = read_study(folder)

    tables = clean_responses(read_responses(file, study), study)

    counts = shares_of(tables, "films")["count"]
    assert counts[counts > 0].to_dict() == {"episode_1": 1, "episode_4": 1, "episode_6": 1}
