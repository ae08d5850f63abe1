"""Which counts a study publishes in strict mode, decided once for its report, its editions and
every comparison together.

A count that would let somebody pin down a small group is not published, and neither are the
counts beside it from which it would follow: an outcome is shown by sector for all groups or for
none. What comes first here is kept first.

After Hundepool et al., Statistical Disclosure Control (Wiley, 2012), ch. 4: complementary
suppression, checked by `protected`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd

from dwimpact.disclosure.audit import AuditedAnswers, Cells, protected
from dwimpact.disclosure.merging import merge_small_groups, regrouped
from dwimpact.study.edition import ALL
from dwimpact.study.people import people_of
from dwimpact.study.questionnaire.model import MENTIONED, NONE, OTHER, PEOPLE, UNKNOWN
from dwimpact.study.study import HIDDEN_COLUMNS, Study

MISSING = "missing"
CHARACTERISTICS = ("status", "nature")
TEXT_KINDS = ("open_answers", "other_outcomes", "explanations", "remarks")


@dataclass(frozen=True)
class Groups:
    """Everybody as cells (combinations of all background), and what is made of them."""

    sizes: pd.Series[int]  # people per cell
    published: dict[
        str, list[Cells]
    ]  # column → its groups as they are shown; under 'all' everybody
    targets: dict[str, Cells]  # every group and combination of groups that is too small to show
    background: pd.DataFrame  # what the people of each cell have in common


def rows_to_hide(
    study: Study, respondents: pd.DataFrame, outcomes: pd.DataFrame, texts: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """What a strict study does not publish: what, level, outcome, by ('all', or the column whose
    groups are not shown). `texts` has a tidy table for each of `TEXT_KINDS`.
    """
    groups = groups_of_cells(study, respondents)
    width = study.settings.disclosure.width
    hidden = [
        (*what, by)
        for answers, order, asked in _questions(study, respondents, outcomes, texts, groups)
        for what, by in _hidden(answers, order, asked, width)
    ]
    hidden += [(h.what, h.level, h.outcome, h.by) for h in study.settings.disclosure.hide]
    if study.settings.opens_rows:
        # In rows, who ticked only what is hidden looks as if they had left the level blank.
        short = dict.fromkeys(level for what, level, *_ in hidden if what == MENTIONED)
        hidden += [(MISSING, level, "", ALL) for level in short]
    return pd.DataFrame(hidden, columns=HIDDEN_COLUMNS, dtype="str").drop_duplicates(
        ignore_index=True
    )


def may_have_rows(study: Study, respondents: pd.DataFrame, chosen: pd.DataFrame) -> bool:
    """Whether the answers to a question beside the levels may stand in open rows: no count of a
    small group can be pinned down by those of each combination of the groups that are shown.
    `chosen` has a row per answer that was given: respondent, option.
    """
    groups = groups_of_cells(study, respondents)
    cells = chosen["respondent"].map(cell_of(respondents, study))
    counts = {
        str(option): per_cell(cells[rows.index], groups.sizes)
        for option, rows in chosen.groupby("option", observed=True)
    }
    if not counts:
        return True
    answers = AuditedAnswers(pd.DataFrame(counts).T, groups.sizes)
    published = answers.publishing(counts, groups.published[ALL])
    width = study.settings.disclosure.width
    return protected(published, counts, list(groups.targets.values()), width) is not None


def groups_of_cells(study: Study, respondents: pd.DataFrame) -> Groups:
    """The cells, the groups that are shown of them, and those that are too small to be. Open rows
    tell every count of each combination of the groups that are shown.
    """
    splits = list(study.split_columns)
    columns_of_cells = _background(study)
    people = respondents.assign(**{ALL: ALL}, people=people_of(respondents))
    cells = people.groupby(columns_of_cells, observed=True)[PEOPLE].sum()
    background = cells.index.to_frame(index=False).astype(object)
    merged = merge_small_groups(study, respondents) if study.strict else study
    shown = regrouped(respondents, merged.questionnaire).assign(**{ALL: ALL})
    as_shown = shown[[ALL]].join(respondents[columns_of_cells[1:]])
    as_shown = as_shown.join(shown[splits].add_suffix("_shown")).drop_duplicates(columns_of_cells)
    names = background.merge(
        as_shown.astype(object), on=columns_of_cells, how="left", validate="1:1"
    )
    published = {ALL: [np.ones(len(cells), dtype=bool)]}
    for by in splits:
        column = names[f"{by}_shown"]
        published[by] = [(column == group).to_numpy() for group in column.unique()]
    sizes = cells.reset_index(drop=True)
    if study.settings.opens_rows:
        combined = names[[f"{by}_shown" for by in splits]].astype(str).agg(" ".join, axis=1)
        classes = [(combined == name).to_numpy() for name in combined.unique()]
        # Without enough people in each there are no open rows.
        if min(sizes[part].sum() for part in classes) >= study.settings.withhold_below:
            published = dict.fromkeys(published, classes)
    return Groups(sizes, published, _targets(background, sizes, study), background)


def _targets(background: pd.DataFrame, sizes: pd.Series[int], study: Study) -> dict[str, Cells]:
    """Every group and combination of groups of these cells that has too few people to show."""
    targets: dict[tuple[bool, ...], str] = {}
    for columns in [[by] for by in list(background)[1:]] + _combinations(study):
        for _, rows in background.groupby(columns):
            part = background.index.isin(rows.index)
            if 0 < sizes.to_numpy()[part].sum() < study.settings.withhold_below:
                name = " × ".join(str(rows[column].iloc[0]) for column in columns)
                targets.setdefault(tuple(part.tolist()), name)
    return {name: np.array(part) for part, name in targets.items()}


def _asked(groups: Groups, rows: pd.DataFrame, cell: pd.Series[int], study: Study) -> Groups:
    """The groups of those who were asked a level, of which `rows` are the answers: nothing is
    published of it by group, and other groups may be too small.
    """
    sizes = _people_per_cell(_once(rows), cell, groups.sizes)
    targets = _targets(groups.background, sizes, study)
    return replace(groups, sizes=sizes, published={ALL: groups.published[ALL]}, targets=targets)


def _background(study: Study) -> list[str]:
    """The columns that tell cells apart: all background but that of a registry, and a constant,
    so that there is one cell where nothing is known.
    """
    return [ALL, *study.questionnaire.groups]


def _combinations(study: Study) -> list[list[str]]:
    """The pairs of columns that are examined: groups with groups, options with options."""
    pairs = list(combinations(study.questionnaire.split_by, 2))
    grouped = [[one.group_column, other.group_column] for one, other in pairs]
    return grouped + [[one.code, other.code] for one, other in pairs]


def cell_of(respondents: pd.DataFrame, study: Study) -> pd.Series[int]:
    """The number of each respondent's cell."""
    known = respondents.set_index("respondent").assign(**{ALL: ALL})
    return known.groupby(_background(study), observed=True).ngroup()


