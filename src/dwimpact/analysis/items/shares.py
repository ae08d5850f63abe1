"""Figure tables of the questions beside the levels: shares of options, and numbers in classes.

A strict study takes answers that few or nearly all gave together, or leaves them out; it shows
no group apart. The base is everybody who was asked.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dwimpact.analysis.differences import fraction_of
from dwimpact.analysis.items.chosen import (
    KEYS,
    TOGETHER,
    approached_for,
    one_by_one,
    with_design_of,
)
from dwimpact.analysis.items.classes import classes_of
from dwimpact.analysis.items.shown_answers import AnswerRow, shown_rows
from dwimpact.dataset import CleanStudy
from dwimpact.inference.means import mean_interval
from dwimpact.study.edition import ALL
from dwimpact.study.evidence import evidence_of
from dwimpact.study.questionnaire.items import Item


def item_shares(study: CleanStudy, item: Item) -> pd.DataFrame:
    """How many chose each option, or gave a number or date in each class of equal width.

    One row per row of a scale (or one) × option: column, option, n, missing, count, share, low,
    high, imprecise, with an interval as those of outcomes. Without rows where fewer were asked than
    the study shows, and for a free text.

    >>> len(dw.item_shares(study, item))  # not asked in this study
    0
    """
    return with_design_of(study, item, _counted(study, item))


def _counted(study: CleanStudy, item: Item) -> pd.DataFrame:
    """The counts of `item_shares`: column, option, n, missing where it may be shown, and count."""
    answers = study.counted_answers
    answers = answers[answers["item"] == item.code]
    if study.strict and item.code in {v.item for v in study.questionnaire.background}:
        return _no_counts()  # its groups, where they are large enough, stand beside the answers
    if item.kind in ("number", "date"):
        return _classes(answers, item, study)
    rows = [AnswerRow.of(part, item) for _, part in answers.groupby("column", sort=False)]
    shown = shown_rows(rows, item, study.settings.disclosure.width) if study.strict else rows
    tables = (_shown(row.column, row.counts, row.n, row.missing, study) for row in shown)
    return _without_few_blank(pd.concat([_no_counts(), *tables], ignore_index=True), study)


def _classes(answers: pd.DataFrame, item: Item, study: CleanStudy) -> pd.DataFrame:
    """Classes of equal width: as many as there can be without one that would show very few."""
    answers = one_by_one(answers)
    values = answers["date" if item.kind == "date" else "number"].dropna()
    least = study.settings.disclosure.width if study.strict else 0
    for classes in classes_of(values):
        counts = classes.value_counts(sort=False)
        if not (counts < least).any() and len(counts) > study.strict:
            missing = len(answers) - len(values)
            table = _shown(item.code, counts, len(answers), missing, study)
            return _without_few_blank(table, study)
    return _no_counts()


def item_ranges(study: CleanStudy, item: Item) -> pd.DataFrame:
    """Between what the share of each option lies in a study without microdata; no rows for real
    responses.

    One row per row of a scale (or one) × option: column, option, lowest, highest (0-1), the same
    for the other readings of the publication ('wide_lowest', missing where it leaves nothing
    possible), the share in the reconstruction, and what it rests on.

    >>> len(dw.item_ranges(study, item))  # not asked in this study
    0
    """
    known = study.tables.known_options
    rows = known[known["item"] == item.code].drop(columns="item").reset_index(drop=True)
    shares = item_shares(study, item)[[*KEYS, "share"]]
    made = rows.merge(shares, on=KEYS, how="left", validate="1:1")
    between = made.rename(columns={"lowest": "smallest", "highest": "largest"})
    return made.assign(evidence=evidence_of(between.assign(n=1)))


def mean_ranges(study: CleanStudy, item: Item) -> pd.DataFrame:
    """Between what the mean of a number, or of each row of a scale, lies in a study without
    microdata: column, lowest, highest (infinite where nothing bounds it), and the same for the
    other readings; no rows for real responses.

    >>> len(dw.mean_ranges(study, item))  # not asked in this study
    0
    """
    known = study.tables.known_means
    return known[known["item"] == item.code].drop(columns="item").reset_index(drop=True)


def telling_shares(study: CleanStudy, item: Item) -> pd.DataFrame:
    """An `item_shares` table with what is told of each row: of a scale one option, the points above
    its middle together.

    >>> len(dw.telling_shares(study, item))  # not asked in this study
    0
    """
    shares = item_shares(study, item)
    if item.kind != "scale":
        return shares
    return with_design_of(study, item, above_the_middle(shares, item))


def above_the_middle(shares: pd.DataFrame, item: Item) -> pd.DataFrame:
    """Of an `item_shares` table of a scale: per row how many chose a point above its middle, as the
    one option that these points are together: counts, with neither shares nor intervals.
    """
    above = item.points[(len(item.points) + 1) // 2 :]
    together = TOGETHER.join(above)
    rows = shares.groupby("column", sort=False)
    high = shares[shares["option"].isin([*above, together])].groupby("column")["count"].sum()
    counted = rows[[c for c in ("n", "missing") if c in shares]].first().reset_index()
    counts = counted["column"].map(high).fillna(0).astype("int64")
    return counted.assign(option=together, count=counts)


def item_summary(study: CleanStudy, item: Item) -> pd.Series[float]:
    """A number in short: n, missing (of a strict study not where it is few), mean with its 95%
    interval (`mean_interval`), median and quartiles. Empty for what is no number, and where fewer
    answered than the study shows.

    >>> dw.item_summary(study, item).empty
    True
    """
    answers = study.counted_answers
    answers = one_by_one(answers[answers["item"] == item.code])
    values = answers["number"].dropna()
    if len(values) < study.settings.withhold_below:
        return pd.Series(dtype="float64")
    low, high = _mean_interval(study, item, answers.loc[values.index])
    quarter, median, three = values.quantile([0.25, 0.5, 0.75])
    n, missing = len(answers), len(answers) - len(values)
    told = not study.strict or missing >= study.settings.disclosure.width
    return pd.Series(
        {
            "n": n,
            **({"missing": missing} if told else {}),
            "mean": values.mean(),
            "mean_low": low,
            "mean_high": high,
            "median": median,
            "first_quartile": quarter,
            "third_quartile": three,
        }
    )


def _mean_interval(study: CleanStudy, item: Item, given: pd.DataFrame) -> tuple[float, float]:
    people = approached_for(study, item)
    place = given[study.clusters].astype(str).tolist() if study.clusters else range(len(given))
    sampled = len(study.sampled) or len(given)
    fraction = fraction_of(people, [ALL], study.n)
    return mean_interval(given["number"].to_numpy(np.float64), place, sampled, fraction)


def item_texts(study: CleanStudy, item: Item) -> pd.Series[str]:
    """What was written, or a sample of it; nothing in a strict study where few wrote something or
    few did not.

    >>> list(dw.item_texts(study, item))
    []
    """
    texts = study.item_texts.loc[study.item_texts["item"] == item.code, "text"]
    width, questions = study.settings.disclosure.width, study.tables.questions
    wrote = int(questions.loc[questions["column"] == item.code, "answered"].sum())
    hidden = study.strict and not width <= wrote <= study.n - width
    return texts[:0] if hidden else texts


def _without_few_blank(table: pd.DataFrame, study: CleanStudy) -> pd.DataFrame:
    """Of a strict study without the numbers who left it blank, where one of these is few."""
    few = study.strict and (table["missing"] < study.settings.disclosure.width).any()
    return table.drop(columns="missing") if few else table


def _shown(
    column: str, counts: pd.Series[int], n: int, missing: int, study: CleanStudy
) -> pd.DataFrame:
    """The counts of one row, without rows where fewer were asked than the study shows."""
    counted = counts.rename_axis("option").rename("count").reset_index()
    counted = counted.assign(column=column, n=n, missing=missing)
    counted = counted.astype({"option": "str", "column": "str", "count": "int64"})
    return counted if n >= study.settings.withhold_below else counted[:0]


def _no_counts() -> pd.DataFrame:
    counted = {name: pd.Series(dtype="int64") for name in ("n", "missing", "count")}
    return pd.DataFrame({**dict.fromkeys(KEYS, pd.Series(dtype="str")), **counted})
