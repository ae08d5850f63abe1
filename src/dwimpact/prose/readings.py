"""Sentences about what hangs on how a publication is read, and how far its groups can differ."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dwimpact.prose.known import with_range
from dwimpact.prose.words import enumerate_in_words, verb
from dwimpact.statistics import percentage, points
from dwimpact.study.evidence import FIXED, evidence_of
from dwimpact.study.questionnaire import Level, Questionnaire


def describe_wider_reading(known: pd.DataFrame, form: Questionnaire) -> list[str]:
    """What changes when the words of the publication are read more widely (see `describe_known`).

    >>> total = study.known_mentions("student").query("group == 'all'")
    >>> dw.describe_wider_reading(total, form)[1][:62]
    'Vast ligt dan niet meer het aandeel bij de ontwikkeling van so'
    """
    if known.empty or known["wide_smallest"].isna().any():
        return []
    wide = known.assign(smallest=known["wide_smallest"], largest=known["wide_largest"])
    more = (wide["largest"] - known["largest"]).max(), (known["smallest"] - wide["smallest"]).max()
    if not max(more):
        return [
            "Ook als woorden en afrondingen van de publicatie ruimer worden gelezen, blijft dit zo."
        ]
    most = int(percentage(int(max(more)), int(known["n"].iloc[0])))
    sentences = [
        "Woorden en afrondingen van de publicatie zijn hier gewoon gelezen; ruimer gelezen schuift "
        f"een grens hooguit {most} {verb(most, 'procentpunt', 'procentpunten')} op."
    ]
    lost = (evidence_of(known) == FIXED) & (evidence_of(wide) != FIXED)
    if lost.any():
        named = enumerate_in_words(with_range(wide[lost], form))
        sentences.append(f"Vast ligt dan niet meer het aandeel bij {named}.")
    return sentences


def describe_known_differences(
    differences: pd.DataFrame, level: Level, group_labels: Mapping[str, str], form: Questionnaire
) -> list[str]:
    """How large differences between groups can have been at a level, where their direction follows
    from the publication; `differences` has rows of `study.known_differences`.

    >>> labels = dw.group_labels(form, study.names)
    >>> student = form.level("student")
    >>> dw.describe_known_differences(study.known_differences, student, labels, form)[0][-37:]
    ' 1 tot 50 procentpunten zijn geweest.'
    """
    rows = differences[
        (differences["level"] == level.code) & (differences["group"] != differences["than_group"])
    ]
    sure = rows[(rows["lowest"] > 0) | (rows["highest"] < 0)]
    phrases, sentences = form.phrases[level.code], []
    columns = ["outcome", "group", "than_group", "lowest", "highest"]
    for outcome, one, other, low, high in sure[columns].itertuples(index=False, name=None):
        if high < 0:
            one, other, low, high = other, one, -high, -low
        sentences.append(
            f"Bij {phrases[outcome]} kan het verschil tussen {group_labels[one]} en "
            f"{group_labels[other]} {points(low)} tot {points(high)} procentpunten zijn geweest."
        )
    if len(sure) < len(rows):
        rest = "Bij de andere" if len(sure) else "Bij alle"
        sentences.append(
            f"{rest} {form.terms.outcome.plural} laat de publicatie open welke groep vaker noemt."
        )
    return sentences
