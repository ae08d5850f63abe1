"""The register of published claims: what the report states, in a form a machine can check."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import RootModel

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.published.checks import MeanCheck, ValueCheck
from dwimpact.published.claims import Claim
from dwimpact.published.quantity import LISTED, OPTION_COLUMN, Choices, Quantity, Source
from dwimpact.published.sources import source_columns
from dwimpact.published.words import CENTRALLY, Bounds, Meanings, ReadingName, Word, read_words
from dwimpact.study.files.opening import as_it_was, is_there
from dwimpact.study.files.reading import parse_model, read_yaml
from dwimpact.study.questionnaire.model import NONE, OTHER, Questionnaire, codes
from dwimpact.study.study import CLAIMS, QUANTIFIERS, Study


class Claims(RootModel[tuple[Claim, ...]]):
    """The register, in the order of the report."""


def read_claims(study: Study, reading: ReadingName = CENTRALLY) -> tuple[Claim, ...]:
    """The register of a study, empty when its folder has none, with quantity words read narrowly,
    centrally or widely. Raises StudyError for a wrong entry, a repeated id, an unknown word, or a
    code (level, outcome, workplace, ...) that the study does not have.

    >>> dw.read_claims(study)[0].says
    'Er zijn twintig Digitale Werkplaatsen.'
    """
    # With the study, as its cached properties are, for as long as its files stay the same.
    kept: dict[Any, tuple[Claim, ...]] = vars(study).setdefault("_claims", {})
    states = tuple(_state(study.folder / name) for name in (CLAIMS, QUANTIFIERS))
    if (reading, states) not in kept:
        kept[reading, states] = _read_claims(study, reading, states[0])
    return kept[reading, states]


def _state(path: Path) -> tuple[int, ...] | None:
    with suppress(OSError, ValueError):
        return as_it_was(path)
    return None


@lru_cache(maxsize=4)
def _parsed(path: Path, _state: object) -> tuple[Claim, ...]:
    return parse_model(path, Claims, read_yaml(path)).root


def _read_claims(study: Study, reading: ReadingName, state: object) -> tuple[Claim, ...]:
    path = study.folder / CLAIMS
    if not is_there(path):
        return ()
    claims = _parsed(path, state)
    known, words = _known_codes(study), read_words(study)
    problems = [*_repeated(claims), *(p for claim in claims for p in _unknown_words(claim, words))]
    if problems:
        raise StudyError(path, problems)
    read = tuple(claim.read(lambda word: words[word].reading(reading)) for claim in claims)
    columns = source_columns(study)
    problems = [p for claim in read for p in _unknown(claim, study.questionnaire, known, columns)]
    problems += [p for claim in read for p in _misplaced(claim, study.questionnaire)]
    if problems:
        raise StudyError(path, problems)
    return read


def codes_to_rank(form: Questionnaire) -> Choices:
    """The lookup of what a ranking is over: the listed outcomes of a level, options or groups."""

    def choices(column: str, quantity: Quantity) -> Sequence[str]:
        if column == "option":
            (item,) = quantity.where["item"]
            return form.item(str(item)).options
        if column == "outcome":
            (level,) = quantity.where["level"]
            return form.level(str(level)).listed
        return codes(form.groups[column])

    return choices


def fixed_counts(claims: Iterable[Claim]) -> dict[Quantity, int]:
    """The counts that the register itself states, such as the size of each group."""
    return {quantity: low for quantity, (low, high) in stated_bounds(claims).items() if low == high}


def stated_bounds(claims: Iterable[Claim]) -> dict[Quantity, tuple[int, int]]:
    """The counts between two whole numbers that the register states, or that it fixes."""
    found: dict[Quantity, tuple[int, int]] = {}
    for claim in claims:
        for check in claim.checks if not claim.contradicts else ():
            if isinstance(check, ValueCheck) and not (check.over or check.word):
                low, high = _whole(check.bounds)
                if low is not None and high is not None:
                    before = found.get(check.value, (low, high))
                    found[check.value] = max(low, before[0]), min(high, before[1])
    return found


def _whole(bounds: Bounds) -> tuple[int | None, int | None]:
    """The smallest and largest whole number between bounds."""
    low, high = bounds.lowest, bounds.highest
    return (
        None if low is None else math.floor(low[0]) + 1 if low[1] else math.ceil(low[0]),
        None if high is None else math.ceil(high[0]) - 1 if high[1] else math.floor(high[0]),
    )


def people_asked(quantity: Quantity, form: Questionnaire) -> tuple[Quantity, int] | None:
    """Who was asked a question beside the levels, and in how many rows; None where the form does
    not tell.
    """
    where = dict(quantity.where)
    named = [form.item(str(code)) for code in where.pop("item", ())]
    rows, group = where.pop("row", None), where
    if quantity.of != "asked" or len(named) != 1 or "answered" in where:
        return None
    if named[0].blank == "not_asked":
        return None
    for code, values in named[0].asked_if.items():
        group[code] = [v for v in group.get(code, values) if v in values]
    return Quantity(of="respondents", **group), len(rows or named[0].rows)


def named_quantities(claim: Claim, form: Questionnaire) -> list[Quantity]:
    """Every quantity of a claim: those shown beside it and those it compares. Raises KeyError
    for a level, or groups, that the form does not have.
    """
    choices = codes_to_rank(form)
    compared = [q for c in claim.constraints(choices) for q in c.quantities]
    return [*(q for pair in claim.quantities(choices) for q in pair if q), *compared]


def _repeated(claims: Sequence[Claim]) -> Iterator[Problem]:
    ids = [claim.id for claim in claims]
    for repeated in sorted({i for i in ids if ids.count(i) > 1}):
        yield Problem(f"claim '{repeated}' stands twice", "each id once", "Rename one.")
    for claim in claims:
        for other in sorted({*claim.contradicts} - {*ids} | {*claim.contradicts} & {claim.id}):
            what = f"claim '{claim.id}' contradicts '{other}'"
            yield Problem(what, "the id of another claim", "Correct the entry.")


def _unknown_words(claim: Claim, words: Meanings) -> Iterator[Problem]:
    for check in claim.checks:
        if check.word and check.word not in words:
            what = f"claim '{claim.id}': unknown word '{check.word}'"
            yield Problem(what, listed(sorted(words)), f"Correct it, or add it to {QUANTIFIERS}.")
        elif isinstance(check, ValueCheck) and check.word:
            yield from _goes_with_number(claim, check, words[check.word])


def _goes_with_number(claim: Claim, check: ValueCheck, word: Word) -> Iterator[Problem]:
    """A word that adds to a number needs one, and one that does not has none beside it."""
    if word.adds != (check.is_ is not None):
        expected = "a number beside it (is)" if word.adds else "no number beside it"
        yield Problem(f"claim '{claim.id}': word '{check.word}'", expected, "Correct the entry.")
    if not word.central.says_nothing and check.base is None:
        what = f"claim '{claim.id}': word '{check.word}' without a base"
        yield Problem(what, "over: what it is a share of", "Add it.")


def _misplaced(claim: Claim, form: Questionnaire) -> Iterator[Problem]:
    """A level or outcome that a statement is about and the form does not have."""
    about, levels = claim.about, {lv.code: lv.listed for lv in form.levels}
    if about is None or not about.level:
        return
    if about.level not in levels:
        what, expected = f"about unknown level '{about.level}'", listed(levels)
    elif about.outcome and about.outcome not in levels[about.level]:
        what, expected = f"about unknown outcome '{about.outcome}'", listed(levels[about.level])
    else:
        return
    yield Problem(f"claim '{claim.id}': {what}", expected, "Correct the entry.")


def _known_codes(study: Study) -> dict[str, list[Any]]:
    """Column → the values that a claim may name in it, where these are codes."""
    form = study.questionnaire
    return {
        "level": codes(form.levels),
        "outcome": list(form.option_codes),
        "kind": [LISTED, OTHER, NONE],
        "status": codes(form.statuses),
        "nature": codes(form.natures),
        "item": codes(form.items),
        "row": list(dict.fromkeys(code for i in form.items for code in codes(i.statements))),
        "option": list(dict.fromkeys(code for i in form.items for code in i.options)),
        **study.groups,
    }


def _unknown(
    claim: Claim,
    form: Questionnaire,
    known: Mapping[str, Sequence[Any]],
    sources: Mapping[Source, Sequence[str]],
) -> Iterator[Problem]:
    """Sources, columns and codes in a claim that there are not: a typing error, caught early."""
    try:
        quantities = named_quantities(claim, form)
    except KeyError as error:
        what = f"claim '{claim.id}': {error.args[0]}"
        yield Problem(what, "a level or item of the form", "Correct it.")
        return
    for source, column, value in dict.fromkeys(
        (q.of, column, value)
        for q in quantities
        for column, named in q.where.items()
        for value in named
    ):
        columns, values = sources.get(source, ()), known.get(column)
        if column not in columns:
            what, expected = f"'{source}' has no column '{column}'", listed(columns)
        elif values is not None and value not in values:
            what, expected = f"unknown {column} '{value}'", listed(values)
        else:
            continue
        yield Problem(f"claim '{claim.id}': {what}", expected, "Correct the entry.")
    yield from _unanswerable(claim, quantities, form)


def _unanswerable(
    claim: Claim, quantities: Iterable[Quantity], form: Questionnaire
) -> Iterator[Problem]:
    """Options or rows that another item has, means of what is no number, and joint mentions of
    what cannot be ticked together.
    """
    known = {item.code: item for item in form.items}
    means = [check.mean for check in claim.checks if isinstance(check, MeanCheck)]
    joint = [quantity for quantity in quantities if quantity.all]
    wrong = [
        (f"item '{item.code}' has no {column} '{value}'", listed(has))
        for quantity in dict.fromkeys(quantities)
        for item in (known[str(c)] for c in quantity.where.get("item", ()) if c in known)
        for column, has in (("option", item.options), ("row", codes(item.statements)))
        for value in quantity.where.get(column, ())
        if value not in has
    ]
    numeric = {item.code for item in form.items if item.kind in ("number", "scale")}
    several = {item.code for item in form.items if item.kind == "choices"}
    for quantity in means:
        wrong += [
            (f"a mean of item '{c}'", "a number or a scale")
            for c in quantity.where["item"]
            if c not in numeric
        ]
    for quantity in joint:
        place = quantity.where.get("item") or quantity.where["level"]
        (code,) = map(str, place)
        if OPTION_COLUMN[quantity.of] == "option":
            has = known[code].options if code in several else ()
        else:
            has = form.level(code).rows
        absent = [option for option in quantity.all if option not in has]
        what = "'{}' has no '{}' to tick beside others"
        wrong += [(what.format(code, option), listed(has)) for option in absent]
    for what, expected in dict.fromkeys(wrong):
        yield Problem(f"claim '{claim.id}': {what}", expected, "Correct the entry.")
