"""What changed between two questionnaires, and what both ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from dwimpact.study.questionnaire.items import WITH_OPTIONS, Item
from dwimpact.study.questionnaire.levels import Block
from dwimpact.study.questionnaire.model import Level, Questionnaire, codes, labels

ADDED, DROPPED, REWORDED = "added", "dropped", "reworded"
LEVELS, BACKGROUND, QUESTIONS, ITEMS = "Levels", "Background", "Questions", "Items"
STATUS_PART, NATURE_PART = "Status", "Nature"
ONLY_OF, BLANK_UNASKED = "?asked_if", "?blank"  # no code has such a sign
COMPARED = (*WITH_OPTIONS, "number")  # kinds of items


def compare_questionnaires(earlier: Questionnaire, later: Questionnaire) -> pd.DataFrame:
    """What was added, dropped or reworded between two questionnaires.

    One row per change: part, change, code, earlier and later (labels; missing where it was
    not asked). Parts are the levels, the outcomes of each level (the code of the level), the
    scales, the background, the questions and the items; and of each level (its answers column)
    and item that both have (its code) its other options, of whom it is asked and what blank is.

    >>> len(dw.compare_questionnaires(form, form))
    0
    """
    old, new = _parts(earlier, later), _parts(later, earlier)
    rows = [
        (part, *change)
        for part in dict.fromkeys([*new, *old])
        for change in _changes(old.get(part, {}), new.get(part, {}))
    ]
    columns = ["part", "change", "code", "earlier", "later"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def shared_questionnaire(earlier: Questionnaire, later: Questionnaire) -> Questionnaire:
    """The later questionnaire with only the levels, outcomes, items and options that both have."""
    known = {level.code: level.listed for level in earlier.levels}
    levels = [_shared(level, known.get(level.code, ())) for level in later.levels]
    before = {item.code: item for item in earlier.items}
    items = [_in_both(before[item.code], item) for item in later.items if item.code in before]
    return later.model_copy(
        update={
            "levels": tuple(level for level in levels if level.outcomes),
            "items": tuple(item for item in items if item),
        }
    )


def _shared(level: Level, known: tuple[str, ...]) -> Level:
    both = tuple(outcome for outcome in level.outcomes if outcome.code in known)
    return level.model_copy(update={"outcomes": both})


def _in_both(earlier: Item, later: Item) -> Item | None:
    """The later question with the options and rows that both have; nothing where it became another
    question, or a scale of other points.
    """
    if earlier.kind != later.kind or later.kind not in COMPARED or earlier.unit != later.unit:
        return None
    if later.kind == "scale" and earlier.points != later.points:
        return None
    answers = tuple(a for a in later.answers if a.code in earlier.options)
    asked = codes(earlier.statements)
    rows = tuple(row for row in later.statements if row.code in asked)
    if bool(answers) != bool(later.answers) or bool(rows) != bool(later.statements or asked):
        return None
    return later.model_copy(update={"answers": answers, "statements": rows})


def _parts(form: Questionnaire, other: Questionnaire) -> dict[str, dict[str, str]]:
    """Part of the questionnaire → code → label. No level can have these capitals as its code."""
    in_both = {*codes(other.levels), *codes(other.items)}
    return {
        LEVELS: labels(form.levels),
        **{level.code: labels(level.outcomes) for level in form.levels},
        **{lv.answers_column: _of_level(lv, form) for lv in form.levels if lv.code in in_both},
        STATUS_PART: labels(form.statuses),
        NATURE_PART: labels(form.natures),
        BACKGROUND: {o.code: o.label for variable in form.split_by for o in variable.options},
        ITEMS: labels(form.items),
        **{item.code: _of_item(item, form) for item in form.items if item.code in in_both},
        QUESTIONS: {code: text for code, text in form.questions.model_dump().items() if text},
    }


def _of_level(level: Level, form: Questionnaire) -> dict[str, str]:
    named = form.outcome_labels(level.code)
    beside = {option: named[option] for option in level.options if option not in level.listed}
    return {**beside, **_base(level, form)}


def _of_item(item: Item, form: Questionnaire) -> dict[str, str]:
    return {**labels(item.statements), **item.option_labels, **_base(item, form)}


def _base(block: Block, form: Questionnaire) -> dict[str, str]:
    """Of whom it is asked, as 'cursus: ja', and whether blank is asked."""
    conditions = [
        f"{variable.label}: {', '.join(labels(variable.options)[value] for value in values)}"
        for code, values in block.asked_if.items()
        for variable in [form.variable(code)]
    ]
    return {
        **({ONLY_OF: "; ".join(conditions)} if conditions else {}),
        **({BLANK_UNASKED: block.blank} if block.blank == "not_asked" else {}),
    }


def _changes(
    earlier: Mapping[str, str], later: Mapping[str, str]
) -> Iterator[tuple[str, str, str | None, str | None]]:
    for code in dict.fromkeys([*later, *earlier]):
        old, new = earlier.get(code), later.get(code)
        if old != new:
            change = ADDED if old is None else DROPPED if new is None else REWORDED
            yield change, code, old, new
