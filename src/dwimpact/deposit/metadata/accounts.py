"""What a deposit tells of itself: how the data came about, what was corrected, what nobody can find
out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dwimpact.deposit.metadata.archives import holds_personal_data
from dwimpact.deposit.record import Record
from dwimpact.deposit.rows.open_rows import OpenRows
from dwimpact.prose.published.origin import origin_of
from dwimpact.prose.report.cleaning import (
    describe_cleaning,
    describe_findings,
    describe_masking,
    describe_mode,
)
from dwimpact.prose.report.fieldwork import describe_fieldwork, describe_limits
from dwimpact.prose.report.study import describe_registry
from dwimpact.study.study import Study
from dwimpact.tables.cleaning import corrections_made, marks_in_texts, rows_set_aside
from dwimpact.tables.labels import group_labels

OTHERS_FIT = (
    "Er passen veel meer antwoorden bij: de cijfertabellen geven daarom het kleinste en het "
    "grootste aantal dat mogelijk is, en daarnaast dat van deze reconstructie."
)


def how_made(record: Record) -> list[str]:
    """How responses came about that nobody gave."""
    if record.nobody == "drawn":
        return ["De antwoorden zijn willekeurig getrokken, om een rapport mee te proberen."]
    if not record.nobody:
        return []
    return [
        "Wat ieder antwoordde, is niet gepubliceerd. De antwoorden zijn daarom uitgerekend: elke "
        "uitspraak van de publicatie die te toetsen is en niet met een andere botst, werd een "
        "voorwaarde aan aantallen, en een programma met gehele getallen zocht antwoorden die "
        "aan al die voorwaarden en aan het formulier voldoen, zo dicht mogelijk bij opgeschreven "
        "aannames.",
        "Wat de publicatie openlaat is aanname, en open antwoorden zijn nieuw geschreven.",
        *([OTHERS_FIT] if record.settings.has_bounds else []),
    ]


def method_told(record: Record) -> dict[str, Any]:
    """How the study was held, and how its numbers came about."""
    study = record.study
    n = study.n
    limits = describe_limits(record.settings, n, study.population, origin_of(study, n))
    return {
        "how_made": how_made(record),
        # What is possible of a reconstruction is told above, and here are no figures with marks.
        "limits": limits[:1] if record.settings.has_bounds else limits,
        "fieldwork": describe_fieldwork(study),
        "registry": describe_registry(study),
        "cleaning": [
            *describe_cleaning(study.tables, study),
            describe_findings(study.tables),
            describe_masking(study.tables, study),
        ],
        "libraries": record.manifest["libraries"],
    }


def corrections_told(record: Record) -> dict[str, Any]:
    """What was corrected and set aside; a strict study tells only how much, as its report does."""
    tables, strict = record.study.tables, record.settings.strict
    changed = corrections_made(tables, record.study.questionnaire)
    aside = rows_set_aside(tables)
    return {
        "told": describe_cleaning(tables, record.study),
        "corrections": changed[: 0 if strict else None],
        "aside": aside[: 0 if strict else None],
        "hushed": strict and len(changed) + len(aside) > 0,
    }


def disclosure_told(record: Record, opened: OpenRows | None) -> dict[str, Any]:
    """What is hidden, and of open rows what they tell and lost."""
    study = record.study
    called = {str(code): label for code, label in group_labels(study.questionnaire).items()}
    return {
        "mode": describe_mode(record.settings),
        "below": record.settings.withhold_below,
        "hidden": len(study.hidden),
        "marks": marks_in_texts(study.tables),
        "personal": holds_personal_data(record),
        "classes": None if opened is None else _classes(opened, called, study),
        "loss": None if opened is None else _loss(opened, study),
        "left_out": {} if opened is None else _left_out(opened, study),
        "opened": opened,
    }


def _classes(opened: OpenRows, called: Mapping[str, str], study: Study) -> pd.DataFrame:
    columns = {v.group_column: v.label for v in opened.variables}
    named = opened.classes.replace(dict.fromkeys(columns, called))
    return named.rename(columns=columns)


def _loss(opened: OpenRows, study: Study) -> pd.DataFrame:
    form = study.questionnaire
    return pd.DataFrame(
        {
            "Achtergrond": [form.variable(code).label for code in opened.loss["variable"]],
            "Bits voor": [f"{bits:.2f}" for bits in opened.loss["before"]],
            "Bits na": [f"{bits:.2f}" for bits in opened.loss["after"]],
            "Verloren": [f"{round(100 * share)}%" for share in opened.loss["lost"]],
        }
    )


def _left_out(opened: OpenRows, study: Study) -> dict[str, str]:
    form = study.questionnaire
    called = {v.code: v.label for v in form.background}
    called |= {level.code: level.label for level in form.levels}
    called |= {item.code: item.label for item in form.items}
    called |= {"texts": "open antwoorden en opmerkingen"}
    return {called[code]: why for code, why in opened.left_out.items()}
