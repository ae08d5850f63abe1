"""What is not shown, and why."""

from __future__ import annotations

import pytest
from sentences import Said

from dwimpact.prose.hidden import (
    describe_counted,
    describe_hidden,
    describe_sampled,
    describe_withheld,
)
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study
from dwimpact.tables.labels import group_labels


def test_withheld_groups(said: Said, form: Questionnaire) -> None:
    said(describe_withheld, {"rest": 1, "mbo": 3}, group_labels(form), 10)

    assert describe_withheld({}, {}, 10) == ""


def test_the_number_of_a_withheld_group_says_what_it_rests_on(
    said: Said, form: Questionnaire
) -> None:
    said(describe_withheld, {"rest": 1}, group_labels(form), 10, {"rest": "gepubliceerd"})


def test_hidden_outcomes(said: Said, form: Questionnaire) -> None:
    phrases = form.outcome_phrases("school")
    said(describe_hidden, ["network"], phrases)
    said(describe_hidden, ["network", "region"], phrases, "naar sector")
    assert describe_hidden([], phrases) == ""


def test_where_respondents_are_counted(
    said: Said, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(describe_counted, study)
    said(describe_sampled, study)
    monkeypatch.setattr(Study, "counted", True)
    said(describe_counted, study)
    said(describe_sampled, study)
