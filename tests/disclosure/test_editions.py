from __future__ import annotations

from dataclasses import replace
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.disclosure.derivable import small_remainders
from dwimpact.disclosure.editions import (
    BY_DIFFERENCE,
    FEW_OTHERS,
    NOT_PUBLISHED,
    TOO_FEW,
    EditionVerdict,
    allowed_edition,
    judge_editions,
    possible_editions,
)
from dwimpact.disclosure.small_groups import groups_of
from dwimpact.errors import StudyError
from dwimpact.study.edition import Edition
from dwimpact.study.settings import Disclosure
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

HBO = Edition("sector", "hbo", "sector", "hbo", "hbo", shows_texts=True)
LATE = Edition("tranche", "late", "tranche_group", "late", "tranches 3 en 4")
ALFA = Edition("workplace", "alfa", "workplace", "alfa", "Werkplaats Alfa")


def people(study: Study, *background: tuple[str, str]) -> pd.DataFrame:
    """A respondents table from (workplace, sector) per respondent."""
    form = study.questionnaire
    tranche = study.registry.set_index("code")["tranche"]
    table = pd.DataFrame(background, columns=["workplace", "sector"])
    table.insert(0, "respondent", [f"R{n}" for n in range(len(table))])
    table["tranche"] = table["workplace"].map(tranche)
    table["tranche_group"] = table["tranche"].map(form.variable("tranche").group_of)
    table["sector_group"] = table["sector"].map(form.variable("sector").group_of)
    return table.astype({c: "category" for c in table if c != "respondent"})


def test_every_part_that_is_named_can_be_asked_for_once(study: Study) -> None:
    got = [(e.code, e.column, e.group, e.label) for e in possible_editions(study)]

    assert got == [
        ("sector=higher", "sector_group", "higher", "hbo en wo"),
        ("sector=mbo", "sector", "mbo", "mbo"),
        ("sector=hbo", "sector", "hbo", "hbo"),
        ("sector=wo", "sector", "wo", "wo"),
        ("sector=other", "sector", "other", "overig"),
        ("tranche=late", "tranche_group", "late", "tranches 2 en 3"),
        ("tranche=1", "tranche", "1", "tranche 1"),
        ("tranche=2", "tranche", "2", "tranche 2"),
        ("tranche=3", "tranche", "3", "tranche 3"),
        ("workplace=alfa", "workplace", "alfa", "Werkplaats Alfa"),
        ("workplace=beta", "workplace", "beta", "Werkplaats Bèta"),
        ("workplace=gamma", "workplace", "gamma", "Werkplaats Gamma"),
    ]


def test_of_a_reconstruction_only_what_its_publication_tells_apart_is_an_edition(
    real_study: Study, real_tables: Tables
) -> None:
    verdicts = judge_editions(real_study, real_tables.respondents)

    allowed = {v.edition.code: v.n for v in verdicts if not v.refused}
    assert allowed == {"sector=mbo": 26, "sector=hbo": 32}
    refused = {v.edition.code: (v.refused, v.small) for v in verdicts if v.refused}
    # Tranche 1 has 9 respondents: tranches 1 and 2, which the report shows, less tranche 2.
    assert refused.pop("tranche=2") == (BY_DIFFERENCE, 9)
    sizes = real_tables.respondents
    assert refused == {
        "sector=wo": (TOO_FEW, 4),
        "sector=other": (TOO_FEW, 2),
        "sector=wo_other": (TOO_FEW, 6),
        "tranche=1": (TOO_FEW, 9),
        **{f"tranche={part}": (NOT_PUBLISHED, 0) for part in ("early", "late", "3", "4")},
        **{f"workplace={w}": (TOO_FEW, n) for w, n in sizes["workplace"].value_counts().items()},
    }


def test_an_edition_that_leaves_too_few_others_is_refused(study: Study) -> None:
    respondents = people(study, *[("alfa", "mbo")] * 5, ("alfa", "hbo"))

    (mbo,) = [v for v in judge_editions(study, respondents) if v.edition.code == "sector=mbo"]

    assert (mbo.n, mbo.everybody, mbo.refused, mbo.small) == (5, 6, FEW_OTHERS, 1)


