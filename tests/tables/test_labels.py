from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dwimpact.analysis.differences import compare_groups
from dwimpact.analysis.overview import level_overview
from dwimpact.shares import at_level, characteristic_shares, mention_shares
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tables.codebook import describe_columns, question_patterns
from dwimpact.tables.format import (
    ROUNDED,
    for_file,
    for_reading,
    numeric_headings,
    precision_note,
    rounding_note,
)
from dwimpact.tables.labels import category_labels, group_labels, in_words_of, with_labels
from dwimpact.tables.wide import (
    answers_per_outcome,
    overview_for_reading,
    side_by_side,
    weighted_for_reading,
)
from dwimpact.tidy.clean import count_answers


@pytest.fixture
def shares(outcomes: pd.DataFrame, study: Study) -> pd.DataFrame:
    school = at_level(outcomes, "school")
    return mention_shares(school, "sector_group", study.populations["sector_group"])


@pytest.fixture
def overview(outcomes: pd.DataFrame) -> pd.DataFrame:
    return level_overview(outcomes[~outcomes["outcome"].isin(["other", "none"])])


def test_labels_of_categories(form: Questionnaire) -> None:
    extra = {"unknown": "Genoemd, niet ingevuld", "not_mentioned": "Niet genoemd"}
    assert category_labels(form, "status") == {
        "realised": "Gerealiseerd",
        "expected": "Verwacht",
        **extra,
    }
    assert category_labels(form, "nature") == {
        "new": "Nieuw",
        "strengthened": "Versterking",
        **extra,
    }


def test_labels_of_groups(form: Questionnaire) -> None:
    assert group_labels(form) == {
        "all": "Totaal",
        "named": "noemt dit",
        "not_named": "noemt dit niet",
        "1": "tranche 1",
        "2": "tranche 2",
        "3": "tranche 3",
        "early": "tranche 1",
        "late": "tranches 2 en 3",
        "mbo": "mbo",
        "hbo": "hbo",
        "wo": "wo",
        "other": "overig",
        "higher": "hbo en wo",
        "rest": "overige instellingen",
    }


def test_codes_become_labels_and_numbers_stay(shares: pd.DataFrame, form: Questionnaire) -> None:
    before = shares.copy(deep=True)
    got = with_labels(shares, form)
    keys = ["group", "level", "outcome"]
    assert got.loc[[0, 3], keys].to_numpy().tolist() == [
        ["mbo", "schoolniveau", "(Meer) contact met andere scholen"],
        ["hbo en wo", "schoolniveau", "Positie in de regio"],
    ]
    assert_frame_equal(got.drop(columns=keys), shares.drop(columns=keys))
    assert_frame_equal(shares, before)


def test_same_code_has_the_label_of_its_level(form: Questionnaire) -> None:
    levels = form.model_dump()["levels"]
    levels[1]["outcomes"][0]["code"] = "network"
    shared = Questionnaire.model_validate(form.model_dump() | {"levels": levels})
    table = pd.DataFrame({"level": ["school", "pupil"], "outcome": ["network", "network"]})
    got = with_labels(table, shared)["outcome"].tolist()
    assert got == ["(Meer) contact met andere scholen", "Vaardigheden"]


def test_shares_as_a_reader_sees_them(shares: pd.DataFrame, form: Questionnaire) -> None:
    got = in_words_of(for_reading(with_labels(shares, form)), form)
    assert list(got) == [
        "Groep",
        "Niveau",
        "Opbrengst",
        "n",
        "Niet ingevuld",
        "Aantal",
        "Aandeel",
        "95%-interval",
    ]
    assert got.iloc[:, 3:].to_numpy().tolist() == [
        ["3", "0", "3", "100%*", "61–100%"],
        ["3", "0", "1", "33%*", "10–70%"],
        ["2", "1", "0", "0%*", "0–61%"],
        ["2", "1", "1", "50%*", "11–89%"],
        ["1", "0", "0", "0%*", "0–0%"],
        ["1", "0", "0", "0%*", "0–0%"],
    ]


def test_share_of_nobody_is_a_dash(outcomes: pd.DataFrame) -> None:
    got = for_reading(mention_shares(at_level(outcomes, "school"), "sector"))
    cells = got.loc[got["Groep"] == "wo", ["n", "Aandeel", "95%-interval"]].to_numpy().tolist()
    assert cells == [["0", "–", "–"]] * 2


def test_only_imprecise_shares_are_marked_and_the_mark_explained() -> None:
    table = pd.DataFrame(
        {"n": [40, 20, 0], "count": [10, 5, 0], "share": [0.25, 0.25, None]}
        | {"imprecise": [False, True, True]}
    )
    assert for_reading(table)["Aandeel"].tolist() == ["25%", "25%*", "–"]
    assert precision_note(table) == (
        "* Onnauwkeurig: minder dan 30 mensen, of mensen die zo op elkaar lijken dat zij voor "
        "minder dan 30 tellen; 0% of 100%; of een interval van 30 procentpunten of meer, of van "
        "meer dan 1,3 keer het aandeel zelf."
    )
    assert [precision_note(table.iloc[rows]) for rows in ([0], [2], [])] == ["", "", ""]
    assert precision_note(table.drop(columns="imprecise")) == ""


