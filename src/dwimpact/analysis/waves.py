"""Two waves of the same questionnaire: how the answers to what both ask differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from dwimpact.analysis.changes import shared_questionnaire
from dwimpact.analysis.differences import ITEM_KEYS, compare_groups
from dwimpact.analysis.items import above_the_middle, item_shares, item_summary
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.small_groups import withhold
from dwimpact.errors import Problem, StudyError, listed
from dwimpact.loading import load
from dwimpact.shares import at_level, mention_shares, stack
from dwimpact.statistics import newcombe_interval
from dwimpact.study.edition import ALL
from dwimpact.study.items import Item
from dwimpact.study.questionnaire import codes

EARLIER, LATER, DIFFERENCE = "earlier", "later", "difference"
WAVE_LABELS = {EARLIER: "eerste meting", LATER: "tweede meting"}


@dataclass(frozen=True)
class Waves:
    """Two studies with the same codes for what they both ask."""

    earlier: CleanStudy
    later: CleanStudy

    @cached_property
    def study(self) -> CleanStudy:
        """What a page of the comparison is about: the later study, with only the levels and
        outcomes that both have. It is a reconstruction when either is.
        """
        one, other = self.earlier.settings, self.later.settings
        settings = other.model_copy(
            update={
                "reconstructed": one.reconstructed or other.reconstructed,
                "drawn": one.drawn or other.drawn,
                "withhold_below": max(one.withhold_below, other.withhold_below),
            }
        )
        form = shared_questionnaire(self.earlier.questionnaire, self.later.questionnaire)
        return replace(self.later, settings=settings, questionnaire=form, group_names=WAVE_LABELS)

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
        if (n := len(study.respondents)) < below:
            what = f"{n} respondents, and a group below {below} is not shown"
            raise StudyError(
                study.folder, Problem(what, f"at least {below}", "Wait for more responses.")
            )
    return waves


def wave_shares(waves: Waves, level: str) -> pd.DataFrame:
    """A `mention_shares` table of one level with the waves as groups, 'earlier' and 'later',
    for the outcomes that both have, in the order of the later form.

    >>> dw.wave_shares(dw.comparable(study, study), "student")["group"].unique().tolist()
    ['earlier', 'later']
    """
    shared = waves.study.questionnaire.level(level).listed
    tables = []
    for wave, study in waves:
        rows = at_level(study.outcomes, level)
        rows = rows[rows["outcome"].isin(shared)]
        ordered = rows.assign(outcome=rows["outcome"].cat.set_categories(shared))
        ordered, population = ordered.sort_values("outcome"), study.sampled_from[ALL]
        shares = mention_shares(ordered, None, population, study.clusters)
        tables.append(withhold(shares, study).assign(group=wave))
    shown = set.intersection(*(set(table["outcome"]) for table in tables))
    return stack(*(table[table["outcome"].isin(shown)] for table in tables))


def wave_item_shares(waves: Waves, item: Item) -> pd.DataFrame:
    """An `item_shares` table with the waves as groups, for a question of their shared questionnaire
    (`waves.study`) and the options that both waves show. Of a scale: per row who chose a point
    above its middle; of a number nothing, see `wave_means`.

    >>> waves = dw.comparable(study, study)
    >>> [dw.wave_item_shares(waves, item) for item in form.items]  # this study has none
    []
    """
    tables = []
    for wave, study in waves:
        asked = study.questionnaire.item(item.code)
        shares = item_shares(study, asked)[: 0 if item.kind == "number" else None]
        shares = above_the_middle(shares, asked) if item.kind == "scale" else shares
        tables.append(shares.assign(group=wave).set_index(ITEM_KEYS))
    earlier, later = tables
    both = [key for key in later.index if key in earlier.index and key[0] in item.rows]
    return stack(*(table.loc[both].reset_index() for table in tables))


def wave_means(waves: Waves, item: Item) -> pd.DataFrame:
    """The mean of a number in each wave that shows it, and of both the difference.

    One row per wave, and 'difference' (later - earlier): mean, with its 95% interval low and
    high. That of the difference follows from both others, as Zou and Donner (2008), Statistics in
    Medicine 27, have it for any two estimates.

    >>> len(dw.wave_means(dw.comparable(study, study), item))
    0
    """
    found = {wave: item_summary(study, item) for wave, study in waves}
    rows = {w: s[["mean", "mean_low", "mean_high"]].to_numpy() for w, s in found.items() if len(s)}
    if len(rows) == len(found):
        later, earlier = rows[LATER], rows[EARLIER]
        low, high = newcombe_interval(*later, *earlier)
        rows[DIFFERENCE] = np.array([later[0] - earlier[0], low, high])
    return pd.DataFrame.from_dict(rows, "index", columns=["mean", "low", "high"], dtype="float64")


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
