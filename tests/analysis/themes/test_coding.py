import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dwimpact.analysis.themes.coding import (
    agreement,
    code_answers,
    read_hand_codes,
    shares_of_groups,
    theme_shares,
    theme_shares_of_levels,
)
from dwimpact.analysis.themes.rules import Codebook, Theme, read_codebook
from dwimpact.dataset import CleanStudy
from dwimpact.errors import StudyError
from dwimpact.inference.agreement import kappa_interval
from dwimpact.loading import with_tables
from dwimpact.study.study import Study
from dwimpact.tables.labels import with_labels
from dwimpact.tables.themes import codebook_table, groups_as_columns
from dwimpact.tidy.tables import Tables

CODEBOOK = Codebook.model_validate(
    [
        {"code": "firms", "label": "Bedrijven", "description": "Over bedrijven.",
         "words": ["bedrijf"], "patterns": ["klant(en)?\\b"]},
        {"code": "none", "label": "Niets", "description": "Nog niets.", "words": ["niets"]},
    ]
)  # fmt: skip


@pytest.fixture
def answers() -> pd.DataFrame:
    """Three respondents of two sectors; R3 wrote at one level only."""
    return pd.DataFrame(
        {
            "respondent": ["R1", "R2", "R1", "R2", "R3"],
            "level": pd.Categorical(["school", "school", "student", "student", "student"]),
            "text": ["Veel bedrijven", "Iets anders", "Een KLANT", "Niets, geen bedrijf", "Niets"],
            "sector": pd.Categorical(["mbo", "hbo", "mbo", "hbo", "hbo"], ["mbo", "hbo"]),
        }
    )


@pytest.fixture
def by_hand() -> pd.DataFrame:
    """R2 at both levels, R1 at one: once other than the rule says."""
    return pd.DataFrame(
        {
            "respondent": ["R2", "R2", "R1"],
            "level": ["school", "student", "school"],
            "firms": [0, 0, 1],
            "none": [0, 1, 0],
        }
    )


@pytest.mark.parametrize("pattern", ["(x+x+)+y", "(a|aa|aaa)*b", "(.*,){20}z", "(\\w+\\s?)*!"])
def test_no_pattern_can_hang_a_report(pattern: str) -> None:
    """With backtracking each of these takes years."""
    theme = Theme(code="a", label="A", description="x", patterns=(pattern,))
    start = time.process_time()
    for text in ("x" * 100_000, "a" * 100_000, "a," * 50_000, "een twee " * 10_000):
        assert not theme.is_in(text)
    assert time.process_time() - start < 5


def test_patterns_do_without_accents_too() -> None:
    theme = Theme(code="a", label="A", description="x", patterns=("\\bidee\\b", "één"))
    assert theme.is_in("een goed idée!")
    assert theme.is_in("ÉÉN IDEE")
    assert not theme.is_in("ideetje")


def themes_of(coded: pd.DataFrame, column: str = "coded") -> dict[tuple[str, str], list[str]]:
    rows = coded[coded[column].fillna(False).astype(bool)]
    return rows.groupby(["respondent", "level"], observed=True)["theme"].agg(list).to_dict()


def test_rule_finds_word_forms_and_patterns_whatever_the_capitals(answers: pd.DataFrame) -> None:
    assert themes_of(code_answers(answers, CODEBOOK)) == {
        ("R1", "school"): ["firms"],
        ("R1", "student"): ["firms"],
        ("R2", "student"): ["firms", "none"],
        ("R3", "student"): ["none"],
    }


def test_what_a_person_decided_is_final(answers: pd.DataFrame, by_hand: pd.DataFrame) -> None:
    coded = code_answers(answers, CODEBOOK, by_hand)

    assert len(coded) == len(answers) * 2
    assert themes_of(coded)[("R2", "student")] == ["none"]
    assert themes_of(coded, "by_rule")[("R2", "student")] == ["firms", "none"]
    assert coded["by_hand"].notna().sum() == 6
    assert "text" not in coded


