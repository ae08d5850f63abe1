"""Who answered and who did not: response per group, and whether groups differ in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dwimpact import statistics
from dwimpact.dataset import CleanStudy
from dwimpact.errors import unknown_name
from dwimpact.study.edition import ALL


def response_rates(respondents: pd.DataFrame, by: str, approached: pd.Series[int]) -> pd.DataFrame:
    """Response per group and in total: group, approached, responses, percentage (whole).

    Raises ZeroDivisionError when nobody was approached in a group.

    >>> dw.response_rates(study.respondents, "sector", study.populations["sector"]).tail(2)
       group  approached  responses  percentage
    3  other           7          2          29
    4    all         178         64          36
    """
    responses = respondents[by].value_counts(sort=False)
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
    counts = study.respondents[registered.code].value_counts(sort=False)
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
    small groups are too small for a chi-square) and p_holm (adjusted over the rows).

    >>> dw.response_tests(study.respondents, {"sector": study.populations["sector"]}).round(3)
      dimension      p  p_holm
    0    sector  0.833   0.833
    """
    p = [_response_test(respondents[by], approached) for by, approached in populations.items()]
    return pd.DataFrame({"dimension": list(populations), "p": p, "p_holm": statistics.holm(p)})


def _response_test(group: pd.Series[Any], approached: pd.Series[int]) -> float:
    responses = group.astype(object).value_counts().reindex(approached.index, fill_value=0)
    # More answers than people approached (a finding of its own) is as good as all of them.
    return statistics.fisher_freeman_halton(responses, approached.clip(lower=responses))
