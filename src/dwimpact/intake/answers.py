"""Answers of a form tool as the questionnaire's codes, and its tick boxes as complete blocks.

A cell that is none of the texts known here is left as it is, for `examine` to name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dwimpact.errors import Problem
from dwimpact.intake.ticked import folded_text, ticked_codes, without_rest
from dwimpact.rules import MOST_ALIKE, found, rest_of
from dwimpact.study.columns import limesurvey_codes
from dwimpact.study.grid import FIRST_ROW
from dwimpact.study.mapping import ColumnMapping
from dwimpact.study.questionnaire import (
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
ISO_DATE = r"^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*)?$"
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


def complete_blocks(raw: pd.DataFrame, form: Questionnaire) -> tuple[pd.DataFrame, list[Problem]]:
    """The frame with both the base column and the tick columns of every level, the one made
    from the other where the export has only one; and the rows where that leaves a doubt.
    """
    made, problems = raw.copy(), []
    for block in form.tick_blocks:
        ticks, base = block.tick_columns, block.answers_column
        if base in raw:
            # An option that nobody chose has no column where each choice gets one (ODK).
            known = ticks_from_base(raw[base], block)
            made = made.assign(**{c: tick for c, tick in known.items() if c not in raw})
        else:
            made = _with_other_tick(made, block) if isinstance(block, Level) else made
            if set(ticks) <= set(made):
                made[base], doubtful = _base_from_ticks(made[ticks], block)
                doubt = found("ambiguous_block", column=ticks[0], name=base)
                rows = raw.index[doubtful]
                problems += [replace(doubt, row=row + FIRST_ROW) for row in rows[:MOST_ALIKE]]
                problems += rest_of(doubt, len(rows))
    return made, problems


def is_asked(raw: pd.DataFrame, block: Block) -> pd.Series[bool]:
    """Whether the form asks this of each respondent, by what is known of them."""
    asked = pd.Series(True, index=raw.index)
    for code, values in block.asked_if.items():
        asked &= raw[code].isin(values)
    return asked


def in_base(raw: pd.DataFrame, block: Block) -> pd.Series[bool]:
    """Whether each respondent counts in the base of this question."""
    asked = is_asked(raw, block)
    answered = raw[block.base_columns].notna().any(axis=1)
    return asked & answered if block.blank == "not_asked" else asked


def has_code(answers: pd.Series[Any], code: str) -> pd.Series[Any]:
    """Whether each multi-select, its codes separated by spaces, has a code; missing for a blank."""
    # Spaces around both, so that one code never matches inside another.
    found = (" " + answers + " ").str.contains(f" {code} ", regex=False)
    return found.astype("boolean").where(answers.notna())


def as_number(cells: pd.Series[Any]) -> pd.Series[float]:
    """Texts as numbers, with a comma or a point before the decimals; missing for what is none."""
    return pd.to_numeric(cells.str.strip().str.replace(",", ".", regex=False), errors="coerce")


def as_date(cells: pd.Series[Any], date_format: str) -> pd.Series[Any]:
    """Texts as dates, by a format of strptime, or as form tools and spreadsheets write them: year
    first, also with a time; missing for what is none.
    """
    texts = cells.str.strip()
    written = pd.to_datetime(texts, format=date_format, errors="coerce")
    iso = texts.str.extract(ISO_DATE, expand=False)
    return written.fillna(pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce"))


def ticks_from_base(base: pd.Series[Any], block: Block) -> dict[str, pd.Series[Any]]:
    """Tick column → 1 or 0 for what a column with ticked codes says; blank where that is."""
    return {
        block.tick_column(option): has_code(base, option).map({True: "1", False: "0"}).astype("str")
        for option in block.options
    }


def _column_of_rest(mapping: ColumnMapping, block: Block, raw: pd.DataFrame) -> str:
    """Where the text goes that stands beside the options in one cell; nothing where it does not."""
    if not (mapping.rest_is_other and isinstance(block, Level)):
        return ""
    return "" if {*block.other_text_columns} <= {*raw} else block.other_text_column


def _with_other_tick(raw: pd.DataFrame, level: Level) -> pd.DataFrame:
    """LimeSurvey has no box for 'other': its text is the tick."""
    tick, text = level.tick_column(OTHER), level.other_text_column
    if not level.other_text_columns or tick in raw or text not in raw:
        return raw
    wrote = raw[text].notna()
    return raw.assign(**{tick: pd.Series("1", raw.index, dtype="str").where(wrote)})


def _base_from_ticks(ticks: pd.DataFrame, level: Block) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """The ticked codes separated by spaces, blank where none is; and where all boxes are 0,
    so that 'left blank' and 'nothing ticked' cannot be told apart.
    """
    chosen = ticks == "1"
    base = pd.Series("", index=ticks.index, dtype="str")
    for option in level.options:
        code = pd.Series(f" {option}", index=ticks.index, dtype="str")
        base = base + code.where(chosen[level.tick_column(option)], "")
    answered = chosen.any(axis=1)
    return base.str.strip().where(answered), ~answered & ticks.notna().any(axis=1)


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
