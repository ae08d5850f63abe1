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

from dwimpact.study.choices import codes
from dwimpact.study.mapping import LimeSurvey
from dwimpact.study.questionnaire import Questionnaire

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


def short_codes(names: Iterable[str], longest: int) -> dict[str, str]:
    """Code of letters and digits → name, for each of these names. A code that was cut off, or would
    be another's, capitals aside, ends with a digest of the whole name: so that no code of today's
    form means another option in that of next year.
    """
    made = {name: _short(name, longest) for name in names}
    times = Counter(code.casefold() for code in made.values())
    codes: dict[str, str] = {}
    for name, code in made.items():
        digests = (_digested(f"{name}{'+' * turn}", longest) for turn in count())
        apart = (digested for digested in digests if digested not in {*codes, *made.values()})
        codes[code if times[code.casefold()] == 1 else next(apart)] = name
    return codes


def limesurvey_codes(form: Questionnaire, registered: Iterable[str] = ()) -> LimeSurvey:
    """What codes in LimeSurvey mean: those that the questionnaire gives, and ours for the rest.
    `registered` are the lines of the registry, where those are answers too.
    """
    lines = {}
    if form.registered:
        lines = {form.registered.code: short_codes(registered, LONGEST_ANSWER)}
    given = form.limesurvey or LimeSurvey(questions={})
    known = {block for code, block in given.questions.items() if VALID.fullmatch(code)}
    blocks = [block for block in _blocks(form) if block not in known]
    return LimeSurvey(
        questions={
            **_apart_from(short_codes(blocks, LONGEST_QUESTION), given.questions),
            **given.questions,
        },
        subquestions=_all_completed(given.subquestions, _rows(form)),
        answers=_all_completed(given.answers, {**_answers(form), **lines}),
    )


def _all_completed(
    given: Mapping[str, Mapping[str, str]], ours: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    return {n: _completed(given.get(n, {}), ours.get(n, {})) for n in {**ours, **given}}


def _completed(given: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str]:
    """The codes that are given, and of ours those for what they do not mean."""
    meant = set(given.values())
    rest = {code: name for code, name in ours.items() if name not in meant}
    return {**_apart_from(rest, given), **given}


def _apart_from(ours: Mapping[str, str], given: Iterable[str]) -> dict[str, str]:
    """Our codes, those that are given for something else with an X at their end."""
    taken = {code.casefold() for code in given}
    return {f"{c[:-1]}X" if c.casefold() in taken else c: name for c, name in ours.items()}


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
    rows: dict[str, Iterable[str]] = {
        "impact": codes(form.levels),
        **{level.code: level.options for level in form.levels},
        **{item.code: codes(item.statements) or item.options for item in form.items},
    }
    return {block: short_codes(names, LONGEST_QUESTION) for block, names in rows.items()}


def _answers(form: Questionnaire) -> dict[str, dict[str, str]]:
    lists: Mapping[str, Iterable[str]] = {
        **{name: codes(choices) for name, choices in form.characteristics.items()},
        **{variable.code: codes(variable.options) for variable in form.asked},
        **{item.code: item.options for item in form.items},
    }
    return {name: short_codes(options, LONGEST_ANSWER) for name, options in lists.items()}


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
