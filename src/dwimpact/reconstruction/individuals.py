"""From solved counts to invented respondents in the raw layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dwimpact.reconstruction.counts import LEFT_BLANK, cell_columns
from dwimpact.reconstruction.program import Program
from dwimpact.reconstruction.texts import Texts, allot
from dwimpact.study.questionnaire import (
    HAS_MATERIAL,
    NONE,
    OTHER,
    REMARKS,
    SHARE_MATERIAL,
    Level,
    Questionnaire,
)

if TYPE_CHECKING:
    from dwimpact.reconstruction.assumptions import Assumptions


def draw_responses(
    form: Questionnaire,
    respondents: pd.DataFrame,
    mentions: pd.DataFrame,
    texts: Texts,
    assumptions: Assumptions,
) -> pd.DataFrame:
    """One row per invented respondent, every raw column of the questionnaire, all text.

    Who ticks what is drawn with the assumptions' seed, given the counts per cell of groups of
    the background. E-mail addresses are left blank: there is nobody to write to.
    """
    random = np.random.default_rng(assumptions.seed)
    people = _people(respondents, random)
    raw = pd.DataFrame(index=people.index, columns=list(form.raw_columns), dtype="str")
    known = list(form.background_columns)
    raw[known] = people[known]
    cells, places = cell_columns(form), conditions(form)
    zeal = random.random(len(people))  # some people tick much everywhere, some little
    for level in form.levels:
        counts = mentions[mentions["level"] == level.code]
        ticks = _ticks(level, people, counts, cells, zeal, random)
        _fill_level(raw, level, people, ticks, counts, texts, cells, random)
    answers = allot(texts.open_answers, people, places, random)
    for level in form.levels:
        raw.loc[answers, level.open_answer_column] = texts.open_answers[level.code].to_numpy()
    remarks = allot(texts.remarks, people, places, random)
    raw.loc[remarks, REMARKS] = texts.remarks["text"].to_numpy()
    _fill_material(raw, assumptions, random)
    return raw


def conditions(form: Questionnaire) -> list[str]:
    """What a ready-made text may ask of who gets it: a group, and a line of the registry."""
    registered = [form.registered.code] if form.registered else []
    return [*cell_columns(form)[:1], *registered]


def _people(respondents: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """One row per respondent, in random order, numbered R01 and on."""
    people = respondents.loc[respondents.index.repeat(respondents["n"])].drop(columns="n")
    people = people.iloc[np.argsort(random.random(len(people)))].reset_index(drop=True)
    width = len(str(len(people)))
    return people.assign(respondent=[f"R{i + 1:0{width}}" for i in range(len(people))])


def _ticks(
    level: Level,
    people: pd.DataFrame,
    counts: pd.DataFrame,
    cells: list[str],
    zeal: np.ndarray,
    random: np.random.Generator,
) -> pd.DataFrame:
    """Who ticks what at a level: people × (options and 'blank'), 0/1.

    An assignment with the solved count per cell and option as margins: whoever ticks
    'none' or leaves the block blank ticks nothing else, everybody else something. The random
    costs make the cheapest assignment the only one, so any exact solver finds the same.
    """
    program, options = Program(), [*level.options, LEFT_BLANK]
    size = len(people)
    variables = pd.DataFrame(
        np.array(program.variables([1.0] * size * len(options))).reshape(size, -1),
        columns=options,
        index=people.index,
    )
    for option in options:
        cost = random.random(size) - (zeal if option in level.rows else 0.5)
        for variable, price in zip(variables[option], cost, strict=True):
            program.cost[variable] = float(price)
    for cell, members in people.groupby(cells):
        here = counts[(counts[cells] == list(cell)).all(axis=1)]
        for ticked, n in here.groupby("outcome")["n"].sum().items():
            among = variables.loc[members.index, str(ticked)]
            program.constrain(dict.fromkeys(among, 1.0), int(n), int(n))
    for row in variables.to_dict("records"):
        for option in (*level.rows, NONE):
            silent = [row[LEFT_BLANK], row[NONE]] if option != NONE else [row[LEFT_BLANK]]
            program.constrain(dict.fromkeys([row[option], *silent], 1.0), high=1)
        program.constrain(dict.fromkeys(row.values(), 1.0), low=1)
    solution = program.solve()
    return variables.map(lambda variable: solution[variable])


def _fill_level(
    raw: pd.DataFrame,
    level: Level,
    people: pd.DataFrame,
    ticks: pd.DataFrame,
    counts: pd.DataFrame,
    texts: Texts,
    cells: list[str],
    random: np.random.Generator,
) -> None:
    groups = cells[:1]
    answered = ticks[LEFT_BLANK] == 0
    for option in level.options:
        tick = ticks.loc[answered, option].astype(str)
        raw.loc[answered, level.tick_column(option)] = tick
    chosen = [
        " ".join(option for option in level.options if row[option] == 1)
        for row in ticks[answered].to_dict("records")
    ]
    raw.loc[answered, level.answers_column] = chosen
    for row in level.rows:
        mentioned = people[ticks[row] == 1]
        drawn = _characteristics(mentioned, counts[counts["outcome"] == row], cells, random)
        for name in ("status", "nature"):
            raw.loc[drawn.index, level.matrix_column(name, row)] = drawn[name]
        mine = (texts.explanations["level"] == level.code) & (texts.explanations["outcome"] == row)
        explanations = texts.explanations[mine]
        given = allot(explanations, drawn, [*groups, "status"], random)
        column = level.matrix_column("explanation", row)
        raw.loc[given, column] = explanations["text"].to_numpy()
    others = texts.other_outcomes[texts.other_outcomes["level"] == level.code]
    given = allot(others, people[ticks[OTHER] == 1], groups, random)
    raw.loc[given, level.other_text_column] = others["text"].to_numpy()


def _characteristics(
    mentioned: pd.DataFrame,
    counts: pd.DataFrame,
    cells: list[str],
    random: np.random.Generator,
) -> pd.DataFrame:
    """The people who mention an outcome with a status and nature, as counted per cell."""
    parts = []
    for cell, members in mentioned.groupby(cells):
        here = counts[(counts[cells] == list(cell)).all(axis=1)]
        pool = here.loc[here.index.repeat(here["n"]), ["status", "nature"]].reset_index(drop=True)
        shuffled = members.iloc[np.argsort(random.random(len(members)))]
        parts.append(shuffled.assign(status=list(pool["status"]), nature=list(pool["nature"])))
    return pd.concat(parts).sort_index() if parts else mentioned.assign(status="", nature="")


def _fill_material(
    raw: pd.DataFrame, assumptions: Assumptions, random: np.random.Generator
) -> None:
    """Exactly the assumed numbers say yes; only who has material is asked to share it."""
    order = pd.Index(np.argsort(random.random(len(raw))))
    having = order[: assumptions.has_material]
    raw[HAS_MATERIAL] = np.where(raw.index.isin(having), "yes", "no")
    sharing = having[: assumptions.share_material]
    raw.loc[having, SHARE_MATERIAL] = np.where(having.isin(sharing), "yes", "no")
