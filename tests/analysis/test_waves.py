from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dwimpact.analysis.waves import (
    Waves,
    comparable,
    compare_questionnaires,
    compare_waves,
    shared_questionnaire,
    wave_shares,
)
from dwimpact.dataset import CleanStudy
from dwimpact.errors import StudyError
from dwimpact.loading import with_tables
from dwimpact.statistics import fisher_exact, holm
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


@pytest.fixture
def earlier(study: Study, tables: Tables) -> CleanStudy:
    return with_tables(study, tables)


@pytest.fixture
def changed(form_data: dict[str, Any]) -> Questionnaire:
    """The questionnaire a year later: 'region' dropped, 'prize' added, 'skills' reworded."""
    school, pupil = form_data["levels"]
    prize = {"code": "prize", "label": "Een prijs", "phrase": "een prijs"}
    skills = {**pupil["outcomes"][0], "label": "Vaardigheden van nu"}
    levels = [
        {**school, "outcomes": [prize, school["outcomes"][0]]},
        {**pupil, "label": "niveau van de leerling", "outcomes": [skills, pupil["outcomes"][1]]},
    ]
    statuses = [*form_data["statuses"], {"code": "partly", "label": "Deels"}]
    return Questionnaire.model_validate({**form_data, "levels": levels, "statuses": statuses})


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


def test_changes_are_named_per_part(form: Questionnaire, changed: Questionnaire) -> None:
    got = compare_questionnaires(form, changed).astype(object)

    assert got.where(got.notna(), None).values.tolist() == [
        ["Levels", "reworded", "pupil", "leerlingniveau", "niveau van de leerling"],
        ["school", "added", "prize", None, "Een prijs"],
        ["school", "dropped", "region", "Positie in de regio", None],
        ["pupil", "reworded", "skills", "Vaardigheden", "Vaardigheden van nu"],
        ["Status", "added", "partly", None, "Deels"],
    ]


def test_the_shared_questionnaire_has_what_both_have(
    form: Questionnaire, changed: Questionnaire
) -> None:
    got = shared_questionnaire(form, changed)

    assert {level.code: level.listed for level in got.levels} == {
        "school": ("network",),
        "pupil": ("skills", "soft_skills"),
    }
    assert got.level("pupil").label == "niveau van de leerling"


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
    assert got.group_names == {"earlier": "eerste meting", "later": "tweede meting"}


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