def test_weighted_shares_stand_beside_the_unweighted(form: Questionnaire) -> None:
    table = pd.DataFrame(
        {"group": ["all"], "level": ["school"], "outcome": ["region"], "n": [64], "missing": [0]}
        | {"count": [38], "share": [38 / 64], "low": [0.495], "high": [0.686]}
        | {"imprecise": [False], "weighted": [0.63]}
    )
    assert weighted_for_reading(with_labels(table, form)).to_dict("records") == [
        {
            "Uitkomst": "Positie in de regio",
            "Ongewogen": "59%",
            "Gewogen": "63%",
            "95%-interval": "50–69%",
        }
    ]


def test_tested_dimensions_have_a_name(form: Questionnaire) -> None:
    table = pd.DataFrame({"dimension": ["tranche", "sector"], "p": [0.5, 0.0001]})
    assert for_reading(with_labels(table, form)).to_dict("list") == {
        "Kenmerk": ["Tranche", "Sector"],
        "p": ["0,500", "< 0,001"],
    }


@pytest.mark.parametrize(
    ("column", "value", "exp"),
    [
        ("difference", 0.1234, "+12"),
        ("difference", -0.1234, "−12"),
        ("difference", 0.004, "0"),
        ("difference", -0.004, "0"),
        ("difference", np.nan, "–"),
        ("p", 0.0009, "< 0,001"),
        ("p", 0.001, "0,001"),
        ("p_holm", 1.0, "1,000"),
        ("p_holm", 0.0456, "0,046"),
        ("percentage", 36, "36%"),
        ("per_respondent", 0.8333, "0,83"),
        ("mentions", 12, "12"),
        ("text", "Zo.", "Zo."),
        ("text", None, "–"),
        ("tranche", "", ""),
    ],
)
def test_cell_as_a_reader_sees_it(column: str, value: Any, exp: str) -> None:
    assert for_reading(pd.DataFrame({column: [value]})).iloc[0, 0] == exp


def test_headings_of_numbers(shares: pd.DataFrame) -> None:
    got = numeric_headings(shares) & set(for_reading(shares))
    assert got == {"n", "Niet ingevuld", "Aantal", "Aandeel", "95%-interval"}


def test_groups_side_by_side(shares: pd.DataFrame, form: Questionnaire) -> None:
    two = shares[shares["group"] != "rest"]
    differences = compare_groups(shares, "mbo", "higher")
    got = side_by_side(with_labels(two, form), with_labels(differences, form))
    assert got.to_dict("records") == [
        {
            "Uitkomst": "(Meer) contact met andere scholen",
            "mbo (n = 3)": "100%* (61–100%)",
            "hbo en wo (n = 2)": "0%* (0–61%)",
            "Verschil": "+100\n(+28 tot +100)",
            "Kan toeval zijn": "ja",
        },
        {
            "Uitkomst": "Positie in de regio",
            "mbo (n = 3)": "33%* (10–70%)",
            "hbo en wo (n = 2)": "50%* (11–89%)",
            "Verschil": "−17\n(−62 tot +37)",
            "Kan toeval zijn": "ja",
        },
    ]


def test_levels_side_by_side(overview: pd.DataFrame, form: Questionnaire) -> None:
    got = overview_for_reading(overview, form)
    assert got.to_dict("records") == [
        {
            "Onderwerp": "schoolniveau",
            "Keer genoemd": "5",
            "Per persoon": "0,83",
            "Gerealiseerd": "60%",
            "Verwacht": "40%",
            "Nieuw": "50%",
            "Versterking": "50%",
        },
        {
            "Onderwerp": "leerlingniveau",
            "Keer genoemd": "5",
            "Per persoon": "0,83",
            "Gerealiseerd": "60%",
            "Verwacht": "40%",
            "Nieuw": "60%",
            "Versterking": "40%",
        },
    ]
    assert_frame_equal(overview_for_reading(with_labels(overview, form), form), got)


def test_level_without_mentions_has_dashes(overview: pd.DataFrame, form: Questionnaire) -> None:
    empty = overview.assign(realised=np.nan, expected=np.nan)
    got = overview_for_reading(empty, form)
    assert got[["Gerealiseerd", "Verwacht", "Nieuw"]].to_numpy().tolist() == [
        ["–", "–", "50%"],
        ["–", "–", "60%"],
    ]


