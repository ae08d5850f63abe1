"""Two waves of the same questionnaire: how the answers to what both ask differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dwimpact.analysis.differences import (
    CAN_BE_COMPARED,
    Sample,
    coarse,
    compare_groups,
    fraction_of,
    with_design,
)
from dwimpact.analysis.shared import declared, shared_rows, shares_of, study_of
from dwimpact.dataset import CleanStudy
from dwimpact.errors import Problem, StudyError, listed, require_known
from dwimpact.inference.clusters import rao_scott_test
from dwimpact.loading import load
from dwimpact.shares import categorised, clusters_in
from dwimpact.statistics import holm
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire import MENTIONED, RESPONDENT, codes

UNIT = "unit"  # what a wave drew: its clusters, or its respondents
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
    shares = wave_shares(waves, level, measure)
    rows = _both(waves, level)
    populations = [study.population_of(level, None) for _, study in waves]
    sample = sample_of(waves, rows, populations)
    return with_design(compare_waves(shares), shares, rows, sample, measure)


def overall_differences(waves: Waves) -> pd.DataFrame:
    """The later wave compared with the earlier over everything that both show, taken together: how
    much of what was asked is mentioned, and of what is mentioned the share of each answer.

    One row per measure × category ('mentioned' once): measure, category, earlier and later (shares
    0-1), difference, p (Rao and Scott, as in `wave_differences`) and p_holm (over the table).

    >>> dw.overall_differences(dw.comparable(study, study))["difference"].unique().tolist()
    [0.0]
    """
    found = [row for measure in CAN_BE_COMPARED for row in _overall(waves, measure)]
    table = pd.DataFrame(found, columns=["measure", "category", EARLIER, LATER, "p"])
    table.insert(4, "difference", table[LATER] - table[EARLIER])
    return table.assign(p=coarse(list(table["p"])), p_holm=coarse(holm(list(table["p"]))))


def _overall(waves: Waves, measure: str) -> Iterator[tuple[str, str, float, float, float]]:
    form = waves.study.questionnaire
    if measure != MENTIONED and measure not in form.characteristics:
        return
    shown = [wave_shares(waves, level.code, measure) for level in form.levels]
    pairs = pd.concat(shown)[["level", "outcome"]].drop_duplicates().astype(str)
    rows = pd.concat([_both(waves, level.code) for level in form.levels], ignore_index=True)
    rows = rows.astype({"level": str, "outcome": str}).merge(pairs, on=["level", "outcome"])
    rows = rows.astype(declared(form))
    sample = sample_of(waves, rows, [study.population_of("", None) for _, study in waves])
    of = rows if measure == MENTIONED else categorised(rows, measure, "mentioned")
    if of["group"].nunique() < 2:
        return
    sizes = of.groupby(["group", UNIT]).size().unstack(fill_value=0)
    sizes = sizes.reindex(columns=list(sample.sampled), fill_value=0)
    yes = of["mentioned"].fillna(False).astype(bool)
    answers = {MENTIONED: yes} if measure == MENTIONED else _answers(of)
    for category, has in answers.items():
        counts = of[has].groupby(["group", UNIT]).size().unstack(fill_value=0)
        counts = counts.reindex(index=sizes.index, columns=sizes.columns, fill_value=0)
        share = counts.sum(axis=1) / sizes.sum(axis=1)
        *_, p = rao_scott_test(counts, sizes, sample.fraction, sample.strata)
        yield measure, category, float(share[EARLIER]), float(share[LATER]), p


def _answers(rows: pd.DataFrame) -> dict[str, pd.Series[bool]]:
    declared = rows["category"].cat.categories[:-1]
    declared = declared[:1] if len(declared) == 2 else declared
    return {str(answer): rows["category"] == answer for answer in declared}


def same_answers(waves: Waves) -> bool:
    """Whether both waves have the very same answers about every outcome, whoever gave them and in
    whatever order of rows.

    >>> dw.same_answers(dw.comparable(study, study))
    True
    """
    earlier, later = (_answered_alike(study) for _, study in waves)
    return earlier.equals(later)


def _answered_alike(study: CleanStudy) -> pd.DataFrame:
    """One row of answers per respondent, those who answered the same below each other."""
    told = study.tables.outcomes.astype(str)
    wide = told.pivot(
        index=RESPONDENT, columns=["level", "outcome"], values=[MENTIONED, "status", "nature"]
    )
    wide = wide.fillna("").sort_index(axis=1)
    return wide.sort_values(list(wide.columns), ignore_index=True)


def _both(waves: Waves, level: str) -> pd.DataFrame:
    """The rows of both waves about a level, as `together` has them."""
    form = waves.study.questionnaire
    rows = [shared_rows(form, study, level) for _, study in waves]
    return together(waves, rows).astype(declared(form))


def together(waves: Waves, rows: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Rows of both waves, with the wave in a column 'group', and in 'unit' what it drew. A
    workplace, and a respondent, is another in each wave.
    """
    parts = [
        part.astype(dict.fromkeys(part.select_dtypes("category"), object)).assign(
            group=wave,
            respondent=wave + part[RESPONDENT].astype(str),
            unit=wave + part[study.clusters or RESPONDENT].astype(str),
        )
        for (wave, study), part in zip(waves, rows, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def sample_of(
    waves: Waves, rows: pd.DataFrame, populations: Iterable[pd.Series[Any] | None]
) -> Sample:
    """Both waves as samples of their own, for these rows (`together`) and the people approached in
    each whom they are about.
    """
    parts = []
    for (wave, study), population in zip(waves, populations, strict=True):
        mine = rows[rows["group"] == wave]
        units = [wave + cluster for cluster in study.sampled] or clusters_in(mine, UNIT)
        answered = fraction_of(population, [ALL], mine[RESPONDENT].nunique())
        parts.append(pd.DataFrame({UNIT: units, "group": wave, "fraction": answered}))
    table = pd.concat(parts)
    clustered = UNIT if any(study.clusters for _, study in waves) else ""
    return Sample(clustered, list(table[UNIT]), table["fraction"], list(table["group"]))


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
