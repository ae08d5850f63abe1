"""What a figure says, as its title: only what the intervals, or the publication, leave no doubt of.

Without a message a figure is called by its topic alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from dwimpact.prose.published.known import read_widely
from dwimpact.prose.words import enumerate_in_words, lower_first, share_in_words, upper_first, verb
from dwimpact.shares import NOT_MENTIONED
from dwimpact.study.edition import ALL
from dwimpact.study.evidence import ASSUMED, evidence_of
from dwimpact.study.questionnaire.model import UNKNOWN, Questionnaire

USUALLY_READ = " (gelezen zoals gebruikelijk)"
MOST_NAMED, EITHER = 3, 2  # outcomes in a title, and where only one of them is the first
LITTLE_SAID = {
    "status": "Hoe ver het is, laat de publicatie vrijwel open",
    "nature": "Of het nieuw is, laat de publicatie vrijwel open",
}


def message_of_mentions(shares: pd.DataFrame, form: Questionnaire) -> str:
    """Which outcomes are mentioned most; nothing where more than a few may be, because their
    intervals reach that of the first.

    `shares` is a `mention_shares` table of one group, with every outcome: of those that are not
    shown nobody can tell whether they come first.

    >>> dw.message_of_mentions(study.mention_shares("institution"), form)[-26:]
    ' worden het vaakst genoemd'
    """
    ranked = shares.dropna(subset="share").sort_values("share", ascending=False, kind="stable")
    named = _called(may_be_first(ranked), ranked, form)
    most = f"{verb(len(named), 'wordt', 'worden')} het vaakst genoemd"
    return f"{upper_first(enumerate_in_words(named))} {most}" if named else ""


def message_of_known(known: pd.DataFrame, form: Questionnaire) -> str:
    """Which outcome was mentioned most, whatever the responses were, or which of two it is; where
    a wider reading of the publication leaves that open, of the usual one, and that it is.

    `known` has rows of `study.known_mentions()`, of one group.

    >>> dw.message_of_known(study.known_mentions("student").query("group == 'all'"), form)
    'De ontwikkeling van soft skills is het vaakst genoemd'
    """
    called = partial(_called, every=known, form=form)
    none = f"Geen {form.terms.outcome.singular}"
    usual = whichever(known, called, none)
    return whichever(read_widely(known), called, none) or (usual and f"{usual}{USUALLY_READ}")


def whichever(
    known: pd.DataFrame,
    called: Callable[[pd.DataFrame], list[str]],
    none: str,
    chosen: str = "genoemd",
) -> str:
    """Which row of counts, or shares, between smallest and largest is surely the first, which of
    two, or that there is `none` above one; nothing where more may be. `called` names rows.
    """
    ranked = known.sort_values(["smallest", "largest"], ascending=False, kind="stable")
    least, others = ranked["smallest"].head(1).max(), ranked.iloc[1:]
    first = ranked[ranked["largest"] >= least]
    if len(first) > 1 and others["largest"].max() == least:  # no more than a tie
        (top,) = called(ranked.head(1))
        return f"{none} is vaker {chosen} dan {top}"
    if not 0 < len(first) <= min(EITHER, len(others)):
        return ""
    return f"{upper_first(' of '.join(called(first)))} is het vaakst {chosen}"


def may_be_first(ranked: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table of shares, most first, with an interval that reaches that of the first;
    none where these are many, or where all of them may be the first.
    """
    first = ranked[ranked["high"] >= ranked["low"].head(1).max()]
    return first if len(first) <= min(MOST_NAMED, len(ranked) - 1) else first[:0]


