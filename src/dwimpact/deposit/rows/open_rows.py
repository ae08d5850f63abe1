"""Which rows may be open: as much background as the report's own groups tell, without texts, and
only answers from which no count of a small group follows.

Whoever has the report knows its groups, and could work out from its counts which row belongs to
which of them; so the rows say just that, and each combination must have k respondents (Sweeney,
'k-anonymity', 2002). What they say beside it is audited like every other published count (see
disclosure/release.py). Answers that the study calls sensitive must differ within each combination
(distinct l-diversity: Machanavajjhala et al., 2007).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.release import MISSING, may_have_rows
from dwimpact.errors import Problem, StudyError, listed
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.items import WITH_OPTIONS, Item
from dwimpact.study.questionnaire.model import MENTIONED, Block, Level, codes
from dwimpact.study.study import read_study

LOSS_COLUMNS = ["variable", "before", "after", "lost"]
GENERALISE = "Let the report split by fewer variables ('splits' in study.yml), or choose restricted"


@dataclass(frozen=True)
class OpenRows:
    """What open rows have: these background variables, levels and items; of what is asked of an
    outcome only what the study shows. `left_out` names what is not there, with why, in Dutch.
    `loss` has a row per background variable: the information in bits (entropy) that it has
    `before` and `after`, and the share `lost`.
    """

    variables: tuple[Variable, ...]
    levels: tuple[Level, ...]
    items: tuple[Item, ...]
    left_out: Mapping[str, str]
    classes: pd.DataFrame
    loss: pd.DataFrame

    @property
    def smallest(self) -> int:
        """The fewest respondents in a combination of groups: the k of k-anonymity."""
        return int(self.classes["n"].min())


def open_rows(study: CleanStudy) -> OpenRows:
    """What the open rows of a strict study have. Raises StudyError where some combination of the
    groups that the report shows has too few respondents, or too few different sensitive answers.
    """
    form = study.questionnaire
    variables = tuple(v for v in form.split_by if v.group_column in study.splits)
    classes = _classes(study, variables)
    reasons = {level.code: _why_not(level, variables, study) for level in form.levels}
    reasons |= {item.code: _why_no_item(item, variables, study) for item in form.items}
    if all(reasons[level.code] for level in form.levels):
        what = "open rows: no level of which the answers may stand in them"
        problem = Problem(what, "at least one", f"{GENERALISE}.")
        raise StudyError(study.folder / "study.yml", problem)
    _require_diversity(study, classes)
    dropped = {
        v.code: "zegt meer van wie antwoordde dan de groepen van het rapport"
        for v in form.background
        if v not in variables
    }
    texts = {"texts": "wat respondenten zelf schreven"}
    if study.clusters and study.clusters not in {v.code for v in variables}:
        dropped[study.clusters] += "; intervallen en toetsen op deze rijen rekenen er niet mee"
    return OpenRows(
        variables,
        tuple(level for level in form.levels if not reasons[level.code]),
        tuple(item for item in form.items if not reasons[item.code]),
        {**dropped, **{code: why for code, why in reasons.items() if why}, **texts},
        _counted(classes),
        _loss(study, variables),
    )


def _classes(study: CleanStudy, variables: tuple[Variable, ...]) -> pd.DataFrame:
    """The groups of every respondent, in the study's order of respondents."""
    columns = [v.group_column for v in variables]
    groups = study.respondents[columns].astype(str)
    sizes = groups.value_counts() if columns else pd.Series({(): len(groups)})
    below = study.settings.withhold_below
    problems = [
        Problem(
            f"open rows: {n} respondents who are {' × '.join(map(str, group))}",
            f"at least {below}, in every combination of the groups that the report shows",
            f"{GENERALISE}; by themselves would do: {_would_do(study, variables)}.",
        )
        for group, n in sizes.items()
        if n < below and isinstance(group, tuple)
    ]
    if problems:
        raise StudyError(study.folder / "study.yml", problems)
    return groups


def _counted(classes: pd.DataFrame) -> pd.DataFrame:
    """Each combination of groups with n, how many respondents it has."""
    if classes.columns.empty:
        return pd.DataFrame({"n": [len(classes)]})
    return classes.value_counts(sort=False).rename("n").reset_index()


def _would_do(study: CleanStudy, variables: tuple[Variable, ...]) -> str:
    """The variables of which every group is large enough."""
    below = study.settings.withhold_below
    sizes = {v.code: study.respondents[v.group_column].value_counts() for v in variables}
    return listed(code for code, n in sizes.items() if n[n > 0].min() >= below)


def _why_not(level: Level, variables: tuple[Variable, ...], study: CleanStudy) -> str:
    if not _can_be_routed(level, variables):
        return "gevraagd aan een groep die de rijen niet noemen"
    answers = study.tables.outcomes[study.tables.outcomes["level"] == level.code]
    nothing = answers[~answers["respondent"].isin(_ticked(answers, level, study))]
    nothing = nothing[["respondent"]].drop_duplicates().assign(option=MISSING)
    if not may_have_rows(read_study(study.folder), study.tables.respondents, nothing):
        return "uit wie hier niets heeft staan volgt wat een kleine groep deed"
    return ""


