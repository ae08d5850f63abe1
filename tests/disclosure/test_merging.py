"""Small groups join the smallest other."""

from dataclasses import replace

import pandas as pd
import pytest

from dwimpact.disclosure.merging import merge_small_groups, regrouped


@pytest.fixture
def merged(real_study, real_tables):
    def merge(below: int):
        settings = real_study.settings.model_copy(update={"withhold_below": below})
        study = replace(real_study, settings=settings)
        return merge_small_groups(study, real_tables.respondents).questionnaire

    return merge


def sizes(respondents: pd.DataFrame, form) -> dict[str, int]:
    return regrouped(respondents, form)["sector_group"].value_counts(sort=False).to_dict()


@pytest.mark.parametrize(
    ("below", "exp"),
    [
        (6, {"mbo": 26, "hbo": 32, "wo_other": 6}),
        (7, {"mbo_or_wo_other": 32, "hbo": 32}),
        (32, {"mbo_or_wo_other": 32, "hbo": 32}),
        (33, {"mbo_or_wo_other_or_hbo": 64}),
    ],
)
def test_until_none_is_below_the_threshold(merged, real_tables, below, exp):
    assert sizes(real_tables.respondents, merged(below)) == exp


def test_a_merged_group_has_the_names_of_both(merged):
    sector = merged(10).variable("sector")
    (group, _) = sector.groups

    assert group.label == "mbo of overige instellingen (waaronder wo)"
    assert sector.group_of == {
        "mbo": "mbo_or_wo_other",
        "wo": "mbo_or_wo_other",
        "other": "mbo_or_wo_other",
        "hbo": "hbo",
    }


def test_tranches_are_merged_with_their_tranches(merged):
    tranche = merged(60).variable("tranche")

    assert list(tranche.group_of) == ["1", "2", "3", "4"]
    assert [group.code for group in tranche.groups] == list(set(tranche.group_of.values()))


def test_nothing_is_merged_that_is_large_enough(merged, real_study):
    assert merged(3) == real_study.questionnaire
