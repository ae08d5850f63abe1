"""A view of outcomes: its table, figure, words and code follow from the same choices."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from marks import first_quickly
from pandas.testing import assert_frame_equal
from shown import rows, sentences, soup

from dwimpact.analysis.differences import group_differences
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.views import TooSmall
from dwimpact.errors import UnknownName
from dwimpact.explorer.outcomes import NotTogether, OutcomeView
from dwimpact.shares import at_level, characteristic_shares, mention_shares
from dwimpact.templates.html import NOTICE

CHOICES: list[dict[str, Any]] = [
    {"level": "institution"},
    {"level": "student", "by": "sector"},
    {"level": "student", "by": "sector_group", "unit": "count", "sort": "form"},
    {"level": "programme", "measure": "status", "by": "tranche"},
    {"level": "programme", "measure": "nature", "only": {"sector_group": "hbo"}},
    {"level": "student", "by": "tranche_group", "only": {"sector": "hbo", "tranche_group": "late"}},
    {"level": "institution", "by": "workplace"},
    {"level": "student", "by": ("institution", "business_collaboration")},
]


def ids(choices: dict[str, Any]) -> str:
    return "-".join(map(str, choices.values()))


@pytest.mark.parametrize("choices", first_quickly(CHOICES), ids=ids)
@pytest.mark.usefixtures("in_the_project")
def test_code_runs_as_it_stands_and_makes_the_same_view(
    real: CleanStudy, choices: dict[str, Any]
) -> None:
    view = OutcomeView(real, **choices)
    *lines, last = view.code.splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    again = eval(last, names)

    assert lines == ["import dwimpact", "", "study = dwimpact.load()"]
    assert_frame_equal(again.table, view.table)
    assert again._repr_html_() == view._repr_html_()


def test_code_has_only_what_was_chosen(real: CleanStudy) -> None:
    first = OutcomeView(real, "student").code.splitlines()[-1]
    second = OutcomeView(real, "student", by="tranche", only={"tranche": "3"}, sort="form")

    assert first == "dwimpact.OutcomeView(study, level='student')"
    assert second.code.splitlines()[-1] == (
        "dwimpact.OutcomeView(study, level='student', by='tranche', only={'tranche': '3'}, "
        "sort='form')"
    )


def test_total_comes_first_and_groups_follow_per_outcome(real: CleanStudy) -> None:
    got = OutcomeView(real, "student", by="sector_group").table
    listed = at_level(real.outcomes, "student")
    total = mention_shares(listed, None, real.populations["all"], "workplace")
    groups = mention_shares(listed, "sector_group", real.populations["sector_group"], "workplace")

    assert list(got["group"]) == ["all", "mbo", "hbo"] * 5
    ranked = total.sort_values("count", ascending=False, kind="stable")["outcome"]
    assert list(got["outcome"][::3]) == list(ranked)
    for group, table in (("all", total), ("mbo", groups), ("hbo", groups)):
        ours = got[got["group"] == group].set_index("outcome").drop(columns="group")
        exp = table[table["group"] == group].set_index("outcome").drop(columns="group")
        assert_frame_equal(ours, exp.loc[ours.index], check_categorical=False)


def test_form_order_is_that_of_the_questionnaire(real: CleanStudy) -> None:
    for measure in ("mentioned", "status"):
        got = OutcomeView(real, "programme", measure, by="sector_group", sort="form").table
        listed = real.questionnaire.level("programme").listed
        assert list(got["outcome"].drop_duplicates()) == list(listed)


def test_a_filter_changes_base_and_counts(real: CleanStudy) -> None:
    got = OutcomeView(real, "student", only={"sector": "hbo", "tranche_group": "late"}).table
    people = real.respondents.query("sector == 'hbo' and tranche in ('3', '4')")
    ticked = Counter(
        row.outcome
        for row in real.tables.outcomes.itertuples()
        if row.level == "student"
        and row.mentioned is not pd.NA
        and row.mentioned
        and row.respondent in set(people["respondent"])
    )

    assert set(got["n"]) == {len(people)} == {21}
    assert dict(zip(got["outcome"], got["count"], strict=True)) == {
        outcome: ticked[outcome] for outcome in got["outcome"]
    }


def test_intervals_know_the_population_of_a_filter_where_there_is_one(real: CleanStudy) -> None:
    listed = at_level(real.outcomes[real.outcomes["sector"] == "hbo"], "student")
    population = pd.Series({"all": real.populations["sector"]["hbo"]})
    got = OutcomeView(real, "student", only={"sector": "hbo"}, sort="form").table
    exp = mention_shares(listed, None, population, "workplace")

    assert_frame_equal(got, exp)
    both = {"sector": "hbo", "tranche_group": "late"}
    unknown = OutcomeView(real, "student", only=both, sort="form").table
    late = listed[listed["tranche_group"] == "late"]
    assert_frame_equal(unknown, mention_shares(late, clusters="workplace"))


@pytest.mark.parametrize("measure", ["status", "nature"])
def test_a_split_of_status_or_nature_adds_up_per_group(real: CleanStudy, measure: Any) -> None:
    got = OutcomeView(real, "student", measure, by="sector_group").table
    counts = got.groupby(["group", "outcome"], observed=True)["count"].sum()

    assert counts["all"].unique().tolist() == [64]
    assert counts["mbo"].unique().tolist() == [26]
    mentioned = OutcomeView(real, "student", by="sector_group").table
    silent = got[got["category"] == "not_mentioned"].set_index(["group", "outcome"])["count"]
    for row in mentioned.itertuples():
        assert row.n - row.count == silent[row.group, row.outcome]


def test_characteristics_of_a_group_are_those_of_its_respondents(tiny: CleanStudy) -> None:
    school = at_level(tiny.outcomes, "school")
    got = characteristic_shares(school, "nature", "sector_group", tiny.populations["sector_group"])

    assert list(got["group"].unique()) == ["mbo", "higher", "rest"]
    for group, table in got.groupby("group", observed=True):
        people = school[school["sector_group"] == group]
        population = pd.Series({"all": tiny.populations["sector_group"][group]})
        exp = characteristic_shares(people, "nature", population=population)
        kept = table.drop(columns="group").reset_index(drop=True)
        assert_frame_equal(kept, exp, check_categorical=False)


def test_small_groups_are_named_and_not_shown(real: CleanStudy) -> None:
    view = OutcomeView(real, "student", by="tranche")

    assert list(view.table["group"].unique()) == ["all", "3", "4"]
    assert sentences(view)[0] == (
        "Niet apart getoond: tranche 1 en tranche 2. Een groep met minder dan 10 "
        "mensen telt alleen mee in het totaal. Een grotere groep ook, waar anders uit het "
        "verschil een kleinere zou volgen."
    )


def test_a_filter_that_keeps_too_few_is_refused(real: CleanStudy) -> None:
    with pytest.raises(TooSmall):
        OutcomeView(real, "student", only={"sector": "wo"})


@pytest.mark.parametrize(
    ("choices", "exp"),
    [
        ({"level": "x"}, "no level 'x'; there are institution, programme, student"),
        ({"measure": "x"}, "no measure 'x'; there are mentioned, status, nature"),
        ({"unit": "x"}, "no unit 'x'; there are share, count"),
        ({"sort": "x"}, "no order 'x'; there are mentions, form"),
        ({"only": {"sector": "x"}}, "no sector 'x'; there are mbo, hbo, wo, other"),
        (
            {"by": "respondent"},
            "no column of groups 'respondent'; there are tranche_group, tranche, workplace, "
            "sector_group, sector",
        ),
    ],
)
def test_choices_there_are_not_are_refused(
    real: CleanStudy, choices: dict[str, Any], exp: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        OutcomeView(real, **{"level": "student", **choices})

    assert str(caught.value) == exp


def test_a_notebook_shows_figure_table_notice_and_code(tiny: CleanStudy) -> None:
    view = OutcomeView(tiny, "school", by="sector_group", only={})
    page = soup(view)

    assert page.h3.text == "Opbrengsten op schoolniveau, naar sector"
    assert len(page.select(".dwimpact-drawing > svg")) == 1
    assert NOTICE in page.svg.text
    assert [p.text for p in page.select(".notice")] == [NOTICE]
    assert page.pre.text == view.code
    assert sentences(view)[-1].startswith("* Onnauwkeurig: minder dan 30 mensen")
    assert rows(view)[:3] == [
        ["Opbrengst", "Groep", "n", "Niet ingevuld", "Aantal", "Aandeel", "95%-interval"],
        ["(Meer) contact met andere scholen", "Totaal", "6", "1", "3", "50%*", "25–75%"],
        ["(Meer) contact met andere scholen", "mbo", "3", "0", "3", "100%*", "61–100%"],
    ]


def test_answers_stand_in_columns_with_count_share_and_interval(tiny: CleanStudy) -> None:
    got = rows(OutcomeView(tiny, "school", "status", sort="form"))

    # Nobody left out how far an outcome is.
    assert got[0] == ["Opbrengst", "n", "Gerealiseerd", "Verwacht", "Niet genoemd"]
    assert got[1][:2] == ["(Meer) contact met andere scholen", "6"]
    assert [cell.split("\n")[0] for cell in got[1][2:]] == ["2; 33%*", "1; 17%*", "3; 50%*"]


def test_figure_counts_people_where_that_is_chosen(real: CleanStudy) -> None:
    for measure in ("mentioned", "status"):
        (axes,) = OutcomeView(real, "student", measure, by="sector_group", unit="count").figure.axes
        texts = {text.get_text() for text in axes.texts} - {"", "Niet genoemd"}
        assert axes.get_xlim() == (0, 64)
        assert texts
        assert all(text.replace(" van ", "").isdigit() for text in texts)


def test_titles_name_every_choice(real: CleanStudy) -> None:
    view = OutcomeView(real, "student", "nature", "tranche", {"sector": "hbo"})

    assert soup(view).h3.text == (
        "Aard van de opbrengsten op studentniveau, naar tranche, elk apart; alleen hbo"
    )


def test_a_workplace_large_enough_is_shown_by_name(tiny: CleanStudy) -> None:
    view = OutcomeView(tiny, "school", by="workplace")

    assert {row[1] for row in rows(view)[1:]} == {"Totaal", "Werkplaats Alfa", "Werkplaats Bèta"}
    assert "Werkplaats Alfa (n = 3)" in soup(view).svg.text


def test_a_view_leaves_the_study_as_it_was(tiny: CleanStudy) -> None:
    before = tiny.outcomes
    _ = OutcomeView(tiny, "school", "status", "sector_group")._repr_html_()

    assert_frame_equal(tiny.outcomes, before)


def as_real(study: CleanStudy) -> CleanStudy:
    settings = study.settings.model_copy(update={"reconstructed": False})
    return replace(study, settings=settings)


def test_differences_of_real_responses_stand_below(real: CleanStudy) -> None:
    view = OutcomeView(as_real(real), "student", by="sector_group")
    exp = group_differences(as_real(real), "student", "sector_group")
    assert_frame_equal(view.differences, exp)
    page = soup(view)
    assert page.h4.text == "Verschillen tussen de groepen"
    headings, first, *_ = [
        [cell.text for cell in row.select("th, td")] for row in page.select("table")[1].select("tr")
    ]
    assert headings == ["Opbrengst", "Verschil", "Kan toeval zijn"]
    assert first[0] == "Ontwikkeling van soft skills"
    assert first[-1] in ("ja", "nee")


def test_differences_of_status_are_of_who_mentions(real: CleanStudy) -> None:
    view = OutcomeView(as_real(real), "student", "status", "sector_group")
    assert len(view.differences) > 0
    assert soup(view).h4.text == (
        "Verschillen tussen de groepen (vergeleken is alleen wie het noemde)"
    )


@pytest.mark.parametrize(
    "choices", [{}, {"by": "sector"}, {"by": "sector_group", "only": {"tranche_group": "late"}}]
)
def test_no_differences_but_of_the_splits_of_the_report(
    real: CleanStudy, choices: dict[str, Any]
) -> None:
    assert OutcomeView(as_real(real), "student", **choices).differences.empty


def test_nothing_is_tested_on_a_reconstruction(real: CleanStudy) -> None:
    view = OutcomeView(real, "student", by="sector_group")
    assert view.differences.empty
    assert soup(view).h4 is None


def test_an_outcome_can_be_a_split(real: CleanStudy) -> None:
    by = ("institution", "business_collaboration")
    view = OutcomeView(real, "student", by=by)
    exp = real.mention_shares("student", by)
    got = view.table[view.table["group"] != "all"]
    assert sorted(got["count"]) == sorted(exp["count"])
    assert {row[1] for row in rows(view)[1:]} == {"Totaal", "noemt dit", "noemt dit niet"}
    assert soup(view).h3.text.endswith(", naar wie de samenwerking met het bedrijfsleven noemt")


def test_differences_by_an_outcome_stand_below(real: CleanStudy) -> None:
    by = ("institution", "business_collaboration")
    view = OutcomeView(as_real(real), "student", by=by)
    assert_frame_equal(view.differences, group_differences(as_real(real), "student", by))
    assert soup(view).h4.text == "Verschillen tussen de groepen"


def test_by_an_outcome_there_are_only_mentions_of_everybody(real: CleanStudy) -> None:
    by = ("student", "motivation")
    for choices in ({"measure": "status"}, {"only": {"sector": "hbo"}}):
        with pytest.raises(NotTogether) as caught:
            OutcomeView(real, "student", by=by, **choices)
        assert str(caught.value) == (
            "split by an outcome only mentions of everybody are shown; expected the measure "
            "'mentioned' and no filter, or a split by background"
        )
