"""The register of published claims: what the report states, in a form a machine can check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import RootModel

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.publication.claims import Claim, ValueCheck
from dwimpact.publication.quantity import LISTED, Choices, Quantity, Source
from dwimpact.publication.sources import source_columns
from dwimpact.publication.words import CENTRALLY, Meanings, ReadingName, Word, read_words
from dwimpact.study.files import parse_model, read_yaml
from dwimpact.study.opening import is_there
from dwimpact.study.questionnaire import NONE, OTHER, Questionnaire, codes
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
    path = study.folder / CLAIMS
    if not is_there(path):
        return ()
    claims = parse_model(path, Claims, read_yaml(path)).root
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
    """The lookup of what a ranking is over: the listed outcomes of a level, or groups."""

    def choices(column: str, quantity: Quantity) -> Sequence[str]:
        if column == "outcome":
            (level,) = quantity.where["level"]
            return form.level(str(level)).listed
        return codes(form.groups[column])

    return choices


def fixed_counts(claims: Iterable[Claim]) -> dict[Quantity, int]:
    """The counts that the register itself states, such as the size of each group."""
    return {
        check.value: int(check.bounds.exact)
        for claim in claims
        if not claim.contradicts
        for check in claim.checks
        if isinstance(check, ValueCheck) and not (check.over or check.word)
        if check.bounds.exact is not None
    }


def named_quantities(claim: Claim, form: Questionnaire) -> list[Quantity]:
    """Every quantity of a claim: those shown beside it and those it compares. Raises KeyError
    for a level, or groups, that the form does not have.
    """
    choices = codes_to_rank(form)
    compared = [q for c in claim.constraints(lambda _: 1, choices) for q, _ in c.terms]
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
        yield Problem(f"claim '{claim.id}': {error.args[0]}", "a level of the form", "Correct it.")
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
