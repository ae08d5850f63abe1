from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dwimpact.analysis.items.shares import item_shares, item_summary, item_texts
from dwimpact.dataset import CleanStudy
from dwimpact.errors import StudyError
from dwimpact.pages.spss import write_spss
from dwimpact.prose.items import FEW, describe_item
from dwimpact.statistics import wilson_interval
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.terms import Terms
from dwimpact.study.study import Study
from dwimpact.tables.items import items_for_reading
from dwimpact.tidy.clean import clean


def counts(study: CleanStudy, code: str) -> list[tuple[str, int, int, int]]:
    shares = item_shares(study, study.questionnaire.item(code))
    return list(shares[["option", "n", "missing", "count"]].itertuples(index=False, name=None))


def test_a_choice_is_counted_over_all_who_were_asked(answered: CleanStudy) -> None:
    assert counts(answered, "again") == [("1", 6, 1, 3), ("2", 6, 1, 2)]
    shares = item_shares(answered, answered.questionnaire.item("again"))
    low, high = wilson_interval(np.array([3, 2]), np.array([6, 6]), 12)  # of the 12 approached
    assert (shares["low"].to_list(), shares["high"].to_list()) == (list(low), list(high))


def test_of_several_choices_each_is_counted(answered: CleanStudy) -> None:
    assert counts(answered, "helped") == [("book", 6, 1, 4), ("talk", 6, 1, 2)]


def test_a_scale_has_its_points_in_order_and_then_what_is_none(answered: CleanStudy) -> None:
    shares = item_shares(answered, answered.questionnaire.item("view"))

    room = shares[shares["column"] == "view/room"]
    assert room["option"].tolist() == ["bad", "fair", "good", "dk"]
    assert room["count"].tolist() == [0, 1, 3, 1]
    assert shares[shares["column"] == "view/food"]["count"].tolist() == [3, 1, 1, 1]


def test_who_was_not_asked_is_not_in_the_base(answered: CleanStudy, raw: pd.DataFrame) -> None:
    asked = raw["sector"].eq("mbo").to_numpy()
    deep = int(asked[:2].sum())  # the first two answered, but only these are of that sector
    n = int(asked.sum())
    assert counts(answered, "depth") == [("deep", n, n - deep, deep), ("flat", n, n - deep, 0)]
    told = answered.tables.findings
    assert told.loc[told["column"] == "depth", "rule"].tolist() == ["answered_unasked"] * (2 - deep)


def test_numbers_are_in_classes_of_a_round_width(answered: CleanStudy) -> None:
    assert counts(answered, "hours") == [
        ("0:2", 6, 1, 2),
        ("2:4", 6, 1, 1),
        ("4:6", 6, 1, 1),
        ("6:8", 6, 1, 0),
        ("8:10", 6, 1, 0),
        ("10:12", 6, 1, 1),
    ]


def test_the_summary_of_numbers_is_as_counted_by_hand(answered: CleanStudy) -> None:
    summary = item_summary(answered, answered.questionnaire.item("hours"))

    values = [1, 2.5, 4, 1.5, 11]
    assert summary[["n", "missing", "mean", "median"]].tolist() == [6, 1, sum(values) / 5, 2.5]
    assert summary[["first_quartile", "third_quartile"]].tolist() == [1.5, 4]
    # t of 4 degrees of freedom; half of the people approached answered
    half = 2.7764451051977987 * np.std(values, ddof=1) / 5**0.5 * 0.5**0.5
    assert summary["mean_high"] - summary["mean"] == pytest.approx(half, rel=1e-12)


def test_dates_are_counted_by_month(answered: CleanStudy) -> None:
    assert [(option, count) for option, _, _, count in counts(answered, "day")] == [
        ("2026-03", 3),
        ("2026-04", 1),
        ("2026-05", 0),
        ("2026-06", 1),
    ]