def test_workplaces_that_leave_one_person_of_their_tranche_are_refused(study: Study) -> None:
    two = study.registry.assign(tranche=["2", "2", "1"])  # alfa and beta, both in a shown group
    moved = Study(study.folder, study.settings, study.questionnaire, two, study.approached)
    respondents = people(moved, *[("alfa", "mbo")] * 4, ("beta", "mbo"), *[("gamma", "hbo")] * 4)

    got = {v.edition.code: (v.refused, v.small) for v in judge_editions(moved, respondents)}

    assert got["tranche=2"] == ("", 0)
    assert got["workplace=beta"] == (TOO_FEW, 1)
    assert got["workplace=alfa"] == (BY_DIFFERENCE, 1)
    assert got["workplace=gamma"] == ("", 0)


@given(
    st.lists(st.sampled_from(list(product(["alfa", "beta"], ["mbo", "hbo", "other"]))), min_size=4)
)
def test_no_two_shown_groups_newly_differ_by_a_few_people(
    study: Study, background: list[tuple[str, str]]
) -> None:
    """Recomputed pair by pair: what the editions add to the whole report."""
    respondents, below = people(study, *background), study.settings.withhold_below
    everybody = frozenset(respondents["respondent"])
    report = {
        by: [g for g in groups_of(respondents, by).values() if len(g) >= below]
        for by in study.split_columns
    }
    parts = [
        groups_of(respondents, v.edition.column)[v.edition.group]
        for v in judge_editions(study, respondents)
        if not v.refused
    ]
    shown = {everybody, *parts, *(group for groups in report.values() for group in groups)}
    shown |= {everybody - group for group in shown}

    found = {a - b for a in shown for b in shown if b < a and len(a - b) < below}
    assert found <= small_remainders({"all": [everybody], **report}, below)


def test_what_is_left_of_a_shown_group_is_found() -> None:
    a, b, c, d = (frozenset(letters) for letters in ("abc", "defg", "h", "abcd"))
    everybody = a | b | c
    assert small_remainders({"all": [everybody], "x": [a, b]}, 3) == {c}
    assert small_remainders({"all": [everybody], "x": [a, b | c]}, 3) == set()
    assert small_remainders({"all": [everybody], "x": [a, b | c], "y": [d]}, 3) == {frozenset("d")}
    assert small_remainders({"all": [everybody]}, 3) == set()
    # What is left over is as large as the threshold, or one less.
    assert small_remainders({"all": [everybody], "x": [b | c]}, 3) == set()
    assert small_remainders({"all": [everybody], "x": [b | c]}, 4) == {a}


def test_a_part_and_its_others_at_the_threshold_are_enough(study: Study) -> None:
    respondents = people(study, *[("alfa", "mbo")] * 2, *[("beta", "hbo")] * 2)
    strict = replace(study, settings=study.settings.model_copy(update={"disclosure": Disclosure()}))

    for mode in (study, strict):
        got = {v.edition.code: v for v in judge_editions(mode, respondents)}
        assert (got["sector=mbo"].n, got["sector=mbo"].refused) == (2, "")
        assert (got["sector=hbo"].n, got["sector=hbo"].refused) == (2, "")


