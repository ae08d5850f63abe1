"""Who answered and who did not: response per group, and whether groups differ in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil

import pandas as pd

from dwimpact import statistics
from dwimpact.analysis.precision import precision
from dwimpact.counting import usual_effect
from dwimpact.dataset import CleanStudy
from dwimpact.errors import require_known, unknown_name
from dwimpact.inference.power import detectable_difference, needed_n
from dwimpact.study.edition import ALL
from dwimpact.study.people import people_by
from dwimpact.study.questionnaire.model import PEOPLE, RESPONDENT, WEIGHT

DIFFERENCES = (0.10, 0.15, 0.20)


def response_rates(respondents: pd.DataFrame, by: str, approached: pd.Series[int]) -> pd.DataFrame:
    """Response per group and in total: group, approached, responses, percentage (whole).

    Raises ZeroDivisionError when nobody was approached in a group, and UnknownName.

    >>> dw.response_rates(study.respondents, "sector", study.populations["sector"]).tail(2)
       group  approached  responses  percentage
    3  other           7          2          29
    4    all         178         64          36
    """
    require_margins(respondents, [by])
    responses = people_by(respondents, by)
    table = pd.DataFrame({"group": list(approached.index), "approached": list(approached)})
    table["responses"] = [int(responses.get(group, 0)) for group in table["group"]]
    total = {"group": ALL, **table[["approached", "responses"]].sum().to_dict()}
    table = pd.concat([table, pd.DataFrame([total])], ignore_index=True)
    return table.assign(percentage=statistics.percentage(table["responses"], table["approached"]))


def registry_responses(study: CleanStudy) -> pd.DataFrame:
    """Every line of the registry with its number of respondents: name, responses. Raises
    UnknownName in a study without a registry.

    >>> dw.registry_responses(study).tail(1)
       name  responses
    20  all         64
    """
    registered = study.questionnaire.registered
    if not registered:
        raise unknown_name("registry", "", [])
    counts = people_by(study.respondents, registered.code)
    responses = study.registry["code"].map(counts).astype(int)
    table = pd.DataFrame({"name": study.registry["name"], "responses": responses})
    total = pd.DataFrame([{"name": ALL, "responses": int(responses.sum())}])
    return pd.concat([table, total], ignore_index=True)


def response_tests(
    respondents: pd.DataFrame, populations: Mapping[str, pd.Series[int]]
) -> pd.DataFrame:
    """Whether the response differs between groups by more than chance, per way of grouping.

    `populations` has the people approached per group, by the column that groups respondents.
    One row for each: dimension (that column), p (Fisher, Freeman and Halton's exact test, as
    small groups are too small for a chi-square) and p_holm (adjusted over the rows). It takes
    people as independent, also where they sit together: how many were approached of each cluster
    would have to be known. Raises UnknownName.

    >>> dw.response_tests(study.respondents, {"sector": study.populations["sector"]}).round(3)
      dimension      p  p_holm
    0    sector  0.833   0.833
    """
    require_margins(respondents, populations)
    p = [
        _response_test(people_by(respondents, by), approached)
        for by, approached in populations.items()
    ]
    return pd.DataFrame({"dimension": list(populations), "p": p, "p_holm": statistics.holm(p)})


def require_margins(respondents: pd.DataFrame, margins: Iterable[str]) -> None:
    """Raise UnknownName unless respondents have a column for each of these ways of grouping."""
    for by in margins:
        groups = [c for c in respondents if c not in (RESPONDENT, WEIGHT, PEOPLE)]
        require_known("column of groups", by, groups)


def nonresponse_bounds(study: CleanStudy, level: str = "") -> pd.DataFrame:
    """Between what a share of everybody approached lies, whatever those who did not answer would
    have said.

    One row per outcome that the study shows, of a level or of all: level, outcome, count, n,
    approached, share (of who answered), lowest and highest (of everybody approached: nobody or
    everybody of the others mentions it) and tipping, the share of the others at which half of all
    mention it (missing where it is half whatever they say, or never). No rows of a level that only
    some were asked, or where it is not known how many were approached. Raises UnknownName.

    Source: Manski (1989), Journal of Human Resources 24.

    >>> table = dw.nonresponse_bounds(study, "student").round(2)
    >>> table[["outcome", "share", "lowest", "highest", "tipping"]].head(1)
           outcome  share  lowest  highest  tipping
    0  soft_skills    0.8    0.29     0.93     0.33
    """
    shares = study.mention_shares(level)
    routed = [lv.code for lv in study.questionnaire.levels if lv.is_routed]
    of_all = shares if study.population is not None else shares[:0]
    rows = of_all[~of_all["level"].isin(routed)].reset_index(drop=True)
    # More answers than people approached is a finding of its own.
    approached = rows["n"].clip(lower=study.population)
    others = approached - rows["n"]
    tipping = (approached / 2 - rows["count"]) / others.where(others > 0)
    return rows[["level", "outcome", "count", "n"]].assign(
        approached=approached,
        share=rows["share"],
        lowest=rows["count"] / approached,
        highest=(rows["count"] + others) / approached,
        tipping=tipping.where(tipping.between(0, 1)),
    )


def next_wave(study: CleanStudy, share: float = 0.5) -> pd.DataFrame:
    """What a next wave can tell, beside this one: the people who have to answer in each to find a
    difference in a share with a power of 80%, and the smallest difference that waves of this size
    show.

    One row per difference of 0.10, 0.15 and 0.20 with the n it needs, and one of the n of this
    wave with the difference it shows; once for independent people and once with the study's average
    design effect (deff).

    >>> dw.next_wave(study).round(2).head(4)
       deff  difference    n
    0   1.0        0.10  388
    1   1.0        0.15  170
    2   1.0        0.20   93
    3   1.0        0.24   64
    """
    n, rows = study.n, []
    for deff in sorted({1.0, average_effect(study)}):
        rows += [(deff, points, ceil(needed_n(points, share, deff))) for points in DIFFERENCES]
        rows.append((deff, detectable_difference(n, share, deff), n))
    return pd.DataFrame(rows, columns=["deff", "difference", "n"])


def average_effect(study: CleanStudy) -> float:
    """The average design effect of all mentions of a study, as its intervals have it: 1 without
    clusters.
    """
    if not study.clusters:
        return 1.0
    found = [precision(study, level.code)["deff"] for level in study.asked_levels]
    return usual_effect(pd.concat(found))


def _response_test(people: pd.Series[int], approached: pd.Series[int]) -> float:
    responses = people.set_axis(people.index.astype(object)).reindex(approached.index, fill_value=0)
    # More answers than people approached (a finding of its own) is as good as all of them.
    return statistics.fisher_freeman_halton(responses, approached.clip(lower=responses))
