"""Levels, workplaces and answers side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dwimpact.analysis.shares import _count

TOTAL = "Totaal"


def answers_side_by_side(answers: pd.DataFrame, level_labels: Mapping[str, str]) -> pd.DataFrame:
    """Open answers with one row per respondent and one column per level, blank as missing."""
    wide = answers.pivot(index="respondent", columns="level", values="text")
    wide = wide.reindex(columns=list(level_labels)).rename(columns=level_labels)
    return wide.reset_index(drop=True).rename_axis(columns=None)


def institutions_per_workplace(workplaces: pd.DataFrame, sectors: Sequence[str]) -> pd.DataFrame:
    """The registry with a total row: name, tranche, reach (its sectors), a column per sector."""
    reach = [
        ", ".join(sector for sector in sectors if row[sector] > 0)
        for row in workplaces[list(sectors)].to_dict("records")
    ]
    table = workplaces[["name", "tranche", *sectors]].astype({"tranche": "str"})
    table.insert(2, "reach", reach)
    total = {"name": TOTAL, "tranche": "", "reach": "", **workplaces[list(sectors)].sum().to_dict()}
    return pd.concat([table, pd.DataFrame([total])], ignore_index=True)


def level_overview(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The listed outcomes of each level taken together, as shares of all mentions.

    One row per level: level, mentions, per_respondent (mentions per respondent), then one
    share per status and nature over the mentions for which it was filled in; missing when
    there are none.
    """
    sizes = _count(outcomes, ["level", "outcome"]).groupby("level", observed=True)
    people, mentions = sizes["n"].first(), sizes["count"].sum()
    table = pd.DataFrame({"mentions": mentions, "per_respondent": mentions / people})
    mentioned = outcomes[outcomes["mentioned"].fillna(False).astype(bool)]
    for characteristic in ("status", "nature"):
        split = _count(mentioned, ["level", characteristic])["n"].unstack(fill_value=0)
        split = split.reindex(columns=list(outcomes[characteristic].cat.categories), fill_value=0)
        table = table.join(split.div(split.sum(axis=1), axis=0))
    return table.reset_index()
