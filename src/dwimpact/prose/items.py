"""Sentences about the questions beside the levels."""

from __future__ import annotations

import pandas as pd

from dwimpact.analysis.items.chosen import CLASS_SIGN, REST, TOGETHER
from dwimpact.analysis.items.shares import above_the_middle
from dwimpact.prose.hidden import describe_hidden
from dwimpact.prose.words import MONTHS, enumerate_in_words, of_people, there, verb
from dwimpact.statistics import percentage
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.questionnaire.terms import Noun

FEW = (
    "De antwoorden op deze vraag worden niet getoond: er zijn er te weinig, of er zou uit volgen "
    "wat een kleine groep antwoordde."
)
TOP = 3
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
    return [*told, *(_left_out(shares, item) if item.statements else _blank(shares))]


def _number(summary: pd.Series[float], item: Item) -> list[str]:
    """The mean with its interval, and where the middle half of the answers lies."""
    s = {name: decimal(float(value)) for name, value in summary.items()}
    unit = f" {item.unit}" if item.unit else ""
    n = int(summary["n"])
    return [
        f"Het gemiddelde is {s['mean']}{unit} (95%-interval {s['mean_low']} tot "
        f"{s['mean_high']}); de middelste waarde (de mediaan) is {s['median']}.",
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
    high = high.assign(share=high["count"] / high["n"])
    named = each_quoted(item, high["option"].iloc[0])
    ranked = high.sort_values("share", ascending=False, kind="stable")
    counts = zip(ranked["column"], ranked["count"], ranked["n"], strict=True)
    parts = [(item.rows[row], of_people(count, n, people)) for row, count, n in counts]
    if len(parts) == 1:
        at = f" bij ‘{parts[0][0]}’" if item.statements else ""
        return [f"Het antwoord {named} is{at} gegeven door {parts[0][1]}."]
    (best, most), (worst, least) = parts[0], parts[-1]
    return [
        f"Het antwoord {named} is het vaakst gegeven bij ‘{best}’: door {most}.",
        f"Het minst vaak bij ‘{worst}’: door {least}.",
    ]


def _left_out(table: pd.DataFrame, item: Item) -> list[str]:
    """Which statements are not shown, and why."""
    hidden = [column for column in item.rows if column not in set(table["column"])]
    told = describe_hidden(hidden, {column: f"‘{label}’" for column, label in item.rows.items()})
    return [told] if told else []


def _blank(table: pd.DataFrame) -> list[str]:
    if "missing" not in table:
        return []
    return [_left_blank(int(table["missing"].iloc[0]), int(table["n"].iloc[0]))]


def _left_blank(missing: int, n: int) -> str:
    left = verb(max(missing, 1), "liet", "lieten")
    return f"Van de {n} mensen aan wie dit is gevraagd, {left} {there(missing)} de vraag leeg."