def test_texts_that_are_left_over_at_the_threshold_are_enough(study: Study) -> None:
    left = [("beta", "hbo"), ("beta", "other")]  # each too few to be shown apart
    mbo = [("alfa", "mbo")] * 4

    for others, exp in ((left, True), (left[:1], False)):
        verdicts = judge_editions(study, people(study, *mbo, *others))
        texts = {v.edition.code: v.edition.shows_texts for v in verdicts}
        assert texts["sector=mbo"] == exp


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("sector=havo", "no sector 'havo'; expected higher, mbo, hbo, wo or other"),
        ("tranche=1-2", "no tranche '1-2'; expected late, 1, 2 or 3"),
        (
            "region=north",
            "unknown edition 'region=north'; expected sector=…, tranche=… or workplace=…",
        ),
        (
            "sector=other",
            "no edition for sector=other: it has 1 respondent, and a group below 2 is not shown "
            "apart; expected sector=higher, sector=mbo, sector=hbo, tranche=late, tranche=1, "
            "tranche=2, workplace=alfa or workplace=beta",
        ),
    ],
)
def test_what_cannot_be_made_is_refused_with_the_reason(
    study: Study, tables: Tables, code: str, message: str
) -> None:
    with pytest.raises(StudyError) as caught:
        allowed_edition(code, of_responses(study), tables.respondents)

    assert str(caught.value) == f"proef: {message}. Name one of those."


def test_without_any_edition_the_whole_report_is_advised(study: Study, tables: Tables) -> None:
    settings = study.settings.model_copy(update={"withhold_below": 10})
    strict = Study(study.folder, settings, study.questionnaire, study.registry, study.approached)

    with pytest.raises(StudyError) as caught:
        allowed_edition("sector=mbo", strict, tables.respondents)

    assert str(caught.value) == (
        "proef: no edition for sector=mbo: it has 3 respondents, and a group below 10 is not shown "
        "apart; expected larger groups. Make the whole report."
    )


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (TOO_FEW, "it has 9 respondents"),
        (FEW_OTHERS, "there are only 9 respondents to compare it with"),
        (
            BY_DIFFERENCE,
            "with the whole report and the other editions beside it, the outcomes of 9 respondents "
            "could be worked out",
        ),
    ],
)
def test_the_analyst_is_told_why(refused: str, reason: str) -> None:
    got = EditionVerdict(HBO, 20, 64, refused, 9).explain(10)
    assert got == f"{reason}, and a group below 10 is not shown apart"


def test_an_edition_has_a_code_a_folder_and_two_sides() -> None:
    respondents = pd.DataFrame({"respondent": ["R1", "R2"], "sector": ["mbo", "hbo"]})
    got = HBO.with_side(respondents)

    assert (LATE.code, LATE.folder) == ("tranche=late", "tranche_late")
    assert list(got["edition"]) == ["others", "edition"]
    assert list(got["edition"].cat.categories) == ["edition", "others"]
    assert "edition" not in respondents
    assert HBO.labels == {"edition": "hbo", "others": "alle anderen"}


def of_responses(study: Study) -> Study:
    """The study as if its responses were real."""
    settings = study.settings.model_copy(update={"reconstructed": False})
    return replace(study, settings=settings)


@pytest.mark.parametrize(("below", "shown"), [(6, {"sector=mbo", "sector=hbo"}), (7, set())])
def test_editions_show_texts_where_no_small_group_is_left_over(
    real_study: Study, real_tables: Tables, below: int, shown: set[str]
) -> None:
    settings = real_study.settings.model_copy(update={"withhold_below": below})
    study = of_responses(replace(real_study, settings=settings))
    verdicts = judge_editions(study, real_tables.respondents)
    made = [v.edition for v in verdicts if not v.refused]

    # Of the six who are neither mbo nor hbo the texts would be what those of both leave over.
    assert {"sector=mbo", "sector=hbo", "tranche=early"} <= {edition.code for edition in made}
    assert {edition.code for edition in made if edition.shows_texts} - {"sector=wo_other"} == shown


def test_the_people_approached_are_those_of_the_edition(study: Study) -> None:
    whole = study.populations
    got = HBO.populations(whole)

    assert got["all"].to_dict() == {"all": 4}
    assert got["edition"].to_dict() == {"edition": 4, "others": 8}
    assert got["sector"] is whole["sector"]


def test_how_many_were_approached_per_workplace_is_not_known(study: Study) -> None:
    got = ALFA.populations(study.populations)

    assert got["all"].to_dict() == got["edition"].to_dict() == {}
