from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy import stats

from dwimpact.analysis.differences import coarse
from dwimpact.analysis.waves.changes import compare_questionnaires
from dwimpact.analysis.waves.items import wave_item_shares, wave_means
from dwimpact.analysis.waves.two_waves import (
    WAVE_LABELS,
    Waves,
    comparable,
    compare_waves,
    overall_differences,
    same_answers,
    wave_differences,
    wave_shares,
)
from dwimpact.dataset import CleanStudy
from dwimpact.errors import StudyError
from dwimpact.inference.clusters import rao_scott_test
from dwimpact.loading import with_tables
from dwimpact.prose.items import FEW
from dwimpact.prose.waves.items import describe_wave_item
from dwimpact.prose.waves.two_waves import describe_overall, describe_wave_tests
from dwimpact.statistics import fisher_exact, holm
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.settings import Design, Fieldwork
from dwimpact.study.study import Study
from dwimpact.tables.items import items_for_reading
from dwimpact.tables.labels import with_labels
from dwimpact.tables.wide import side_by_side
from dwimpact.tidy.tables import Tables


@pytest.fixture
def earlier(study: Study, tables: Tables) -> CleanStudy:
    return with_tables(study, tables)


@pytest.fixture
def later(earlier: CleanStudy, changed: Questionnaire) -> CleanStudy:
    """Of the same answers only those of the first four respondents."""
    first = {"R1", "R2", "R3", "R4"}
    kept = {
        name: table[table["respondent"].isin(first)]
        for name in ("respondents", "outcomes")
        for table in [getattr(earlier.tables, name)]
    }
    return replace(earlier, questionnaire=changed, tables=replace(earlier.tables, **kept))


def test_shares_are_of_what_both_asked(earlier: CleanStudy, later: CleanStudy) -> None:
    got = wave_shares(Waves(earlier, later), "school")

    assert got[["group", "outcome", "n", "missing", "count"]].values.tolist() == [
        ["earlier", "network", 6, 1, 3],
        ["later", "network", 4, 1, 2],
    ]


def test_outcomes_are_in_the_order_of_the_later_form(
    earlier: CleanStudy, form_data: dict[str, Any]
) -> None:
    school, pupil = form_data["levels"]
    turned = {**form_data, "levels": [{**school, "outcomes": school["outcomes"][::-1]}, pupil]}
    later = replace(earlier, questionnaire=Questionnaire.model_validate(turned))

    got = wave_shares(Waves(earlier, later), "school")

    assert got["outcome"].tolist() == ["region", "network"] * 2
    assert got["count"].tolist() == [2, 3] * 2


def test_differences_are_later_minus_earlier() -> None:
    shares = pd.DataFrame(
        {
            "group": ["earlier", "earlier", "later", "later"],
            "level": "school",
            "outcome": ["network", "region"] * 2,
            "n": [80, 10, 70, 10],
            "count": [48, 3, 56, 9],
            "share": [0.6, 0.3, 0.8, 0.9],
            # Wilson's bounds, from Newcombe (1998).
            "low": [0.4904, 0.1078, 0.6918, 0.5958],
            "high": [0.7004, 0.6032, 0.8774, 0.9821],
        }
    )

    got = compare_waves(shares)

    p = [fisher_exact(56, 70, 48, 80), fisher_exact(9, 10, 3, 10)]
    exp = pd.DataFrame(
        {
            "level": "school",
            "outcome": ["network", "region"],
            "difference": [0.2, 0.6],
            "p": p,
            "p_holm": holm(p),
            "difference_low": [0.0524, 0.1705],
            "difference_high": [0.3339, 0.8090],
        }
    )
    assert_frame_equal(got, exp, atol=1e-3)


def test_a_wave_compared_with_itself_has_no_differences(earlier: CleanStudy) -> None:
    waves = comparable(earlier, earlier)
    for level in ("school", "pupil"):
        got = compare_waves(wave_shares(waves, level))
        assert got["difference"].tolist() == [0, 0]
        assert got["p_holm"].tolist() == [1, 1]
        assert (got["difference_low"] == -got["difference_high"]).all()
    form = earlier.questionnaire
    assert compare_questionnaires(form, form).empty


