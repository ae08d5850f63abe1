"""Who chose what of the questions beside the levels, so that their shares follow the design."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dwimpact.counting import design_effects
from dwimpact.dataset import CleanStudy
from dwimpact.shares import with_shares
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import ALIKE, PEOPLE

KEYS = ["column", "option"]
REST = "rest"  # answers that are taken together
TOGETHER = "+"  # between the codes of options that are taken together
CLASS_SIGN = ":"  # between the edges of a class: from the first to below the second
PERIODS = {"M": "%Y-%m", "Y": "%Y"}  # of dates, the shortest first


def chosen_rows(study: CleanStudy, item: Item, shares: pd.DataFrame) -> pd.DataFrame:
    """One row per respondent who was asked × row of an `item_shares` table: respondent, column,
    option, mentioned (whether that was the answer), and what respondents sit together in.
    """
    answers = study.counted_answers
    answers = answers[answers["item"] == item.code]
    counted = [column for column in (ALIKE, PEOPLE) if column in answers]
    own = [
        "respondent",
        *counted,
        *([study.clusters] if study.clusters else []),
        *KEYS,
        "mentioned",
    ]
    return pd.concat([answers.assign(mentioned=False)[own][:0], *_each(answers, item, shares, own)])


def with_design_of(study: CleanStudy, item: Item, counted: pd.DataFrame) -> pd.DataFrame:
    """Counted answers (column, option, n, missing where it may be shown, count) as an `item_shares`
    table: with intervals that reckon with the people approached, where the question was for all of
    them, and with what respondents sit together in.
    """
    rows = chosen_rows(study, item, counted).assign(group=ALL)
    keys, clusters = ["group", *KEYS], study.clusters
    effects = design_effects(counted.assign(group=ALL), rows, keys, clusters, study.sampled)
    return with_shares(counted, KEYS, approached_for(study, item), effects)


def approached_for(study: CleanStudy, item: Item) -> pd.Series[int] | None:
    """How many people were approached whom a question was for, where that is known."""
    return None if item.is_routed else study.sampled_from[ALL]


def one_by_one(answers: pd.DataFrame) -> pd.DataFrame:
    """Each row as often as the people that it stands for: for sums of numbers."""
    if PEOPLE not in answers:
        return answers
    return answers.loc[answers.index.repeat(answers[PEOPLE])].reset_index(drop=True)


def _each(
    answers: pd.DataFrame, item: Item, shares: pd.DataFrame, own: list[str]
) -> Iterator[pd.DataFrame]:
    counted_by = ALIKE if ALIKE in answers else "respondent"
    for column, options in shares.groupby("column", sort=False)["option"]:
        here = answers[answers["column"] == column]
        told = {code for option in options for code in str(option).split(TOGETHER)}
        for option in options:
            is_it = _is(here, str(option), told, item)
            people = here.assign(mentioned=is_it, option=option).sort_values("mentioned")
            yield people.drop_duplicates(counted_by, keep="last")[own]


def _is(answers: pd.DataFrame, option: str, told: set[str], item: Item) -> pd.Series[bool]:
    """Which rows of a question's answers say that an option, or a class, was the answer."""
    if item.kind == "number":
        low, high = map(float, option.split(CLASS_SIGN))
        return answers["number"].between(low, high, inclusive="left")
    if item.kind == "date":
        form = next(f for f in PERIODS.values() if f.count("%") == option.count("-") + 1)
        return answers["date"].dt.strftime(form) == option
    chosen = answers["chosen"].fillna(False).astype(bool)
    if option == REST:
        return chosen & ~answers["option"].isin(told)
    return chosen & answers["option"].isin(option.split(TOGETHER))
