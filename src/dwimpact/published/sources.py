"""The tables that claims count in: long frames with an 'n', one per source of a Quantity."""

from __future__ import annotations

import functools
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from dwimpact.published.quantity import LISTED, Count, Quantity, Source
from dwimpact.study.questionnaire.model import NONE, OTHER
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
    wrote one. other_outcomes: level and background. asked: a row per respondent who was asked ×
    question beside the levels × statement of a scale (item, row, answered). answers: a row for each
    option that was chosen and each number that was given (item, row, option, and whether it is a
    number or a point of a scale). totals: of these the numbers, or the places of points from 1 up,
    added.
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
        **answer_sources(study, tables),
    }


def answer_sources(study: Study, tables: Tables) -> Sources:
    """The sources of the questions beside the levels: asked, answers, totals."""
    answers = with_background(tables.answers, tables.respondents)
    answers["row"] = answers["column"].str.extract("/(.*)", expand=False).fillna("")
    answered = answers[["chosen", "number", "date"]].notna().any(axis=1)
    asked = answers.assign(answered=answered, n=1).drop_duplicates(["respondent", "column"])
    chosen = answers["chosen"].fillna(False).astype(bool) | answers["number"].notna()
    values = pd.Series(
        {
            (item.code, point): place
            for item in study.questionnaire.items
            for place, point in enumerate(item.points, 1)
            if item.kind == "scale"
        },
        dtype="object",
    )
    given = answers[chosen]
    at = pd.MultiIndex.from_frame(given[["item", "option"]].astype("object"))
    value = pd.Series(values.reindex(at).to_numpy(), given.index, dtype="object")
    value = value.where(given["number"].isna(), given["number"].astype("object"))
    given = given.assign(point=value.notna(), n=1)
    totals = given[given["point"]].assign(n=value[given["point"]].map(_exactly))
    return {"asked": asked, "answers": given, "totals": totals}


def _exactly(number: float) -> Fraction:
    """A number as it was written, such as 7.1."""
    return Fraction(str(number))


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
        **dict.fromkeys(("mentions", "explanations"), mentions),
        "explainers": ["level", *background],
        "other_outcomes": ["level", *background],
    }
    if form.items:
        question = ["item", "row", *background]
        found["asked"] = ["answered", *question]
        found["answers"] = ["option", "point", *question]
        found["totals"] = question
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
    def count(quantity: Quantity) -> int | Fraction:
        rows = matchers[quantity.of].rows(quantity)
        if quantity.all:
            return _together(tables[quantity.of], matchers[quantity.of], quantity)
        total: int | Fraction = numbers[quantity.of][rows].sum()
        return total if isinstance(total, Fraction) else int(total)

    return count


def _together(frame: pd.DataFrame, matcher: Matcher, quantity: Quantity) -> int:
    """How many respondents ticked every one of several."""
    persons = (set(frame.loc[matcher.rows(each), "respondent"]) for each in quantity.each)
    return len(set.intersection(*persons))
