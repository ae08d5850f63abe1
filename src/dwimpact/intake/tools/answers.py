"""Answers of a form tool as the questionnaire's codes.

A cell that is none of the texts known here is left as it is, for `examine` to name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.intake.tools.ticked import folded_text, ticked_codes, without_rest
from dwimpact.rules import found
from dwimpact.study.questionnaire.columns import limesurvey_codes
from dwimpact.study.questionnaire.mapping import ColumnMapping
from dwimpact.study.questionnaire.model import (
    OTHER,
    YES_NO,
    YES_NO_COLUMNS,
    Block,
    Choice,
    Level,
    Questionnaire,
    codes,
)
from dwimpact.study.study import Study

TICK_TEXTS = (
    *("1", "y", "ja", "yes", "true", "waar", "x", "✓", "✔", "selected", "checked", "mentioned"),
    *("aangevinkt", "aangekruist", "gekozen", "genoemd"),
)
NO_TICK_TEXTS = (
    *("0", "n", "nee", "no", "false", "onwaar", "unchecked"),
    *(f"not {word}" for word in ("selected", "checked", "mentioned")),
    *(f"niet {word}" for word in ("aangevinkt", "aangekruist", "gekozen", "genoemd")),
)
YES = {"yes": "yes", "no": "no", "ja": "yes", "nee": "no", "y": "yes", "n": "no"}
NO_ANSWER = ("n/a", "n.v.t.", "nvt", "na", "null", "nan", "<na>", "-")
WHOLE_NUMBER = re.compile(r"(\d+)[.,]0+")


def as_codes(
    raw: pd.DataFrame, study: Study, labels: Mapping[str, Mapping[str, str]]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The frame with codes for labels in every coded column that it has, and which texts in these
    were taken for no answer.

    `labels` gives, per column, what its values are called (SPSS).
    """
    form, made, blank = study.questionnaire, raw.copy(), Counter[str]()
    tool = limesurvey_codes(form, study.registry["code"]).answers
    for column, meanings in _meanings(form, tool).items():
        if column in raw:
            called = {v: meanings.get(folded_text(t)) for v, t in labels.get(column, {}).items()}
            known = {**meanings, **{folded_text(v): code for v, code in called.items() if code}}
            made[column] = _translated(raw[column], known, blank)
    if (registered := form.registered) and registered.code in raw:
        spelled = {text: text for text in study.spellings[registered.code]}
        named = {**tool[registered.code], **labels.get(registered.code, {}), **spelled}
        known = {folded_text(v): text for v, text in named.items()}
        read = _translated(raw[registered.code], known, blank)
        # As it is spelled goes before the same in other capitals.
        exact = raw[registered.code].isin(spelled)
        made[registered.code] = read.mask(exact, raw[registered.code])
    told: list[Problem] = []
    for block in form.tick_blocks:
        if (base := block.answers_column) in raw:
            texts = _option_texts(form, block)
            if form.export and (rest := _column_of_rest(form.export, block, raw)):
                made[base], made[rest] = without_rest(
                    raw[base], texts, form.export.separator, OTHER
                )
                cells = int(made[rest].notna().sum())
                told += [found("read_as_other", cells=cells, name=base)] if cells else []
            made[base] = ticked_codes(made[base], texts, block.options)
    for variable in form.asked:
        if variable.blank and variable.code in made:
            made[variable.code] = made[variable.code].fillna(variable.blank)
    return made, [*told, *(found("said_blank", value=t, cells=n) for t, n in blank.items())]


def _column_of_rest(mapping: ColumnMapping, block: Block, raw: pd.DataFrame) -> str:
    """Where the text goes that stands beside the options in one cell; nothing where it does not."""
    if not (mapping.rest_is_other and isinstance(block, Level)):
        return ""
    return "" if {*block.other_text_columns} <= {*raw} else block.other_text_column


def _option_texts(form: Questionnaire, block: Block) -> dict[str, str]:
    """Every text that stands for an option of a block → its code."""
    texts = {label: option for option, label in form.labels_of(block).items()}
    hinted = block.outcomes if isinstance(block, Level) else ()
    values = form.export.values.get(block.answers_column, {}) if form.export else {}
    texts |= {outcome.with_hint: outcome.code for outcome in hinted}
    return {**_translations(form, texts), **texts, **values}


def _translations(form: Questionnaire, texts: Mapping[str, str]) -> dict[str, str]:
    """The same for the languages that the form is translated into."""
    known = form.translations.values()
    return {said[text]: code for said in known for text, code in texts.items() if text in said}


def _meanings(
    form: Questionnaire, tool: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Per coded column: every text that stands for a code, and that code; `tool` has those of the
    form tool by variable or question.
    """
    tool = {**tool, **(form.export.values if form.export else {})}
    texts = {
        n: _texts(form, choices, tool.get(n, {})) for n, choices in form.characteristics.items()
    }
    yes = {**YES, **{c: c for c in YES_NO}}
    made = {v.code: _texts(form, v.options, tool.get(v.code, {})) for v in form.asked if v.options}
    made |= dict.fromkeys(YES_NO_COLUMNS, yes)
    for block in form.tick_blocks:
        made |= _tick_texts(form, block)
    for item in form.items:
        if item.kind in ("choice", "scale"):
            made |= dict.fromkeys(item.rows, _texts(form, item.answers, tool.get(item.code, {})))
    for level in form.levels:
        made |= {c: texts[name] for c, (name, _) in form.characteristic_columns(level).items()}
    return made


def _tick_texts(form: Questionnaire, block: Block) -> dict[str, dict[str, str]]:
    """Tick column → what stands for a tick, the label of its own option included."""
    ticks = {**dict.fromkeys(TICK_TEXTS, "1"), **dict.fromkeys(NO_TICK_TEXTS, "0")}
    labels: dict[str, dict[str, str]] = {}
    for text, option in _option_texts(form, block).items():
        labels.setdefault(option, {})[folded_text(text)] = "1"
    return {block.tick_column(o): {**labels.get(o, {}), **ticks} for o in block.options}


def _texts(
    form: Questionnaire, choices: Sequence[Choice], tool: Mapping[str, str]
) -> dict[str, str]:
    translated = _translations(form, {choice.label: choice.code for choice in choices})
    return {
        **{folded_text(text): code for text, code in translated.items()},
        **{folded_text(choice.short): choice.code for choice in choices},
        **{folded_text(choice.label): choice.code for choice in choices},
        **{code: code for code in codes(choices)},
        **{folded_text(text): code for text, code in tool.items()},
    }


def _translated(
    values: pd.Series[Any], known: Mapping[str, str], blank: Counter[str]
) -> pd.Series[Any]:
    """Codes for texts; of those that stand for no answer, `blank` counts each."""
    counts = values.value_counts()
    texts = {text: _code(text, known) for text in counts.index}
    for text, code in texts.items():
        if code is None:
            blank[text] += int(counts[text])
    return values.map(texts).astype("str")


def _code(text: str, known: Mapping[str, str]) -> str | None:
    """The code that a text stands for, also where a whole number has got decimals; None for no
    answer, and the text itself where it is none of these.
    """
    folded = folded_text(text)
    if folded in known:
        return known[folded]
    if (whole := WHOLE_NUMBER.fullmatch(folded)) and whole[1] in known:
        return known[whole[1]]
    return None if folded in NO_ANSWER else text
