"""How many gave each answer, as the report shows it: for a codebook, and nothing beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from dwimpact.analysis.items.shares import item_shares
from dwimpact.dataset import CleanStudy
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import Level, labels

ShownCounts = Mapping[str, Mapping[str, int]]


def shown_counts(study: CleanStudy) -> ShownCounts:
    """Raw column → answer → how many gave it, where the report shows that. Nothing of a
    reconstruction: its counts are assumptions, and its figure tables say between what they lie.
    """
    if study.settings.has_bounds:
        return {}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for level in study.asked_levels:
        _add_level(counts, level, study)
    for item in study.questionnaire.items:
        _add_item(counts, item, study)
    _add_background(counts, study)
    return counts


def _add_level(counts: dict[str, dict[str, int]], level: Level, study: CleanStudy) -> None:
    shares = study.mention_shares(level.code, listed_only=False)
    for outcome, count in shares[["outcome", "count"]].itertuples(index=False):
        counts[level.tick_column(str(outcome))]["1"] = int(count)
    for name, answers in study.questionnaire.characteristics_of(level).items():
        shares = study.characteristic_shares(level.code, name)
        known = shares[shares["category"].isin(labels(answers))]
        for outcome, category, count in known[["outcome", "category", "count"]].itertuples(
            index=False
        ):
            column = level.matrix_column(name, str(outcome))
            counts[column][str(category)] = int(count)


def _add_item(counts: dict[str, dict[str, int]], item: Item, study: CleanStudy) -> None:
    shares = item_shares(study, item)
    known = shares[shares["option"].isin(item.options)]
    for column, option, count in known[["column", "option", "count"]].itertuples(index=False):
        if item.kind == "choices":
            counts[item.tick_column(str(option))]["1"] = int(count)
        else:
            counts[str(column)][str(option)] = int(count)


def _add_background(counts: dict[str, dict[str, int]], study: CleanStudy) -> None:
    """Groups that are one option, and large enough to show."""
    for variable in study.questionnaire.split_by:
        if variable.group_column not in study.splits:
            continue
        for group, n in study.respondents[variable.group_column].value_counts().items():
            options = [option.code for option in variable.members_of(str(group))]
            if len(options) == 1 and n >= study.settings.withhold_below:
                counts[variable.code][options[0]] = int(n)
