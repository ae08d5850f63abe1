"""What the account of method says of a study, by its design."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from sentences import Said

from dwimpact.analysis.differences import tests_used as used_tests
from dwimpact.analysis.precision import interval_widths
from dwimpact.analysis.response import next_wave, nonresponse_bounds
from dwimpact.loading import with_tables
from dwimpact.prose.report.method import (
    describe_block_tests,
    describe_intervals,
    describe_next_wave,
    describe_nonresponse,
    describe_target,
    describe_tests,
    describe_widths,
)
from dwimpact.prose.report.response import describe_response_method
from dwimpact.study.settings import Design
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def designed(study: Study, **design: str) -> Study:
    return replace(study, settings=study.settings.model_copy(update={"design": Design(**design)}))


def test_what_figures_are_about_follows_from_the_design(said: Said, study: Study) -> None:
    said(describe_target, study)
    said(describe_target, designed(study, target="process", clusters="workplace"))
    said(describe_target, replace(study, approached=study.approached[:0]))


def test_only_the_test_of_response_takes_people_of_a_workplace_as_independent(
    said: Said, study: Study
) -> None:
    clustered = designed(study, clusters="workplace")
    said(describe_target, clustered)
    said(describe_target, replace(clustered, approached=study.approached[:0]))
    said(describe_response_method, study)
    said(describe_response_method, clustered)


def test_a_block_says_when_workplaces_are_permuted(said: Said, study: Study) -> None:
    said(describe_block_tests, study)
    said(describe_block_tests, designed(study, clusters="workplace"))


def test_intervals_of_clusters_are_told_apart(said: Said, study: Study) -> None:
    said(describe_intervals, study)
    said(describe_intervals, designed(study, clusters="workplace"))


def test_what_assumptions_make_of_intervals(said: Said, study: Study) -> None:
    widths = {"shown": 0.3, "endless": 0.35, "independent": 0.2, "simple": 0.25}
    for design in ({"clusters": "workplace"}, {}):
        said(describe_widths, widths, designed(study, **design))
    assert describe_widths(dict.fromkeys(widths, 0.3), study) == []


def test_widths_are_those_of_the_intervals_shown(study: Study, tables: Tables) -> None:
    made = with_tables(study, tables)
    shares = pd.concat([made.mention_shares(level.code) for level in made.questionnaire.levels])
    widths = interval_widths(made)
    assert widths["shown"] == pytest.approx((shares["high"] - shares["low"]).mean())
    assert widths["independent"] == widths["shown"] < widths["simple"]  # no clusters; 6 of 12


def test_nothing_is_told_of_a_method_where_nothing_is_shown(study: Study, tables: Tables) -> None:
    made = with_tables(study, tables)
    settings = made.settings.model_copy(update={"withhold_below": 7})  # more than there are
    nobody = replace(made, settings=settings)
    assert interval_widths(nobody) == {}
    assert describe_widths(interval_widths(nobody), nobody) == []
    assert used_tests(nobody) == {}


def test_each_test_is_named_once(said: Said) -> None:
    said(describe_tests, "naar regio", ["halton", "rao_scott", "halton"])
    said(describe_tests, "naar regio", ["fisher"])


def test_those_who_did_not_answer_could_change_it(said: Said, study: Study, tables: Tables) -> None:
    made = with_tables(study, tables)
    bounds = nonresponse_bounds(made, "school")
    said(describe_nonresponse, bounds, made.questionnaire)
    said(describe_nonresponse, bounds.assign(tipping=float("nan")), made.questionnaire)
    assert describe_nonresponse(bounds[:0], made.questionnaire) == []


def test_what_a_next_wave_shows(said: Said, study: Study, tables: Tables) -> None:
    table = next_wave(with_tables(study, tables))
    for difference in (float("nan"), 0.2, 0.01):
        said(describe_next_wave, table.assign(difference=difference))
