"""Appendix 5 as a reader sees it: verdicts, ranges and percentages as Dutch tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dwimpact.prose.words import count_range, enumerate_in_words, verb
from dwimpact.published.changes import (
    NATURE_CHANGED,
    SHUFFLED,
    STATUS_CHANGED,
    SWAPPED,
    TICK_ADDED,
    TICK_MOVED,
    TICK_REMOVED,
)
from dwimpact.published.claims import Claim
from dwimpact.published.consistency import AMBIGUOUS, AT_ODDS, IMPOSSIBLE, POSSIBLE
from dwimpact.published.quantity import Quantity
from dwimpact.published.verdicts import CONFIRMED, CONTRADICTED, CONTRADICTORY, NOT_CHECKABLE
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.tables.format import DASH, LEVEL, OUTCOME
from dwimpact.tables.quantities import name_quantity

LIMITS = ["smallest", "largest"]
COUNTED_COLUMNS = ("says", "counted", *LIMITS)
COUNTS_BETWEEN = (
    "Voor elk aantal van de reconstructie staat tussen welke grenzen het kan liggen, gegeven alle "
    "uitspraken samen: zijn die gelijk, dan ligt het vast. Ook de n en het aandeel erachter zijn "
    "van de reconstructie."
)
VERDICTS = {
    CONFIRMED: "bevestigd",
    CONTRADICTED: "tegengesproken",
    NOT_CHECKABLE: "niet te toetsen",
    CONTRADICTORY: "tegenstrijdig in de publicatie",
}
COMPATIBLE = {CONFIRMED: "verenigbaar (zo gelezen)"}
ALTERED = {
    TICK_REMOVED: "Eén kruisje weg",
    TICK_ADDED: "Eén kruisje erbij",
    STATUS_CHANGED: "Eén andere status",
    NATURE_CHANGED: "Eén andere aard",
    SWAPPED: "Twee mensen met elkaars antwoorden",
    SHUFFLED: "Alle antwoorden anders verdeeld",
}
CONSISTENCY = {
    POSSIBLE: "mogelijk",
    AMBIGUOUS: "mogelijk, bij meer dan één aantal",
    IMPOSSIBLE: "onmogelijk",
    AT_ODDS: "past niet bij het gepubliceerde aantal",
}


def verdicts_by_chapter(
    table: pd.DataFrame,
    form: Questionnaire,
    *,
    reconstructed: bool = False,
    ranges: Mapping[Quantity, tuple[int, int]] | None = None,
) -> Iterator[tuple[str, pd.DataFrame]]:
    """The statements of a `verdicts` table that can be checked, in parts: ('Hoofdstuk 2: 28
    uitspraken, alle bevestigd', what is counted for each of them), in Dutch. A reconstruction
    confirms nothing: a statement can go together with it, as it is read.

    One row per count: says (with its section), counted (what), count, n and share (missing where it
    is no share) and verdict (where a part has several); the first and last only in the first row of
    a statement. With `ranges` (see `counted_ranges`) also smallest and largest: between what the
    count lies. Without evidence, one row per statement.

    >>> from dwimpact.published.verdicts import verdicts
    >>> declared = dw.read_study(study.folder)
    >>> table = verdicts(declared, study.tables, dw.read_claims(declared))
    >>> len(list(dw.verdicts_by_chapter(table, form)))
    9
    """
    words = _words(reconstructed)
    checkable = table[table["verdict"] != NOT_CHECKABLE]
    for code, claims in checkable.groupby(_chapters(checkable), sort=False):
        rows = [row for c in claims.itertuples() for row in _counts(c, words, form, ranges or {})]
        made = pd.DataFrame(rows, columns=[*COUNTED_COLUMNS, "count", "n", "verdict"])
        made = made.astype(dict.fromkeys([*LIMITS, "count", "n"], "Int64"))
        share = (made["count"] / made["n"].where(made["n"] > 0)).astype("Float64")
        made = made.assign(share=share, verdict=made.pop("verdict"))
        made = made if ranges else made.drop(columns=LIMITS)
        unsaid = [column for column in made if made[column].isna().all()]
        same = ["verdict"] if len(set(claims["verdict"])) == 1 else []
        yield _summary(str(code), claims, words), made.drop(columns=[*unsaid, *same])


def _summary(code: str, claims: pd.DataFrame, words: Mapping[str, str]) -> str:
    """'Hoofdstuk 2: 28 uitspraken, 27 bevestigd en 1 tegengesproken'."""
    counts = claims["verdict"].value_counts()
    parts = [f"{counts[verdict]} {word}" for verdict, word in words.items() if verdict in counts]
    said = f"{len(claims)} {verb(len(claims), 'uitspraak', 'uitspraken')}"
    told = enumerate_in_words(parts)
    if len(parts) == 1:
        told = f"{'alle ' if len(claims) > 1 else ''}{words[str(counts.index[0])]}"
    return f"{_part(code)}: {said}, {told}"


def _counts(
    claim: Any,
    words: Mapping[str, str],
    form: Questionnaire,
    ranges: Mapping[Quantity, tuple[int, int]],
) -> Iterator[tuple[Any, ...]]:
    says, verdict = f"{claim.says} ({claim.section})", words[claim.verdict]
    for one in claim.evidence or [None]:
        told = (None,) * 5
        if one:
            known = (one.count, one.count) if one.quantity.is_known_beforehand else (None, None)
            between = ranges.get(one.quantity, known)
            told = (name_quantity(one.quantity, form), *between, one.count, one.n)
        yield says, *told, verdict
        says = verdict = ""


def unexplained(
    table: pd.DataFrame, claims: Iterable[Claim], *, reconstructed: bool = False
) -> pd.DataFrame:
    """The statements that clash, with the data or with another statement, in Dutch: says (with its
    section), verdict, note and clashes (the other statements; only where some have any).

    >>> from dwimpact.published.verdicts import verdicts
    >>> declared = dw.read_study(study.folder)
    >>> table = verdicts(declared, study.tables, dw.read_claims(declared))
    >>> list(dw.unexplained(table, dw.read_claims(declared)))
    ['says', 'verdict', 'note', 'clashes']
    """
    claims = list(claims)
    rows = table[table["verdict"].isin([CONTRADICTED, CONTRADICTORY])].reset_index(drop=True)
    made = pd.DataFrame(
        {
            "says": _with_section(rows),
            "verdict": rows["verdict"].map(_words(reconstructed)),
            "note": rows["note"].fillna(""),
        }
    )
    if not any(rows["contradicts"]):
        return made
    return made.assign(clashes=[" ".join(statements(claims, ids)) for ids in rows["contradicts"]])


def statements(claims: Iterable[Claim], ids: Collection[str]) -> list[str]:
    """What these claims say, each with its section, in the order of the register.

    >>> dw.statements(dw.read_claims(study), ["workplaces-twenty"])
    ['Er zijn twintig Digitale Werkplaatsen. (1.1)']
    """
    return [f"{claim.says} ({claim.section})" for claim in claims if claim.id in ids]


def readings(table: pd.DataFrame) -> list[str]:
    """How each statement with a note is read: what it says, its section and the note. Statements
    with the same note stand together.

    >>> table = pd.DataFrame({"says": ["Het is veel."], "section": ["2.1"], "note": ["Als 60%."]})
    >>> dw.readings(table)
    ['Het is veel. (2.1) – Als 60%.']
    """
    noted = table[table["note"].fillna("") != ""]
    noted = noted.assign(says=_with_section(noted))
    return [
        f"{' '.join(rows['says'])} {DASH} {note}"
        for note, rows in noted.groupby("note", sort=False)
    ]


def reasons(table: pd.DataFrame) -> pd.DataFrame:
    """Why statements cannot be checked: reason and statements (how many), most first.

    >>> table = pd.DataFrame({"reason": ["Staat elders.", "", "Staat elders."]})
    >>> dw.reasons(table).to_dict("records")
    [{'reason': 'Staat elders.', 'statements': 2}]
    """
    counts = table.loc[table["reason"] != "", "reason"].value_counts()
    return counts.rename_axis("reason").rename("statements").reset_index()


def not_checkable(table: pd.DataFrame) -> list[str]:
    """Each statement that cannot be checked, with its section and why not.

    >>> columns = {"says": ["Zo is het."], "section": ["1.1"], "reason": ["Staat elders."]}
    >>> dw.not_checkable(pd.DataFrame(columns))
    ['Zo is het. (1.1) Staat elders.']
    """
    rows = table[table["reason"] != ""]
    return [f"{says} {why}" for says, why in zip(_with_section(rows), rows["reason"], strict=True)]


def mutations_in_words(table: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """A `mutation_scores` table in Dutch, without the kinds of change that cannot be made: change,
    count (noticed), n (tried) and share.

    >>> columns = ["change", "possible", "tried", "noticed", "share", "claims"]
    >>> table = pd.DataFrame([["moved", 8, 8, 2, 0.25, 0.3]], columns=columns)
    >>> dw.mutations_in_words(table, form).to_dict("records")
    [{'change': 'Eén kruisje naar een andere opbrengst', 'count': 2, 'n': 8, 'share': 0.25}]
    """
    noun = form.terms.outcome
    words = {**ALTERED, TICK_MOVED: f"Eén kruisje naar {noun.after('een andere', 'een ander')}"}
    made = table[table["tried"] > 0].rename(columns={"noticed": "count", "tried": "n"})
    made = made.assign(change=made["change"].map(words))
    return made[["change", "count", "n", "share"]].reset_index(drop=True)


def _words(reconstructed: bool) -> dict[str, str]:
    return {**VERDICTS, **(COMPATIBLE if reconstructed else {})}


def _with_section(rows: pd.DataFrame) -> pd.Series[str]:
    return rows["says"] + " (" + rows["section"] + ")"


def _chapters(table: pd.DataFrame) -> pd.Series[str]:
    """The number of the chapter or appendix that each statement stands in; of a text without
    numbers the name of its part: what stands before a comma.
    """
    numbers = table["section"].str.extract(r"(B?\d+)", expand=False)
    return numbers.fillna(table["section"].str.partition(",")[0] if len(table) else "")


def _part(code: str) -> str:
    if not re.fullmatch(r"B?\d+", code):
        return code
    return f"{'Bijlage' if code.startswith('B') else 'Hoofdstuk'} {code.removeprefix('B')}"


def verdicts_in_numbers(table: pd.DataFrame, *, reconstructed: bool = False) -> pd.DataFrame:
    """How many statements of each part of the publication have which verdict, in Dutch.

    >>> from dwimpact.published.verdicts import verdicts
    >>> declared = dw.read_study(study.folder)
    >>> table = verdicts(declared, study.tables, dw.read_claims(declared))
    >>> dw.verdicts_in_numbers(table).sum(numeric_only=True).tolist()
    [153, 125, 1]
    """
    words = _words(reconstructed)
    parts = pd.Series([_part(code) for code in _chapters(table)], index=table.index, name="part")
    occurring = [verdict for verdict in VERDICTS if (table["verdict"] == verdict).any()]
    counts = pd.crosstab(parts, table["verdict"]).reindex(
        index=list(dict.fromkeys(parts)), columns=occurring, fill_value=0
    )
    counts = counts.rename(columns=words).rename_axis(columns=None)
    return counts.rename_axis("Deel van het rapport").reset_index()


def consistency_in_words(table: pd.DataFrame) -> pd.DataFrame:
    """A `percentage_consistency` table with its counts and verdicts in Dutch.

    >>> from dwimpact.published.register import read_claims
    >>> table = dw.percentage_consistency(read_claims(study), form)
    >>> dw.consistency_in_words(table)["consistency"].iloc[0]
    'mogelijk'
    """
    shown = table[["section", "says", "published", "n", "stated"]]
    shown = shown.assign(implied=[_alternatives(counts) for counts in table["implied"]])
    if table["fives"].map(len).any():
        fives = [_alternatives(counts) if counts else "" for counts in table["fives"]]
        shown = shown.assign(fives=fives)
    return shown.assign(consistency=table["consistency"].map(CONSISTENCY))


def ranges_side_by_side(ranges: pd.DataFrame) -> pd.DataFrame:
    """Labelled ranges of counts (see reconstruction/ranges/identify.py), with their groups or
    categories as columns.

    One row per level × outcome, all text: '33–42 (52–66%)', or 'precies 48 (75%)'.

    >>> len(dw.ranges_side_by_side(identified.of("nature"))) > 0  # see `identify`
    True
    """
    by = "group" if "group" in ranges else "category"
    columns = [
        f"{name} (n = {n})" if by == "group" else str(name)
        for name, n in zip(ranges[by], ranges["n"], strict=True)
    ]
    bounds = zip(ranges["smallest"], ranges["largest"], ranges["n"], strict=True)
    cells = ranges.assign(column=columns, cell=[count_range(*row) for row in bounds])
    keys = ["level", "outcome"]
    wide = cells.pivot(index=keys, columns="column", values="cell")
    wide = wide.loc[list(dict.fromkeys(zip(*(cells[key] for key in keys), strict=True)))]
    wide = wide[list(dict.fromkeys(columns))].fillna(DASH).reset_index()
    return wide.rename_axis(columns=None).rename(columns={"level": LEVEL, "outcome": OUTCOME})


def _alternatives(counts: Sequence[int]) -> str:
    """'geen', '9' or '64 tot 66': what rounds to one percentage lies side by side."""
    if len(counts) < 2:
        return str(counts[0]) if counts else "geen"
    return f"{counts[0]} tot {counts[-1]}"
