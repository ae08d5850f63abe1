"""Numbers as a reader sees them: Dutch headings, percentages, intervals and marks."""

from __future__ import annotations

import pandas as pd

from dwimpact.prose.words import percentages
from dwimpact.statistics import SMALLEST_BASE, WIDEST_INTERVAL, half_up, percentage, points

# Headings for which a study has its own words, see `in_words_of`.
LEVEL, OUTCOME = "Onderwerp", "Uitkomst"
HEADINGS = {
    "group": "Groep",
    "level": LEVEL,
    "outcome": OUTCOME,
    "category": "Antwoord",
    "n": "n",
    "missing": "Niet ingevuld",
    "count": "Aantal",
    "share": "Aandeel",
    "low": "Ondergrens",
    "high": "Bovengrens",
    "imprecise": "Onnauwkeurig",
    "weighted": "Gewogen",
    "weighted_low": "Gewogen, ondergrens",
    "weighted_high": "Gewogen, bovengrens",
    "dimension": "Kenmerk",
    "difference": "Verschil",
    "p": "p",
    "p_holm": "p (Holm)",
    "test": "Toets",
    "approached": "Benaderd",
    "responses": "Respons",
    "percentage": "Respons %",
    "reach": "Bereik",
    "mentions": "Keer genoemd",
    "per_respondent": "Per persoon",
    "column": "Kolom",
    "columns": "Aantal kolommen",
    "question": "Vraag",
    "answers": "Antwoorden",
    "asked": "Gevraagd aan",
    "answered": "Ingevuld",
    "section": "Paragraaf",
    "says": "Gepubliceerd",
    "published": "Percentage",
    "stated": "Gepubliceerd aantal",
    "implied": "Mogelijk aantal",
    "consistency": "Oordeel",
    "smallest": "Kleinste aantal",
    "largest": "Grootste aantal",
    "narrow_smallest": "Kleinste aantal, nauw gelezen",
    "narrow_largest": "Grootste aantal, nauw gelezen",
    "wide_smallest": "Kleinste aantal, ruim gelezen",
    "wide_largest": "Grootste aantal, ruim gelezen",
    "word": "Woord",
    "central": "Hier gelezen als",
    "narrow": "Nauw gelezen",
    "wide": "Ruim gelezen",
    "lowest": "Laagste aandeel",
    "highest": "Hoogste aandeel",
    "tipping": "Helft vanaf",
    "deff": "Ontwerpeffect",
    "split": "Vergelijking",
    "best": "Hoogste plaats",
    "worst": "Laagste plaats",
    "wide_best": "Hoogste plaats, ruim gelezen",
    "wide_worst": "Laagste plaats, ruim gelezen",
    "fives": "Mogelijk aantal, op vijftallen afgerond",
    "evidence": "Berust op",
    "counted": "Geteld",
    "clashes": "Botst met",
    "reason": "Waarom niet",
    "statements": "Uitspraken",
    "verdict": "Oordeel",
    "note": "Toelichting",
    "text": "Tekst",
    "theme": "Thema",
    "description": "Omschrijving",
    "example": "Voorbeeld",
    "by_rule": "Volgens de regels",
    "by_hand": "Met de hand",
    "agreed": "Gelijk",
    "kappa": "Kappa",
    "kappa_low": "Kappa, ondergrens",
    "kappa_high": "Kappa, bovengrens",
    "difference_low": "Verschil, ondergrens",
    "difference_high": "Verschil, bovengrens",
    "part": "Onderdeel",
    "change": "Wijziging",
    "wave": "Meting",
}
POINTS = ("difference",)
READINGS_SHOWN = {"narrow": "Nauw gelezen", "wide": "Ruim gelezen"}
BOUNDS = (  # shown as one column each
    {"low", "high"},
    {"difference_low", "difference_high"},
    {"weighted_low", "weighted_high"},
    *({f"{reading}_smallest", f"{reading}_largest"} for reading in READINGS_SHOWN),
    *({f"{reading}_lowest", f"{reading}_highest"} for reading in READINGS_SHOWN),
)
DASH = "–"
INTERVAL = "95%-interval"
IMPRECISE = "*"
PRECISION = (
    f"{IMPRECISE} Onnauwkeurig: minder dan {SMALLEST_BASE} mensen, of mensen die zo op elkaar "
    f"lijken dat zij voor minder dan {SMALLEST_BASE} tellen; 0% of 100%; of een interval van "
    f"{100 * WIDEST_INTERVAL:.0f} procentpunten of meer, of van meer dan 1,3 keer het aandeel zelf."
)
ROUNDED = "Afgerond op hele procenten: ook grenzen die hier gelijk zijn, liggen iets uiteen."
WEIGHTED_INTERVAL = "95%-interval, gewogen"
DIFFERENCE_INTERVAL = "95%-interval van het verschil"
CHANCE = "Kan toeval zijn"


