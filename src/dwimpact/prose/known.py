"""Sentences about a study without microdata: only what was published, or follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dwimpact.prose.words import (
    enumerate_in_words,
    lower_first,
    number_in_words,
    percentages,
    upper_first,
)
from dwimpact.publication.checks import CompareCheck
from dwimpact.publication.claims import Claim
from dwimpact.statistics import percentage, points
from dwimpact.study.evidence import ASSUMED, BOUNDED, FIXED, SAYS_NOTHING, evidence_of
from dwimpact.study.questionnaire import Level, Questionnaire
from dwimpact.study.settings import Settings

WRITTEN_BY_US = (
    "De teksten hieronder zijn voor dit project geschreven, als voorbeeld van hoe de bladzijde "
    "eruitziet: niemand heeft ze ingevuld."
)
ONLY_OF_ALL = "Wat hierover is gepubliceerd, gaat over iedereen samen en staat in het hele rapport."
EXAMPLE_TEXTS = "Voorbeeldteksten, door ons geschreven"
EXAMPLE_THEMES = (
    "Geteld zijn hier thema's in teksten die wij zelf schreven. De aantallen laten zien hoe het "
    "coderen gaat; over het onderzoek zeggen zij niets."
)


def describe_known(known: pd.DataFrame, form: Questionnaire) -> list[str]:
    """Which shares of one group are fixed by the publication, which lie between two bounds, and of
    which it says next to nothing.

    `known` has rows of `study.known_mentions()`, of one group.

    >>> total = study.known_mentions("student").query("group == 'all'")
    >>> dw.describe_known(total, form)[0][:52]
    'Het vaakst genoemd is de ontwikkeling van soft skill'
    """
    if known.empty:
        return []
    evidence = evidence_of(known)
    parts = {
        FIXED: ("Vast ligt het aandeel bij", "."),
        BOUNDED: ("Tussen twee grenzen ligt het bij", "."),
        ASSUMED: ("Zo goed als niets zegt de publicatie over", ": daar is alles tussen mogelijk."),
    }
    sentences = describe_first(known, form)
    for kind, (start, end) in parts.items():
        rows = known[evidence == kind]
        if len(rows):
            named = enumerate_in_words(with_range(rows, form))
            sentences.append(f"{start} {named}{end}")
    return sentences


def describe_first(known: pd.DataFrame, form: Questionnaire) -> list[str]:
    """The outcome that is surely mentioned most, where there is one (see `describe_known`).

    >>> total = study.known_mentions().query("group == 'all'")
    >>> dw.describe_first(total, form)[0][-31:]
    ' welke antwoorden er ook waren.'
    """
    return [
        f"Het vaakst genoemd is {form.phrases[str(row.level)][str(row.outcome)]}, welke antwoorden "
        "er ook waren."
        for row in most_mentioned(known).itertuples()
    ]


def most_mentioned(known: pd.DataFrame) -> pd.DataFrame:
    """The outcome that is mentioned more than all others, whatever the responses were; no row
    where the publication leaves that open.
    """
    if known.empty:
        return known
    top = known.index[int(known["smallest"].argmax())]
    others = known.drop(index=top)
    certain = others.empty or others["largest"].max() < known.loc[top, "smallest"]
    return known.loc[[top]] if certain else known[:0]


def describe_known_top(
    surely: pd.DataFrame, top: pd.DataFrame, form: Questionnaire
) -> tuple[str, str]:
    """Title and text: the outcome that is surely mentioned most (`most_mentioned`), and the first
    of every level.
    """
    parts = [
        f"{form.level(str(row.level)).where} {words}"
        for row, words in zip(top.itertuples(), with_range(top, form, ranked=False), strict=True)
    ]
    first = enumerate_in_words(parts)
    names = [form.phrases[str(row.level)][str(row.outcome)] for row in surely.itertuples()]
    title = f"{upper_first(names[0])} is het vaakst genoemd" if names else "Wat vaak is genoemd"
    return title, (
        f"Dat volgt uit wat is gepubliceerd. Het hoogst liggen {first}. Een streepje tussen twee "
        "percentages is wat de publicatie openlaat."
        if names
        else f"Het hoogst liggen {first}."
    )


def describe_known_answer(
    shares: pd.DataFrame, labels: Mapping[str, str], form: Questionnaire
) -> tuple[str, str]:
    """Title and text: between what the first answer to a question about outcomes lies."""
    first, *others = _rows(shares)
    noun = form.terms.outcome
    label = lower_first(labels[str(first.category)])
    between = percentages(points(first.lowest), points(first.highest))
    wide = first.highest - first.lowest >= SAYS_NOTHING
    rest = enumerate_in_words(
        f"{percentages(points(row.lowest), points(row.highest))} "
        f"‘{lower_first(labels[str(row.category)])}’"
        for row in others
    )
    title = (
        f"Welk deel van de genoemde {noun.plural} {label} is, is niet gepubliceerd"
        if wide
        else f"Van de genoemde {noun.plural} is {between} {label}"
    )
    return title, (
        f"Wat is gepubliceerd, laat voor ‘{label}’ {between} toe, en voor de andere antwoorden "
        f"{rest}. Een reconstructie die één getal noemt, doet daar een aanname."
    )


def at_least_half(known: pd.DataFrame) -> tuple[int, int]:
    """How many outcomes are surely mentioned by half of the respondents, and how many may be."""
    return (
        int((2 * known["smallest"] >= known["n"]).sum()),
        int((2 * known["largest"] >= known["n"]).sum()),
    )


def number_range(low: int, high: int) -> str:
    """'13 tot 15', or '13'."""
    return str(low) if low == high else f"{low} tot {high}"


def describe_half(known: pd.DataFrame, form: Questionnaire) -> str:
    """How many outcomes half of the respondents mention.

    >>> dw.describe_half(study.known_mentions().query("group == 'all'"), form)[:44]
    'Ten minste de helft van de respondenten noem'
    """
    low, high = at_least_half(known)
    nouns, people = form.terms.outcome.plural, form.terms.respondent.plural
    return (
        f"Ten minste de helft van de {people} noemt {number_range(low, high)} van de {len(known)} "
        f"voorgelegde {nouns}."
    )


def describe_known_answers(
    known: pd.DataFrame, labels: Mapping[str, str], form: Questionnaire
) -> list[str]:
    """How little, or much, the publication fixes of status or nature at a level; `labels` is code →
    label of the answers.

    >>> labels = dw.category_labels(form, "nature")
    >>> dw.describe_known_answers(study.known_answers("student", "nature"), labels, form)[0][:50]
    'Van de 10 aantallen in deze figuur legt de publica'
    """
    if known.empty:
        return []
    evidence = evidence_of(known)
    fixed, assumed = int((evidence == FIXED).sum()), int((evidence == ASSUMED).sum())
    sentences = [
        f"Van de {len(known)} aantallen in deze figuur legt de publicatie er "
        f"{number_in_words(fixed) if fixed else 'geen'} vast; bij "
        f"{number_in_words(assumed)} is de ruimte zo groot dat zij niets zegt."
    ]
    for row in _rows(known[evidence == FIXED]):
        phrase = form.phrases[str(row.level)][str(row.outcome)]
        sentences.append(
            f"Vast ligt dat {percentage(row.smallest, row.n)}% bij {phrase} "
            f"‘{lower_first(labels[str(row.category)])}’ antwoordt ({row.smallest} van {row.n})."
        )
    return sentences


def describe_known_shares(
    shares: pd.DataFrame, labels: Mapping[str, str], form: Questionnaire
) -> list[str]:
    """Between what the share of each status and nature of all mentions lies; `labels` is code →
    label of all these answers.

    >>> labels = dw.category_labels(form, "status") | dw.category_labels(form, "nature")
    >>> dw.describe_known_shares(study.tables.known_shares, labels, form)[1][:60]
    'Van alle keren dat een opbrengst is genoemd, is 10–58% nieuw'
    """
    noun, sentences = form.terms.outcome.singular, []
    for _, rows in shares.groupby("characteristic", sort=False):
        parts = [
            f"{percentages(points(row.lowest), points(row.highest))} "
            f"{lower_first(labels[str(row.category)])}"
            for row in _rows(rows)
        ]
        sentences.append(
            f"Van alle keren dat een {noun} is genoemd, is {enumerate_in_words(parts)}: meer legt "
            "de publicatie daarover niet vast."
        )
    return sentences


def stated_differences(claims: Sequence[Claim], level: Level, form: Questionnaire) -> list[str]:
    """What the publication says of differences between groups at a level, in our words, with its
    section.

    >>> from dwimpact.publication.register import read_claims
    >>> dw.stated_differences(read_claims(study), form.level("student"), form)[0][-6:]
    '(4.1).'
    """
    return [
        f"{claim.says.removesuffix('.')} ({claim.section})."
        for claim in claims
        if any(_between_groups(check, level, form) for check in claim.checks)
    ]


def describe_origin(settings: Settings) -> str:
    """That texts are ours, where they are; nothing for real responses.

    >>> dw.describe_origin(study.settings)[-26:]
    'niemand heeft ze ingevuld.'
    """
    return WRITTEN_BY_US if settings.reconstructed else ""


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples: what their fields hold, a schema says and no type does."""
    yield from frame.itertuples()


def _between_groups(check: object, level: Level, form: Questionnaire) -> bool:
    if not isinstance(check, CompareCheck):
        return False
    one, other = (quantity.where for quantity in check.compare)
    same = {**one, **{g: [] for g in form.groups}} == {**other, **{g: [] for g in form.groups}}
    return same and one.get("level") == [level.code]


def with_range(rows: pd.DataFrame, form: Questionnaire, *, ranked: bool = True) -> list[str]:
    """'de soft skills (80%; 51 van 64)', 'de motivatie (52–66%)', most first where `ranked`."""
    if ranked:
        rows = rows.sort_values(["smallest", "largest"], ascending=False, kind="stable")
    made = []
    for row in _rows(rows):
        low, high = int(percentage(row.smallest, row.n)), int(percentage(row.largest, row.n))
        exact = f"; {row.smallest} van {row.n}" if row.smallest == row.largest else ""
        phrase = form.phrases[str(row.level)][str(row.outcome)]
        made.append(f"{phrase} ({percentages(low, high)}{exact})")
    return made
