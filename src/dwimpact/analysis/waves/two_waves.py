"""Two waves of the same questionnaire: how the answers to what both ask differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dwimpact.analysis.differences import CAN_BE_COMPARED, coarse, compare_groups, fraction_of
from dwimpact.analysis.waves.chance import Drawn, Units, drawn, p_of_waves, with_wave_test
from dwimpact.analysis.waves.shared import declared, shared_rows, shares_of, study_of
from dwimpact.counting import clusters_in
from dwimpact.dataset import CleanStudy
from dwimpact.errors import Problem, StudyError, listed, require_known
from dwimpact.loading import load
from dwimpact.shares import categorised
from dwimpact.statistics import holm
from dwimpact.study.edition import ALL
from dwimpact.study.people import people_of
from dwimpact.study.questionnaire.model import MENTIONED, PEOPLE, RESPONDENT, codes

EARLIER, LATER = "earlier", "later"
WAVE_LABELS = {EARLIER: "vorige meting", LATER: "nieuwste meting"}


@dataclass(frozen=True)
class Waves:
    """Two studies with the same codes for what they both ask."""

    earlier: CleanStudy
    later: CleanStudy

    @cached_property
    def study(self) -> CleanStudy:
        """What a page of the comparison is about: see `study_of`."""
        return study_of(self, WAVE_LABELS)

    @property
    def reconstructed(self) -> bool:
        """Whether either is a reconstruction, so that a difference is an assumption."""
        return self.study.settings.reconstructed

    @property
    def counts_only(self) -> bool:
        """Whether who says what together is not known of a wave: its respondents, who are
        independent, are only counted.
        """
        return any(study.counted and not study.clusters for _, study in self)

    def __iter__(self) -> Iterator[tuple[str, CleanStudy]]:
        """The code and the study of each wave, the earlier first."""
        yield EARLIER, self.earlier
        yield LATER, self.later


def load_waves(earlier: tuple[str, str], later: tuple[str, str]) -> Waves:
    """Both waves, each from its study folder and the folder with its tidy tables. Raises
    StudyError as `load` and `comparable` do.

    >>> folder = str(study.folder)
    >>> dw.load_waves((folder, ""), (folder, "")).study.questionnaire.levels[0].code
    'institution'
    """
    return comparable(load(*earlier), load(*later))


def comparable(earlier: CleanStudy, later: CleanStudy) -> Waves:
    """The two as waves. Raises StudyError when they have no outcome in common, or a wave has
    too few respondents to show.

    >>> [wave for wave, _ in dw.comparable(study, study)]
    ['earlier', 'later']
    """
    waves = Waves(earlier, later)
    if not waves.study.questionnaire.levels:
        found, wanted = (codes(s.questionnaire.levels) for s in (later, earlier))
        raise StudyError(
            later.folder / "questionnaire.yml",
            Problem(
                f"no outcome in common with {earlier.folder}, at levels {listed(found)}",
                f"a level {listed(wanted)} with outcomes of the same codes",
                "Give what stayed the same the same code.",
            ),
        )
    below = waves.study.settings.withhold_below
    for _, study in waves:
        if (n := study.n) < below:
            what = f"{n} respondents, and a group below {below} is not shown"
            raise StudyError(
                study.folder, Problem(what, f"at least {below}", "Wait for more responses.")
            )
    return waves


def wave_shares(waves: Waves, level: str, measure: str = MENTIONED) -> pd.DataFrame:
    """A `mention_shares` table of one level with the waves as groups, 'earlier' and 'later',
    for the outcomes that both have, in the order of the later form. With `measure` 'status' or
    'nature' a `characteristic_shares` table of the answers that both have, among those who mention
    the outcome. Raises UnknownName.

    >>> dw.wave_shares(dw.comparable(study, study), "student")["group"].unique().tolist()
    ['earlier', 'later']
    """
    require_known("measure", measure, CAN_BE_COMPARED)
    return shares_of(waves, waves.study.questionnaire, level, measure)


def wave_differences(waves: Waves, level: str, measure: str = MENTIONED) -> pd.DataFrame:
    """The later wave compared with the earlier: a `compare_waves` table of `wave_shares` with the
    test that fits the design, as in `group_differences`.

    Test and interval rest on the same: waves are two samples with clusters, and a part of the
    population that answered, of their own, also where the same workplaces are in both. The test is
    that of Rao and Scott with waves as strata. Raises UnknownName.

    >>> table = dw.wave_differences(dw.comparable(study, study), "student", "status")
    >>> set(table["difference"]), set(table["test"])
    ({0.0}, {'rao_scott'})
    """
    shares, form = wave_shares(waves, level, measure), waves.study.questionnaire
    each = {
        wave: drawn(study, shared_rows(form, study, level), study.population_of(level, None))
        for wave, study in waves
    }
    return with_wave_test(compare_waves(shares), shares, each, measure)


def overall_differences(waves: Waves) -> pd.DataFrame:
    """The later wave compared with the earlier over everything that both show, taken together: how
    much of what was asked is mentioned, and of what is mentioned the share of each answer.

    One row per measure × category ('mentioned' once): measure, category, earlier and later (shares
    0-1), difference, p (Rao and Scott, as in `wave_differences`) and p_holm (over the table).

    >>> dw.overall_differences(dw.comparable(study, study))["difference"].unique().tolist()
    [0.0]
    """
    measures = () if waves.counts_only else CAN_BE_COMPARED
    found = [row for measure in measures for row in _overall(waves, measure)]
    table = pd.DataFrame(found, columns=["measure", "category", EARLIER, LATER, "p"])
    table.insert(4, "difference", table[LATER] - table[EARLIER])
    return table.assign(p=coarse(list(table["p"])), p_holm=coarse(holm(list(table["p"]))))


def _overall(waves: Waves, measure: str) -> Iterator[tuple[str, str, float, float, float]]:
    form = waves.study.questionnaire
    if measure != MENTIONED and measure not in form.characteristics:
        return
    shown = [wave_shares(waves, level.code, measure) for level in form.levels]
    pairs = pd.concat(shown)[["level", "outcome"]].drop_duplicates().astype(str)
    each = [_drawn_of_all(waves.study, study, pairs) for _, study in waves]
    tables = [
        wave.rows if measure == MENTIONED else categorised(wave.rows, measure, "mentioned")
        for wave in each
    ]
    if any(table.empty for table in tables):
        return
    for category in [MENTIONED] if measure == MENTIONED else _answers(tables[0]):
        says = [_says(table, measure, category) for table in tables]
        units = [_units_of(*of) for of in zip(each, tables, says, strict=True)]
        earlier, later = (float(u.counts.sum() / u.sizes.sum()) for u in units)
        yield measure, category, earlier, later, p_of_waves(units)


def _drawn_of_all(shared: CleanStudy, study: CleanStudy, pairs: pd.DataFrame) -> Drawn:
    """What a wave drew, for its answers about all these levels and outcomes."""
    form = shared.questionnaire
    rows = pd.concat([shared_rows(form, study, lv.code) for lv in form.levels], ignore_index=True)
    rows = rows.astype({"level": str, "outcome": str}).merge(pairs, on=["level", "outcome"])
    people = study.n if study.counted else rows[RESPONDENT].nunique()
    answered = fraction_of(study.population_of("", None), [ALL], people)
    return Drawn(study, rows.astype(declared(form)), people, answered)


def _units_of(wave: Drawn, table: pd.DataFrame, says: pd.Series[bool]) -> Units:
    """Of each cluster, or respondent, how many of its answers say something, of how many."""
    unit = wave.study.clusters or RESPONDENT
    units = wave.study.sampled or clusters_in(wave.rows, unit)
    people, of = people_of(table), table[unit].astype(str)
    counts, sizes = (
        np.asarray(part.groupby(of).sum().reindex(units, fill_value=0), np.float64)
        for part in (people.where(says, 0), people)
    )
    return Units(counts, sizes, np.ones(len(units)), wave.fraction)


def _answers(table: pd.DataFrame) -> list[str]:
    """The answers that differences are told of: of two the first."""
    answers = list(table["category"].cat.categories[:-1])
    return answers[:1] if len(answers) == 2 else answers


def _says(table: pd.DataFrame, measure: str, category: str) -> pd.Series[bool]:
    if measure == MENTIONED:
        return table["mentioned"].fillna(False).astype(bool)
    return table["category"] == category


def same_answers(waves: Waves) -> bool:
    """Whether both waves have the very same answers about every outcome, whoever gave them and in
    whatever order of rows.

    >>> dw.same_answers(dw.comparable(study, study))
    True
    """
    counted = any(study.counted for _, study in waves)
    earlier, later = (_answered_alike(study, counted=counted) for _, study in waves)
    return earlier.equals(later)


def _answered_alike(study: CleanStudy, *, counted: bool) -> pd.DataFrame:
    """One row of answers per respondent, those who answered the same below each other; `counted`
    how many people gave each answer.
    """
    told = study.tables.outcomes.assign(people=people_of(study.tables.outcomes))
    told = told.astype(dict.fromkeys(set(told) - {PEOPLE}, "str"))
    if counted:
        answer = ["level", "outcome", MENTIONED, "status", "nature"]
        return told.groupby(answer, dropna=False)[PEOPLE].sum().reset_index()
    wide = told.pivot(
        index=RESPONDENT, columns=["level", "outcome"], values=[MENTIONED, "status", "nature"]
    )
    wide = wide.fillna("").sort_index(axis=1)
    return wide.sort_values(list(wide.columns), ignore_index=True)


def compare_waves(shares: pd.DataFrame) -> pd.DataFrame:
    """The later wave compared with the earlier, outcome by outcome of a `wave_shares` table, or
    option by option of a `wave_item_shares` table.

    One row per level × outcome, or column × option: difference (later - earlier, in shares), its
    95% interval difference_low and difference_high (Newcombe), p (Fisher exact) and p_holm.

    >>> shares = dw.wave_shares(dw.comparable(study, study), "student")
    >>> dw.compare_waves(shares)["difference"].tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0]
    """
    return compare_groups(shares, *([LATER, EARLIER] if len(shares) else []))