What = tuple[str, str, str]  # what is counted, level, outcome ('' for a whole level)
Order = Sequence[tuple[What, Sequence[str], Sequence[str]]]  # … the kinds to publish, and by what


def _hidden(
    answers: AuditedAnswers, order: Order, groups: Groups, width: int
) -> Iterator[tuple[What, str]]:
    """What of one question cannot be published, trying in order and keeping what can."""
    refused: set[tuple[What, str]] = set()
    for what, kinds, splits in order:
        for by in splits:
            if by not in groups.published:
                refused.add((what, by))
                yield what, by
                continue
            needs = [(what, ALL), ((MENTIONED, *what[1:]), by)]
            tried = answers.publishing(kinds, groups.published[by])
            checked = [kind for kind in kinds if not kind.endswith(UNKNOWN)]
            done = (
                None
                if refused.intersection(needs)
                else protected(tried, checked, list(groups.targets.values()), width)
            )
            if done is None:
                refused.add((what, by))
                yield what, by
            else:
                answers = done


def _questions(
    study: Study,
    respondents: pd.DataFrame,
    outcomes: pd.DataFrame,
    texts: dict[str, pd.DataFrame],
    groups: Groups,
) -> Iterator[tuple[AuditedAnswers, Order, Groups]]:
    cell = cell_of(respondents, study)
    rows_of = dict(iter(outcomes.groupby("level", observed=True)))
    of_level = {
        lv.code: _asked(groups, rows_of.get(lv.code, outcomes[:0]), cell, study)
        if lv.is_routed
        else groups
        for lv in study.questionnaire.levels
    }
    dimensions = [by for by in study.split_columns if len(groups.published[by]) > 1]
    lists = [by for by in study.split_columns[:1] if by in dimensions]
    for (level, outcome), rows in outcomes.groupby(["level", "outcome"], observed=True):
        in_cells = rows.assign(cell=rows["respondent"].map(cell))
        splits = [] if outcome in (OTHER, NONE) else dimensions
        asked = of_level[str(level)]
        yield *answers_of_outcome(in_cells, str(level), str(outcome), splits, asked.sizes), asked
    for level in study.questionnaire.levels:
        blank = outcomes[(outcomes["level"] == level.code) & outcomes["mentioned"].isna()]
        asked = of_level[level.code]
        people = _people_per_cell(_once(blank), cell, asked.sizes)
        yield *_simple((MISSING, level.code, ""), people, [ALL], asked.sizes), asked
        for what in TEXT_KINDS:
            written = texts[what]
            if "level" in written:
                written = written[written["level"] == level.code]
            elif level is not study.questionnaire.levels[0]:
                continue
            code = level.code if "level" in written else ""
            people = _people_per_cell(_writers(written), cell, groups.sizes)
            yield *_simple((what, code, ""), people, [ALL, *lists], groups.sizes), groups