def for_reading(table: pd.DataFrame) -> pd.DataFrame:
    """The table as text: percentages rounded, an interval in one column, decimal commas.

    An imprecise share has a mark, which `precision_note` explains.
    """
    made = pd.DataFrame(index=table.index)
    for column in table:
        if column == "imprecise" or any(column in pair for pair in BOUNDS):
            continue
        made[_heading(column)] = _as_text(table, str(column))
    if {"low", "high"} <= set(table):
        bounds = zip(table["low"], table["high"], strict=True)
        made[INTERVAL] = [
            DASH if pd.isna(low) else f"{points(low)}–{points(high)}%" for low, high in bounds
        ]
    if {"weighted_low", "weighted_high"} <= set(table):
        bounds = zip(table["weighted_low"], table["weighted_high"], strict=True)
        made[WEIGHTED_INTERVAL] = [
            DASH if pd.isna(low) else f"{points(low)}–{points(high)}%" for low, high in bounds
        ]
    for reading, heading in READINGS_SHOWN.items():
        if f"{reading}_smallest" in table:
            bounds = zip(table[f"{reading}_smallest"], table[f"{reading}_largest"], strict=True)
            made[heading] = [DASH if pd.isna(a) else _between(int(a), int(b)) for a, b in bounds]
        if f"{reading}_lowest" in table:
            bounds = zip(table[f"{reading}_lowest"], table[f"{reading}_highest"], strict=True)
            made[heading] = [
                DASH if pd.isna(a) else percentages(points(a), points(b)) for a, b in bounds
            ]
    if {"difference_low", "difference_high"} <= set(table):
        bounds = zip(table["difference_low"], table["difference_high"], strict=True)
        made[DIFFERENCE_INTERVAL] = [
            DASH if pd.isna(low) else f"{_signed_points(low)} tot {_signed_points(high)}"
            for low, high in bounds
        ]
    return made


def _between(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def precision_note(table: pd.DataFrame) -> str:
    """What the mark at imprecise shares means; nothing when the table has none."""
    return PRECISION if any(_marks(table)) else ""


def rounding_note(table: pd.DataFrame) -> str:
    """That bounds of a share which read the same are not; nothing when the table has none such."""
    if not {"lowest", "highest"} <= set(table):
        return ""
    bounds = zip(table["lowest"], table["highest"], strict=True)
    hidden = any(low != high and points(low) == points(high) for low, high in bounds)
    return ROUNDED if hidden else ""


def numeric_headings(table: pd.DataFrame) -> set[str]:
    """The headings of `for_reading` whose cells are numbers, to be set flush right."""
    numbers = {_heading(c) for c in table if pd.api.types.is_numeric_dtype(table[c])}
    return numbers | {INTERVAL, DIFFERENCE_INTERVAL, WEIGHTED_INTERVAL, *READINGS_SHOWN.values()}


def for_file(table: pd.DataFrame) -> pd.DataFrame:
    """The table with Dutch headings and every number in full, for a CSV file."""
    flags = table.select_dtypes("bool")
    words = {str(column): flags[column].map({True: "ja", False: "nee"}) for column in flags}
    return table.assign(**words).rename(
        columns=lambda column: HEADINGS.get(str(column), str(column))
    )


def _heading(column: object) -> str:
    return HEADINGS.get(str(column), str(column))


def _as_text(table: pd.DataFrame, column: str) -> list[str]:
    values = table[column]
    if column == "share":
        cells = zip(table["count"], table["n"], _marks(table), strict=True)
        return [_share(*cell) for cell in cells]
    if column in ("weighted", "lowest", "highest", "tipping"):
        return [DASH if pd.isna(value) else f"{points(value)}%" for value in values]
    if column in POINTS:
        return [_signed_points(value) for value in values]
    if column in ("p", "p_holm"):
        return ["< 0,001" if p < 0.001 else _comma(f"{p:.3f}") for p in values]
    if column == "percentage":
        return [f"{value}%" for value in values]
    missing = "" if column == "n" else DASH  # a count that is no part of anything
    return [missing if pd.isna(value) else _plain(value) for value in values]


def _share(count: int, n: int | None, mark: str) -> str:
    if pd.isna(n):
        return ""
    return f"{percentage(count, n)}%{mark}" if n else DASH


def _marks(table: pd.DataFrame) -> list[str]:
    """Per row the mark of an imprecise share, or nothing; an empty group has no share."""
    if "imprecise" not in table:
        return [""] * len(table)
    return [IMPRECISE if mark else "" for mark in table["imprecise"] & (table["n"] > 0)]


def _plain(value: object) -> str:
    return _comma(str(half_up(value, 2))) if isinstance(value, float) else str(value)


def _signed_points(value: float) -> str:
    if pd.isna(value):
        return DASH
    whole = points(value)
    return f"{whole:+d}".replace("-", "−") if whole else "0"


def _comma(number: str) -> str:
    return number.replace(".", ",")