@pytest.mark.parametrize("which", ["earlier", "later"])
def test_what_is_made_of_a_reconstruction_says_so(
    earlier: CleanStudy, later: CleanStudy, which: str
) -> None:
    waves = {"earlier": earlier, "later": later}
    for wave, study in waves.items():
        settings = study.settings.model_copy(update={"reconstructed": wave == which})
        waves[wave] = replace(study, settings=settings)

    assert Waves(**waves).study.settings.reconstructed


def test_the_strictest_threshold_holds(earlier: CleanStudy, later: CleanStudy) -> None:
    strict = earlier.settings.model_copy(update={"withhold_below": 4})
    got = comparable(replace(earlier, settings=strict), later).study

    assert got.settings.withhold_below == 4
    assert got.group_names == {"earlier": "vorige meting", "later": "nieuwste meting"}


def test_figures_name_a_wave_by_its_year_and_say_which_is_a_reconstruction(
    earlier: CleanStudy, later: CleanStudy
) -> None:
    of_2022 = {"reconstructed": True, "published": date(2022, 7, 1)}
    opened = Fieldwork(opened=date(2025, 3, 1))
    waves = Waves(
        replace(earlier, settings=earlier.settings.model_copy(update=of_2022)),
        replace(
            later,
            settings=later.settings.model_copy(
                update={"fieldwork": opened, "reconstructed": False}
            ),
        ),
    )
    assert waves.study.group_names == {
        "earlier": "vorige meting, 2022, reconstructie",
        "later": "nieuwste meting, 2025",
    }
    both = replace(waves, later=replace(waves.later, settings=waves.earlier.settings))
    assert both.study.group_names["earlier"] == "vorige meting, 2022"  # the notice says it of all


def test_questionnaires_without_anything_in_common_are_refused(
    earlier: CleanStudy, form_data: dict[str, Any]
) -> None:
    school, _ = form_data["levels"]
    other = {**school, "code": "teacher", "label": "docentniveau"}
    later = replace(
        earlier, questionnaire=Questionnaire.model_validate({**form_data, "levels": [other]})
    )

    with pytest.raises(StudyError) as caught:
        comparable(earlier, later)

    assert str(caught.value) == (
        "proef/questionnaire.yml: no outcome in common with proef, at levels teacher; expected a "
        "level school or pupil with outcomes of the same codes. Give what stayed the same the same "
        "code."
    )


def test_a_wave_that_is_too_small_is_refused(earlier: CleanStudy, later: CleanStudy) -> None:
    strict = later.settings.model_copy(update={"withhold_below": 5})

    with pytest.raises(StudyError) as caught:
        comparable(earlier, replace(later, settings=strict))

    assert str(caught.value) == (
        "proef: 4 respondents, and a group below 5 is not shown; expected at least 5. Wait for "
        "more responses."
    )


def asked_again(answered: CleanStudy, **answers: list[str | None]) -> CleanStudy:
    """The same six people a year later, of whom some answer other things."""
    table = answered.answers.copy()
    for column, values in answers.items():
        here = table["column"] == column.replace("__", "/")
        given = dict(zip(answered.respondents["respondent"], values, strict=True))
        chosen = table.loc[here, "respondent"].map(given)
        table.loc[here, "chosen"] = chosen.eq(table.loc[here, "option"]).where(chosen.notna())
        table.loc[here, "number"] = pd.to_numeric(chosen, errors="coerce")
    return replace(answered, tables=replace(answered.tables, answers=table))


def test_options_of_a_question_are_compared(answered: CleanStudy) -> None:
    waves = Waves(answered, asked_again(answered, again=["2", "2", "2", "2", "2", "2"]))
    item = waves.study.questionnaire.item("again")

    shares = wave_item_shares(waves, item)
    differences = compare_waves(shares)

    assert shares[["group", "option", "n", "missing", "count"]].values.tolist() == [
        ["earlier", "1", 6, 1, 3],
        ["earlier", "2", 6, 1, 2],
        ["later", "1", 6, 0, 0],
        ["later", "2", 6, 0, 6],
    ]
    assert differences["difference"].tolist() == pytest.approx([-3 / 6, 4 / 6])
    assert differences["p"].tolist() == [fisher_exact(0, 6, 3, 6), fisher_exact(6, 6, 2, 6)]
    assert describe_wave_item(shares, differences, wave_means(waves, item), item) == [
        "Het grootste verschil zit bij ‘nee’: 100% (de nieuwste meting) tegen 33% (de vorige "
        "meting).",
        "Ook bij ‘ja’ is er verschil: 50% (de vorige meting) tegen 0% (de nieuwste meting).",
        "Deze verschillen kunnen allemaal toeval zijn.",
    ]


