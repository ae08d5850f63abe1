"""The tables that claims count in: long frames with an 'n', one per source of a Quantity."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.publication.quantity import LISTED, Count, Quantity, Source
from dwimpact.study.questionnaire import NONE, OTHER
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables, with_background

Sources = dict[Source, pd.DataFrame]
WITH_SEVERAL = "several"  # lines of a registry with more than one member


def several_of(kind: str) -> str:
    """The column of lines with more than one member of a kind."""
    return f"{WITH_SEVERAL}_{kind}"


def sources(study: Study, tables: Tables) -> Sources:
    """Every source of a Quantity. Each row counts 'n' times; the other columns select.

    approached: dimension, group. registry: a row per line, with the background that is known
    from it, a true/false column per kind of member and one for more than one of it ('several_mbo'),
    'several' for more than one of any kind, responded. members: a row per line and kind
    of member. respondents: the background columns. options: one row per respondent × level ×
    listed outcome. mentions: ticked options with kind (listed, other, none), status, nature.
    explanations: mentions that were explained; explainers: a row per level and respondent who
    explained any. open_answers, remarks: respondents who
    wrote one. other_outcomes: level and background.
    """
    background = tables.respondents.assign(n=1)
    options = option_kinds(with_background(tables.outcomes, tables.respondents)).assign(n=1)
    mentions = options[options["mentioned"].fillna(False).astype(bool)]
    explained = mentions[mentions["explanation"].notna()]
    wrote = tables.open_answers["respondent"].unique()
    remarked = tables.remarks["respondent"]
    registered = study.questionnaire.registered
    responded = set(tables.respondents[registered.code]) if registered else set()
    return {
        **registry_sources(study, responded),
        "respondents": background,
        "options": options[options["kind"] == LISTED],
        "mentions": mentions,
        "explanations": explained,
        "explainers": explained.drop_duplicates(["respondent", "level"]),
        "open_answers": background[background["respondent"].isin(wrote)],
        "other_outcomes": with_background(tables.other_outcomes, tables.respondents).assign(n=1),
        "remarks": background[background["respondent"].isin(remarked)],
    }


def registry_sources(study: Study, responded: set[str]) -> Sources:
    """The sources that do not depend on answers: approached, registry, members."""
    approached = study.approached.rename(columns={"approached": "n"})
    if not (registered := study.questionnaire.registered):
        return {"approached": approached}
    known = [variable.code for variable in study.questionnaire.looked_up]
    lines = study.registry[["code", *known]].rename(columns={"code": registered.code})
    counted = study.members.reset_index(drop=True)
    several = (counted > 1).rename(columns=several_of)
    registry = lines.join([counted > 0, several]).assign(
        **{WITH_SEVERAL: counted.sum(axis=1) > 1},
        responded=lines[registered.code].isin(responded),
        n=1,
    )
    found = {"approached": approached, "registry": registry}
    if registered.members:
        every = lines.join(counted)
        of = registered.members.of
        found["members"] = every.melt(list(lines), list(counted), var_name=of, value_name="n")
    return found  # type: ignore[return-value]


def source_columns(study: Study) -> dict[Source, list[str]]:
    """What each source tells apart: the columns that a quantity may select by."""
    form = study.questionnaire
    background = [column for variable in form.background for column in variable.columns]
    options = ["level", "outcome", "kind", *background]
    mentions: list[str] = [*options, *form.characteristics]
    found: dict[Source, list[str]] = {
        "approached": ["dimension", "group"],
        **dict.fromkeys(("respondents", "open_answers", "remarks"), background),
        "options": options,
        **dict.fromkeys(("mentions", "explanations", "explainers"), mentions),
        "other_outcomes": ["level", *background],
    }
    for source, frame in registry_sources(study, set()).items():
        found[source] = [str(column) for column in frame if column != "n"]
    return found


def option_kinds(options: pd.DataFrame) -> pd.DataFrame:
    """The frame with 'kind': listed, other or none."""
    outcome = options["outcome"].astype("str")
    return options.assign(kind=outcome.where(outcome.isin([OTHER, NONE]), LISTED))


class Matcher:
    """Which rows of a frame a Quantity counts: those where every column it names has one of its
    values. For many quantities, as each column is put in codes once.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self._coded: dict[str, tuple[npt.NDArray[np.intp], list[object]]] = {}

    def rows(self, quantity: Quantity) -> npt.NDArray[np.bool_]:
        """Per row whether it counts. Raises KeyError for a column that is not there."""
        found = np.ones(len(self._frame), dtype=bool)
        for column, values in quantity.where.items():
            if column not in self._coded:
                codes, values_there = pd.factorize(self._frame[column])
                self._coded[column] = codes, list(values_there)
            codes, known = self._coded[column]
            found &= np.array([*(value in values for value in known), False])[codes]  # -1: missing
        return found


def counter(tables: Sources) -> Count:
    """The function that counts a Quantity in these sources."""
    matchers = {source: Matcher(frame) for source, frame in tables.items()}
    numbers = {source: frame["n"].to_numpy() for source, frame in tables.items()}

    @functools.cache
    def count(quantity: Quantity) -> int:
        return int(numbers[quantity.of][matchers[quantity.of].rows(quantity)].sum())

    return count
