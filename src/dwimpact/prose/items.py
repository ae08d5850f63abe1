"""Sentences about the questions beside the levels."""

from __future__ import annotations

import pandas as pd

from dwimpact.analysis.items import CLASS_SIGN, REST, TOGETHER, above_the_middle
from dwimpact.prose.known import in_brackets, moved
from dwimpact.prose.words import (
    enumerate_in_words,
    of_people,
    percentages,
    there,
    upper_first,
    verb,
)
from dwimpact.statistics import percentage, points
from dwimpact.study.evidence import ASSUMED, SAYS_NOTHING
from dwimpact.study.items import Item
from dwimpact.study.questionnaire import Questionnaire
from dwimpact.study.terms import Noun

FEW = (
    "De antwoorden op deze vraag worden niet getoond: er zijn er te weinig, of er zou uit volgen "
    "wat een kleine groep antwoordde."
)
NOTHING_KNOWN = "Over aandelen van antwoorden op deze vraag legt de publicatie niets vast."
REST_UNKNOWN = "Van de andere aandelen legt de publicatie zo goed als niets vast."
TOP = 3
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
REST_LABEL = "Overige antwoorden"


def option_label(item: Item, option: str) -> str:
    """What an option or class of an `item_shares` table is called."""
    if option == REST:
        return REST_LABEL
    if item.kind == "date":
        year, _, month = option.partition("-")
        return f"{MONTHS.split()[int(month) - 1]} {year}" if month else year
    if item.kind == "number":
        low, high = (decimal(float(edge)) for edge in option.split(CLASS_SIGN))
        return f"{low} tot {high}"
    return " of ".join(item.option_labels[code] for code in option.split(TOGETHER))


def each_quoted(item: Item, options: str) -> str:
    """Options that are taken together, each between quotation marks: '‘goed’ of ‘zeer goed’'."""
    return " of ".join(f"‘{option_label(item, option)}’" for option in options.split(TOGETHER))


def decimal(number: float) -> str:
    """At most one decimal, with a comma: '12,5'."""
    rounded = round(number, 1) + 0.0  # never '-0'
    return f"{rounded:.1f}".removesuffix(".0").replace(".", ",").replace("-", "−")


def describe_item(
    shares: pd.DataFrame, summary: pd.Series[float], item: Item, form: Questionnaire
) -> list[str]:
    """What was chosen most, how a scale was judged, or what the numbers are on average: of an
    `item_shares` table and the `item_summary`.

    >>> summary = dw.item_summary(study, item)
    >>> dw.describe_item(dw.item_shares(study, item), summary, item, form)[0][:31]
    'De antwoorden op deze vraag wor'
    """
    if item.kind == "text":
        return []
    if item.kind == "number" and len(summary):
        return _number(summary, item)
    if shares.empty:
        return [FEW]
    told = (_scale if item.kind == "scale" else _choices)(shares, item, form.terms.respondent)
    one_row = not item.statements
    return [*told, *(_blank(shares) if one_row else [])]


def describe_item_ranges(ranges: pd.DataFrame, means: pd.DataFrame, item: Item) -> list[str]:
    """Between what the publication says that shares and means lie: of an `item_ranges` and a
    `mean_ranges` table, and how shares change when it is read more widely.

    >>> dw.describe_item_ranges(dw.item_ranges(study, item), dw.mean_ranges(study, item), item)
    ['Over aandelen van antwoorden op deze vraag legt de publicatie niets vast.']
    """
    mean = _means(means, item)
    if ranges.empty:
        return mean or ([] if item.kind == "text" else [NOTHING_KNOWN])
    told = _of_statements(ranges, item) if item.statements else _of_options(ranges, item)
    wider = moved(ranges)
    return [*told, *([f"{upper_first(wider)}."] if wider else []), *mean]


def _means(means: pd.DataFrame, item: Item) -> list[str]:
    """Between what the means lie of which the publication says more than the form does."""
    steps, unit = len(item.points), f" {item.unit}" if item.unit else ""
    sentences = []
    columns = ["column", "lowest", "highest", "wide_lowest", "wide_highest"]
    for column, low, high, *wide in means[columns].itertuples(index=False, name=None):
        if (high == float("inf") and low <= 0) or (
            steps and high - low >= (steps - 1) * SAYS_NOTHING
        ):
            continue
        between, widely = _from_to(low, high), _from_to(*wide)
        read = in_brackets(f"ruimer gelezen {widely}" if widely != between else "")
        of = f"Bij ‘{item.rows[column]}’" if item.statements else "Uit de publicatie"
        scale = f", op een schaal van 1 tot {steps}" if steps else unit
        sentences.append(f"{of} volgt een gemiddelde van {between}{scale}{read}.")
    return sentences