def _ticked(answers: pd.DataFrame, level: Level, study: CleanStudy) -> pd.Series[str]:
    """Who ticked something at a level that the study shows; the others have nothing in the rows,
    whether they left it blank or ticked what is not shown.
    """
    shown = {option for option in level.options if study.shows(MENTIONED, level.code, option)}
    mentioned = answers["mentioned"].fillna(False).astype(bool)
    return answers.loc[mentioned & answers["outcome"].isin(shown), "respondent"]


def _why_no_item(item: Item, variables: tuple[Variable, ...], study: CleanStudy) -> str:
    if item.kind not in WITH_OPTIONS:
        return "een tekst, getal of datum"
    if item.code in {v.item for v in study.questionnaire.background}:
        return "staat al bij de achtergrond, in groepen"
    if not _can_be_routed(item, variables):
        return "gevraagd aan een groep die de rijen niet noemen"
    answers = study.tables.answers[study.tables.answers["item"] == item.code]
    definition = read_study(study.folder)  # with its groups before small ones were merged
    for _, rows in answers.groupby("column"):
        blank = rows[rows["chosen"].isna()].drop_duplicates("respondent").assign(option=MISSING)
        chosen = pd.concat([rows[rows["chosen"].fillna(False).astype(bool)], blank])
        if not may_have_rows(definition, study.tables.respondents, chosen):
            return "uit de antwoorden volgt wat een kleine groep antwoordde"
    return ""


def _can_be_routed(block: Block, variables: tuple[Variable, ...]) -> bool:
    """Whether the groups that rows tell say of everybody whether this was asked."""
    known = {v.code: v for v in variables}
    for code, values in block.asked_if.items():
        if code not in known:
            return False
        groups = {known[code].group_of[value] for value in values}
        members = {o.code for group in groups for o in known[code].members_of(group)}
        if members != set(values):
            return False
    return True


def _require_diversity(study: CleanStudy, classes: pd.DataFrame) -> None:
    """Raise StudyError where a sensitive question has too few different answers in a class."""
    least, asked = study.settings.deposit.diversity, study.settings.deposit.sensitive
    answers = dict(_sensitive(study))
    if unknown := sorted({*asked} - {*answers}):
        raise StudyError(
            study.folder / "study.yml",
            Problem(
                f"deposit: sensitive: no closed question '{unknown[0]}'",
                listed(list(answers)[:5]) + " and so on",
                "Correct the entry.",
            ),
        )
    named = study.respondents["respondent"].to_numpy()
    where = pd.Series(
        classes.agg(" × ".join, axis=1).to_numpy() if len(classes.columns) else "all", index=named
    )
    problems = [
        Problem(
            f"open rows: the answers to '{column}' of who are {group} have {n} different values",
            f"at least {least}",
            f"{GENERALISE}, or take it out of deposit: sensitive.",
        )
        for column in asked
        for group, n in answers[column].groupby(where).nunique().items()
        if n < least
    ]
    if problems:
        raise StudyError(study.folder / "study.yml", problems)


def _sensitive(study: CleanStudy) -> Iterator[tuple[str, pd.Series[Any]]]:
    """Raw column of every closed question → the answer of each respondent who gave one."""
    for (level, outcome), rows in study.tables.outcomes.groupby(
        ["level", "outcome"], observed=True
    ):
        answers = rows.set_index("respondent")
        asked = study.questionnaire.level(str(level))
        yield asked.tick_column(str(outcome)), answers["mentioned"].dropna()
        for name in study.questionnaire.characteristics_of(asked):
            if outcome in asked.rows:
                yield asked.matrix_column(name, str(outcome)), answers[name].dropna().astype(str)
    chosen = study.tables.answers[study.tables.answers["chosen"].fillna(False).astype(bool)]
    for column, rows in chosen.groupby("column"):
        yield str(column), rows.groupby("respondent")["option"].agg(" ".join)


def _loss(study: CleanStudy, variables: tuple[Variable, ...]) -> pd.DataFrame:
    """What generalising the background loses: the entropy of what is known of a respondent, before
    and after (the non-uniform measure of De Waal and Willenborg, 1999).
    """
    kept = codes(()) if not variables else [v.code for v in variables]
    rows = []
    for variable in study.questionnaire.background:
        before = _entropy(study.tables.respondents[variable.code])
        after = _entropy(study.respondents[variable.group_column]) if variable.code in kept else 0.0
        rows.append((variable.code, before, after, 1 - after / before if before else 0.0))
    return pd.DataFrame(rows, columns=LOSS_COLUMNS)


def _entropy(values: pd.Series[Any]) -> float:
    shares = values.value_counts(normalize=True).to_numpy(dtype=float)
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum())