def test_of_a_scale_the_upper_half_is_compared_row_by_row(answered: CleanStudy) -> None:
    waves = Waves(answered, asked_again(answered, view__room=["bad"] * 6))
    item = waves.study.questionnaire.item("view")

    shares = wave_item_shares(waves, item)

    assert shares[["group", "column", "option", "count"]].values.tolist() == [
        ["earlier", "view/room", "good", 3],
        ["earlier", "view/food", "good", 1],
        ["later", "view/room", "good", 0],
        ["later", "view/food", "good", 1],
    ]
    about = describe_wave_item(shares, compare_waves(shares), wave_means(waves, item), item)
    assert about[:2] == [
        "Vergeleken is wie ‘goed’ antwoordde.",
        "Het grootste verschil zit bij ‘De zaal’: 50% (de vorige meting) tegen 0% (de nieuwste "
        "meting).",
    ]
    table = items_for_reading(shares, item)
    side = side_by_side(
        with_labels(table, answered.questionnaire, WAVE_LABELS),
        items_for_reading(compare_waves(shares), item),
    )
    assert list(side)[:4] == [
        "Vraag",
        "Antwoord",
        "vorige meting (n = 6)",
        "nieuwste meting (n = 6)",
    ]
    assert side["Verschil"].tolist() == ["−50\n(−75 tot −14)", "0\n(−32 tot +32)"]


def test_means_of_a_number_are_compared(answered: CleanStudy) -> None:
    waves = Waves(answered, asked_again(answered, hours=["2", "2", "3", "3", "4", "4"]))
    item = waves.study.questionnaire.item("hours")
    before, after = np.array([1, 2.5, 4, 1.5, 11]), np.array([2, 2, 3, 3, 4, 4])

    means = wave_means(waves, item)

    # Half of the people approached answered in both.
    half = [stats.t.ppf(0.975, len(x) - 1) * stats.sem(x) / 2**0.5 for x in (after, before)]
    assert means.loc["difference"].tolist() == pytest.approx(
        [-1, -1 - np.hypot(*half), -1 + np.hypot(*half)]
    )
    shares = wave_item_shares(waves, item)
    assert describe_wave_item(shares, compare_waves(shares), means, item) == [
        "Het gemiddelde is 3 uur (95%-interval 2,3 tot 3,7) in de nieuwste meting, tegen 4 (0,4 "
        "tot 7,6) in de vorige.",
        "Het verschil is −1, met een 95%-interval van −4,6 tot 2,6.",
    ]


def test_a_wave_that_shows_no_answers_compares_none(answered: CleanStudy) -> None:
    nobody = asked_again(answered, again=[None] * 6)
    few = replace(nobody, settings=nobody.settings.model_copy(update={"withhold_below": 7}))
    item = answered.questionnaire.item("again")

    shares = wave_item_shares(Waves(answered, few), item)

    assert shares.empty
    none = wave_means(Waves(answered, few), item)
    assert describe_wave_item(shares, compare_waves(shares), none, item) == [FEW]


def restated(study: CleanStudy, was: str, becomes: str) -> CleanStudy:
    """The study as if one status had been another all along."""
    outcomes = study.tables.outcomes
    status = outcomes["status"].where(outcomes["status"] != was, becomes)
    tables = replace(study.tables, outcomes=outcomes.assign(status=status))
    return replace(study, tables=tables)


@pytest.fixture
def real(real_study: Study, real_tables: Tables) -> CleanStudy:
    settings = real_study.settings.model_copy(update={"reconstructed": False})
    return with_tables(replace(real_study, settings=settings), real_tables)


