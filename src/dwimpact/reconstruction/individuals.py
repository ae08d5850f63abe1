"""From solved counts to invented respondents in the raw layout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dwimpact.intake.raw_layout import is_asked
from dwimpact.reconstruction.items import fill_items, patterns_in
from dwimpact.reconstruction.program.counts import Solved
from dwimpact.reconstruction.program.frames import LEFT_BLANK, cell_columns
from dwimpact.reconstruction.program.highs import Program
from dwimpact.reconstruction.texts import Texts, allot, conditions
from dwimpact.study.questionnaire.model import (
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
    form: Questionnaire, solved: Solved, texts: Texts, assumptions: Assumptions
) -> pd.DataFrame:
    """One row per invented respondent, every raw column of the questionnaire, all text.

    Who ticks what is drawn with the assumptions' seed, given the counts per cell of groups of
    the background. E-mail addresses are left blank: there is nobody to write to; so are dates and
    texts of the questions beside the levels.
    """
    random = np.random.default_rng(assumptions.seed)
    people = _people(solved.respondents, random)
    raw = pd.DataFrame(index=people.index, columns=list(form.raw_columns), dtype="str")
    known = list(form.background_columns)
    raw[known] = people[known]
    cells, places = cell_columns(form), conditions(form)
    zeal = random.random(len(people))  # some people tick much everywhere, some little
    for level in form.levels:
        counts = solved.mentions[solved.mentions["level"] == level.code]
        patterns = patterns_in(solved.patterns, "mentions", level.code)
        asked = people[is_asked(people, level)]
        ticks = _ticks(level, asked, counts, patterns, cells, zeal, random)
        _fill_level(raw, form, level, asked, ticks, counts, texts, cells, random)
    answers = allot(texts.open_answers, people, places, random)
    for level in form.levels:
        for column in level.open_answer_columns:
            raw.loc[answers, column] = texts.open_answers[level.code].to_numpy()
    remarks = allot(texts.remarks, people, places, random)
    if form.questions.remarks:
        raw.loc[remarks, REMARKS] = texts.remarks["text"].to_numpy()
    fill_items(raw, form, people, solved, random)
    _fill_material(raw, assumptions, random)
    return raw


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
    patterns: pd.DataFrame,
    cells: list[str],
    zeal: np.ndarray,
    random: np.random.Generator,
) -> pd.DataFrame:
    """Who ticks what at a level: people × (options and 'blank'), 0/1.

    An assignment with the solved count per cell and option as margins: whoever ticks
    'none' or leaves the block blank ticks nothing else, everybody else something. The random
    costs make the cheapest assignment the only one, so any exact solver finds the same. Of what is
    named together, each pattern of ticks is given to as many as were solved for.
    """
    program, options = Program(), [*level.options, LEFT_BLANK]
    size = len(people)
    variables = pd.DataFrame(
        np.array(program.variables([1.0] * size * len(options))).reshape(size, -1),
        columns=options,
        index=people.index,
    )
    for option in options:
        cost = random.random(size) - (zeal[people.index] if option in level.rows else 0.5)
        for variable, price in zip(variables[option], cost, strict=True):
            program.cost[variable] = float(price)
    for cell, members in people.groupby(cells):
        here = counts[(counts[cells] == list(cell)).all(axis=1)]
        for ticked, n in here.groupby("outcome")["n"].sum().items():
            among = variables.loc[members.index, str(ticked)]
            program.constrain(dict.fromkeys(among, 1.0), int(n), int(n))
    for row in variables.to_dict("records"):
        alone = [row[option] for option in (LEFT_BLANK, NONE) if option in row]
        for option in level.rows:
            program.constrain(dict.fromkeys([row[option], *alone], 1.0), high=1)
        if len(alone) > 1:
            program.constrain(dict.fromkeys(alone, 1.0), high=1)
        program.constrain(dict.fromkeys(row.values(), 1.0), low=1)
        if level.at_most is not None:
            rows = dict.fromkeys((row[option] for option in level.rows), 1.0)
            program.constrain(rows, high=level.at_most)
    for cell, members in people.groupby(cells) if len(patterns) else ():
        here = patterns[(patterns[cells] == list(cell)).all(axis=1)]
        _follow_patterns(program, variables.loc[members.index], here)
    solution = program.solve()
    return variables.map(lambda variable: solution[variable])


def _follow_patterns(program: Program, ticks: pd.DataFrame, patterns: pd.DataFrame) -> None:
    """Each pattern by so many of these people: a variable per person and pattern, one of which is 1
    for whoever answers.
    """
    codes = sorted(frozenset().union(*patterns["pattern"]))
    silent = [option for option in (LEFT_BLANK, NONE) if option in ticks]
    has: dict[int, list[int]] = {n: [] for n in range(len(patterns))}
    for row in ticks.to_dict("records"):
        own = program.variables([1.0] * len(patterns))
        alone = [row[option] for option in silent]
        program.constrain(dict.fromkeys([*own, *alone], 1.0), 1, 1)
        for code in codes:
            ticked = [v for v, p in zip(own, patterns["pattern"], strict=True) if code in p]
            program.constrain({**dict.fromkeys(ticked, 1.0), row[code]: -1.0}, 0, 0)
        for n, variable in enumerate(own):
            has[n].append(variable)
    for n, number in enumerate(patterns["n"]):
        program.constrain(dict.fromkeys(has[n], 1.0), int(number), int(number))


def _fill_level(
    raw: pd.DataFrame,
    form: Questionnaire,
    level: Level,
    people: pd.DataFrame,
    ticks: pd.DataFrame,
    counts: pd.DataFrame,
    texts: Texts,
    cells: list[str],
    random: np.random.Generator,
) -> None:
    groups = cells[:1]
    answered = ticks.index[ticks[LEFT_BLANK] == 0]
    for option in level.options:
        tick = ticks.loc[answered, option].astype(str)
        raw.loc[answered, level.tick_column(option)] = tick
    chosen = [
        " ".join(option for option in level.options if row[option] == 1)
        for row in ticks.loc[answered].to_dict("records")
    ]
    raw.loc[answered, level.answers_column] = chosen
    for row in level.rows:
        mentioned = people[ticks[row] == 1]
        about = list(form.characteristics_of(level))
        drawn = _characteristics(mentioned, counts[counts["outcome"] == row], about, cells, random)
        for name in form.characteristics_of(level):
            raw.loc[drawn.index, level.matrix_column(name, row)] = drawn[name]
        if "explanation" not in level.asks:
            continue
        mine = (texts.explanations["level"] == level.code) & (texts.explanations["outcome"] == row)
        explanations = texts.explanations[mine]
        conditions = [*groups, *(["status"] if "status" in drawn else [])]
        given = allot(explanations, drawn, conditions, random)
        column = level.matrix_column("explanation", row)
        raw.loc[given, column] = explanations["text"].to_numpy()
    if not level.other_text_columns:
        return
    others = texts.other_outcomes[texts.other_outcomes["level"] == level.code]
    given = allot(others, people[ticks[OTHER] == 1], groups, random)
    raw.loc[given, level.other_text_column] = others["text"].to_numpy()


def _characteristics(
    mentioned: pd.DataFrame,
    counts: pd.DataFrame,
    about: Sequence[str],
    cells: list[str],
    random: np.random.Generator,
) -> pd.DataFrame:
    """The people who mention an outcome with what is asked about it, as counted per cell."""
    parts = []
    for cell, members in mentioned.groupby(cells):
        here = counts[(counts[cells] == list(cell)).all(axis=1)]
        pool = here.loc[here.index.repeat(here["n"]), list(about)]
        shuffled = members.iloc[np.argsort(random.random(len(members)))]
        parts.append(shuffled.assign(**{name: list(pool[name]) for name in about}))
    return pd.concat(parts).sort_index() if parts else mentioned.assign(**dict.fromkeys(about, ""))


def _fill_material(
    raw: pd.DataFrame, assumptions: Assumptions, random: np.random.Generator
) -> None:
    """Exactly the assumed numbers say yes; only who has material is asked to share it."""
    if not {HAS_MATERIAL, SHARE_MATERIAL} <= {*raw}:
        return
    order = pd.Index(np.argsort(random.random(len(raw))))
    having = order[: assumptions.has_material]
    raw[HAS_MATERIAL] = np.where(raw.index.isin(having), "yes", "no")
    sharing = having[: assumptions.share_material]
    raw.loc[having, SHARE_MATERIAL] = np.where(having.isin(sharing), "yes", "no")