def test_a_text_is_listed(answered: CleanStudy) -> None:
    item = answered.questionnaire.item("tip")
    assert list(item_texts(answered, item)) == ["Meer tijd"]
    assert item_shares(answered, item).empty


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        (
            "again",
            [
                "Het vaakst gekozen is ‘ja’, door de helft van de respondenten (3 van 6; 50%).",
                "Daarna komt ‘nee’ (33%).",
                "Van de 6 mensen aan wie dit is gevraagd, liet er één de vraag leeg.",
            ],
        ),
        (
            "view",
            [
                "Het antwoord ‘goed’ is het vaakst gegeven bij ‘De zaal’: door de helft van de "
                "respondenten (3 van 6; 50%).",
                "Het minst vaak bij ‘Het eten’: door 1 van de 6 respondenten (17%).",
            ],
        ),
        (
            "hours",
            [
                "Het gemiddelde is 4 uur (95%-interval 0,4 tot 7,6); de middelste waarde (de "
                "mediaan) is 2,5.",
                "De middelste helft van de antwoorden ligt tussen 1,5 en 4 uur.",
                "Van de 6 mensen aan wie dit is gevraagd, liet er één de vraag leeg.",
            ],
        ),
        ("tip", []),
    ],
)
def test_answers_in_words(answered: CleanStudy, code: str, sentences: list[str]) -> None:
    item = answered.questionnaire.item(code)
    assert describe_item(
        item_shares(answered, item), item_summary(answered, item), item, answered.questionnaire
    ) == (sentences)


@pytest.mark.parametrize(
    ("code", "categories"),
    [
        ("again", ["ja", "nee"]),
        ("day", ["maart 2026", "april 2026", "mei 2026", "juni 2026"]),
        ("hours", ["0 tot 2", "2 tot 4", "4 tot 6", "6 tot 8", "8 tot 10", "10 tot 12"]),
    ],
)
def test_answers_as_a_reader_sees_them(
    answered: CleanStudy, code: str, categories: list[str]
) -> None:
    item = answered.questionnaire.item(code)
    assert items_for_reading(item_shares(answered, item), item)["category"].tolist() == categories


@pytest.mark.long
@given(st.lists(st.sampled_from(["a", "b", "c", "d", None]), min_size=5, max_size=40))
def test_strict_shows_no_answer_that_few_or_nearly_all_gave(
    given_answers: list[str | None],
) -> None:
    n, width = len(given_answers), 2
    study = strict_study(given_answers, width)
    options = [{"code": c, "label": c.upper()} for c in "abcd"]
    item = Item.model_validate({"code": "q", "label": "Q", "kind": "choice", "options": options})

    shares = item_shares(study, item)

    assert shares["count"].between(width, n - width).all()
    answered = sum(answer is not None for answer in given_answers)
    assert shares.empty or (shares["count"].sum() == answered and len(shares) > 1)


def strict_study(answers: list[str | None], width: int) -> Any:
    """As much of a study as a figure table of one choice needs."""
    from types import SimpleNamespace

    rows = [
        {"respondent": str(i), "item": "q", "column": "q", "option": o}
        | {"chosen": pd.NA if a is None else a == o}
        for i, a in enumerate(answers)
        for o in "abcd"
    ]
    columns = ["respondent", "item", "column", "option", "chosen"]
    table = pd.DataFrame(rows, columns=columns).astype({"chosen": "boolean"})
    table["number"] = float("nan")
    disclosure = SimpleNamespace(width=width)
    settings = SimpleNamespace(withhold_below=5, disclosure=disclosure)
    form = SimpleNamespace(terms=Terms(), background=())
    return SimpleNamespace(
        counted_answers=table,
        strict=True,
        settings=settings,
        questionnaire=form,
        clusters="",
        sampled=[],
        sampled_from={"all": pd.Series({"all": len(answers)})},
    )


