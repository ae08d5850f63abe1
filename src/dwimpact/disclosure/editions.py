"""Which parts of the respondents may have an edition of their own, and why others may not.

An edition shows its own outcome shares and those of all others. So both must be large enough,
and neither may, together with the whole report and the editions before it in the list, let a
reader work out the shares of a group that is too small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dwimpact.disclosure.derivable import Members, Size, small_remainders
from dwimpact.disclosure.small_groups import groups_of
from dwimpact.errors import Problem, StudyError, listed
from dwimpact.study.edition import ALL, Edition
from dwimpact.study.people import size_by_name
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.model import labels
from dwimpact.study.study import Study

TOO_FEW, FEW_OTHERS, BY_DIFFERENCE = "small", "few_others", "derivable"
NOT_APART, NOT_PUBLISHED = "not_apart", "not_published"


@dataclass(frozen=True)
class EditionVerdict:
    """Whether an edition of `n` of `everybody` may be made: `refused` is empty, or why not.

    `small` is the size of the group that is too small.
    """

    edition: Edition
    n: int
    everybody: int
    refused: str = ""
    small: int = 0

    def explain(self, below: int) -> str:
        """Why it is refused, for the analyst."""
        if self.refused == NOT_PUBLISHED:
            return "the publication does not tell this group apart, so that all of it is assumed"
        few = f"{self.small} respondent{'' if self.small == 1 else 's'}"
        reasons = {
            TOO_FEW: f"it has {few}",
            FEW_OTHERS: f"there are only {few} to compare it with",
            BY_DIFFERENCE: "with the whole report and the other editions beside it, the outcomes "
            f"of {few} could be worked out",
            NOT_APART: "the report does not show it apart",
        }
        return f"{reasons[self.refused]}, and a group below {below} is not shown apart"


def possible_editions(study: Study) -> list[Edition]:
    """Every part of the respondents that the questionnaire and the registry name, once.

    A group with one option is that option.
    """
    return [edition for variable in study.editions_by for edition in _by(variable, study)]


def judge_editions(study: Study, respondents: pd.DataFrame) -> list[EditionVerdict]:
    """The verdict on every possible edition, in order; `respondents` is the tidy table."""
    below, size = study.settings.withhold_below, size_by_name(respondents)
    everybody = frozenset(respondents["respondent"])
    shown = {ALL: [everybody]}
    for by in study.split_columns:
        shown[by] = [g for g in groups_of(respondents, by).values() if size(g) >= below]
    with_texts = _shown_with_texts(study, shown, everybody, size)
    apart = {group for by in study.split_columns for group in shown[by]} if study.strict else None
    published = [group for by in study.split_columns[:1] for group in shown[by]]
    verdicts = []
    for edition in possible_editions(study):
        part = groups_of(respondents, edition.column).get(edition.group, frozenset())
        lists = edition.column in with_texts
        verdict = _judge(replace(edition, shows_texts=lists), part, everybody, shown, below, size)
        if apart is not None and not verdict.refused and part not in apart:
            verdict = replace(verdict, refused=NOT_APART)
        if study.settings.has_bounds and not verdict.refused and part not in published:
            verdict = replace(verdict, refused=NOT_PUBLISHED)
        if not verdict.refused:
            shown = _with(shown, edition.column, part)
        verdicts.append(verdict)
    return verdicts


def allowed_edition(code: str, study: Study, respondents: pd.DataFrame) -> Edition:
    """The edition that 'sector=hbo' names. Raises StudyError when there is no such group, or
    when disclosure forbids it, with the reason.
    """
    verdicts = {v.edition.code: v for v in judge_editions(study, respondents)}
    if code not in verdicts:
        raise _unknown(code, [v.edition for v in verdicts.values()], study)
    verdict = verdicts[code]
    if verdict.refused:
        allowed = [c for c, v in verdicts.items() if not v.refused]
        raise StudyError(
            study.folder,
            Problem(
                f"no edition for {code}: {verdict.explain(study.settings.withhold_below)}",
                listed(allowed) if allowed else "larger groups",
                "Name one of those." if allowed else "Make the whole report.",
            ),
        )
    return verdict.edition


def _judge(
    edition: Edition,
    part: frozenset[str],
    everybody: frozenset[str],
    shown: Mapping[str, Sequence[frozenset[str]]],
    below: int,
    size: Size,
) -> EditionVerdict:
    others = everybody - part
    sizes = size(part), size(everybody)
    if sizes[0] < below:
        return EditionVerdict(edition, *sizes, TOO_FEW, sizes[0])
    if size(others) < below:
        return EditionVerdict(edition, *sizes, FEW_OTHERS, size(others))
    known = small_remainders(shown, below, size)
    if new := small_remainders(_with(shown, edition.column, part), below, size) - known:
        return EditionVerdict(edition, *sizes, BY_DIFFERENCE, min(map(size, new)))
    return EditionVerdict(edition, *sizes)


def _shown_with_texts(
    study: Study, shown: Members, everybody: frozenset[str], size: Size
) -> tuple[str, ...]:
    """The columns of which an edition shows texts: those of the variable that the whole report
    lists them by, unless a small group is left over when the texts in all its editions are taken
    out of those in the whole report. In a list by another variable a text that is found back
    would tell two things about its writer: who is left may be few.
    """
    if not study.split_columns:
        return ()
    column = study.split_columns[0]
    left = everybody.difference(*shown[column])
    (variable,) = (v for v in study.questionnaire.split_by if v.group_column == column)
    return () if 0 < size(left) < study.settings.withhold_below else tuple(variable.columns)


def _with(shown: Members, column: str, part: frozenset[str]) -> dict[str, list[frozenset[str]]]:
    """What is shown, and one group more."""
    return {**{k: list(v) for k, v in shown.items()}, column: [*shown.get(column, []), part]}


def _by(variable: Variable, study: Study) -> Iterator[Edition]:
    """The editions of one variable: its groups of more than one option, then each option."""
    options = study.groups[variable.code]
    for group in variable.groups:
        if len(variable.members_of(group.code)) > 1 and group.code not in options:
            column = variable.group_column
            yield Edition(variable.code, group.code, column, group.code, group.label)
    for code in options:
        yield Edition(variable.code, code, variable.code, code, _label(variable, code, study))


def _label(variable: Variable, code: str, study: Study) -> str:
    return {**study.names, **labels(variable.options)}[code]


def _unknown(code: str, known: Sequence[Edition], study: Study) -> StudyError:
    option, _, value = code.partition("=")
    values = [edition.value for edition in known if edition.option == option]
    if not values:
        options = dict.fromkeys(edition.option for edition in known)
        expected = listed(f"{name}=…" for name in options)
        return StudyError(
            study.folder, Problem(f"unknown edition '{code}'", expected, "Name one of those.")
        )
    return StudyError(
        study.folder, Problem(f"no {option} '{value}'", listed(values), "Name one of those.")
    )
