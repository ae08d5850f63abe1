"""Levels, workplaces and answers side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from dwimpact.dataset import CleanStudy
from dwimpact.shares import count_respondents
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire import Choice, Level


def answers_side_by_side(answers: pd.DataFrame, level_labels: Mapping[str, str]) -> pd.DataFrame:
    """Open answers with one row per respondent and one column per level, blank as missing, in
    the order of the alphabet: that of the respondents tells who wrote what.

    >>> labels = {"institution": "Instelling", "student": "Student"}
    >>> dw.answers_side_by_side(study.open_answers, labels).shape
    (47, 2)
    """
    wide = answers.pivot(index="respondent", columns="level", values="text")
    wide = wide.reindex(columns=list(level_labels)).rename(columns=level_labels)
    ordered = wide.sort_values(list(wide), key=lambda column: column.astype("str").str.casefold())
    return ordered.reset_index(drop=True).rename_axis(columns=None)


def answers_by_group(study: CleanStudy) -> Iterator[tuple[Level, Choice | None, pd.Series[str]]]:
    """The open answers in lists that stand on their own, level by level: of each sector group
    that has some where that may be shown, else of everybody (None).

    >>> level, group, texts = next(dw.answers_by_group(study))
    >>> level.code, group.code, len(texts)
    ('institution', 'mbo', 15)
    """
    for level in study.questionnaire.levels:
        answers = study.open_answers[study.open_answers["level"] == level.code]
        if not study.shows("open_answers", level.code):
            continue
        if study.edition or not study.shows("open_answers", level.code, by="sector_group"):
            yield level, None, answers["text"]
            continue
        for group in study.questionnaire.sector_groups:
            texts = answers.loc[answers["sector_group"] == group.code, "text"]
            if len(texts):
                yield level, group, texts


def institutions_per_workplace(workplaces: pd.DataFrame, sectors: Sequence[str]) -> pd.DataFrame:
    """The registry with a total row: name, tranche, reach (its sectors), a column per sector.

    >>> dw.institutions_per_workplace(study.workplaces, ["mbo", "hbo", "wo"]).tail(1)
       name tranche reach  mbo  hbo  wo
    20  all                 36   25   9
    """
    reach = [
        ", ".join(sector for sector in sectors if row[sector] > 0)
        for row in workplaces[list(sectors)].to_dict("records")
    ]
    table = workplaces[["name", "tranche", *sectors]].astype({"tranche": "str"})
    table.insert(2, "reach", reach)
    total = {"name": ALL, "tranche": "", "reach": "", **workplaces[list(sectors)].sum().to_dict()}
    return pd.concat([table, pd.DataFrame([total])], ignore_index=True)


def level_overview(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The listed outcomes of each level taken together, as shares of all mentions.

    One row per level: level, mentions, per_respondent (mentions per respondent), then one
    share per status and nature over the mentions for which it was filled in; missing when
    there are none.

    >>> dw.level_overview(dw.listed_outcomes(study.outcomes))[["level", "mentions"]]
             level  mentions
    0  institution       203
    1    programme       238
    2      student       205
    """
    sizes = count_respondents(outcomes, ["level", "outcome"]).groupby("level", observed=True)
    people, mentions = sizes["n"].first(), sizes["count"].sum()
    table = pd.DataFrame({"mentions": mentions, "per_respondent": mentions / people})
    mentioned = outcomes[outcomes["mentioned"].fillna(False).astype(bool)]
    for characteristic in ("status", "nature"):
        split = count_respondents(mentioned, ["level", characteristic])["n"].unstack(fill_value=0)
        split = split.reindex(columns=list(outcomes[characteristic].cat.categories), fill_value=0)
        table = table.join(split.div(split.sum(axis=1), axis=0))
    return table.reset_index()
