"""What columns, options and answers are called in a form tool: the same going out and coming back.

Names follow from the questionnaire's own codes, never from a place in a list: an option that is
added later moves no other.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from dwimpact.study.choices import codes
from dwimpact.study.levels import OTHER
from dwimpact.study.mapping import LimeSurvey
from dwimpact.study.questionnaire import Questionnaire

LONGEST_QUESTION, LONGEST_ANSWER = 20, 5  # letters and digits; LimeSurvey cuts off what is longer
OTHER_ROW = "otherOption"  # LimeSurvey keeps 'other' for a text


def xlsform_name(column: str) -> str:
    """The name of a question in an XLSForm: 'institution/status/other' → with '_' for '/'."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", column)


def short_codes(names: Iterable[str], longest: int) -> dict[str, str]:
    """Code of letters and digits → name, for each of these names; those that would be cut off to
    the same have a digest.
    """
    names = list(names)
    made = {name: _camel(name)[:longest] for name in names}
    times = Counter(made.values())
    return {_digest(n, longest) if times[code] > 1 else code: n for n, code in made.items()}


def limesurvey_codes(form: Questionnaire, registered: Iterable[str] = ()) -> LimeSurvey:
    """What codes in LimeSurvey mean: those that the questionnaire gives, and ours for the rest.
    `registered` are the lines of the registry, where those are answers too.
    """
    named = (
        {form.registered.code: short_codes(registered, LONGEST_ANSWER)} if form.registered else {}
    )
    given = form.limesurvey or LimeSurvey(questions={})
    known = {block: code for code, block in given.questions.items()}
    blocks = [block for block in _blocks(form) if block not in known]
    return LimeSurvey(
        questions={**given.questions, **short_codes(blocks, LONGEST_QUESTION)},
        subquestions={**_rows(form), **given.subquestions},
        answers={**_answers(form), **named, **given.answers},
    )


def _blocks(form: Questionnaire) -> Iterator[str]:
    """Every question: a column of the raw layout, or what its columns begin with."""
    yield from (variable.code for variable in form.asked)
    if any(level.opening for level in form.levels):
        yield "impact"
    for level in form.levels:
        yield level.answers_column
        yield from (f"{level.code}/{matrix}" for matrix in level.asks)
    yield from codes(form.items)
    yield from form.closing_columns


def _rows(form: Questionnaire) -> dict[str, dict[str, str]]:
    made = {level.code: _subquestions(level.options) for level in form.levels}
    made["impact"] = _subquestions(codes(form.levels))
    for item in form.items:
        made[item.code] = _subquestions(codes(item.statements) or item.options)
    return made


def _subquestions(names: Iterable[str]) -> dict[str, str]:
    made = short_codes(names, LONGEST_QUESTION)
    return {OTHER_ROW if code == OTHER else code: name for code, name in made.items()}


def _answers(form: Questionnaire) -> dict[str, dict[str, str]]:
    lists: Mapping[str, Iterable[str]] = {
        **{name: codes(choices) for name, choices in form.characteristics.items()},
        **{variable.code: codes(variable.options) for variable in form.asked},
        **{item.code: item.options for item in form.items},
    }
    return {name: short_codes(options, LONGEST_ANSWER) for name, options in lists.items()}


def _camel(name: str) -> str:
    first, *others = re.findall(r"[A-Za-z0-9]+", name)
    made = first + "".join(word[:1].upper() + word[1:] for word in others)
    return made if made[0].isalpha() else f"A{made}"


def _digest(name: str, length: int) -> str:
    digest = hashlib.sha256(name.encode()).digest()
    return "A" + re.sub("[^a-z0-9]", "", digest.hex())[: length - 1]
