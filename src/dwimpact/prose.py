"""Dutch sentences computed from figure tables, so that text and numbers cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import pandas as pd

from dwimpact.statistics import percentage

ANCHORS = {
    Fraction(1, 4): "een kwart",
    Fraction(1, 3): "een derde",
    Fraction(1, 2): "de helft",
    Fraction(2, 3): "twee derde",
    Fraction(3, 4): "driekwart",
}
EXACT = Fraction(1, 200)  # half a percentage point: what rounding hides
NEAR = Fraction(4, 100)
SIGNIFICANT = 0.05
SMALL_NUMBERS = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf".split()


def share_in_words(count: int, n: int) -> str:
    """'ruim een derde', 'de helft', 'alle', or a percentage where no simple fraction is near.

    Raises ZeroDivisionError for an empty base.
    """
    share = Fraction(count, n)
    if share == 0:
        return "geen"
    if share == 1:
        return "alle"
    anchor = min(ANCHORS, key=lambda a: abs(share - a))
    if abs(share - anchor) <= EXACT:
        return ANCHORS[anchor]
    if abs(share - anchor) <= NEAR:
        return f"{'ruim' if share > anchor else 'bijna'} {ANCHORS[anchor]}"
    return f"{percentage(count, n)} procent"


def number_in_words(number: int) -> str:
    """'drie', or '21' above twelve."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else str(number)


def enumerate_in_words(words: Iterable[str]) -> str:
    """'a, b en c'."""
    *most, last = words
    return f"{', '.join(most)} en {last}" if most else last


def count_of(row: pd.Series[int]) -> str:
    """'53 van 64; 83%'."""
    return f"{row['count']} van {row['n']}; {percentage(row['count'], row['n'])}%"


def describe_mentions(shares: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    """The ranking of one group's outcomes (a `mention_shares` table of one level)."""
    ranked = shares.sort_values("count", ascending=False, kind="stable")
    top = ranked.iloc[0]
    sentences = [
        f"Het vaakst genoemd wordt {lower_first(labels[top['outcome']])}: door "
        f"{_of_respondents(top)} ({count_of(top)})."
    ]
    others = ranked.iloc[1:]
    half = others[others["count"] * 2 >= others["n"]]
    if len(half):
        low, high = (percentage(half["count"], half["n"]).min(), percentage(half["count"], half["n"]).max())
        between = f"{low}%" if low == high else f"{low} tot {high}%"
        sentences.append(
            f"Ook {enumerate_in_words(_names(half, labels))} "
            f"{'worden' if len(half) > 1 else 'wordt'} door ten minste de helft genoemd ({between})."
        )
    rest = others[others["count"] * 2 < others["n"]]
    if len(rest):
        parts = [f"{lower_first(labels[r['outcome']])} ({count_of(r)})" for _, r in rest.iterrows()]
        sentences.append(f"Minder dan de helft noemt {enumerate_in_words(parts)}.")
    return sentences


def describe_silence(shares: pd.DataFrame, none: int, other: int) -> str:
    """How many left the block blank, saw nothing, or named something else."""
    missing, n = int(shares["missing"].iloc[0]), int(shares["n"].iloc[0])
    return (
        f"Van de {n} respondenten {_verb(none, 'ziet', 'zien')} er {number_in_words(none)} op dit "
        f"niveau geen opbrengsten of {_verb(none, 'heeft', 'hebben')} daar geen zicht op; "
        f"{number_in_words(missing)} {_verb(missing, 'liet', 'lieten')} dit deel van het formulier "
        f"leeg. {number_in_words(other).capitalize()} {_verb(other, 'noemt', 'noemen')} (ook) een "
        "andere opbrengst. De percentages zijn steeds berekend over alle respondenten."
    )


def describe_differences(
    shares: pd.DataFrame,
    differences: pd.DataFrame,
    labels: Mapping[str, str],
    first: tuple[str, str],
    second: tuple[str, str],
) -> list[str]:
    """The largest differences between two groups, and whether chance can explain them.

    `first` and `second` are (code, Dutch name) of the groups of `group_differences`.
    """
    table = differences.assign(size=differences["difference"].abs())
    largest = table.sort_values("size", ascending=False, kind="stable").head(2)
    by = shares.set_index(["group", "outcome"])
    sentences = []
    for row in largest.itertuples():
        a, b = by.loc[(first[0], row.outcome)], by.loc[(second[0], row.outcome)]
        if a["count"] * b["n"] == b["count"] * a["n"]:
            continue
        more, less = (first[1], second[1]) if row.difference > 0 else (second[1], first[1])
        high, low = (a, b) if row.difference > 0 else (b, a)
        sentences.append(
            f"{upper_first(labels[str(row.outcome)])} wordt in {more} vaker genoemd dan in {less}: "
            f"{percentage(high['count'], high['n'])}% tegen {percentage(low['count'], low['n'])}%."
        )
    clear = table[table["p_holm"] < SIGNIFICANT]
    if clear.empty:
        sentences.append(
            "Bij deze aantallen kan toeval alle verschillen verklaren: geen enkel verschil is "
            "statistisch significant (exacte toets van Fisher, Holm-correctie)."
        )
    else:
        sentences.append(
            f"Statistisch significant {_verb(len(clear), 'is het verschil', 'zijn de verschillen')} "
            f"bij {enumerate_in_words(_names(clear, labels))} (Fisher, Holm)."
        )
    return sentences


def describe_characteristic(
    shares: pd.DataFrame,
    category_labels: Mapping[str, str],
    labels: Mapping[str, str],
    categories: Sequence[str],
    singled_out: str,
) -> list[str]:
    """Status or nature in words: the split over all mentions, and where one category leads.

    `shares` is a `characteristic_shares` table of one level.
    """
    mentions = shares[shares["category"].isin(categories)]
    total = int(mentions["count"].sum())
    if total == 0:
        return ["Bij geen enkele genoemde opbrengst is dit ingevuld."]
    sums = mentions.groupby("category", observed=True)["count"].sum()
    parts = [
        f"{percentage(sums[c], total)}% {lower_first(category_labels[c])}" for c in categories
    ]
    wide = mentions.pivot(index="outcome", columns="category", values="count")
    fraction = wide[singled_out] / wide.sum(axis=1).where(lambda s: s > 0)
    outcome = str(fraction.idxmax())
    row = pd.Series({"count": int(wide.loc[outcome, singled_out]), "n": int(wide.loc[outcome].sum())})
    return [
        f"Van de {total} keer dat een opbrengst is genoemd, is de verdeling: "
        f"{enumerate_in_words(parts)}.",
        f"'{category_labels[singled_out]}' komt verhoudingsgewijs het meest voor bij "
        f"{lower_first(labels[outcome])} ({count_of(row)} van wie die opbrengst noemt).",
    ]


def lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]


def upper_first(label: str) -> str:
    return label[:1].upper() + label[1:]


def _names(table: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    return [lower_first(labels[str(code)]) for code in table["outcome"]]


def _of_respondents(row: pd.Series[int]) -> str:
    words = share_in_words(row["count"], row["n"])
    return f"{words} respondenten" if words in ("alle", "geen") else f"{words} van de respondenten"


def _verb(number: int, singular: str, plural: str) -> str:
    return singular if number == 1 else plural
