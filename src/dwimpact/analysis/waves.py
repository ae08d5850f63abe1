"""Two waves of the same questionnaire: what of it changed, and how the answers differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from dwimpact.analysis.differences import compare_groups
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.small_groups import withhold
from dwimpact.errors import Problem, StudyError, listed
from dwimpact.loading import load
from dwimpact.shares import at_level, mention_shares, stack
from dwimpact.statistics import newcombe_interval
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire import Level, Questionnaire, codes, labels

EARLIER, LATER = "earlier", "later"
WAVE_LABELS = {EARLIER: "eerste meting", LATER: "tweede meting"}
ADDED, DROPPED, REWORDED = "added", "dropped", "reworded"
LEVELS, BACKGROUND, QUESTIONS, ITEMS = "Levels", "Background", "Questions", "Items"
STATUS_PART, NATURE_PART = "Status", "Nature"


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


def shared_questionnaire(earlier: Questionnaire, later: Questionnaire) -> Questionnaire:
    """The later questionnaire with only the levels and outcomes that both have."""
    known = {level.code: level.listed for level in earlier.levels}
    levels = [_shared(level, known.get(level.code, ())) for level in later.levels]
    return later.model_copy(update={"levels": tuple(lv for lv in levels if lv.outcomes)})


def compare_questionnaires(earlier: Questionnaire, later: Questionnaire) -> pd.DataFrame:
    """What was added, dropped or reworded between two questionnaires.

    One row per change: part, change, code, earlier and later (labels; missing where it was
    not asked). Parts are the levels, the outcomes of each level (the code of the level), the
    scales, the background and the questions.

    >>> len(dw.compare_questionnaires(form, form))
    0
    """
    old, new = _parts(earlier), _parts(later)
    rows = [
        (part, *change)
        for part in dict.fromkeys([*new, *old])
        for change in _changes(old.get(part, {}), new.get(part, {}))
    ]
    return pd.DataFrame(rows, columns=["part", "change", "code", EARLIER, LATER], dtype="str")


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
        shares = mention_shares(ordered.sort_values("outcome"), population=study.populations[ALL])
        tables.append(withhold(shares, study).assign(group=wave))
    shown = set.intersection(*(set(table["outcome"]) for table in tables))
    return stack(*(table[table["outcome"].isin(shown)] for table in tables))


def compare_waves(shares: pd.DataFrame) -> pd.DataFrame:
    """The later wave compared with the earlier, outcome by outcome of a `wave_shares` table.

    One row per level × outcome: difference (later - earlier, in shares), its 95% interval
    difference_low and difference_high (Newcombe), p (Fisher exact) and p_holm.

    >>> shares = dw.wave_shares(dw.comparable(study, study), "student")
    >>> dw.compare_waves(shares)["difference"].tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0]
    """
    table = compare_groups(shares, LATER, EARLIER)
    sides = [shares[shares["group"] == wave] for wave in (LATER, EARLIER)]
    low, high = newcombe_interval(
        *(side[column].to_numpy() for side in sides for column in ("share", "low", "high"))
    )
    return table.assign(difference_low=low, difference_high=high)


def _shared(level: Level, known: tuple[str, ...]) -> Level:
    both = tuple(outcome for outcome in level.outcomes if outcome.code in known)
    return level.model_copy(update={"outcomes": both})


def _parts(form: Questionnaire) -> dict[str, dict[str, str]]:
    """Part of the questionnaire → code → label. No level can have these capitals as its code."""
    return {
        LEVELS: labels(form.levels),
        **{level.code: labels(level.outcomes) for level in form.levels},
        STATUS_PART: labels(form.statuses),
        NATURE_PART: labels(form.natures),
        BACKGROUND: {o.code: o.label for variable in form.split_by for o in variable.options},
        ITEMS: labels(form.items),
        QUESTIONS: {code: text for code, text in form.questions.model_dump().items() if text},
    }


def _changes(
    earlier: Mapping[str, str], later: Mapping[str, str]
) -> Iterator[tuple[str, str, str | None, str | None]]:
    for code in dict.fromkeys([*later, *earlier]):
        old, new = earlier.get(code), later.get(code)
        if old != new:
            change = ADDED if old is None else DROPPED if new is None else REWORDED
            yield change, code, old, new
