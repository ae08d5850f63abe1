"""What columns, options and answers are called in a form tool: the same going out and coming back.

Names follow from the questionnaire's own codes, never from a place in a list: an option that is
added later moves no other.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from dwimpact.study.questionnaire.choices import codes
from dwimpact.study.questionnaire.mapping import LimeSurvey
from dwimpact.study.questionnaire.model import Questionnaire

LONGEST_QUESTION, LONGEST_ANSWER = 20, 5  # letters and digits; LimeSurvey drops what is longer
DIGEST = 4  # a million of them
AS_IS = re.compile(r"[A-Za-z0-9]+([_/][A-Za-z0-9]+)*")
VALID = re.compile(r"[A-Za-z][A-Za-z0-9]{0,19}")
# LimeSurvey renames these, or takes what ends so for the text beside an option.
KEPT_APART = re.compile(
    r"(time|lang|sid|savedid|token|qid|gid|sgq|self|that|this|.*other|.*comment)", re.IGNORECASE
)


def xlsform_name(column: str) -> str:
    """The name of a question in an XLSForm: 'institution/status/other' → with '_' for '/'."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", column)


def short_codes(names: Iterable[str], longest: int, taken: Iterable[str] = ()) -> dict[str, str]:
    """Code of letters and digits → name, for each of these names. A code that was cut off, or would
    be another's or one that is `taken`, capitals aside, ends with a digest of the whole name: so
    that no code of today's form means another option in that of next year.
    """
    made = {name: _short(name, longest) for name in names}
    times = Counter(code.casefold() for code in (*made.values(), *taken))
    codes: dict[str, str] = {}
    for name, code in made.items():
        digests = (_digested(f"{name}{'+' * turn}", longest) for turn in count())
        apart = (new for new in digests if new not in codes and new.casefold() not in times)
        codes[code if times[code.casefold()] == 1 else next(apart)] = name
    return codes


def limesurvey_codes(form: Questionnaire, registered: Iterable[str] = ()) -> LimeSurvey:
    """What codes in LimeSurvey mean: those that the questionnaire gives, and ours for the rest.
    `registered` are the lines of the registry, where those are answers too.
    """
    lines = {}
    if form.registered:
        lines = {form.registered.code: registered}
    given = form.limesurvey or LimeSurvey(questions={})
    known = {block for code, block in given.questions.items() if VALID.fullmatch(code)}
    blocks = [block for block in _blocks(form) if block not in known]
    ours = short_codes(blocks, LONGEST_QUESTION, given.questions)
    return LimeSurvey(
        questions={**ours, **given.questions},
        subquestions=_all_completed(given.subquestions, _rows(form), LONGEST_QUESTION),
        answers=_all_completed(given.answers, {**_answers(form), **lines}, LONGEST_ANSWER),
    )


def _all_completed(
    given: Mapping[str, Mapping[str, str]], names: Mapping[str, Iterable[str]], longest: int
) -> dict[str, dict[str, str]]:
    every = {**names, **given}
    return {n: _completed(given.get(n, {}), names.get(n, ()), longest) for n in every}


def _completed(given: Mapping[str, str], names: Iterable[str], longest: int) -> dict[str, str]:
    """The codes that are given, and ours for what they do not mean."""
    rest = [name for name in names if name not in set(given.values())]
    return {**short_codes(rest, longest, given), **given}


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


def _rows(form: Questionnaire) -> dict[str, Iterable[str]]:
    return {
        "impact": codes(form.levels),
        **{level.code: level.options for level in form.levels},
        **{item.code: codes(item.statements) or item.options for item in form.items},
    }


def _answers(form: Questionnaire) -> dict[str, Iterable[str]]:
    return {
        **{name: codes(choices) for name, choices in form.characteristics.items()},
        **{variable.code: codes(variable.options) for variable in form.asked},
        **{item.code: item.options for item in form.items},
    }


def _short(name: str, longest: int) -> str:
    """The name as it is, where it fits and means nothing else in a question or row."""
    code = _camel(name)
    kept = longest == LONGEST_QUESTION and KEPT_APART.fullmatch(code)
    whole = AS_IS.fullmatch(name) and len(code) <= longest and not kept
    return code if whole else _digested(name, longest)


def _camel(name: str) -> str:
    first, *others = re.findall(r"[A-Za-z0-9]+", name) or [""]
    made = first + "".join(word[:1].upper() + word[1:] for word in others)
    return made if made[:1].isalpha() else f"A{made}"


def _digested(name: str, longest: int) -> str:
    digest = base64.b32encode(hashlib.sha256(name.encode()).digest()).decode().lower()
    return _camel(name)[: longest - DIGEST] + digest[:DIGEST]