def test_shares_are_of_who_answered_at_the_level(answers: pd.DataFrame) -> None:
    shares = theme_shares(code_answers(answers, CODEBOOK), "sector")

    got = shares[["group", "level", "theme", "n", "count"]].astype({"group": "str"})
    exp = pd.DataFrame(
        [
            ("mbo", "school", "firms", 1, 1), ("mbo", "student", "firms", 1, 1),
            ("mbo", "school", "none", 1, 0), ("mbo", "student", "none", 1, 0),
            ("hbo", "school", "firms", 1, 0), ("hbo", "student", "firms", 2, 1),
            ("hbo", "school", "none", 1, 0), ("hbo", "student", "none", 2, 2),
        ],
        columns=got.columns,
    )  # fmt: skip
    keys = ["group", "level", "theme"]
    assert_frame_equal(
        got.astype({"level": "str", "theme": "str"}).sort_values(keys, ignore_index=True),
        exp.sort_values(keys, ignore_index=True),
        check_dtype=False,
    )


def test_agreement_is_over_the_answers_coded_by_hand(
    answers: pd.DataFrame, by_hand: pd.DataFrame
) -> None:
    table = agreement(code_answers(answers, CODEBOOK, by_hand)).set_index("theme")

    assert table.loc["firms"].to_dict() == {
        "n": 3, "by_rule": 2, "by_hand": 1, "agreed": 2,
        "kappa": pytest.approx(0.4),
        "kappa_low": pytest.approx(kappa_interval([1, 1, 0], [1, 0, 0]).low),
        "kappa_high": pytest.approx(kappa_interval([1, 1, 0], [1, 0, 0]).high),
    }  # fmt: skip
    assert table.loc["none", "kappa"] == 1


def test_without_hand_coding_there_is_no_agreement_to_show(answers: pd.DataFrame) -> None:
    assert agreement(code_answers(answers, CODEBOOK)).empty


@pytest.fixture
def in_folder(tmp_path: Path, study: Study, tables: Tables) -> CleanStudy:
    """The tiny study in a folder of its own: R1 wrote at both levels, two others at one."""
    return with_tables(replace(study, folder=tmp_path), tables)


def test_a_study_may_have_no_codebook(in_folder: CleanStudy) -> None:
    assert read_codebook(in_folder) is None


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        (
            "- {code: a, label: A, description: x, words: [een], examples: [Geen van beide]}",
            "entry '1' is wrong; expected words or patterns that find the examples of 'a'; "
            "'Geen van beide' is not found. Correct the entry.",
        ),
        (
            "- {code: a, label: A, description: x, words: [twee woorden]}",
            "entry '1.words.1' is wrong; expected one word; 'twee woorden' is not, write it as a "
            "pattern. Correct the entry.",
        ),
        (
            "- {code: a, label: A, description: x, patterns: ['(']}",
            "entry '1.patterns.1' is wrong; expected a regular expression as RE2 knows them; '(' "
            "is none (missing ): (). Correct the entry.",
        ),
        (
            "- {code: a, label: A, description: x, patterns: ['(?<=een) twee']}",
            "entry '1.patterns.1' is wrong; expected a regular expression as RE2 knows them; "
            "'(?<=een) twee' is none (invalid perl operator: (?<=). Correct the entry.",
        ),
        (
            "- {code: a, label: A, description: x, patterns: ['.{0,100}een.{0,500}']}",
            "entry '1.patterns.1' is wrong; expected a regular expression without long repeats; "
            "'.{0,100}een.{0,500}' has too many steps. Correct the entry.",
        ),
        (
            "- {code: a, label: A, description: x, patterns: ['жук']}",
            "entry '1.patterns.1' is wrong; expected a regular expression in Latin letters; 'жук' "
            "has others. Correct the entry.",
        ),
        (
            "- {code: a, label: A, description: x}\n- {code: a, label: B, description: y}",
            "a is there more than once; expected entries that go together. Correct the file.",
        ),
    ],
)
def test_a_wrong_codebook_is_told_entry_by_entry(
    in_folder: CleanStudy, yaml: str, message: str
) -> None:
    file = in_folder.folder / "themes.yml"
    file.write_text(yaml, "utf-8")

    with pytest.raises(StudyError) as error:
        read_codebook(in_folder)

    assert str(error.value) == f"{file}: {message}"