def test_statuses_are_shared_among_who_mention(earlier: CleanStudy) -> None:
    later = restated(earlier, "expected", "realised")
    got = wave_shares(Waves(earlier, later), "school", "status")
    # Of two statuses the first is enough: of network 2 of 3 realised, of region 1 of 2.
    assert got[["group", "outcome", "category", "n", "count"]].values.tolist() == [
        ["earlier", "network", "realised", 3, 2],
        ["earlier", "region", "realised", 2, 1],
        ["later", "network", "realised", 3, 3],
        ["later", "region", "realised", 2, 2],
    ]


@pytest.mark.long
def test_changed_statuses_differ_and_mentions_do_not(real: CleanStudy) -> None:
    waves = Waves(real, restated(real, "expected", "realised"))
    for level in ("institution", "programme", "student"):
        assert (wave_differences(waves, level)["p_holm"] == 1).all()
        found = wave_differences(waves, level, "status")
        rows = real.outcomes.query("level == @level and mentioned == True")
        expected = rows.loc[rows["status"] == "expected", "outcome"].value_counts()
        n = rows["outcome"].value_counts()
        gone = found[found["category"] == "expected"].set_index("outcome")["difference"]
        for outcome, difference in gone.items():
            assert difference == pytest.approx(-expected[outcome] / n[outcome])
        assert set(found["test"]) == {"rao_scott"}


@pytest.mark.long
def test_changed_statuses_are_what_the_comparison_begins_with(real: CleanStudy) -> None:
    waves = Waves(real, restated(real, "expected", "realised"))
    overall = overall_differences(waves).set_index(["measure", "category"])
    mentions = real.outcomes.query("mentioned == True and outcome != 'other' and outcome != 'none'")
    share = (mentions["status"] == "expected").sum() / len(mentions)
    assert overall.loc[("status", "expected"), "difference"] == pytest.approx(-share)
    assert overall.loc[("status", "expected"), "p_holm"] < 0.01
    assert overall.loc[("mentioned", "mentioned"), "p_holm"] == 1
    told = describe_overall(overall.reset_index(), waves.study.questionnaire)
    start = "Van de genoemde opbrengsten heeft in de nieuwste meting"
    assert told[0].startswith(f"{start} ")
    assert f"{start} 0% de status ‘Verwacht’, tegen 21% in de vorige." in told
    assert told[-1] == "Dat is meer dan toeval verklaart."


def test_the_same_answers_are_remarked(real: CleanStudy) -> None:
    assert same_answers(Waves(real, real))
    waves = Waves(real, restated(real, "expected", "realised"))
    assert not same_answers(waves)
    renamed = real.tables.outcomes.assign(respondent="Z" + real.tables.outcomes["respondent"])
    tables = replace(real.tables, outcomes=renamed)
    assert same_answers(Waves(real, replace(real, tables=tables)))


def test_the_same_answers_are_remarked_in_any_order_of_rows(study: Study, tables: Tables) -> None:
    told = tables.outcomes

    def same(outcomes: pd.DataFrame) -> bool:
        first, second = (replace(tables, outcomes=table) for table in (told, outcomes))
        return same_answers(Waves(with_tables(study, first), with_tables(study, second)))

    others = dict(
        zip(["R1", "R2", "R3", "R4", "R5", "R6"], ["R4", "R1", "R6", "R2", "R3", "R5"], strict=True)
    )
    assert same(told.assign(respondent=told["respondent"].map(others)))
    assert same(told.sample(frac=1, random_state=1))
    # As often named, by others: R1 and R4 change places at one of two levels.
    pupil = told["level"] == "pupil"
    changed = told["respondent"].replace({"R1": "R4", "R4": "R1"})
    assert not same(told.assign(respondent=told["respondent"].where(~pupil, changed)))


@pytest.mark.long
def test_no_difference_over_all_is_said_when_it_is_so(real: CleanStudy) -> None:
    overall = overall_differences(Waves(real, real))
    told = describe_overall(overall, real.questionnaire)
    assert told == ["Over alles samen is er geen verschil tussen de metingen."]