def _from_to(low: float, high: float) -> str:
    """'7,3' or '7,3 tot 8', at most one decimal; 'minstens 7,3' where nothing bounds it above."""
    if high == float("inf"):
        return f"minstens {decimal(low)}"
    one, other = decimal(low), decimal(high)
    return one if one == other else f"{one} tot {other}"


def _of_options(ranges: pd.DataFrame, item: Item) -> list[str]:
    """Of which answers the share lies between bounds, and of which nothing is known."""
    known = ranges[ranges["evidence"] != ASSUMED]
    if known.empty:
        return [NOTHING_KNOWN]
    others = [REST_UNKNOWN] if len(known) < len(ranges) else []
    return [f"Uit de publicatie volgt {enumerate_in_words(_between(known, item))}.", *others]


def _of_statements(ranges: pd.DataFrame, item: Item) -> list[str]:
    """Per statement the answers that surely some gave."""
    sentences = [
        f"Over ‘{item.rows[str(column)]}’ volgt {enumerate_in_words(_between(some, item))}."
        for column, rows in ranges.groupby("column", sort=False)
        if len(some := rows[rows["lowest"].map(points) > 0])
    ]
    columns = ranges["column"].nunique()
    if len(sentences) == columns:
        return sentences
    return [*sentences, REST_UNKNOWN] if sentences else [NOTHING_KNOWN]


def _between(rows: pd.DataFrame, item: Item) -> list[str]:
    """'‘man’ (53%)', '‘vrouw’ (45–48%)'."""
    bounds = zip(rows["option"], rows["lowest"], rows["highest"], strict=True)
    return [
        f"‘{option_label(item, option)}’ ({percentages(points(low), points(high))})"
        for option, low, high in bounds
    ]


def _number(summary: pd.Series[float], item: Item) -> list[str]:
    """The mean with its interval, and where the middle half of the answers lies."""
    s = {name: decimal(float(value)) for name, value in summary.items()}
    unit = f" {item.unit}" if item.unit else ""
    n = int(summary["n"])
    return [
        f"Gemiddeld {s['mean']}{unit} (95%-interval {s['mean_low']} tot {s['mean_high']}); de "
        f"mediaan is {s['median']}.",
        f"De middelste helft van de antwoorden ligt tussen {s['first_quartile']} en "
        f"{s['third_quartile']}{unit}.",
        *([_left_blank(int(summary["missing"]), n)] if "missing" in summary else []),
    ]


def _choices(table: pd.DataFrame, item: Item, people: Noun) -> list[str]:
    ranked = table.sort_values("count", ascending=False, kind="stable")
    count, n = int(ranked["count"].iloc[0]), int(ranked["n"].iloc[0])
    tied = int((table["count"] == count).sum())
    top = [f"‘{option_label(item, option)}’" for option in ranked["option"].head(tied)]
    named = "genoemd" if item.kind == "date" else "gekozen"
    sentences = [
        f"Het vaakst {named} {verb(tied, 'is', 'zijn')} {enumerate_in_words(top)}, "
        f"{'elk ' if tied > 1 else ''}door {of_people(count, n, people)}."
    ]
    others = ranked[tied:TOP].query("count > 0")
    shown = zip(others["option"], percentage(others["count"], others["n"]), strict=True)
    if parts := [f"‘{option_label(item, option)}’ ({share}%)" for option, share in shown]:
        sentences.append(f"Daarna {verb(len(parts), 'komt', 'komen')} {enumerate_in_words(parts)}.")
    return sentences


def _scale(table: pd.DataFrame, item: Item, people: Noun) -> list[str]:
    """Per row how many chose a point above the middle; of several the highest and lowest."""
    high = above_the_middle(table, item)
    named = each_quoted(item, high["option"].iloc[0])
    ranked = high.sort_values("share", ascending=False, kind="stable")
    counts = zip(ranked["column"], ranked["count"], ranked["n"], strict=True)
    parts = [(item.rows[row], of_people(count, n, people)) for row, count, n in counts]
    if len(parts) == 1:
        return [f"Het antwoord {named} is gegeven door {parts[0][1]}."]
    (best, most), (worst, least) = parts[0], parts[-1]
    return [
        f"Het antwoord {named} is het vaakst gegeven bij ‘{best}’: door {most}.",
        f"Het minst vaak bij ‘{worst}’: door {least}.",
    ]


def _blank(table: pd.DataFrame) -> list[str]:
    if "missing" not in table:
        return []
    return [_left_blank(int(table["missing"].iloc[0]), int(table["n"].iloc[0]))]


def _left_blank(missing: int, n: int) -> str:
    left = verb(max(missing, 1), "liet", "lieten")
    return f"Van de {n} mensen aan wie dit is gevraagd {left} {there(missing)} de vraag leeg."