def test_hand_coding_is_read_as_whole_numbers(in_folder: CleanStudy) -> None:
    file = in_folder.folder / "themes_by_hand.csv"
    assert read_hand_codes(in_folder, CODEBOOK).empty
    file.write_text("respondent,level,firms,none\nR1,pupil,1,0\n", "utf-8")

    got = read_hand_codes(in_folder, CODEBOOK)

    assert got.to_dict("records") == [{"respondent": "R1", "level": "pupil", "firms": 1, "none": 0}]


def test_hand_coding_of_what_nobody_wrote_is_told_by_row(in_folder: CleanStudy) -> None:
    file = in_folder.folder / "themes_by_hand.csv"
    file.write_text("respondent,level,firms,none\nR1,school,1,0\nR2,pupil,0,0\n", "utf-8")

    with pytest.raises(StudyError) as error:
        read_hand_codes(in_folder, CODEBOOK)

    assert str(error.value) == (
        f"{file}: column 'respondent': no such answer among the responses: row 3; expected a "
        "respondent and a level with an answer to the opening question. Correct these rows, or "
        "take them out; without this file none is coded by hand."
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("R1,school,ja,0", "row 2, column 'firms'"),
        ("R1,school,2,0", "row 2, column 'firms'"),
        ("R1,street,1,0", "row 2, column 'level'"),
    ],
)
def test_hand_coding_is_one_or_nought_of_a_level(
    in_folder: CleanStudy, row: str, message: str
) -> None:
    file = in_folder.folder / "themes_by_hand.csv"
    file.write_text(f"respondent,level,firms,none\n{row}\n", "utf-8")

    with pytest.raises(StudyError, match=message):
        read_hand_codes(in_folder, CODEBOOK)


def test_levels_become_groups_with_the_most_frequent_theme_first(
    answers: pd.DataFrame, study: Study
) -> None:
    here = answers.assign(level=answers["level"].cat.rename_categories({"student": "pupil"}))

    table = theme_shares_of_levels(code_answers(here, CODEBOOK), study, CODEBOOK)

    assert table[["group", "theme", "n", "count"]].to_numpy().tolist() == [
        ["schoolniveau", "Bedrijven", 2, 1],
        ["schoolniveau", "Niets", 2, 0],
        ["leerlingniveau", "Bedrijven", 3, 2],
        ["leerlingniveau", "Niets", 3, 2],
    ]


def test_small_groups_are_not_shown_apart(in_folder: CleanStudy) -> None:
    coded = code_answers(in_folder.open_answers, CODEBOOK)
    assert set(shares_of_groups(coded, in_folder, CODEBOOK)["group"]) == {"all"}
    settings = in_folder.settings.model_copy(update={"withhold_below": 1})
    free = replace(in_folder, settings=settings)
    assert set(shares_of_groups(coded, free, CODEBOOK)["group"]) == {"all", "mbo", "higher", "rest"}


def test_groups_stand_beside_each_other(in_folder: CleanStudy) -> None:
    coded = code_answers(in_folder.open_answers, CODEBOOK)
    shares = shares_of_groups(coded, in_folder, CODEBOOK).query("level == 'school'")

    got = groups_as_columns(with_labels(shares, in_folder.questionnaire))

    assert list(got.columns) == ["Thema", "Totaal (n = 3)"]
    assert got["Thema"].tolist() == ["Bedrijven", "Niets"]


def test_the_shipped_codebook_has_an_example_of_every_theme(real_study: Study) -> None:
    codebook = read_codebook(real_study)
    assert codebook is not None
    assert codebook_table(codebook)["example"].str.len().min() > 0
    assert codebook_table(codebook).shape == (9, 3)
