from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dwimpact.published.claims import Claim
from dwimpact.reconstruction.assumptions import Assumptions
from dwimpact.reconstruction.individuals import draw_responses
from dwimpact.reconstruction.program.counts import Solved
from dwimpact.reconstruction.program.form import open_counts
from dwimpact.reconstruction.program.frames import LEFT_BLANK
from dwimpact.reconstruction.texts import NoOneLeft, Texts
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean
from dwimpact.tidy.tables import Tables, with_background

ASSUMPTIONS = Assumptions(
    seed=1, none={}, blank={}, has_material=5, share_material=2, other={}, outcomes={}
)
NAMED = {"network": 6, "region": 3, "other": 1, "skills": 4, "soft_skills": 7}

CELLS = ["sector_group", "tranche_group"]


def text_frame(columns: str, *rows: tuple[str | None, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split(), dtype="str")


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts(
        open_answers=text_frame(
            "sector_group workplace school pupil",
            ("mbo", "beta", "Antwoord een", None),
            (None, None, "Antwoord twee", "Antwoord drie"),
        ),
        other_outcomes=text_frame("level sector_group text", ("school", None, "Iets anders")),
        explanations=text_frame(
            "level outcome sector_group status text",
            ("pupil", "soft_skills", None, None, "Uitleg een"),
            ("school", "network", None, "realised|expected", "Uitleg twee"),
            ("school", "network", None, None, "Uitleg drie"),
        ),
        remarks=text_frame("sector_group workplace text", (None, "alfa", "Opmerking")),
    )


@pytest.fixture(scope="module")
def solved(study: Study) -> Solved:
    """Counts of ten respondents: five mbo of beta, the others free."""
    fixed = [
        ({"of": "respondents"}, 10),
        ({"of": "respondents", "workplace": "beta", "sector": "mbo"}, 5),
        ({"of": "respondents", "workplace": "alfa"}, 4),
        ({"of": "mentions", "level": "pupil", "outcome": "none"}, 2),
        *(({"of": "mentions", "outcome": outcome}, n) for outcome, n in NAMED.items()),
        ({"of": "mentions", "outcome": "network", "status": "expected", "nature": "new"}, 2),
    ]
    claims = [
        Claim.model_validate(
            {"id": f"c{i}", "section": "1", "says": "x"} | {"check": {"value": quantity, "is": n}}
        )
        for i, (quantity, n) in enumerate(fixed)
    ]
    return open_counts(study, claims).solve(np.random.default_rng(1))


def draw(study: Study, solved: Solved, texts: Texts, seed: int = 1) -> pd.DataFrame:
    assumptions = ASSUMPTIONS.model_copy(update={"seed": seed})
    return draw_responses(study.questionnaire, solved, texts, assumptions)


@pytest.fixture(scope="module")
def drawn(study: Study, solved: Solved, texts: Texts) -> pd.DataFrame:
    return draw(study, solved, texts)


@pytest.fixture(scope="module")
def cleaned(drawn: pd.DataFrame, study: Study) -> Tables:
    """Also shows that the drawn responses follow the form."""
    return clean(drawn, study)


def counted(outcomes: pd.DataFrame, keys: list[str]) -> dict[tuple[object, ...], int]:
    return outcomes.groupby(keys, observed=True).size().to_dict()


def test_every_column_of_the_form_is_there(drawn: pd.DataFrame, study: Study) -> None:
    assert tuple(drawn) == study.questionnaire.raw_columns


def test_respondents_are_numbered_alike(drawn: pd.DataFrame) -> None:
    assert drawn["respondent"].tolist() == [f"R{i:02}" for i in range(1, 11)]


def test_nobody_can_be_written_to(drawn: pd.DataFrame) -> None:
    assert drawn["closing/email"].isna().all()


def test_people_are_as_many_as_solved_for(cleaned: Tables, solved: Solved) -> None:
    keys = ["workplace", "sector"]
    exp = solved.respondents[solved.respondents["n"] > 0].set_index(keys)["n"].to_dict()
    assert counted(cleaned.respondents, keys) == exp


def test_mentions_are_as_many_as_solved_for(cleaned: Tables, solved: Solved) -> None:
    mentions = solved.mentions[solved.mentions["n"] > 0]
    outcomes = with_background(cleaned.outcomes, cleaned.respondents)
    mentioned = outcomes[outcomes["mentioned"].eq(True).fillna(False)]
    keys = ["level", "outcome", *CELLS, "status", "nature"]
    exp = mentions.dropna(subset=["status"]).set_index(keys)["n"].to_dict()
    assert counted(mentioned.dropna(subset=["status"]), keys) == exp
    keys = ["level", *CELLS]
    none = mentions[mentions["outcome"] == "none"].set_index(keys)["n"].to_dict()
    assert counted(mentioned[mentioned["outcome"] == "none"], keys) == none
    blank = mentions[mentions["outcome"] == LEFT_BLANK].set_index(keys)["n"].to_dict()
    left = outcomes[outcomes["mentioned"].isna() & (outcomes["outcome"] == "none")]
    assert counted(left, keys) == blank


def test_columns_per_choice_are_filled_in_where_the_block_is(
    drawn: pd.DataFrame, study: Study
) -> None:
    for level in study.questionnaire.levels:
        answered = drawn[level.answers_column].notna()
        for option in level.options:
            assert drawn[level.tick_column(option)].notna().tolist() == answered.tolist()


def test_texts_go_to_whom_they_fit(cleaned: Tables, texts: Texts) -> None:
    respondents = cleaned.respondents.set_index("respondent")
    answers = cleaned.open_answers.set_index("text")["respondent"]
    assert set(answers.index) == {"Antwoord een", "Antwoord twee", "Antwoord drie"}
    assert answers["Antwoord twee"] == answers["Antwoord drie"] != answers["Antwoord een"]
    assert respondents.loc[answers["Antwoord een"], "workplace"] == "beta"
    assert cleaned.remarks["text"].tolist() == ["Opmerking"]
    assert respondents.loc[cleaned.remarks["respondent"], "workplace"].tolist() == ["alfa"]
    assert cleaned.other_outcomes["text"].tolist() == ["Iets anders"]
    explained = cleaned.outcomes.dropna(subset=["explanation"])
    got = explained.set_index("explanation")[["level", "outcome"]].astype("str")
    exp = texts.explanations.set_index("text")[["level", "outcome"]]
    assert_frame_equal(got.sort_index(), exp.sort_index(), check_names=False)


def test_material_is_asked_for_of_who_has_some(drawn: pd.DataFrame) -> None:
    has, share = drawn["closing/has_material"], drawn["closing/share_material"]
    assert has.value_counts().to_dict() == {"yes": 5, "no": 5}
    assert share[has == "yes"].value_counts().to_dict() == {"yes": 2, "no": 3}
    assert share[has == "no"].isna().all()


def test_seed_decides_who_answers_what(
    drawn: pd.DataFrame, study: Study, solved: Solved, texts: Texts
) -> None:
    assert_frame_equal(draw(study, solved, texts), drawn)
    assert not draw(study, solved, texts, seed=2).equals(drawn)


@pytest.mark.parametrize(("level", "outcome"), [("school", "network"), ("pupil", "soft_skills")])
def test_text_that_fits_nobody_is_named_by_its_row_in_the_file(
    study: Study, solved: Solved, texts: Texts, level: str, outcome: str
) -> None:
    extra = text_frame(
        "level outcome sector_group status text", (level, outcome, "nobody", None, "Uitleg")
    )
    frames = {**vars(texts), "explanations": pd.concat([texts.explanations, extra])}
    frames["explanations"] = frames["explanations"].reset_index(drop=True)
    with pytest.raises(NoOneLeft) as error:
        draw(study, solved, Texts(**frames))
    assert str(error.value) == "text 5 fits no respondent that is left"
