"""Figures of shares from figure tables, all in one theme (theme.py).

A figure never computes: it draws the shares it is given and labels them with whole
percentages rounded as in the report.
"""

from __future__ import annotations

import pandas as pd

from dwimpact.figures.axes import (
    Sort,
    Unit,
    axis_end,
    figure_of,
    groups_with_n,
    outcome_labels,
    outcome_order,
)
from dwimpact.figures.dots import marks_of_groups, marks_of_shares, with_interval
from dwimpact.figures.layout import Layout, ReportFigure, finish
from dwimpact.figures.looks import group_looks, level_looks, look_of_each
from dwimpact.prose.published.origin import called_texts
from dwimpact.study.edition import ALL
from dwimpact.study.study import Study
from dwimpact.tables.labels import group_labels


@figure_of
def plot_mention_shares(
    layout: Layout,
    shares: pd.DataFrame,
    study: Study,
    unit: Unit = "share",
    sort: Sort = "mentions",
) -> ReportFigure:
    """A row per outcome, in it a mark per group: the share, or number, of its respondents that
    mention the outcome, with its interval.

    `shares` is a `mention_shares` table of one level, without groups that are too small; its
    first group sets the order (see `outcome_order`). Raises ValueError for other tables.

    >>> shares = study.mention_shares("student", "sector_group")
    >>> dw.plot_mention_shares(shares, study, sort="form").get_supxlabel()
    'Reconstructie: berekende gegevens, geen antwoorden van mensen.'
    """
    labels = outcome_labels(shares, study)
    order, end = outcome_order(shares, sort), axis_end(shares, unit)
    called = groups_with_n(shares, study)
    names = {code: labels[code] for code in order}
    looks = look_of_each(called, group_looks(study))
    marks = marks_of_shares(shares, "outcome", called, looks, study, unit)
    figure, axes, rows = marks_of_groups(layout, names, marks)
    terms = study.questionnaire.terms
    noun, people = terms.outcome.after("de", "het"), terms.respondent.plural
    what = f"Deel van de {people}" if unit == "share" else f"Aantal {people}"
    finish(figure, axes, rows, with_interval(f"{what} dat {noun} noemt", marks), end)
    return figure


@figure_of
def plot_theme_shares(layout: Layout, shares: pd.DataFrame, study: Study) -> ReportFigure:
    """A row per theme: the share of the answers at each level that have it.

    `shares` is a `theme_shares_of_levels` table, drawn in its order.

    >>> codebook = dw.read_codebook(study)
    >>> coded = dw.code_answers(study.open_answers, codebook)
    >>> shares = dw.theme_shares_of_levels(coded, study, codebook)
    >>> dw.plot_theme_shares(shares, study).axes[0].get_xlabel()
    'Deel van de voorbeeldteksten met het thema'
    """
    names = {theme: theme for theme in shares["theme"]}
    called = {g: f"{g} (n = {n})" for g, n in zip(shares["group"], shares["n"], strict=True)}
    levels = {level.label: level_looks(study)[level.code] for level in study.questionnaire.levels}
    marks = marks_of_shares(shares, "theme", called, look_of_each(called, levels), study)
    figure, axes, rows = marks_of_groups(layout, names, marks)
    told = f"Deel van de {called_texts(study.settings)} met het thema"
    finish(figure, axes, rows, with_interval(told, marks))
    return figure


@figure_of
def plot_ranking(layout: Layout, shares: pd.DataFrame, study: Study) -> ReportFigure:
    """All outcomes of all levels in one ranking, a mark each, coloured by level.

    `shares` is a `mention_shares` table of one group.

    >>> len(dw.plot_ranking(study.mention_shares(), study).axes)
    1
    """
    form = study.questionnaire
    short = form.short_labels
    levels = {level.code: level.label for level in form.levels}
    ranked = shares.sort_values("share", ascending=False, kind="stable")
    keys = list(zip(ranked["level"], ranked["outcome"], strict=True))
    names = {(level, outcome): short[level][outcome] for level, outcome in keys}
    keyed = ranked.assign(key=pd.Series(keys, index=ranked.index), group=ranked["level"])
    marks = marks_of_shares(keyed, "key", levels, level_looks(study), study)
    # The legend has the levels in the order of the form; of a strict study one may be hidden.
    there = [levels[level] for level in levels if level in set(shares["level"])]
    marks = marks.sort_values("group", key=lambda g: g.map(there.index), kind="stable")
    figure, axes, rows = marks_of_groups(layout, names, marks, beside=False)
    sizes = shares["n"].unique()
    people = study.questionnaire.terms.respondent.plural
    base = f"alle {people} (n = {sizes[0]})" if len(sizes) == 1 else "wie het is gevraagd"
    finish(figure, axes, rows, with_interval(f"Deel van {base}", marks))
    return figure


@figure_of
def plot_response(layout: Layout, rates: pd.DataFrame, study: Study) -> ReportFigure:
    """Marks: the response per group of a `response_rates` table, the total last.

    >>> rates = dw.response_rates(study.respondents, "sector", study.populations["sector"])
    >>> dw.plot_response(rates, study).axes[0].get_xlabel()
    'Deel van de benaderde personen dat meedeed'
    """
    labels = group_labels(study.questionnaire, study.names)
    told = zip(rates["percentage"], rates["responses"], rates["approached"], strict=True)
    texts = [f"{share}% ({responses} van {approached})" for share, responses, approached in told]
    names = {group: labels[group] for group in rates["group"]}
    looks = look_of_each(names, group_looks(study))
    marks = pd.DataFrame({"key": list(names), "group": list(names.values()), "text": texts})
    marks = marks.assign(look=pd.Series(list(looks.values())), at=list(rates["percentage"]))
    marks = marks.assign(low=float("nan"), high=float("nan"), assumed=False)
    figure, axes, rows = marks_of_groups(layout, names, marks, beside=False, legend=False)
    finish(figure, axes, rows, "Deel van de benaderde personen dat meedeed")
    return figure


@figure_of
def plot_finding(layout: Layout, bars: pd.DataFrame, study: Study, x_label: str) -> ReportFigure:
    """One mark per row of a table with columns label and percentage (whole)."""
    names, whole = dict(enumerate(bars["label"])), bars.assign(key=range(len(bars)), group=ALL)
    whole = whole.assign(count=bars["percentage"], n=100)
    marks = marks_of_shares(whole, "key", {ALL: ""}, group_looks(study), study)
    figure, axes, rows = marks_of_groups(layout, names, marks)
    finish(figure, axes, rows, x_label)
    return figure
