from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from dwimpact.pages.spss import spss_tables, wide_table, write_sav, write_spss
from dwimpact.study.study import Study, read_study
from dwimpact.tables.variables import DataVariable, MultipleResponse
from dwimpact.tidy.clean import clean
from dwimpact.tidy.tables import Tables


@pytest.fixture(scope="module")
def neighbours(root: Path) -> tuple[Study, Tables]:
    """A study with every kind of question, and tables of drawn responses."""
    from dwimpact.reconstruction.drawing import draw_at_random

    study = read_study(root / "examples" / "buurthuizen")
    return study, clean(draw_at_random(study, 40), study)


def read(path: Path) -> tuple[pd.DataFrame, pyreadstat.metadata_container]:
    frame, about = pyreadstat.read_sav(path)
    return pd.DataFrame(frame), about


@pytest.mark.long
def test_every_variable_of_every_file_has_a_label_and_a_measure(
    study: Study, tables: Tables, neighbours: tuple[Study, Tables], tmp_path: Path
) -> None:
    for name, (of, data) in {"tiny": (study, tables), "neighbours": neighbours}.items():
        write_spss(data, of, tmp_path / name)
        for table, frame in spss_tables(data, of).items():
            _, about = read(tmp_path / name / f"{table}.sav")
            assert about.column_names == [str(c).replace("/", ".") for c in frame]
            assert all(about.column_labels), table
            assert set(about.variable_measure.values()) <= {"nominal", "ordinal", "scale"}
            categories = {
                str(c).replace("/", ".")
                for c in frame
                if isinstance(frame[c].dtype, pd.CategoricalDtype) and len(frame[c].cat.categories)
            }
            assert categories <= set(about.variable_value_labels)


@pytest.mark.long
def test_levels_of_measurement_follow_the_kind_of_question(
    neighbours: tuple[Study, Tables], tmp_path: Path
) -> None:
    study, tables = neighbours
    write_spss(tables, study, tmp_path)
    _, about = read(tmp_path / "wide.sav")
    exp = {"welcome.open": "ordinal", "visits": "scale", "since": "scale", "district": "nominal"}
    assert {name: about.variable_measure[name] for name in exp} == exp


@pytest.mark.long
def test_questions_with_several_answers_are_multiple_response_sets(
    neighbours: tuple[Study, Tables], tmp_path: Path
) -> None:
    study, tables = neighbours
    write_spss(tables, study, tmp_path)
    frame, about = read(tmp_path / "wide.sav")
    assert {name: s["label"] for name, s in about.mr_sets.items()} == {
        "company": "Effecten in gezelschap",
        "learning": "Effecten bij het leren",
        "activities": "Activiteiten",
    }
    ticked = about.mr_sets["activities"]
    assert (ticked["type"], ticked["counted_value"]) == ("D", 1)
    assert ticked["variable_list"] == [
        "activities.coffee",
        "activities.courses",
        "activities.kitchen",
    ]
    wide = wide_table(tables, study.questionnaire)
    for column in ticked["variable_list"]:
        assert frame[column].sum() == wide[column.replace(".", "/")].sum()


def test_labels_with_letters_of_more_than_a_byte_stay_whole(tmp_path: Path) -> None:
    frame = pd.DataFrame({"één/a": pd.array([1, 0], "Int64"), "één/b": pd.array([0, 1], "Int64")})
    variables = {c: DataVariable(c, f"Café {c}") for c in frame}
    asked = MultipleResponse("cafe", "Café’s – óók", tuple(frame))
    write_sav(frame, tmp_path / "a.sav", variables, [asked])
    _, about = read(tmp_path / "a.sav")
    assert about.mr_sets["cafe"]["label"] == "Café’s – óók"
    assert about.mr_sets["cafe"]["variable_list"] == ["één.a", "één.b"]
    assert about.column_labels == ["Café één/a", "Café één/b"]


def test_the_same_tables_give_the_same_bytes(study: Study, tables: Tables, tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_spss(tables, study, tmp_path / name)
    files = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