@pytest.mark.long
def test_too_few_are_not_shown(answered: CleanStudy) -> None:
    settings = answered.settings.model_copy(update={"withhold_below": 7})
    few, item = replace(answered, settings=settings), answered.questionnaire.item("again")

    shares = item_shares(few, item)

    assert shares.empty
    assert describe_item(shares, item_summary(few, item), item, few.questionnaire) == [FEW]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("hours", "veel", "a number"),
        ("day", "1 maart", "a date as yyyy-mm-dd"),
        ("again", "3", "1 or 2"),
        ("view/room", "great", "dk, bad, fair or good"),
    ],
)
def test_an_answer_of_another_kind_stops_the_report(
    asked: Study, raw: pd.DataFrame, column: str, value: str, expected: str
) -> None:
    form = asked.questionnaire
    rest = dict.fromkeys([c for item in form.items for c in item.columns], None)
    frame = raw.assign(**{c: pd.Series([None] * len(raw), dtype="str") for c in rest})
    frame.loc[0, column] = value

    with pytest.raises(StudyError) as caught:
        clean(frame, asked)

    (problem,) = caught.value.problems
    assert (problem.column, problem.row, problem.expected) == (column, 2, expected)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "choice", "options": []}, "options for choice, choices, scale, and only there"),
        ({"kind": "number", "options": [{"code": "a", "label": "a"}]}, "and only there"),
        ({"unknown": "b"}, "rows and unknown are for a scale"),
        ({"kind": "scale", "unknown": "b"}, "unknown: none of the options: 'b'"),
        ({"kind": "colour"}, "Input should be 'choice', 'choices', 'scale'"),
    ],
)
def test_an_item_is_consistent(changes: dict[str, Any], message: str) -> None:
    choice = {"code": "q", "label": "Q", "kind": "choice", "options": [{"code": "a", "label": "a"}]}
    with pytest.raises(ValidationError, match=message):
        Item.model_validate({**choice, **changes})


def test_a_strict_study_takes_the_halves_of_a_scale_together() -> None:
    options = [{"code": c, "label": c.upper()} for c in ("bad", "poor", "fair", "good", "dk")]
    item = Item.model_validate(
        {"code": "q", "label": "Q", "kind": "scale", "options": options, "unknown": "dk"}
    )
    answers = ["bad"] * 4 + ["poor"] + ["fair"] * 3 + ["good"] * 2 + ["dk"] * 2
    rows = [
        {"respondent": str(i), "item": "q", "column": "q", "option": o, "chosen": a == o}
        for i, a in enumerate(answers)
        for o in item.options
    ]
    study = strict_study([], 2)
    table = pd.DataFrame(rows).astype({"chosen": "boolean"}).assign(number=float("nan"))
    study.counted_answers = table

    shares = item_shares(study, item)

    assert list(zip(shares["option"], shares["count"], strict=True)) == [
        ("bad+poor", 5),
        ("fair+good", 5),
        ("dk", 2),
    ]
    assert items_for_reading(shares, item)["category"].tolist() == [
        "BAD of POOR",
        "FAIR of GOOD",
        "DK",
    ]
    assert describe_item(shares, item_summary(study, item), item, study.questionnaire)[0] == (
        "Het antwoord ‘FAIR’ of ‘GOOD’ is gegeven door 5 van de 12 respondenten (42%)."
    )


def test_statements_that_are_not_shown_are_named(answered: CleanStudy, asked: Study) -> None:
    item = next(item for item in asked.questionnaire.items if item.statements)
    shares, form = item_shares(answered, item), asked.questionnaire
    (first, *others) = item.rows
    only = shares[shares["column"] == first]

    told = describe_item(only, item_summary(answered, item), item, form)

    assert told[0].partition(" gegeven")[0].endswith(f"is bij ‘{item.rows[first]}’")
    assert all(f"‘{item.rows[column]}’" in told[-1] for column in others)
    whole = describe_item(shares, item_summary(answered, item), item, form)
    assert "Niet getoond" not in " ".join(whole)


def test_answers_are_in_the_file_for_spss(
    answered: CleanStudy, asked: Study, tmp_path: Path
) -> None:
    write_spss(answered.tables, asked, tmp_path)

    table, meta = pyreadstat.read_sav(tmp_path / "wide.sav")
    assert table["again"].tolist()[:5] == [1, 1, 2, 2, 1]
    assert table["view.room"].tolist()[:5] == [4, 4, 4, 3, 1]
    assert table["helped.talk"].tolist()[:2] == [0, 1]
    assert table["hours"].tolist()[:5] == [1, 2.5, 4, 1.5, 11]
    assert table["day"].tolist()[:2] == ["2026-03-01", "2026-03-31"]
    assert meta.variable_value_labels["view.room"][4] == "goed"
    assert meta.column_names_to_labels["view.room"] == "Oordeel: De zaal"
