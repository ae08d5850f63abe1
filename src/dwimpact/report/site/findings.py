"""The main findings of the front page: each a message with the small figure that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from dwimpact.dataset import CleanStudy
from dwimpact.figures.bars import plot_finding
from dwimpact.figures.known import plot_known_finding
from dwimpact.figures.layout import ReportFigure
from dwimpact.figures.svg import svg_text
from dwimpact.prose.front import describe_answer, describe_top
from dwimpact.prose.known import describe_known_answer, describe_known_top, most_mentioned
from dwimpact.prose.words import enumerate_in_words, percentages, upper_first
from dwimpact.shares import listed_outcomes
from dwimpact.statistics import percentage, points
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire import Choice, labels
from dwimpact.tables.labels import category_labels
from dwimpact.tidy.tables import no_known_shares


@dataclass(frozen=True)
class Finding:
    """A message with the small figure that shows it, and the base of its shares."""

    title: str
    text: str
    base: str
    alt: str
    svg: Markup


def findings(study: CleanStudy) -> list[Finding]:
    """The three main findings: what is mentioned most, how far it is, how new it is; of a
    reconstruction only what was published or follows from it.
    """
    form = study.questionnaire
    if len(known := known_of_all(study)):
        shares = study.tables.known_shares if study.edition is None else no_known_shares()
        parts = [rows for _, rows in shares.groupby("characteristic", sort=False)]
        return [_known_most(study, known), *(_known_answer(study, rows) for rows in parts)]
    found = [
        _most_mentioned(study),
        *(_answer(study, name, choices[0]) for name, choices in form.characteristics.items()),
    ]
    return [finding for finding in found if finding]


def _most_mentioned(study: CleanStudy) -> Finding | None:
    form = study.questionnaire
    shares = study.mention_shares()
    if shares.empty:
        return None
    ranked = shares.sort_values("share", ascending=False, kind="stable")
    highest = ranked.groupby("level", observed=True)["share"].transform("max")
    top = ranked[ranked["share"] == highest]
    names, called = labels(form.levels), form.short_labels
    routed = any(level.is_routed for level in form.levels)
    everybody = f"alle {form.terms.respondent.plural} (n = {top['n'].iloc[0]})"
    base = "wie het is gevraagd" if routed else everybody
    whole = percentage(top["count"], top["n"])
    bars = {
        f"{called[level][outcome]} ({names[level]})": int(share)
        for level, outcome, share in zip(top["level"], top["outcome"], whole, strict=True)
    }
    return _shares(study, "genoemd", describe_top(top, form), bars, base)


def _answer(study: CleanStudy, question: str, answer: Choice) -> Finding | None:
    if study.hidden["what"].isin(["mentioned", question]).any():
        return None  # the sum over all outcomes would tell what is hidden of one
    shown = [lv.code for lv in study.questionnaire.levels if study.shows("mentioned", lv.code)]
    outcomes = listed_outcomes(study.outcomes[study.outcomes["level"].isin(shown)])
    mentioned = outcomes["mentioned"].fillna(False).astype(bool)
    answered = outcomes[mentioned & outcomes[question].notna()]
    if answered.empty:
        return None
    by_level = answered.assign(count=answered[question] == answer.code).groupby(
        "level", observed=True
    )
    counts = by_level["count"].agg(count="sum", n="size").reset_index()
    names = labels(study.questionnaire.levels)
    words = describe_answer(counts, answer.short, study.questionnaire)
    shares = percentage(counts["count"], counts["n"])
    bars = {
        f"{upper_first(names[level])} (n = {n})": int(share)
        for level, n, share in zip(counts["level"], counts["n"], shares, strict=True)
    }
    total, noun = int(counts["n"].sum()), study.questionnaire.terms.outcome.singular
    base = f"alle keren dat een {noun} is genoemd (n = {total})"
    return _shares(study, question, words, bars, base)


def known_of_all(study: CleanStudy) -> pd.DataFrame:
    """What is known of each outcome among everybody, of a study without microdata."""
    known = study.known_mentions()
    return known[known["group"] == ALL].reset_index(drop=True)


def _known_most(study: CleanStudy, known: pd.DataFrame) -> Finding:
    """What is surely mentioned most, and between what the first of each level lies."""
    form = study.questionnaire
    ranked = known.sort_values(["smallest", "largest"], ascending=False, kind="stable")
    top = ranked.drop_duplicates("level")
    words = describe_known_top(most_mentioned(known), top, form)
    pairs = zip(top["level"], top["outcome"], strict=True)
    table = pd.DataFrame(
        {
            "label": [form.short_labels[level][outcome] for level, outcome in pairs],
            "low": percentage(top["smallest"], top["n"]),
            "high": percentage(top["largest"], top["n"]),
        }
    )
    base = f"alle {form.terms.respondent.plural} (n = {top['n'].iloc[0]})"
    return _ranges(study, "genoemd", words, table, base)


def _known_answer(study: CleanStudy, shares: pd.DataFrame) -> Finding:
    """Between what the shares of a status or nature lie."""
    form = study.questionnaire
    (name,) = shares["characteristic"].unique()
    called = category_labels(form, str(name))
    table = pd.DataFrame(
        {
            "label": [upper_first(called[str(code)]) for code in shares["category"]],
            "low": [points(share) for share in shares["lowest"]],
            "high": [points(share) for share in shares["highest"]],
        }
    )
    words = describe_known_answer(shares, called, form)
    base = f"alle keren dat een {form.terms.outcome.singular} is genoemd"
    return _ranges(study, str(name), words, table, base)


def _ranges(
    study: CleanStudy, name: str, words: tuple[str, str], table: pd.DataFrame, base: str
) -> Finding:
    said = zip(table["label"], table["low"], table["high"], strict=True)
    parts = (f"{label}: {percentages(low, high)}" for label, low, high in said)
    figure = plot_known_finding(table, study, f"Deel van {base}")
    return _finding(name, words, figure, parts, base)


def _shares(
    study: CleanStudy, name: str, words: tuple[str, str], bars: Mapping[str, int], base: str
) -> Finding:
    table = pd.DataFrame({"label": list(bars), "percentage": list(bars.values())})
    parts = (f"{label}: {share}%" for label, share in bars.items())
    return _finding(name, words, plot_finding(table, study, f"Deel van {base}"), parts, base)


def _finding(
    name: str, words: tuple[str, str], figure: ReportFigure, parts: Iterable[str], base: str
) -> Finding:
    title, text = words
    return Finding(
        title=title,
        text=text,
        base=f"Basis: {base}.",
        alt=f"Staafdiagram. {title}. {enumerate_in_words(parts)}. Basis: {base}.",
        svg=Markup(svg_text(figure.narrow or figure, f"bevinding-{name}")),
    )
