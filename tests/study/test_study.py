from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest
import yaml
from pandas.testing import assert_frame_equal, assert_series_equal
from pydantic import ValidationError

from dwimpact.errors import SHOWN_AT_MOST, StudyError
from dwimpact.study.files import reading as files
from dwimpact.study.files.reading import LOOK_AT_LINE, parse_model, read_csv, read_model, read_yaml
from dwimpact.study.questionnaire.model import Model, Questionnaire
from dwimpact.study.settings import Design, Settings
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.tables import Tables, read_tables, write_tables

WriteStudy = Callable[..., Path]
EXPECTED = "expected a file as data/raw/README.md describes it"
REMEDY = f"{EXPECTED}. Put the file there, or name another study folder with --study."
CORRECT = f"{EXPECTED}. Correct the file."


def message(read: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(StudyError) as error:
        read(*arguments)
    return str(error.value)


def test_study_folder_is_read_back(tmp_path: Path, write_study: WriteStudy, study: Study) -> None:
    got = read_study(write_study(tmp_path))
    assert got.folder == tmp_path
    assert got.settings == study.settings.model_copy(update={"withhold_below": 3})
    assert got.questionnaire == study.questionnaire
    assert_frame_equal(got.registry, study.registry)
    assert_frame_equal(got.approached, study.approached, check_dtype=False)


@pytest.mark.parametrize("name", ["study.yml", "questionnaire.yml", "workplaces.csv"])
def test_absent_file_is_named(tmp_path: Path, write_study: WriteStudy, name: str) -> None:
    (write_study(tmp_path) / name).unlink()
    got = message(read_study, tmp_path)
    assert got == f"{tmp_path / name}: the file is not there; {REMEDY}"


def test_every_wrong_cell_of_the_registry_is_named(tmp_path: Path, write_study: WriteStudy) -> None:
    file = write_study(tmp_path) / "workplaces.csv"
    file.write_text(
        "workplace,name,other_spellings,tranche,mbo,hbo,wo\n"
        "alfa,Werkplaats Alfa,,9,2,1,0\n"
        "alfa,Werkplaats Beta,,2,veel,1,\n"
        ",Werkplaats Gamma,,3,0,-1,1\n",
        encoding="utf-8",
    )
    whole = "expected a whole number. Correct the cell."
    once = "expected each value once. Keep one row."
    assert message(read_study, tmp_path).splitlines() == [
        f"{file}: row 2, column 'workplace': repeated value 'alfa'; {once}",
        f"{file}: row 2, column 'tranche': unknown value '9'; expected 1, 2 or 3. "
        "Correct the cell.",
        f"{file}: row 3, column 'mbo': unusable value 'veel'; {whole}",
        f"{file}: row 3, column 'wo': unusable value; {whole}",
        f"{file}: row 3, column 'workplace': repeated value 'alfa'; {once}",
        f"{file}: row 4, column 'workplace': blank cell; expected a value. Fill in the cell.",
        f"{file}: row 4, column 'hbo': unknown value '-1'; "
        "expected a whole number, 0 or more. Correct the cell.",
    ]


def test_people_approached_add_up_per_group(study: Study) -> None:
    got = study.populations
    exp = {
        "all": {"all": 12},
        "tranche": {"1": 6, "2": 4, "3": 2},
        "sector": {"mbo": 5, "hbo": 4, "wo": 2, "other": 1},
        "tranche_group": {"early": 6, "late": 6},
        "sector_group": {"mbo": 5, "higher": 6, "rest": 1},
    }
    assert {by: counts.to_dict() for by, counts in got.items()} == exp


def test_csv_is_text_with_blank_cells_missing(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('\ufeffa,b\nNA,007\n,"x\ny"\n', encoding="utf-8")
    exp = pd.DataFrame({"a": ["NA", None], "b": ["007", "x\ny"]}, dtype="str")
    assert_frame_equal(read_csv(file), exp)


def test_blank_line_keeps_its_row_number(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n\n3,4\n", encoding="utf-8")
    exp = pd.Series(["1", None, "3"], name="a", dtype="str")
    assert_series_equal(read_csv(file)["a"], exp)


@pytest.mark.parametrize(
    ("content", "exp"),
    [
        (b"", f"the file is empty; {CORRECT}"),
        (
            "a,b\n\u00e9,2\n".encode("latin-1"),
            f"the file is not in UTF-8 at line 2; {EXPECTED}. Save it as UTF-8.",
        ),
        (
            b'a,b\n1,2\n1,"2\n',
            "the file is not a CSV table (unexpected end of data, in the row that starts at "
            f"line 3); {CORRECT}",
        ),
        (
            b"a,b\n1,2\n1,2,3\n",
            "row 3: 3 cells under 2 headings; expected as many. "
            "Put a text with a comma in quotation marks.",
        ),
        (b"a,b,a\n1,2,3\n", "2 columns 'a'; expected one. Remove the others."),
    ],
    ids=["empty", "latin-1", "quotation mark", "long row", "doubled column"],
)
def test_csv_that_cannot_be_read(tmp_path: Path, content: bytes, exp: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    assert message(read_csv, file) == f"{file}: {exp}"


def test_absent_csv(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    assert message(read_csv, file) == f"{file}: the file is not there; {REMEDY}"


def test_yaml_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    assert message(read_yaml, file) == f"{file}: the file is not there; {REMEDY}"
    file.write_text("a: 1\nb: [1,\n", encoding="utf-8")
    assert message(read_yaml, file) == (
        f"{file}: the file is not valid YAML at line 3; {EXPECTED}. {LOOK_AT_LINE}"
    )


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "//regioplan.nl",
        "regioplan.nl",
        "https://",
        "https:///x",
        "https://regioplan.nl/\n",
        'https://regioplan.nl/" onclick="x',
        "http://[x",
        "https://regioplan.nl/\u202e",
    ],
)
def test_source_is_a_link_to_a_web_page(link: str) -> None:
    content = {"title": "a", "population": "b", "reconstructed": True, "source": link}
    assert message(parse_model, Path("study.yml"), Settings, content) == (
        "study.yml: entry 'source' is wrong; expected a link that begins with https:// or "
        "http://. Correct the entry."
    )
    for allowed in ("", "https://www.regioplan.nl/project/x/?a=b#c", "http://regioplan.nl"):
        settings = parse_model(Path("a"), Settings, {**content, "source": allowed})
        assert settings.source == allowed


def test_every_wrong_entry_is_named(tmp_path: Path) -> None:
    file = tmp_path / "study.yml"
    file.write_text("title: 1\ntilte: De proef\nreconstructed: soms\n", encoding="utf-8")
    assert message(read_model, file, Settings).splitlines() == [
        f"{file}: entry 'title' is wrong, found '1'; expected a text; a number, yes or no is one "
        "between quotation marks. Correct the entry.",
        f"{file}: no entry 'population'; expected it to be there. Add it.",
        f"{file}: entry 'reconstructed' is wrong, found 'soms'; expected true or "
        "false. Correct the entry.",
        f"{file}: unknown entry 'tilte'; expected one that docs/reference.md names. "
        "Is 'title' meant?",
    ]


def test_only_what_is_told_is_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of nothing but unknown entries takes no time for what its message does not say."""
    asked: list[tuple[str, int]] = []

    def nearest(name: str, names: Sequence[str], **_: object) -> list[str]:
        asked.append((name, len(names)))
        return []

    monkeypatch.setattr(files, "get_close_matches", nearest)
    file = tmp_path / "study.yml"
    file.write_text("".join(f"k{n}: {n}\n" for n in range(1000)), encoding="utf-8")
    assert message(read_model, file, Settings).endswith("… and 982 more problems.")
    # Two entries are missing; the rest of what is told is looked up, and nothing else.
    assert sum(names > 0 for _, names in asked) == SHOWN_AT_MOST - 2


def test_file_without_entries_is_wrong_at_the_top(tmp_path: Path) -> None:
    class Empty(Model):
        pass

    file = tmp_path / "a.yml"
    file.write_text("- 1\n", encoding="utf-8")
    assert message(read_model, file, Empty) == (
        f"{file}: the file is wrong; expected entries 'name: value', indented. Correct the entry."
    )


def test_tables_survive_parquet(tmp_path: Path, tables: Tables) -> None:
    write_tables(tables, tmp_path / "new" / "folder")
    got = read_tables(tmp_path / "new" / "folder")
    for field in fields(Tables):
        assert_frame_equal(getattr(got, field.name), getattr(tables, field.name))


def test_every_variable_counts_the_same_people(
    tmp_path: Path, write_study: WriteStudy, study: Study
) -> None:
    folder = write_study(tmp_path)
    left = study.approached[study.approached["group"] != "mbo"]
    left.to_csv(folder / "approached.csv", index=False)
    assert message(read_study, folder) == (
        f"{folder / 'approached.csv'}: the counts add up to 12 people by tranche and 7 people by "
        "sector; expected the same people, counted each way. Correct the counts."
    )


def test_people_may_be_counted_by_one_variable_or_by_none(
    tmp_path: Path, write_study: WriteStudy, study: Study
) -> None:
    file = write_study(tmp_path) / "approached.csv"
    study.approached[study.approached["dimension"] == "sector"].to_csv(file, index=False)
    assert list(read_study(tmp_path).populations) == ["all", "sector", "sector_group"]
    assert read_study(tmp_path).population == 12
    file.unlink()
    without = read_study(tmp_path)
    assert (list(without.populations), without.population) == (["all"], None)


@pytest.mark.parametrize("name", ["splits", "editions"])
def test_splits_and_editions_are_of_variables_there_are(
    tmp_path: Path, write_study: WriteStudy, name: str
) -> None:
    file = write_study(tmp_path) / "study.yml"
    file.write_text(f"{file.read_text('utf-8')}{name}: [sectr]\n", "utf-8")
    variables = {
        "splits": ("background variable with options", "sector or tranche"),
        "editions": ("background variable", "workplace, sector or tranche"),
    }
    kind, expected = variables[name]
    assert message(read_study, tmp_path) == (
        f"{file}: {name}: no {kind} 'sectr'; expected {expected}. Correct the entry."
    )


def test_a_study_says_which_splits_it_shows(
    tmp_path: Path, write_study: WriteStudy, study: Study
) -> None:
    assert study.split_columns == ("sector_group", "tranche_group")
    file = write_study(tmp_path) / "study.yml"
    file.write_text(f"{file.read_text('utf-8')}splits: [tranche]\neditions: []\n", "utf-8")
    got = read_study(tmp_path)
    assert (got.split_columns, got.editions_by) == (("tranche_group",), ())


def test_absent_tables_are_named(tmp_path: Path, tables: Tables) -> None:
    write_tables(tables, tmp_path)
    (tmp_path / "remarks.parquet").unlink()
    (tmp_path / "outcomes.parquet").unlink()
    assert message(read_tables, tmp_path) == (
        f"{tmp_path}: no tidy table outcomes or remarks; "
        "expected the tables that the preparation notebook makes. "
        "Run 'make report' or notebooks/prepare.ipynb first."
    )


def test_real_registry_has_the_published_totals(real_study: Study) -> None:
    # Table 1.1
    assert len(real_study.registry) == 20
    assert real_study.members.sum().to_dict() == {"mbo": 36, "hbo": 25, "wo": 9}


def test_real_people_approached_agree_over_dimensions(real_study: Study) -> None:
    # Section 1.3 and appendix 2
    totals = {by: int(counts.sum()) for by, counts in real_study.populations.items()}
    dimensions = ["all", "tranche", "sector", "tranche_group", "sector_group"]
    assert totals == dict.fromkeys(dimensions, 178)


def test_questionnaire_is_read_by_its_model(
    tmp_path: Path, write_study: WriteStudy, form: Questionnaire
) -> None:
    got = read_model(write_study(tmp_path) / "questionnaire.yml", Questionnaire)
    assert got == form


@pytest.mark.parametrize("name", ["", " ", "...", "-", "X", "«»", "x" * 101])
def test_a_mask_of_nothing_is_refused(tmp_path: Path, write_study: WriteStudy, name: str) -> None:
    file = write_study(tmp_path) / "study.yml"
    settings = {**read_yaml(file), "mask": ["Jansen", name]}
    file.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    assert message(read_study, tmp_path) == (
        f"{file}: entry 'mask.2' is wrong; expected a name of 2 to 100 letters or digits; "
        f"'{name}' is none. Correct the entry."
    )


@pytest.mark.parametrize(
    ("given", "exp"),
    [
        ({"withhold_below": 2}, "greater than or equal to 3"),
        ({"withhold_below": 9}, "a reason beside a withhold_below under 10"),
        ({"disclosure": {"mode": "as_published"}}, "a reason beside the mode as_published"),
        ({"disclosure": {"mode": "as_published", "reason": "  "}}, "a reason beside the mode"),
        ({"disclosure": {"mode": "open"}}, "'strict' or 'as_published'"),
        ({"disclosure": {"width": 0}}, "greater than or equal to 1"),
    ],
)
def test_what_protects_people_is_not_turned_off_by_accident(given, exp):
    with pytest.raises(ValidationError, match=exp):
        Settings(title="De proef", population="docenten", reconstructed=False, **given)


def test_a_study_is_strict_unless_it_says_why_not():
    known = {"title": "De proef", "population": "docenten", "reconstructed": False}

    assert Settings(**known).strict
    assert Settings(**known).withhold_below == 10
    reason = {"reason": "het rapport toonde dit al."}
    assert Settings(**known, withhold_below=3, disclosure=reason).strict
    assert not Settings(**known, disclosure={"mode": "as_published", **reason}).strict


def test_a_registry_that_should_count_counts_something(
    write_study: Callable[..., Path], tmp_path: Path
) -> None:
    folder = write_study(tmp_path)
    registry = folder / "workplaces.csv"
    table = pd.read_csv(registry, dtype="str").drop(columns=["mbo", "hbo", "wo"])
    table.to_csv(registry, index=False)

    with pytest.raises(StudyError) as caught:
        read_study(folder)

    assert str(caught.value) == (
        f"{registry}: no column that counts members; expected a column for mbo, hbo, wo or other. "
        "Add one, or take 'members' out of questionnaire.yml."
    )


def test_numbers_approached_are_there_or_the_file_is_not(
    write_study: Callable[..., Path], tmp_path: Path
) -> None:
    folder = write_study(tmp_path)
    file = folder / "approached.csv"
    file.write_text("dimension,group,approached\n", "utf-8")

    with pytest.raises(StudyError) as caught:
        read_study(folder)

    assert str(caught.value) == (
        f"{file}: no row below the headings; expected a row per group. Fill it in, or remove the "
        "file where it is not known how many were approached."
    )


def test_clusters_are_a_background_variable(tmp_path: Path, write_study: WriteStudy) -> None:
    folder = write_study(tmp_path)
    settings = yaml.safe_load((folder / "study.yml").read_text("utf-8"))
    wrong = {**settings, "design": {"clusters": "village"}}
    (folder / "study.yml").write_text(yaml.safe_dump(wrong), "utf-8")
    assert message(read_study, folder) == (
        f"{folder / 'study.yml'}: design: clusters: no background variable 'village'; "
        "expected workplace, sector or tranche. Correct the entry."
    )


def test_process_has_no_finite_population(study: Study) -> None:
    assert study.sampled_from is study.populations
    settings = study.settings.model_copy(update={"design": Design(target="process")})
    assert replace(study, settings=settings).sampled_from["all"].empty