def message_of_answers(shares: pd.DataFrame, labels: Mapping[str, str], form: Questionnaire) -> str:
    """The answer that is given most of every outcome, beyond what its intervals leave to chance.

    `shares` is a `characteristic_shares` table of one level, of who mention an outcome; `labels` is
    code → label of the answers.

    >>> shares = study.characteristic_shares("student", "nature", among="mentioned")
    >>> dw.message_of_answers(shares, dw.category_labels(form, "nature"), form)
    ''
    """
    said = shares[~shares["category"].isin([UNKNOWN, NOT_MENTIONED]) & (shares["n"] > 0)]
    per_outcome = said.groupby("outcome", observed=True)
    first = {_clearly_first(rows, "category") for _, rows in per_outcome}
    if len(first) != 1 or not (answer := first.pop()):
        return ""
    noun = form.terms.outcome
    each = noun.after("elke", "elk")
    return f"Bij {each} is ‘{lower_first(labels[answer])}’ het vaakst gekozen"


def message_of_known_answers(known: pd.DataFrame, characteristic: str) -> str:
    """That a publication says next to nothing of most counts of a status or nature.

    >>> dw.message_of_known_answers(study.known_answers("institution", "status"), "status")
    'Hoe ver het is, laat de publicatie vrijwel open'
    """
    assumed = evidence_of(known) == ASSUMED
    return LITTLE_SAID[characteristic] if len(known) and assumed.mean() > 0.5 else ""


def message_of_response(rates: pd.DataFrame) -> str:
    """Which part of everybody who was approached took part; nothing where that is not told.

    `rates` is a `response_rates` table.

    >>> rates = dw.response_rates(study.respondents, "sector", study.populations["sector"])
    >>> dw.message_of_response(rates)
    'Ruim een derde van de benaderde personen deed mee'
    """
    total = rates[rates["group"].astype(object) == ALL]
    if total.empty or not 0 < total["responses"].iloc[0] < total["approached"].iloc[0]:
        return ""
    part = share_in_words(int(total["responses"].iloc[0]), int(total["approached"].iloc[0]))
    return f"{upper_first(part)} van de benaderde personen deed mee"


def message_of_themes(shares: pd.DataFrame, form: Questionnaire) -> str:
    """The theme that is written about most at each level, beyond what its intervals leave to
    chance; of no level where that share is too imprecise to lean on, and nothing of texts that
    nobody wrote, which have no intervals.

    `shares` is a `theme_shares_of_levels` table with every theme.

    >>> codebook = dw.read_codebook(study)
    >>> coded = dw.code_answers(study.open_answers, codebook)
    >>> shares = dw.theme_shares_of_levels(coded, study, codebook)
    >>> dw.message_of_themes(shares.drop(columns=["low", "high", "imprecise"]), form)
    ''
    """
    if not {"low", "high", "imprecise"} <= set(shares):
        return ""
    where = {level.label: level.where for level in form.levels}
    found: dict[str, list[str]] = {}
    for level, rows in shares.dropna(subset="share").groupby("group", sort=False):
        leans = len(rows) > 1 and not rows["imprecise"].iloc[int(rows["share"].argmax())]
        if leans and (theme := _clearly_first(rows, "theme")):
            found.setdefault(theme, []).append(where[str(level)])
    each = f"bij {form.terms.level.after('elke', 'elk')}"
    told = [
        (each if 1 < len(where) == len(places) else enumerate_in_words(places), lower_first(theme))
        for theme, places in found.items()
    ]
    if not told:
        return ""
    (first, theme), *others = told
    start = f"{upper_first(first)} gaan antwoorden het vaakst over {theme}"
    return enumerate_in_words([start, *(f"{places} over {other}" for places, other in others)])


def _called(rows: pd.DataFrame, every: pd.DataFrame, form: Questionnaire) -> list[str]:
    """What outcomes are called, with their level where there are several."""
    several = len(every["level"].drop_duplicates()) > 1
    pairs = zip(rows["level"].astype(str), rows["outcome"].astype(str), strict=True)
    return [
        form.phrases[level][outcome] + (f" {form.level(level).where}" if several else "")
        for level, outcome in pairs
    ]


def _clearly_first(rows: pd.DataFrame, column: str) -> str:
    """What the row has in a column with an interval above those of all others, if there is one."""
    ranked: Any = rows.sort_values("share", ascending=False, kind="stable")
    if len(ranked) > 1 and ranked["low"].iloc[0] <= ranked["high"].iloc[1:].max():
        return ""
    return str(ranked[column].iloc[0])
