"""The main findings of the front page: each a message with the small figure that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from dwimpact.dataset import CleanStudy
from dwimpact.figures.known import plot_known_finding
from dwimpact.figures.layout import ReportFigure
from dwimpact.figures.shares import plot_finding
from dwimpact.figures.svg import svg_text
from dwimpact.prose.published.known import describe_known_level, describe_left_open
from dwimpact.prose.published.origin import origin_of
from dwimpact.prose.report.front import describe_answer, describe_top
from dwimpact.prose.words import enumerate_in_words, percentages, upper_first
from dwimpact.published.register import read_claims
from dwimpact.shares import listed_outcomes
from dwimpact.statistics import percentage
from dwimpact.study.edition import ALL
from dwimpact.study.evidence import ASSUMED, evidence_of
from dwimpact.study.people import people_of
from dwimpact.study.questionnaire.model import Choice, Level, labels
from dwimpact.tables.labels import category_labels


@dataclass(frozen=True)
class Finding:
    """A message with the small figure that shows it, and the base of its shares."""

    title: str
    text: str
    base: str
    alt: str
    svg: Markup


def findings(study: CleanStudy) -> list[Finding]:
    """The main findings: what is mentioned most, how far it is, how new it is; of a reconstruction
    per level what was published or follows from it.
    """
    form = study.questionnaire
    if len(known := known_of_all(study)):
        found = [_known_level(study, known, level) for level in form.levels]
    else:
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
    outcomes = listed_outcomes(study.counted_outcomes)
    outcomes = outcomes[outcomes["level"].isin(shown)]
    mentioned = outcomes["mentioned"].fillna(False).astype(bool)
    answered = outcomes[mentioned & outcomes[question].notna()]
    if answered.empty:
        return None
    people = people_of(answered)
    told = answered.assign(count=people.where(answered[question] == answer.code, 0), n=people)
    counts = told.groupby("level", observed=True)[["count", "n"]].sum().reset_index()
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


def left_open(study: CleanStudy) -> list[str]:
    """What the publication of a reconstruction leaves open; nothing for responses."""
    form, known = study.questionnaire, known_of_all(study)
    if known.empty:
        return []
    called = {
        c: text for name in form.characteristics for c, text in category_labels(form, name).items()
    }
    return describe_left_open(known, study.known_shares, called, form)


def _known_level(study: CleanStudy, known: pd.DataFrame, level: Level) -> Finding | None:
    """Between what the shares of a level lie, of which the publication says anything."""
    form, rows = study.questionnaire, known[known["level"] == level.code]
    ranked = rows.sort_values(["smallest", "largest"], ascending=False, kind="stable")
    ranked = ranked[evidence_of(ranked) != ASSUMED]
    if ranked.empty:
        return None
    words = describe_known_level(rows, level, read_claims(study), form)
    table = pd.DataFrame(
        {
            "label": [form.short_labels[level.code][outcome] for outcome in ranked["outcome"]],
            "smallest": percentage(ranked["smallest"], ranked["n"]),
            "largest": percentage(ranked["largest"], ranked["n"]),
        }
    )
    n = int(ranked["n"].iloc[0])
    told = "; ".join([f"n = {n}", *filter(None, [origin_of(study, n)])])
    base = f"alle {form.terms.respondent.plural} ({told})"
    return _ranges(study, level.code, words, table, base)


def _ranges(
    study: CleanStudy, name: str, words: tuple[str, str], table: pd.DataFrame, base: str
) -> Finding:
    said = zip(table["label"], table["smallest"], table["largest"], strict=True)
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
        alt=f"Grafiek. {title}. {enumerate_in_words(parts)}. Basis: {base}.",
        svg=Markup(svg_text(figure.narrow or figure, f"bevinding-{name}")),
    )
