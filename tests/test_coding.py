from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dwimpact.coding import (
    Codebook,
    agreement,
    code_answers,
    read_by_hand,
    read_codebook,
    theme_shares,
)
from dwimpact.errors import StudyError

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
        "n": 3, "by_rule": 2, "by_hand": 1, "agreed": pytest.approx(2 / 3),
        "kappa": pytest.approx(0.4),
    }  # fmt: skip
    assert table.loc["none", "kappa"] == 1


def test_without_hand_coding_there_is_no_agreement_to_show(answers: pd.DataFrame) -> None:
    assert agreement(code_answers(answers, CODEBOOK)).empty


def test_a_study_may_have_no_codebook(tmp_path: Path) -> None:
    assert read_codebook(tmp_path) is None


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        (
            "- {code: a, label: A, description: x, words: [een], examples: [Geen van beide]}",
            "entry '0' is wrong; expected words or patterns that find the examples of 'a'; "
            "'Geen van beide' is not found. Correct the entry.",
        ),
        (
            "- {code: a, label: A, description: x, words: [twee woorden]}",
            "entry '0.words.0' is wrong; expected one word; 'twee woorden' is not, write it as a "
            "pattern. Correct the entry.",
        ),
        (
            "- {code: a, label: A, description: x, patterns: ['(']}",
            "entry '0.patterns.0' is wrong; expected a regular expression; '(' is none (missing ), "
            "unterminated subpattern at position 0). Correct the entry.",
        ),
        (
            "- {code: a, label: A, description: x}\n- {code: a, label: B, description: y}",
            "entry 'top' is wrong; expected each theme once; a is there more than once. Correct "
            "the entry.",
        ),
    ],
)
def test_a_wrong_codebook_is_told_entry_by_entry(tmp_path: Path, yaml: str, message: str) -> None:
    file = tmp_path / "themes.yml"
    file.write_text(yaml, "utf-8")

    with pytest.raises(StudyError) as error:
        read_codebook(tmp_path)

    assert str(error.value) == f"{file}: {message}"


def test_hand_coding_is_read_as_whole_numbers(tmp_path: Path, answers: pd.DataFrame) -> None:
    (tmp_path / "themes_by_hand.csv").write_text(
        "respondent,level,firms,none\nR1,school,1,0\n", "utf-8"
    )

    got = read_by_hand(tmp_path, CODEBOOK, answers)

    assert got.to_dict("records") == [
        {"respondent": "R1", "level": "school", "firms": 1, "none": 0}
    ]
    assert read_by_hand(tmp_path / "elsewhere", CODEBOOK, answers).empty


def test_hand_coding_of_what_nobody_wrote_is_told_by_row(
    tmp_path: Path, answers: pd.DataFrame
) -> None:
    file = tmp_path / "themes_by_hand.csv"
    file.write_text("respondent,level,firms,none\nR1,school,1,0\nR3,school,0,0\n", "utf-8")

    with pytest.raises(StudyError) as error:
        read_by_hand(tmp_path, CODEBOOK, answers)

    assert str(error.value) == (
        f"{file}: row 3, column 'respondent': there is no such answer 'R3, school'; expected a "
        "respondent and a level with an answer to the opening question. Correct the row, or take "
        "it out."
    )


def test_hand_coding_is_one_or_nought(tmp_path: Path, answers: pd.DataFrame) -> None:
    file = tmp_path / "themes_by_hand.csv"
    file.write_text("respondent,level,firms,none\nR1,school,ja,0\n", "utf-8")

    with pytest.raises(StudyError, match="row 2, column 'firms'"):
        read_by_hand(tmp_path, CODEBOOK, answers)
