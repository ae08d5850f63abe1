"""What any number of waves of one questionnaire share: the form, its groups, rows and shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce

import pandas as pd

from dwimpact.analysis.differences import said
from dwimpact.analysis.waves.changes import shared_questionnaire
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.small_groups import withhold
from dwimpact.shares import at_level, characteristic_shares, mention_shares, stack
from dwimpact.study.questionnaire.model import MENTIONED, Questionnaire, codes


def study_of(waves: Iterable[tuple[str, CleanStudy]], names: Mapping[str, str]) -> CleanStudy:
    """What a figure of waves (code and study, the earliest first) is about: the last study, with
    only the levels and outcomes that all have. It is a reconstruction when any is. `names` are what
    the waves are called, by their code: their groups have the year too, where the study says it,
    and say which are reconstructions where some are not; the others are its `real_groups`.
    """
    studies = dict(waves)
    every = [study.settings for study in studies.values()]
    update = {
        "reconstructed": any(one.reconstructed for one in every),
        "drawn": any(one.drawn for one in every),
        "withhold_below": max(one.withhold_below for one in every),
    }
    mixed = len({one.reconstructed for one in every}) > 1
    labels = {
        wave: ", ".join(
            [
                names[wave],
                *([str(one.year)] if one.year else []),
                *(["reconstructie"] if mixed and one.reconstructed else []),
            ]
        )
        for wave, one in zip(studies, every, strict=True)
    }
    real = frozenset(w for w, one in studies.items() if mixed and not one.settings.reconstructed)
    form = reduce(shared_questionnaire, (study.questionnaire for study in studies.values()))
    last = list(studies.values())[-1]
    settings = last.settings.model_copy(update=update)
    return replace(
        last, settings=settings, questionnaire=form, group_names=labels, real_groups=real
    )


def shares_of(
    waves: Iterable[tuple[str, CleanStudy]],
    form: Questionnaire,
    level: str,
    measure: str = MENTIONED,
) -> pd.DataFrame:
    """`wave_shares` of any number of waves (code and study), for the outcomes of a form that they
    share and all show.
    """
    tables = []
    for wave, study in waves:
        rows, population = shared_rows(form, study, level), study.population_of(level, None)
        shares = (
            mention_shares(rows, None, population, study.clusters, study.sampled)
            if measure == MENTIONED
            else characteristic_shares(
                rows, measure, None, population, study.clusters, "mentioned", study.sampled
            )
        )
        tables.append(withhold(shares, study).assign(group=wave))
    shown = set.intersection(*(set(table["outcome"]) for table in tables))
    every = stack(*(table[table["outcome"].isin(shown)] for table in tables))
    return every if measure == MENTIONED else said(every)


def shared_rows(form: Questionnaire, study: CleanStudy, level: str) -> pd.DataFrame:
    """The rows of one wave about what both have, in the order and with the answers of the shared
    form.
    """
    rows, shared = at_level(study.counted_outcomes, level), form.level(level).listed
    rows = rows[rows["outcome"].isin(shared)]
    coded = {
        name: rows[name].cat.set_categories(kind.categories)
        for name, kind in declared(form).items()
    }
    ordered = rows.assign(outcome=rows["outcome"].cat.set_categories(shared), **coded)
    return ordered.sort_values("outcome", kind="stable")


def declared(form: Questionnaire) -> dict[str, pd.CategoricalDtype]:
    """Status and nature with their answers, in the order of a form."""
    return {name: pd.CategoricalDtype(codes(c)) for name, c in form.characteristics.items()}
