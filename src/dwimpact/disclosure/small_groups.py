"""What is left out of a table or figure: groups that are too small, and counts that a strict
study hides.

After Hundepool et al., Statistical Disclosure Control (Wiley, 2012), ch. 5: thresholds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dwimpact.study.edition import ALL
from dwimpact.study.study import Study


def withhold(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The figure table with only the rows that the study shows.

    Left out are groups of fewer respondents than the study's threshold and, in a strict study,
    counts from which those of such a group would follow. So is the number who left the question
    blank where that is one of those: then there is no column 'missing'.

    >>> everything = study.all_mention_shares("student", "sector_group")
    >>> dw.withhold(everything, study)["group"].unique().tolist()
    ['mbo', 'hbo']
    """
    shown = table[_large(table, study) & ~_is_hidden(table, study)].reset_index(drop=True)
    blank = study.strict and "missing" in table and not _shows_blanks(table, study)
    return shown.drop(columns="missing") if blank else shown


def round_weighted(weighted: pd.DataFrame) -> pd.DataFrame:
    """A `weighted_shares` table with its weighted shares, and intervals, in whole percentages, for
    a page.

    Who knows the weights of every combination of groups can work out from an exact weighted
    share how many of each mention the outcome, also in groups too small to show: for every
    outcome of this study one set of counts fits, against over 100,000 for a whole percentage.

    >>> dw.round_weighted(pd.DataFrame({"weighted": [0.4567]}))["weighted"].tolist()
    [0.46]
    """
    shown = [str(column) for column in weighted if str(column).startswith("weighted")]
    return weighted.assign(**{c: np.floor(100 * weighted[c] + 0.5) / 100 for c in shown})


def withhold_themes(shares: pd.DataFrame, study: Study) -> pd.DataFrame:
    """A table of theme shares, of a strict study only with themes that some have and some lack.

    >>> coded = dw.code_answers(study.open_answers, dw.read_codebook(study))
    >>> shares = dw.theme_shares(coded)
    >>> len(dw.withhold_themes(shares, study)) == len(shares)  # unless strict
    True
    """
    if not study.strict:
        return shares
    width = study.settings.disclosure.width
    return shares[shares["count"].between(width, shares["n"] - width)].reset_index(drop=True)


def withhold_overview(overview: pd.DataFrame, study: Study) -> pd.DataFrame:
    """A `level_overview` table without the levels of which some count is hidden: what is hidden
    would follow from their sums, however coarse, where few people are.

    >>> overview = dw.level_overview(dw.listed_outcomes(study.outcomes))
    >>> len(dw.withhold_overview(overview, study)) == len(overview)
    True
    """
    return overview[~overview["level"].isin(study.hidden["level"])].reset_index(drop=True)


def withheld_groups(shares: pd.DataFrame, study: Study) -> dict[str, int]:
    """The groups that are too small to show, with their n.

    >>> dw.withheld_groups(study.all_mention_shares("student", "sector_group"), study)
    {'wo_other': 6}
    """
    apart = (shares["group"] != ALL) & (shares["n"] > 0)
    small = shares.loc[apart & ~_large(shares, study), ["group", "n"]].drop_duplicates()
    return {str(group): int(n) for group, n in small.itertuples(index=False)}


def can_be_split(shares: pd.DataFrame) -> bool:
    """Whether there are two groups with people in them.

    >>> dw.can_be_split(study.all_mention_shares("student", "sector_group"))
    True
    """
    return int(shares.loc[shares["n"] > 0, "group"].nunique()) > 1


def hidden_outcomes(shares: pd.DataFrame, study: Study) -> list[str]:
    """The outcomes of a figure table that are not shown, although the groups are large enough.

    >>> dw.hidden_outcomes(study.all_mention_shares("student"), study)
    []
    """
    return list(dict.fromkeys(shares.loc[_is_hidden(shares, study), "outcome"].astype(str)))


def shows(study: Study, what: str, level: str = "", outcome: str = "", by: str = ALL) -> bool:
    """Whether a count may be shown of everybody, or split by a column."""
    wanted = {"what": what, "level": level, "outcome": outcome}
    rows = study.hidden[(study.hidden[list(wanted)] == pd.Series(wanted)).all(axis=1)]
    return not rows["by"].isin([ALL, _column(by, study)]).any()


def require_withheld(table: pd.DataFrame, study: Study) -> None:
    """Raise ValueError when a figure table holds what the study does not show.

    So no figure, table or export of outcomes can forget to withhold; questions beside the levels
    are withheld as they are counted (analysis/items/shares.py).
    """
    if not {"level", "outcome", "n", "count"} <= set(table):
        return
    people = table[table["n"] > 0]
    if len(lost := people[~_large(people, study) | _is_hidden(people, study)]):
        rows = list(
            lost.assign(group=_groups(lost))[["group", "outcome"]]
            .astype(str)
            .itertuples(index=False, name=None)
        )
        raise ValueError(
            f"shown, but to be withheld: {rows[:3]}; leave them out first, with "
            "dwimpact.withhold(table, study)"
        )


def _large(table: pd.DataFrame, study: Study) -> pd.Series[bool]:
    # Too few of everybody there are where only some are asked, or in an edition.
    return table["n"] >= study.settings.withhold_below


def _groups(table: pd.DataFrame) -> pd.Series[Any]:
    return table["group"] if "group" in table else pd.Series(ALL, index=table.index)


def _is_hidden(table: pd.DataFrame, study: Study) -> pd.Series[bool]:
    if study.hidden.empty or "outcome" not in table:
        return pd.Series(False, index=table.index)
    hidden = set(study.hidden.itertuples(index=False, name=None))
    what = what_is_counted(table, study)
    rows = zip(table["level"], table["outcome"], _groups(table), strict=True)
    return pd.Series(
        [
            any((what, str(lv), str(o), by) in hidden for by in (ALL, split_of(group, study)))
            for lv, o, group in rows
        ],
        index=table.index,
    )


def _shows_blanks(table: pd.DataFrame, study: Study) -> bool:
    levels = table["level"].astype(str).unique()
    return (
        set(_groups(table)) == {ALL}
        and study.edition is None
        and all(shows(study, "missing", level) for level in levels)
    )


def what_is_counted(table: pd.DataFrame, study: Study) -> str:
    """What a figure table counts: mentions, or the status or nature of them."""
    if "category" not in table:
        return "mentioned"
    natures = {choice.code for choice in study.questionnaire.natures}
    return "nature" if natures.intersection(table["category"]) else "status"


def split_of(group: object, study: Study) -> str:
    """The column whose groups are shown of which this is one."""
    if study.edition:
        return _column(study.edition.column, study)
    groups = study.groups
    return next((by for by in study.split_columns if group in groups[by]), ALL)


def _column(by: str, study: Study) -> str:
    """The column of groups as they are shown: in an edition the one it is made by."""
    if study.edition:
        by = study.edition.column
    return {v.code: v.group_column for v in study.questionnaire.split_by}.get(by, by)


def groups_of(respondents: pd.DataFrame, by: str) -> dict[Any, frozenset[str]]:
    """Group → who is in it, for every group with respondents."""
    return {
        group: frozenset(names)
        for group, names in respondents.groupby(by, observed=True)["respondent"]
    }
