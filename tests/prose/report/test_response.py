"""Response, and weights."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from frames import shares_of
from sentences import Said

from dwimpact.analysis.weighting import Weighting
from dwimpact.prose.report.response import (
    describe_response_tests,
    describe_weighted,
    describe_weights,
)
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.tables.labels import group_labels


def test_response_that_differs_or_not(said: Said, form: Questionnaire) -> None:
    for tranche, sector in ((0.2, 0.051), (0.2, 0.05), (0.001, 0.01)):
        table = pd.DataFrame({"dimension": ["tranche", "sector"], "p_holm": [tranche, sector]})
        said(describe_response_tests, table, form)


def test_weights_in_words(said: Said) -> None:
    weights = pd.Series([1.0, 1.0, 2.0, 6.0])
    said(describe_weights, Weighting(weights), ["tranche", "sector"], {})


def test_who_weighs_most_is_named(said: Said, form: Questionnaire) -> None:
    weighting = Weighting(pd.Series([1.0, 4.0]), heaviest=("tranche", "3", 4.0))
    said(describe_weights, weighting, ["tranche"], group_labels(form))
    said(describe_weights, replace(weighting, given=True), [], group_labels(form))


def test_why_there_are_no_weights(said: Said, form: Questionnaire) -> None:
    labels, by = group_labels(form), ["tranche", "sector"]
    said(describe_weights, Weighting(None, ("3",)), by, labels)
    said(describe_weights, Weighting(None, ("3", "wo")), by, labels)
    said(describe_weights, Weighting(None), by, labels)


def test_largest_shift_by_weighting(said: Said, form: Questionnaire) -> None:
    for network, region in ((0.61, 0.375), (0.8, 0.1), (0.603, 0.4)):
        shares = shares_of(10, network=6, region=4).assign(weighted=[network, region])
        said(describe_weighted, shares, ["tranche", "sector"], form)
        said(describe_weighted, shares, [], form)
