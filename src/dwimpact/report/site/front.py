"""What the front page says, computed from the tables: key figures and main findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
from markupsafe import Markup

from dwimpact.dataset import CleanStudy
from dwimpact.figures.bars import plot_finding
from dwimpact.figures.known import plot_known_finding
from dwimpact.figures.svg import svg_text
from dwimpact.pages.anchors import Anchor
from dwimpact.prose.editions import describe_part
from dwimpact.prose.front import describe_aim, describe_answer, describe_citation, describe_top
from dwimpact.prose.known import (
    at_least_half,
    describe_known_answer,
    describe_known_top,
    most_mentioned,
    number_range,
)
from dwimpact.prose.words import enumerate_in_words, percentages, upper_first
from dwimpact.shares import listed_outcomes
from dwimpact.statistics import percentage, points
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire import Choice
from dwimpact.tables.labels import category_labels
from dwimpact.tidy.tables import no_known_shares


@dataclass(frozen=True)
class KeyFigure:
    """A number with what it counts and what it is a part of."""

    value: str
    label: str
    base: str


@dataclass(frozen=True)
class Finding:
    """A message with the small figure that shows it, and the base of its shares."""

    title: str
    text: str
    base: str
    alt: str
    svg: Markup


@dataclass(frozen=True)
class Front:
    """Everything on the front page that is not on every page."""

    aim: str
    key_figures: Sequence[KeyFigure]
    findings: Sequence[Finding]
    citation: str
    data: str
    inputs: Mapping[str, str]
    version: str
    exhibits: Mapping[str, Sequence[Anchor]] = field(default_factory=dict)
    sections: Mapping[str, Sequence[Anchor]] = field(default_factory=dict)

    def with_links(self, pages: Mapping[str, Sequence[Anchor]]) -> Front:
        """The front page with links; `pages` is chapter number → what can be linked to in it."""
        return replace(
            self,
            exhibits={k: [a for a in v if a.kind in ("figure", "table")] for k, v in pages.items()},
            sections={k: [a for a in v if a.kind == "heading"] for k, v in pages.items()},
        )


def front_page(study: CleanStudy, inputs: Mapping[str, str], version: str) -> Front:
    """The front page of a study, as yet without links to its chapters."""
    n = len(study.respondents)
    return Front(
        aim=describe_aim(study.settings),
        key_figures=key_figures(study),
        findings=findings(study),
        citation=describe_citation(
            study.settings, version, study.edition.label if study.edition else ""
        ),
        data=f"de antwoorden van {n} {study.questionnaire.terms.respondent.plural}",
        inputs=inputs,
        version=version,
    )


def key_figures(study: CleanStudy) -> list[KeyFigure]:
    """Who was asked, who answered, from where, and about how much."""
    form = study.questionnaire
    n = len(study.respondents)
    shares, known = study.mention_shares(), _known_of_all(study)
    asked = [level for level in form.levels if study.asked(level.code)]
    offered = sum(len(level.outcomes) for level in asked)
    of_shown = "" if len(shares) == offered else f"van de {len(shares)} die worden getoond, "
    half = int((shares["count"] * 2 >= shares["n"]).sum())
    surely, perhaps = at_least_half(known) if len(known) else (half, half)
    nouns = form.terms.outcome.plural
    levels = enumerate_in_words(level.where for level in asked)
    return [
        KeyFigure(
            str(n),
            form.terms.respondent.plural,
            response_of(n, study.population),
        ),
        *_registered(study),
        KeyFigure(str(offered), f"{nouns} voorgelegd", levels),
        KeyFigure(
            number_range(surely, perhaps),
            f"{nouns} breed gedeeld",
            f"{of_shown}genoemd door ten minste de helft",
        ),
    ]


def _registered(study: CleanStudy) -> Iterator[KeyFigure]:
    """From how many lines of the registry, if there is one, somebody answered."""
    if registered := study.questionnaire.registered:
        there, every = study.respondents[registered.code].nunique(), len(study.registry)
        one = study.questionnaire.terms.respondent.singular
        base = f"met ten minste één {one}, van de {every}"
        yield KeyFigure(str(there), registered.plural, base)


def subject_of(study: CleanStudy) -> str:
    """Which part of the respondents a report is about; empty when it is about all."""
    if study.edition is None:
        return ""
    n, everybody = len(study.respondents), len(study.whole.respondents)
    return describe_part(study.edition, n, everybody, study.questionnaire)


def response_of(n: int, approached: int | None) -> str:
    """Which part of the people approached answered, as the base of a key figure."""
    if approached is None:
        return "hoeveel er zijn benaderd, is niet bekend"
    return f"{percentage(n, approached)}% van de {approached} benaderde personen"


def findings(study: CleanStudy) -> list[Finding]:
    """The three main findings: what is mentioned most, how far it is, how new it is; of a
    reconstruction only what was published or follows from it.
    """
    form = study.questionnaire
    if len(known := _known_of_all(study)):
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
    labels = {lv.code: form.outcome_labels(lv.code, short=True) for lv in form.levels}
    names = _level_labels(study)
    title, text = describe_top(top, form)
    routed = any(level.is_routed for level in form.levels)
    everybody = f"alle {form.terms.respondent.plural} (n = {top['n'].iloc[0]})"
    base = "wie het is gevraagd" if routed else everybody
    whole = percentage(top["count"], top["n"])
    bars = {
        f"{labels[level][outcome]} ({names[level]})": int(share)
        for level, outcome, share in zip(top["level"], top["outcome"], whole, strict=True)
    }
    return _finding(study, "genoemd", (title, text), bars, base)


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
    names = _level_labels(study)
    title, text = describe_answer(counts, answer.short, study.questionnaire)
    shares = percentage(counts["count"], counts["n"])
    bars = {
        f"{upper_first(names[level])} (n = {n})": int(share)
        for level, n, share in zip(counts["level"], counts["n"], shares, strict=True)
    }
    total, noun = int(counts["n"].sum()), study.questionnaire.terms.outcome.singular
    base = f"alle keren dat een {noun} is genoemd (n = {total})"
    return _finding(study, question, (title, text), bars, base)


def _known_of_all(study: CleanStudy) -> pd.DataFrame:
    known = study.known_mentions()
    return known[known["group"] == ALL].reset_index(drop=True)


def _known_most(study: CleanStudy, known: pd.DataFrame) -> Finding:
    """What is surely mentioned most, and between what the first of each level lies."""
    form = study.questionnaire
    ranked = known.sort_values(["smallest", "largest"], ascending=False, kind="stable")
    top = ranked.drop_duplicates("level")
    labels = {lv.code: form.outcome_labels(lv.code, short=True) for lv in form.levels}
    title, text = describe_known_top(most_mentioned(known), top, form)
    table = pd.DataFrame(
        {
            "label": [labels[row.level][row.outcome] for row in top.itertuples()],
            "low": percentage(top["smallest"], top["n"]),
            "high": percentage(top["largest"], top["n"]),
        }
    )
    base = f"alle {form.terms.respondent.plural} (n = {top['n'].iloc[0]})"
    return _known_finding(study, "genoemd", (title, text), table, base)


def _known_answer(study: CleanStudy, shares: pd.DataFrame) -> Finding:
    """Between what the shares of a status or nature lie."""
    form = study.questionnaire
    (name,) = shares["characteristic"].unique()
    labels = category_labels(form, str(name))
    table = pd.DataFrame(
        {
            "label": [upper_first(labels[str(code)]) for code in shares["category"]],
            "low": [points(share) for share in shares["lowest"]],
            "high": [points(share) for share in shares["highest"]],
        }
    )
    words = describe_known_answer(shares, labels, form)
    base = f"alle keren dat een {form.terms.outcome.singular} is genoemd"
    return _known_finding(study, str(name), words, table, base)


def _known_finding(
    study: CleanStudy, name: str, words: tuple[str, str], table: pd.DataFrame, base: str
) -> Finding:
    title, text = words
    figure = plot_known_finding(table, study, f"Deel van {base}")
    said = zip(table["label"], table["low"], table["high"], strict=True)
    parts = enumerate_in_words(f"{label}: {percentages(low, high)}" for label, low, high in said)
    return Finding(
        title=title,
        text=text,
        base=f"Basis: {base}.",
        alt=f"Staafdiagram. {title}. {parts}. Basis: {base}.",
        svg=Markup(svg_text(figure.narrow or figure, f"bevinding-{name}")),
    )


def _finding(
    study: CleanStudy, name: str, words: tuple[str, str], bars: Mapping[str, int], base: str
) -> Finding:
    title, text = words
    table = pd.DataFrame({"label": list(bars), "percentage": list(bars.values())})
    figure = plot_finding(table, study, f"Deel van {base}")
    parts = enumerate_in_words(f"{label}: {share}%" for label, share in bars.items())
    return Finding(
        title=title,
        text=text,
        base=f"Basis: {base}.",
        alt=f"Staafdiagram. {title}. {parts}. Basis: {base}.",
        svg=Markup(svg_text(figure.narrow or figure, f"bevinding-{name}")),
    )


def _level_labels(study: CleanStudy) -> dict[str, str]:
    return {level.code: level.label for level in study.questionnaire.levels}