def answers_of_outcome(
    rows: pd.DataFrame, level: str, outcome: str, splits: Sequence[str], sizes: pd.Series[int]
) -> tuple[AuditedAnswers, Order]:
    """The mentions of an outcome with their status and nature, in the order to publish them.

    Who mentions an outcome without saying its status is known to be few: that is no answer.
    """
    mentioned = rows[rows["mentioned"].fillna(False).astype(bool)]
    counts = {MENTIONED: summed(mentioned, sizes)}
    sums: dict[str, tuple[str, ...]] = {}
    for name in CHARACTERISTICS:
        given = mentioned[name].astype(object).fillna(UNKNOWN)
        if rows[name].cat.categories.empty:
            continue  # not asked
        kinds = {kind: f"{name} {kind}" for kind in [*rows[name].cat.categories, UNKNOWN]}
        counts |= {k: summed(mentioned[given == c], sizes) for c, k in kinds.items()}
        sums[name] = tuple(kinds.values())
    what: What = (MENTIONED, level, outcome)
    order: list[tuple[What, tuple[str, ...], list[str]]] = [(what, (MENTIONED,), [ALL, *splits])]
    if outcome not in (OTHER, NONE):
        for by in [ALL, *splits]:
            order += [((name, level, outcome), kinds, [by]) for name, kinds in sums.items()]
    added = tuple((MENTIONED, kinds) for kinds in sums.values())
    return AuditedAnswers(pd.DataFrame(counts).T, sizes, added), order


def _simple(
    what: What, people: pd.Series[int], splits: Sequence[str], sizes: pd.Series[int]
) -> tuple[AuditedAnswers, Order]:
    counts = pd.DataFrame({what[0]: people}).T
    return AuditedAnswers(counts, sizes), [(what, [what[0]], splits)]


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """Of the rows of a level those about one outcome: each respondent once."""
    return rows[rows["outcome"] == rows["outcome"].iloc[0]] if len(rows) else rows


def _writers(written: pd.DataFrame) -> pd.DataFrame:
    """Each who wrote something once; counted rows are that already."""
    return written if PEOPLE in written else written.drop_duplicates("respondent")


def _people_per_cell(
    rows: pd.DataFrame, cell: pd.Series[int], sizes: pd.Series[int]
) -> pd.Series[int]:
    return summed(rows.assign(cell=rows["respondent"].map(cell)), sizes)


def summed(rows: pd.DataFrame, sizes: pd.Series[int]) -> pd.Series[int]:
    """How many respondents these rows are of, per cell."""
    return people_of(rows).groupby(rows["cell"]).sum().reindex(sizes.index, fill_value=0)


def per_cell(cells: Iterable[int], sizes: pd.Series[int]) -> pd.Series[int]:
    return pd.Series(list(cells), dtype="int64").value_counts().reindex(sizes.index, fill_value=0)
