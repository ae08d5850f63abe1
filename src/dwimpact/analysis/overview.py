"""Levels, the lines of a registry and answers side by side."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

import pandas as pd

from dwimpact.counting import count_respondents
from dwimpact.dataset import CleanStudy
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import Choice, Level, labels
from dwimpact.study.study import Study


def answers_side_by_side(answers: pd.DataFrame, level_labels: Mapping[str, str]) -> pd.DataFrame:
    """Open answers with one row per respondent and one column per level, blank as missing, in
    the order of the alphabet: that of the respondents tells who wrote what.

    >>> labels = {"institution": "Instelling", "student": "Student"}
    >>> dw.answers_side_by_side(study.open_answers, labels).shape
    (47, 2)
    """
    wide = answers.pivot(index="respondent", columns="level", values="text")
    wide = wide.reindex(columns=list(level_labels)).rename(columns=level_labels)
    by = list(level_labels.values())
    ordered = wide.sort_values(by, key=lambda column: column.astype("str").str.casefold())
    return ordered.reset_index(drop=True).rename_axis(columns=None)


def answers_by_group(study: CleanStudy) -> Iterator[tuple[Level, Choice | None, pd.Series[str]]]:
    """The open answers in lists that stand on their own, level by level: of each group of the
    report's first split that has some where that may be shown, else of everybody (None).

    >>> level, group, texts = next(dw.answers_by_group(study))
    >>> level.code, group.code, len(texts)
    ('institution', 'mbo', 15)
    """
    (by, *_) = (*study.split_columns, "")
    for level in study.questionnaire.levels:
        answers = study.open_answers[study.open_answers["level"] == level.code]
        if not study.shows("open_answers", level.code):
            continue
        if study.edition or not by or not study.shows("open_answers", level.code, by=by):
            yield level, None, answers["text"]
            continue
        for group in study.questionnaire.groups[by]:
            texts = answers.loc[answers[by] == group.code, "text"]
            if len(texts):
                yield level, group, texts


def answers_per_group(study: CleanStudy) -> Iterator[tuple[str, pd.DataFrame]]:
    """The open answers per group of the report's first split, with what the group is called; of
    everybody, with no name, in a study without splits.

    >>> [(label, len(answers)) for label, answers in dw.answers_per_group(study)][0]
    ('mbo', 47)
    """
    answers = study.open_answers
    if not study.split_columns:
        yield "", answers
    for by in study.split_columns[:1]:
        for group in study.questionnaire.groups[by]:
            yield group.label, answers[answers[by] == group.code]


def registry_overview(study: Study) -> pd.DataFrame:
    """The registry with a total row: name, what else is known from it, and where it counts
    members, reach (which there are) and how many of each.

    >>> dw.registry_overview(study).tail(1)
       name tranche reach  mbo  hbo  wo
    20  all                 36   25   9
    """
    members = study.members.reset_index(drop=True)
    known = {v.code: labels(v.options) for v in study.questionnaire.looked_up}
    table = study.registry[["name", *known]].copy()
    table = table.assign(**{code: table[code].map(called) for code, called in known.items()})
    total: dict[Hashable, object] = {"name": ALL, **dict.fromkeys(known, "")}
    if (counted := study.questionnaire.counted) and len(members.columns):
        there = members.gt(0).rename(columns=labels(counted.options)).to_dict("records")
        table["reach"] = [
            ", ".join(str(kind) for kind, any_ in row.items() if any_) for row in there
        ]
        table = table.join(members)
        total |= {"reach": "", **members.sum().to_dict()}
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
        if outcomes[characteristic].cat.categories.empty:
            continue  # not asked
        split = count_respondents(mentioned, ["level", characteristic])["n"].unstack(fill_value=0)
        split = split.reindex(columns=list(outcomes[characteristic].cat.categories), fill_value=0)
        table = table.join(split.div(split.sum(axis=1), axis=0))
    return table.reset_index()
