"""Sentences about a study without microdata: only what was published, or follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dwimpact.prose.published.narrative import stated_of
from dwimpact.prose.words import (
    enumerate_in_words,
    how_many,
    in_brackets,
    in_points,
    lower_first,
    number_in_words,
    percentages,
    share_of_all,
    upper_first,
    verb,
)
from dwimpact.published.checks import CompareCheck
from dwimpact.published.claims import Claim
from dwimpact.statistics import percentage, points
from dwimpact.study.evidence import ASSUMED, BOUNDED, FIXED, evidence_of
from dwimpact.study.questionnaire.model import Level, Questionnaire

ONLY_OF_ALL = "Wat hierover is gepubliceerd, gaat over iedereen samen en staat in het hele rapport."
ONE_NUMBER = "Waar dit rapport daarvan toch één getal noemt, is dat een aanname."


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
        BOUNDED: ("Tussen twee grenzen ligt het aandeel bij", "."),
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


def describe_known_level(
    known: pd.DataFrame, level: Level, claims: Sequence[Claim], form: Questionnaire
) -> tuple[str, str]:
    """Title and text of what is known of a level: of the outcome of which most is known to have
    been mentioned, and what the publication states of that.

    `known` has all rows of `study.known_mentions()` of the level and one group.
    """
    said = known[evidence_of(known) != ASSUMED]
    first, *_ = _rows(said.nlargest(1, ["smallest", "largest"]))
    surely = len(most_mentioned(known)) > 0
    phrase = form.phrases[level.code][str(first.outcome)]
    share, exact = _range_of(first)
    wide, _ = _range_of(next(_rows(read_widely(said).loc[[first.Index]])))
    told = [exact, f"ruimer gelezen {wide}" if wide != share else ""]
    beside = in_brackets(*told)
    people = form.terms.respondent.plural
    title = (
        f"{level.where} is {phrase} het vaakst genoemd"
        if surely
        else f"{level.where} noemt {share} {phrase}"
    )
    stated = stated_of(claims, level.code, str(first.outcome))
    source = f" De publicatie zegt, in onze woorden: {stated}" if stated else ""
    return upper_first(title), f"Genoemd door {share} van de {people}{beside}.{source}"


def describe_left_open(
    known: pd.DataFrame, shares: pd.DataFrame, labels: Mapping[str, str], form: Questionnaire
) -> list[str]:
    """What the publication leaves so open that a number of it would be an assumption: outcomes
    (`known`, of one group), and shares of status and nature.
    """
    unknown = known[evidence_of(known) == ASSUMED] if len(known) else known
    sentences = describe_known_shares(shares, labels, form) if len(shares) else []
    if len(unknown):
        named = enumerate_in_words(with_range(unknown, form))
        that = verb(len(unknown), "dat is", "die zijn")
        sentences.append(f"Bij {named} laat de publicatie vrijwel open hoe vaak {that} genoemd.")
    return [*sentences, ONE_NUMBER] if sentences else []


def at_least_half(known: pd.DataFrame) -> tuple[int, int]:
    """How many outcomes are surely mentioned by half of the respondents, and how many may be."""
    return (
        int((2 * known["smallest"] >= known["n"]).sum()),
        int((2 * known["largest"] >= known["n"]).sum()),
    )


def half_read_widely(known: pd.DataFrame) -> str:
    """'ruimer gelezen 9 tot 17', where a wider reading of the publication changes how many outcomes
    half of the respondents mention.
    """
    wide = at_least_half(read_widely(known))
    return f"ruimer gelezen {number_range(*wide)}" if wide != at_least_half(known) else ""


def read_widely(known: pd.DataFrame) -> pd.DataFrame:
    """The rows with the bounds of the wide reading; those of the central one where they have none,
    or where it leaves nothing possible.
    """
    if "wide_smallest" not in known or known["wide_smallest"].isna().any():
        return known
    return known.assign(smallest=known["wide_smallest"], largest=known["wide_largest"])


def number_range(low: int, high: int) -> str:
    """'13 tot 15', or '13'."""
    return str(low) if low == high else f"{low} tot {high}"


def describe_half(known: pd.DataFrame, form: Questionnaire) -> str:
    """How many outcomes half of the respondents mention.

    >>> dw.describe_half(study.known_mentions().query("group == 'all'"), form)[:44]
    'Van de 17 voorgelegde opbrengsten zijn er 13'
    """
    low, high = at_least_half(known)
    nouns, people = form.terms.outcome.plural, form.terms.respondent.plural
    many = how_many(low) if low == high else number_range(low, high)
    are = verb(max(high, 1), "is", "zijn")
    return (
        f"Van de {number_in_words(len(known))} voorgelegde {nouns} {are} "
        f"er {many} door ten minste de helft van de {people} genoemd"
        f"{in_brackets(half_read_widely(known))}."
    )


def describe_known_answers(
    known: pd.DataFrame, labels: Mapping[str, str], form: Questionnaire
) -> list[str]:
    """How little, or much, the publication fixes of status or nature at a level; `labels` is code →
    label of the answers.

    >>> labels = dw.category_labels(form, "nature")
    >>> dw.describe_known_answers(study.known_answers("student", "nature"), labels, form)[0][:50]
    'De publicatie legt geen van de tien aantallen bij '
    """
    if known.empty:
        return []
    evidence = evidence_of(known)
    fixed, assumed = int((evidence == FIXED).sum()), int((evidence == ASSUMED).sum())
    every = len(known)
    of = "" if fixed == every else f" van de {number_in_words(every)}"
    pinned = f"{share_of_all(fixed, every)}{of} aantallen"
    little = f"; over {share_of_all(assumed, every)} zegt zij zo goed als niets" if assumed else ""
    sentences = [f"De publicatie legt {pinned} bij deze figuur vast{little}."]
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
            f"de publicatie daarover niet vast{in_brackets(moved(rows))}."
        )
    return sentences


def moved(ranges: pd.DataFrame) -> str:
    """How far a bound of shares (lowest, highest) moves when the publication is read more widely;
    nothing where it does not, or where that leaves nothing possible.
    """
    down = ranges["lowest"] - ranges["wide_lowest"]
    every = pd.concat([down, ranges["wide_highest"] - ranges["highest"]])
    most = 0 if every.isna().any() else points(float(every.max()))
    told = f"ruimer gelezen schuift een grens hooguit {in_points(most)} op"
    return told if most else ""


def stated_differences(claims: Sequence[Claim], level: Level, form: Questionnaire) -> list[str]:
    """What the publication says of differences between groups at a level, in our words, with its
    section.

    >>> from dwimpact.published.register import read_claims
    >>> dw.stated_differences(read_claims(study), form.level("student"), form)[0][-6:]
    '(4.1).'
    """
    return [
        f"{claim.says.removesuffix('.')} ({claim.section})."
        for claim in claims
        if any(_between_groups(check, level, form) for check in claim.checks)
    ]


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
        share, exact = _range_of(row)
        phrase = form.phrases[str(row.level)][str(row.outcome)]
        made.append(f"{phrase}{in_brackets(share, exact)}")
    return made


def _range_of(row: Any) -> tuple[str, str]:
    """'52–66%' and nothing, or '80%' and '51 van 64' where the count is fixed."""
    low, high = int(percentage(row.smallest, row.n)), int(percentage(row.largest, row.n))
    exact = f"{row.smallest} van {row.n}" if row.smallest == row.largest else ""
    return percentages(low, high), exact
