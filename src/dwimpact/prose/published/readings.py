"""Sentences about what hangs on how a publication is read, and how far its groups can differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from dwimpact.prose.published.known import most_mentioned, read_widely, with_range
from dwimpact.prose.words import enumerate_in_words, in_brackets, in_points
from dwimpact.statistics import percentage, points
from dwimpact.study.evidence import FIXED, SAYS_NOTHING, evidence_of
from dwimpact.study.questionnaire.model import Level, Questionnaire
from dwimpact.study.questionnaire.terms import Noun

ROUNDED_OFF = 1 / 200  # less than this is no percentage point
HIGHER, OPEN_HOW_MUCH = "hoger", "hoeveel blijft open"


def describe_wider_reading(known: pd.DataFrame, form: Questionnaire) -> list[str]:
    """What changes when the words of the publication are read more widely (see `describe_known`).

    >>> total = study.known_mentions("student").query("group == 'all'")
    >>> dw.describe_wider_reading(total, form)[1][:62]
    'Vast ligt dan niet meer het aandeel bij de ontwikkeling van so'
    """
    if known.empty or known["wide_smallest"].isna().any():
        return []
    wide = read_widely(known)
    more = (wide["largest"] - known["largest"]).max(), (known["smallest"] - wide["smallest"]).max()
    if not max(more):
        return [
            "Ook als de woorden en afrondingen van de publicatie ruimer worden gelezen, blijft dit "
            "zo."
        ]
    most = int(percentage(int(max(more)), int(known["n"].iloc[0])))
    sentences = [
        "De woorden en afrondingen van de publicatie zijn hier gelezen zoals gebruikelijk is; "
        f"ruimer gelezen schuift een grens hooguit {in_points(most)} op."
    ]
    lost = (evidence_of(known) == FIXED) & (evidence_of(wide) != FIXED)
    if lost.any():
        named = enumerate_in_words(with_range(wide[lost], form))
        sentences.append(f"Vast ligt dan niet meer het aandeel bij {named}.")
    if len(most_mentioned(known)) and most_mentioned(wide).empty:
        sentences.append("Ruimer gelezen ligt ook niet meer vast wat het vaakst is genoemd.")
    return sentences


def describe_known_differences(
    differences: pd.DataFrame, level: Level, group_labels: Mapping[str, str], form: Questionnaire
) -> list[str]:
    """How large differences between groups can have been at a level, where their direction follows
    from the publication; `differences` has rows of `study.known_differences`.

    >>> labels = dw.group_labels(form, study.names)
    >>> student = form.level("student")
    >>> dw.describe_known_differences(study.known_differences, student, labels, form)[0][-45:]
    'van hbo (ruimer gelezen blijft open hoeveel).'
    """
    rows = differences[
        (differences["level"] == level.code) & (differences["group"] != differences["than_group"])
    ]
    sentences: list[str] = []
    for groups, pairs in rows.groupby(["group", "than_group"], sort=False):
        one, other = (group_labels[str(group)] for group in groups)
        sentences += _of_two_groups(pairs, one, other, level, form)
    return sentences


def _of_two_groups(
    pairs: pd.DataFrame, one: str, other: str, level: Level, form: Questionnaire
) -> Iterator[str]:
    """How large the differences between two groups can have been, and of how many outcomes it is
    open which group mentions them more.
    """
    is_open = (pairs["lowest"] <= 0) & (pairs["highest"] >= 0)
    columns = ["outcome", "lowest", "highest", "wide_lowest", "wide_highest"]
    told_of: dict[str, list[str]] = {}
    for outcome, *bounds in pairs.loc[~is_open, columns].itertuples(index=False, name=None):
        phrase = form.phrases[level.code][outcome]
        told_of.setdefault(_which_higher(bounds, one, other), []).append(phrase)
    for rest, outcomes in told_of.items():
        yield f"Bij {enumerate_in_words(outcomes)} ligt het aandeel {rest}."
    if is_open.any():
        rest, that = _rest(is_open, form.terms.outcome)
        most = float(pairs.loc[is_open, ["lowest", "highest"]].abs().to_numpy().max())
        far = f"; het verschil is er hooguit {in_points(points(most))}"
        yield (
            f"Bij {rest} laat de publicatie open wie {that} vaker noemt, {one} of "
            f"{other}{far if most < SAYS_NOTHING else ''}."
        )


def _rest(is_open: pd.Series[bool], noun: Noun) -> tuple[str, str]:
    """'de andere opbrengsten', 'alle opbrengsten' or 'de andere opbrengst', and its pronoun."""
    if is_open.sum() > 1:
        return f"{'alle' if is_open.all() else 'de andere'} {noun.plural}", "ze"
    which = "enige" if is_open.all() else "andere"
    return f"{noun.article} {which} {noun.singular}", "die" if noun.article == "de" else "dat"


def _which_higher(bounds: Sequence[float], one: str, other: str) -> str:
    """'van hbo 12–30 procentpunten hoger dan dat van mbo'; `bounds` are those of both readings."""
    sign = 1 if bounds[0] > 0 else -1
    first, second = (one, other)[::sign]
    central, wide = (sorted(sign * bound for bound in pair) for pair in (bounds[:2], bounds[2:]))
    told = _higher(*central)
    notes = [OPEN_HOW_MUCH if told == HIGHER else "", _read_widely(told, *wide)]
    return f"van {first} {told} dan dat van {second}{in_brackets(*notes)}"


def _higher(low: float, high: float) -> str:
    """'1–50 procentpunten hoger', 'hooguit 20 procentpunten hoger' where it can be next to nothing,
    or `HIGHER` where it can be nearly anything.
    """
    if low >= ROUNDED_OFF:
        return f"{in_points(points(low), points(high))} {HIGHER}"
    at_most = in_points(points(high))
    return HIGHER if high >= SAYS_NOTHING else f"hooguit {at_most} {HIGHER}"


def _read_widely(told: str, low: float, high: float) -> str:
    """What a wider reading makes of a difference of which `told` is said: nothing where it stays
    so, or where that reading leaves nothing possible.
    """
    if pd.isna(low):
        return ""
    if low <= 0:
        return "ruimer gelezen blijft ook open wie dat vaker noemt"
    wide = _higher(low, high)
    read = "blijft open hoeveel" if wide == HIGHER else wide
    return f"ruimer gelezen {read}" if wide != told else ""
