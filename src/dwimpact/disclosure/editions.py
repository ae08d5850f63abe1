"""Which parts of the respondents may have an edition of their own, and why others may not.

An edition shows its own outcome shares and those of all others. So both must be large enough,
and neither may, together with the whole report and the editions before it in the list, let a
reader work out the shares of a group that is too small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dwimpact.disclosure.derivable import Members, small_remainders
from dwimpact.disclosure.small_groups import SPLIT_COLUMNS, groups_of
from dwimpact.errors import Problem, StudyError, listed
from dwimpact.study.edition import ALL, WITH_TEXTS, Edition
from dwimpact.study.study import Study

TOO_FEW, FEW_OTHERS, BY_DIFFERENCE = "small", "few_others", "derivable"
NOT_APART = "not_apart"


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

    A group with one sector or tranche is that sector or tranche.
    """
    return [*_by_sector(study), *_by_tranche(study), *_by_workplace(study)]


def judge_editions(study: Study, respondents: pd.DataFrame) -> list[EditionVerdict]:
    """The verdict on every possible edition, in order; `respondents` is the tidy table."""
    below = study.settings.withhold_below
    everybody = frozenset(respondents["respondent"])
    shown = {ALL: [everybody]}
    for by in SPLIT_COLUMNS:
        shown[by] = [g for g in groups_of(respondents, by).values() if len(g) >= below]
    with_texts = _texts_leave_nobody(shown, everybody, below)
    apart = {group for by in SPLIT_COLUMNS for group in shown[by]} if study.strict else None
    verdicts = []
    for edition in possible_editions(study):
        part = groups_of(respondents, edition.column).get(edition.group, frozenset())
        lists = with_texts and edition.column in WITH_TEXTS
        verdict = _judge(replace(edition, shows_texts=lists), part, everybody, shown, below)
        if apart is not None and not verdict.refused and part not in apart:
            verdict = replace(verdict, refused=NOT_APART)
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
) -> EditionVerdict:
    others = everybody - part
    sizes = len(part), len(everybody)
    if len(part) < below:
        return EditionVerdict(edition, *sizes, TOO_FEW, len(part))
    if len(others) < below:
        return EditionVerdict(edition, *sizes, FEW_OTHERS, len(others))
    known = small_remainders(shown, below)
    if new := small_remainders(_with(shown, edition.column, part), below) - known:
        return EditionVerdict(edition, *sizes, BY_DIFFERENCE, min(map(len, new)))
    return EditionVerdict(edition, *sizes)


def _texts_leave_nobody(shown: Members, everybody: frozenset[str], below: int) -> bool:
    """Whether no small group is left over when the texts in all editions by sector are taken out
    of those in the whole report.
    """
    left = everybody.difference(*shown[WITH_TEXTS[-1]])
    return not 0 < len(left) < below


def _with(shown: Members, column: str, part: frozenset[str]) -> dict[str, list[frozenset[str]]]:
    """What is shown, and one group more."""
    return {**{k: list(v) for k, v in shown.items()}, column: [*shown.get(column, []), part]}


def _by_sector(study: Study) -> Iterator[Edition]:
    form = study.questionnaire
    sectors = {sector.code for sector in form.sectors}
    for sector in form.sectors:
        yield Edition("sector", sector.code, "sector", sector.code, sector.label)
    for group in form.sector_groups:
        members = [s for s in form.sectors if s.group == group.code]
        if len(members) > 1 and group.code not in sectors:
            yield Edition("sector", group.code, "sector_group", group.code, group.label)


def _by_tranche(study: Study) -> Iterator[Edition]:
    form = study.questionnaire
    for group in form.tranche_groups:
        if len(group.tranches) > 1:
            value = "-".join(map(str, sorted(group.tranches)))
            yield Edition("tranche", value, "tranche_group", group.code, group.label)
    for tranche in sorted(form.tranche_group_of):
        yield Edition("tranche", str(tranche), "tranche", tranche, f"tranche {tranche}")


def _by_workplace(study: Study) -> Iterator[Edition]:
    for workplace, name in study.workplaces[["workplace", "name"]].itertuples(index=False):
        yield Edition("workplace", workplace, "workplace", workplace, name)


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
