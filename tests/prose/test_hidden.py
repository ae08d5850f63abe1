"""What is not shown, and why."""

from __future__ import annotations

from dwimpact.prose.hidden import describe_withheld
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.tables.labels import group_labels


def test_withheld_groups(form: Questionnaire) -> None:
    got = describe_withheld({"rest": 1, "mbo": 3}, group_labels(form), 10)
    assert got == (
        "Niet apart getoond: overige instellingen (n = 1) en mbo (n = 3). Een groep met minder dan "
        "10 mensen telt alleen mee in het totaal."
    )
    assert describe_withheld({}, {}, 10) == ""


def test_the_number_of_a_withheld_group_says_what_it_rests_on(form: Questionnaire) -> None:
    got = describe_withheld({"rest": 1}, group_labels(form), 10, {"rest": "gepubliceerd"})
    assert got.startswith("Niet apart getoond: overige instellingen (n = 1; gepubliceerd). ")
