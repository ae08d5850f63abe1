"""What the parts of questionnaire.yml take from each other, and have to agree on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.choices import codes, refuse_repeated
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.levels import NONE, OTHER, Level, Matrix

UNSAID = "no_answer"  # to an item by which answers are split


def completed(data: Any) -> Any:
    """What questionnaire.yml says, with what a level has of the whole form, and a background
    variable of its item, where they say nothing of it themselves.
    """
    if not isinstance(data, dict):
        return data
    levels, items, background = (data.get(k) for k in ("levels", "items", "background"))
    made = dict(data)
    if isinstance(levels, list | tuple):
        given = _of_every_level(data)
        made["levels"] = [{**given, **lv} if isinstance(lv, dict) else lv for lv in levels]
    if isinstance(background, list | tuple) and isinstance(items, list | tuple):
        known = {str(item.get("code")): item for item in items if isinstance(item, dict)}
        made["background"] = [_as_its_item(variable, known) for variable in background]
    return made


def _of_every_level(data: Mapping[str, Any]) -> dict[str, Any]:
    questions, answers = (
        part if isinstance(part, dict) else {}
        for part in (data.get("questions"), data.get("answers"))
    )
    return {
        **{name: answers.get(name) or "" for name in (OTHER, NONE)},
        "asks": [matrix for matrix in get_args(Matrix) if questions.get(matrix)],
        "opening": bool(questions.get("impact")),
    }


def _as_its_item(variable: Any, items: Mapping[str, Mapping[str, Any]]) -> Any:
    item = items.get(str(variable.get("item"))) if isinstance(variable, dict) else None
    options = item.get("options") if item else None
    if not isinstance(options, list | tuple):
        return variable
    blank = {"code": UNSAID, "label": "geen antwoord"}
    return {"blank": UNSAID, "options": [*options, blank], **variable}


def require_items(background: Sequence[Variable], items: Sequence[Item]) -> None:
    """Raise ValueError where a background variable has no item that it can be known from."""
    known = {item.code: item for item in items if not item.statements}
    for variable in background:
        if not (code := variable.item):
            continue
        place = f"background: {variable.code}: item"
        if code not in known or known[code].kind in ("choices", "text"):
            raise ValueError(f"{place}: one choice, a scale, a number or a date, not '{code}'")
        if variable.code in known:
            raise ValueError(f"{place}: another code than an item has")
        allowed = {*known[code].options, variable.blank}
        if known[code].options and (unknown := {*codes(variable.options)} ^ allowed):
            raise ValueError(f"{place}: its options and 'blank', not {sorted(unknown)}")
        kind = datetime.date if known[code].kind == "date" else float
        limits = [option.below for option in variable.options if option.below is not None]
        if not all(isinstance(limit, kind) for limit in limits):
            raise ValueError(f"{place}: 'below' as its answers are, numbers or dates")


def require_languages(language: str, translations: Mapping[str, Mapping[str, str]]) -> None:
    """Raise ValueError where two languages have one tag: LimeSurvey and the form on paper go
    by the tag alone. A blank is no translation.
    """
    tags = [name.split("(")[1][:-1] for name in (language, *translations)]
    refuse_repeated("translations: tags of languages", tags)
    for translated_into, said in translations.items():
        if blank := [text for text, translated in said.items() if not translated.strip()]:
            raise ValueError(f"translations: {translated_into}: blank for {blank}")


def require_conditions(blocks: Sequence[Level | Item], asked: Sequence[Variable]) -> None:
    """Raise ValueError where a level is asked of a group that there is not."""
    known = {variable.code: codes(variable.options) for variable in asked}
    for block in blocks:
        for code, values in block.asked_if.items():
            if unknown := set(values) - set(known.get(code, ())):
                expected = "options of a background variable that is asked"
                raise ValueError(
                    f"{block.code}: asked_if: {code}: {expected}, not {sorted(unknown)}"
                )