def both_waves(waves: Waves, level: str, outcome: str, has: str) -> tuple[pd.DataFrame, ...]:
    """Counts and sizes of two waves × all their workplaces, another in each, of who mention."""
    parts = []
    for wave, study in waves:
        rows = study.outcomes.query("level == @level and outcome == @outcome")
        rows = rows[rows["mentioned"].fillna(False).astype(bool)]
        for workplace in study.respondents["workplace"].unique():
            here = rows[rows["workplace"] == workplace]
            counted = {"count": (here["status"] == has).sum(), "n": len(here)}
            parts.append({"wave": wave, "place": f"{wave} {workplace}", **counted})
    table = pd.DataFrame(parts).pivot(index="wave", columns="place")
    return tuple(table[name].fillna(0) for name in ("count", "n"))


def test_a_workplace_is_another_in_each_wave(real: CleanStudy) -> None:
    waves = Waves(real, restated(real, "expected", "realised"))
    got = wave_differences(waves, "student", "status").set_index(["outcome", "category"])
    for (outcome, category), row in got.iterrows():
        counts, sizes = both_waves(waves, "student", outcome, category)
        strata = [place.split()[0] for place in counts]
        _, _, _, p = rao_scott_test(counts, sizes, 64 / 178, strata)
        assert row["p"] == coarse([p])[0]


def test_waves_with_another_design_each_have_their_own(real: CleanStudy) -> None:
    """A wave of independent people of an unknown population beside one with workplaces."""
    plain = real.settings.model_copy(update={"design": Design(target="process")})
    waves = Waves(replace(real, settings=plain), restated(real, "expected", "realised"))
    got = wave_differences(waves, "student", "status")
    assert set(got["test"]) == {"rao_scott"}
    alike = Waves(waves.earlier, replace(waves.later, settings=plain))
    assert set(wave_differences(alike, "student", "status")["test"]) == {"fisher"}


@pytest.mark.long
def test_interval_of_a_difference_and_its_test_agree(real: CleanStudy) -> None:
    """Answers dealt out anew: beyond chance by the one and not by the other is rare, and near."""
    rng, apart, seen = np.random.default_rng(1), 0, 0
    for _ in range(8):
        table = real.tables.outcomes.copy()
        own = rng.permutation(table["respondent"].unique())
        table["respondent"] = table["respondent"].map(
            dict(zip(table["respondent"].unique(), own, strict=True))
        )
        other = replace(real, tables=replace(real.tables, outcomes=table))
        waves = Waves(real, restated(other, "expected", "realised"))
        got = wave_differences(waves, "student", "status")
        outside = (got["difference_low"] > 0) | (got["difference_high"] < 0)
        apart += int((outside != (got["p"] <= 0.05)).sum())
        seen += len(got)
    assert apart <= 0.05 * seen


def test_waves_of_one_population_differ_by_chance_one_time_in_twenty() -> None:
    sizes = np.array([1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5, 7])
    rng, nobody, found = np.random.default_rng(2), np.zeros_like(sizes), []
    for _ in range(1500):
        one, other = rng.binomial(sizes, rng.beta(2, 2, (2, len(sizes))))  # a correlation of 0.2
        counts = [np.r_[one, nobody], np.r_[nobody, other]]
        both = [np.r_[sizes, nobody], np.r_[nobody, sizes]]
        strata = [0] * len(sizes) + [1] * len(sizes)
        found.append(rao_scott_test(counts, both, 0.0, strata)[-1] <= 0.05)
    assert 0.035 < np.mean(found) < 0.065


def test_page_says_that_interval_and_test_reckon_with_workplaces(real: CleanStudy) -> None:
    waves = Waves(real, real)
    said = describe_wave_tests(waves, ["rao_scott"])
    assert said[1].startswith(
        "Interval en toets rekenen er allebei mee dat mensen uit één werkplaats op elkaar lijken. "
        "De werkplaatsen van de ene meting gelden daarbij als andere dan die van de andere meting."
    )
    plain = real.settings.model_copy(update={"design": Design()})
    loose = replace(real, settings=plain)
    assert len(describe_wave_tests(Waves(loose, loose), ["rao_scott"])) == len(said) - 2