def test_codebook_has_every_column_of_the_export(
    form: Questionnaire, raw: pd.DataFrame, real_study: Study
) -> None:
    got = describe_columns(form).set_index("column")
    assert list(got.index) == list(form.raw_columns)
    assert got.loc["school/status/network"].tolist() == [
        "schoolniveau",
        "Status: (Meer) contact met andere scholen",
        "realised = Gerealiseerd; expected = Verwacht",
    ]
    assert got.loc["sector", "answers"] == "mbo = mbo; hbo = hbo; wo = wo; other = overig"
    assert got.loc["closing/email", "answers"] == "tekst; wordt niet ingelezen"
    real = real_study.questionnaire
    assert tuple(describe_columns(real)["column"]) == real.raw_columns
    assert set(count_answers(raw, form)["column"]) <= set(got.index)


def test_columns_that_ask_the_same_of_other_things_are_one_row_of_the_codebook() -> None:
    columns = pd.DataFrame(
        [
            ("respondent", "", "Nummer", "tekst"),
            ("school/ticked", "schoolniveau", "Aangekruist", "a = A; b = B"),
            ("school/ticked/a", "schoolniveau", "Aangekruist: A", "1 = ja"),
            ("school/ticked/b", "schoolniveau", "Aangekruist: B", "1 = ja"),
            ("school/status/a", "schoolniveau", "Status: A", "x = X"),
            ("pupil/status/a", "leerlingniveau", "Status: A", "x = X"),
            ("pupil/status/b", "leerlingniveau", "Status: B", "y = Y"),
            ("grid/a", "", "Oordeel: A", "1 = slecht"),
            ("grid/b", "", "Oordeel: B", "1 = slecht"),
            ("grid/c", "", "Cijfer", "1 = slecht"),
        ],
        columns=["column", "level", "question", "answers"],
    )
    got = question_patterns(columns)
    assert got[["column", "question", "columns"]].to_numpy().tolist() == [
        ["respondent", "Nummer", 1],
        ["school/ticked", "Aangekruist", 1],
        ["school/ticked/…", "Aangekruist: …", 2],
        ["school/status/a", "Status: A", 1],
        ["pupil/status/a", "Status: A", 1],
        ["pupil/status/b", "Status: B", 1],
        ["grid/…", "Oordeel: …", 2],
        ["grid/c", "Cijfer", 1],
    ]
    assert got["columns"].sum() == len(columns)


def test_table_for_a_file_has_numbers_in_full(shares: pd.DataFrame) -> None:
    got = for_file(shares)
    assert list(got) == [
        "Groep",
        "Onderwerp",
        "Uitkomst",
        "n",
        "Niet ingevuld",
        "Aantal",
        "Aandeel",
        "Ondergrens",
        "Bovengrens",
        "Onnauwkeurig",
    ]
    numbers = shares.drop(columns="imprecise")
    assert_frame_equal(got.iloc[:, :-1].set_axis(numbers.columns, axis=1), numbers)
    flags = for_file(pd.DataFrame({"imprecise": [True, False]}))
    assert flags["Onnauwkeurig"].tolist() == ["ja", "nee"]


def test_workplaces_are_named_where_the_registry_is_given(
    form: Questionnaire, study: Study
) -> None:
    got = group_labels(form, study.names)

    assert {code: got[code] for code in study.registry["code"]} == {
        "alfa": "Werkplaats Alfa",
        "beta": "Werkplaats Bèta",
        "gamma": "Werkplaats Gamma",
    }
    assert {code: label for code, label in got.items() if code in group_labels(form)} == (
        group_labels(form)
    )
    table = pd.DataFrame({"group": ["all", "beta"], "n": [6, 3]})
    assert with_labels(table, form, study.names)["group"].tolist() == ["Totaal", "Werkplaats Bèta"]


def test_answers_become_columns_with_count_share_and_interval(
    form: Questionnaire, outcomes: pd.DataFrame
) -> None:
    school = at_level(outcomes, "school")
    shares = characteristic_shares(school, "nature", "sector_group")
    shown = shares[shares["group"].isin(["mbo", "higher"])].astype({"group": object})

    got = answers_per_outcome(for_reading(with_labels(shown, form)))

    assert list(got.columns) == [
        *("Uitkomst", "Groep", "n", "Nieuw", "Versterking"),
        *("Genoemd, niet ingevuld", "Niet genoemd"),
    ]
    assert got[["Uitkomst", "Groep", "n"]].to_numpy().tolist() == [
        ["(Meer) contact met andere scholen", "mbo", "3"],
        ["Positie in de regio", "mbo", "3"],
        ["(Meer) contact met andere scholen", "hbo en wo", "2"],
        ["Positie in de regio", "hbo en wo", "2"],
    ]
    assert got["Nieuw"].str.replace("\n", " ").tolist() == [
        "2; 67%* (21–94%)",
        "0; 0%* (0–56%)",
        "0; 0%* (0–66%)",
        "0; 0%* (0–66%)",
    ]


def test_bounds_that_read_the_same_are_said_to_be_rounded() -> None:
    table = pd.DataFrame({"lowest": [0.525, 0.2, 0.5], "highest": [0.534, 0.4, 0.5]})
    assert [rounding_note(table.iloc[[row]]) for row in range(3)] == [ROUNDED, "", ""]
    assert rounding_note(table.drop(columns="lowest")) == ""
