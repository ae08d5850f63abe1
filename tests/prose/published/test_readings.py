from __future__ import annotations

from typing import Any

import pandas as pd
from sentences import Said

from dwimpact.prose.published.known import (
    describe_first,
    describe_half,
    describe_known,
    describe_known_answers,
    describe_known_level,
    describe_known_shares,
    describe_left_open,
    stated_differences,
)
from dwimpact.prose.published.readings import describe_known_differences, describe_wider_reading
from dwimpact.prose.report.conclusions import certainty
from dwimpact.published.claims import Claim
from dwimpact.study.questionnaire.model import Questionnaire

LABELS = {"mbo": "mbo", "higher": "hbo", "early": "eerst", "late": "later"}


def known(**bounds: tuple[int, int, int, int]) -> pd.DataFrame:
    """Outcome → smallest and largest of ten, and those of the wide reading."""
    columns = ["smallest", "largest", "wide_smallest", "wide_largest"]
    rows = [["school", outcome, 10, *numbers] for outcome, numbers in bounds.items()]
    return pd.DataFrame(rows, columns=["level", "outcome", "n", *columns])


def differences(*rows: tuple[Any, ...]) -> pd.DataFrame:
    columns = ["outcome", "group", "than_group", "lowest", "highest", "wide_lowest", "wide_highest"]
    return pd.DataFrame(rows, columns=columns).assign(level="school")


def test_what_is_bounded_is_named_where_nothing_is_fixed(said: Said, form: Questionnaire) -> None:
    said(describe_known, known(network=(3, 6, 3, 6), region=(4, 7, 4, 7)), form)
    said(describe_known, known(network=(7, 7, 7, 7), region=(0, 10, 0, 10)), form)
    said(describe_known, known(network=(7, 7, 7, 7), region=(7, 7, 7, 7)), form)


def test_what_a_wider_reading_takes_away_is_said(said: Said, form: Questionnaire) -> None:
    fixed = {"network": (7, 7, 6, 7), "region": (2, 4, 2, 5)}
    for bounds in (fixed, {**fixed, "network": (7, 9, 4, 9)}):
        said(describe_wider_reading, known(**bounds), form)
        said(describe_half, known(**bounds), form)
        said(certainty, known(**bounds), form)


def test_nothing_is_said_of_a_reading_that_changes_nothing(said: Said, form: Questionnaire) -> None:
    table = known(network=(7, 9, 7, 9), region=(2, 4, 2, 4))
    said(describe_wider_reading, table, form)
    said(describe_half, table, form)
    said(certainty, table, form)


def test_how_far_a_bound_of_a_share_moves(said: Said, form: Questionnaire) -> None:
    row = {"characteristic": "nature", "category": "new", "lowest": 0.1, "highest": 0.5}
    for wide in (0.5, 0.51, 0.66):
        table = pd.DataFrame([{**row, "wide_lowest": 0.1, "wide_highest": wide}])
        said(describe_known_shares, table, {"new": "Nieuw"}, form)


def test_groups_are_compared_with_the_other_of_their_own_split(
    said: Said, form: Questionnaire
) -> None:
    table = differences(
        ("network", "mbo", "higher", 0.12, 0.3, 0.05, 0.4),
        ("region", "mbo", "higher", -0.12, 0.3, -0.2, 0.4),
        ("network", "early", "late", -0.2, -0.002, -0.2, 0.0),
        ("region", "early", "late", -0.2, -0.1, -0.2, -0.1),
    )
    said(describe_known_differences, table, form.level("school"), LABELS, form)


def test_of_which_it_is_open_who_mentions_them_more(said: Said, form: Questionnaire) -> None:
    rows = [(o, "mbo", "higher", -1.0, 1.0, -1.0, 1.0) for o in ("network", "region")]
    for some in (rows, rows[:1]):
        said(describe_known_differences, differences(*some), form.level("school"), LABELS, form)


def test_a_difference_that_can_be_nearly_anything_has_no_number(
    said: Said, form: Questionnaire
) -> None:
    unknown = float("nan")
    for bounds in (
        (0.001, 1.0, 0.001, 1.0),
        (0.001, 1.0, -0.1, 1.0),
        (0.001, 0.4, 0.001, 1.0),
        (0.2, 0.4, unknown, unknown),
    ):
        table = differences(("network", "early", "late", *bounds))
        said(describe_known_differences, table, form.level("school"), LABELS, form)


def test_half_is_said_of_outcomes_not_of_what_each_names(said: Said, form: Questionnaire) -> None:
    said(describe_half, known(network=(1, 4, 1, 4), region=(0, 2, 0, 2)), form)
    said(describe_half, known(network=(7, 9, 7, 9), region=(2, 6, 2, 6)), form)


def test_a_range_that_is_wide_says_next_to_nothing(said: Said, form: Questionnaire) -> None:
    for second in ((0, 9), (1, 2), (1, 1)):
        table = known(network=(0, 9, 0, 9), region=(*second, *second)).assign(category="new")
        said(describe_known_answers, table, {"new": "Nieuw"}, form)


def test_outcomes_of_which_the_same_is_told_are_told_together(
    said: Said, form: Questionnaire
) -> None:
    bounds = (0.001, 1.0, 0.001, 1.0)
    table = differences(*((outcome, "early", "late", *bounds) for outcome in ("network", "region")))
    said(describe_known_differences, table, form.level("school"), LABELS, form)


def claim(says: str, check: Any) -> Claim:
    entry = {"id": "a", "section": "2.3", "says": says, "check": check}
    return Claim.model_validate(entry)


NETWORK = {"of": "mentions", "level": "school", "outcome": "network"}


def test_the_first_of_a_level(said: Said, form: Questionnaire) -> None:
    level, share = form.level("school"), {"over": "group", "from": "70%"}
    claims = [claim("Zeventig procent noemt contact.", {"value": NETWORK, **share})]
    for network, region in (
        ((7, 7, 6, 7), (2, 4, 2, 5)),
        ((6, 8, 6, 8), (2, 4, 2, 4)),
        ((7, 7, 7, 7), (0, 10, 0, 10)),
        ((6, 8, 5, 9), (2, 7, 2, 7)),
    ):
        table = known(network=network, region=region)
        said(describe_first, table, form)
        said(describe_known_level, table, level, claims if network[0] == 7 else [], form)


def test_what_is_left_open(said: Said, form: Questionnaire) -> None:
    row = {"characteristic": "nature", "lowest": 0.1, "wide_lowest": 0.1}
    row |= {"highest": 0.5, "wide_highest": 0.5}
    shares = pd.DataFrame([{**row, "category": code} for code in ("new", "strengthened")])
    labels, wide = {"new": "Nieuw", "strengthened": "Versterking"}, (0, 10, 0, 10)
    said(describe_left_open, known(network=wide, region=wide), shares, labels, form)
    said(describe_left_open, known(network=(7, 7, 7, 7), region=wide), shares[:0], labels, form)


def test_differences_that_are_stated(said: Said, form: Questionnaire) -> None:
    sides = [{**NETWORK, "sector_group": group} for group in ("mbo", "higher")]
    claims = [claim("Mbo noemt contact vaker dan hbo.", {"compare": sides})]
    said(stated_differences, claims, form.level("school"), form)
    said(stated_differences, claims * 2, form.level("school"), form)
    assert stated_differences(claims, form.level("pupil"), form) == []
