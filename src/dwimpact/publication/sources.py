"""The tables that claims count in: long frames with an 'n', one per source of a Quantity."""

from __future__ import annotations

import pandas as pd

from dwimpact.publication.quantity import LISTED, Count, Quantity, Source
from dwimpact.study.questionnaire import NONE, OTHER, Questionnaire
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables, with_background

Sources = dict[Source, pd.DataFrame]


def sources(study: Study, tables: Tables) -> Sources:
    """Every source of a Quantity. Each row counts 'n' times; the other columns select.

    approached: dimension, group. workplaces: workplace, tranche, a true/false column per
    sector with institutions, responded. institutions: workplace, tranche, sector.
    respondents: the background columns. options: one row per respondent × level × listed
    outcome. mentions: ticked options with kind (listed, other, none), status, nature.
    explanations: mentions that were explained. open_answers, remarks: respondents who
    wrote one. other_outcomes: level and background.
    """
    background = tables.respondents.assign(n=1)
    options = option_kinds(with_background(tables.outcomes, tables.respondents)).assign(n=1)
    mentions = options[options["mentioned"].fillna(False).astype(bool)]
    wrote = tables.open_answers["respondent"].unique()
    remarked = tables.remarks["respondent"]
    return {
        **registry_sources(study, set(tables.respondents["workplace"])),
        "respondents": background,
        "options": options[options["kind"] == LISTED],
        "mentions": mentions,
        "explanations": mentions[mentions["explanation"].notna()],
        "open_answers": background[background["respondent"].isin(wrote)],
        "other_outcomes": with_background(tables.other_outcomes, tables.respondents).assign(n=1),
        "remarks": background[background["respondent"].isin(remarked)],
    }


def registry_sources(study: Study, responded: set[str]) -> Sources:
    """The sources that do not depend on answers: approached, workplaces, institutions."""
    places = study.workplaces
    sectors = institution_sectors(study.questionnaire, places)
    institutions = places.melt(["workplace", "tranche"], sectors, var_name="sector", value_name="n")
    workplaces = places[["workplace", "tranche"]].assign(
        **{sector: places[sector] > 0 for sector in sectors},
        responded=places["workplace"].isin(responded),
        n=1,
    )
    return {
        "approached": study.approached.rename(columns={"approached": "n"}),
        "workplaces": workplaces,
        "institutions": institutions,
    }


def institution_sectors(form: Questionnaire, workplaces: pd.DataFrame) -> list[str]:
    """The sectors that the registry counts institutions of, in questionnaire order."""
    return [sector.code for sector in form.sectors if sector.code in workplaces]


def option_kinds(options: pd.DataFrame) -> pd.DataFrame:
    """The frame with 'kind': listed, other or none."""
    outcome = options["outcome"].astype("str")
    return options.assign(kind=outcome.where(outcome.isin([OTHER, NONE]), LISTED))


def counter(tables: Sources) -> Count:
    """The function that counts a Quantity in these sources."""

    def count(quantity: Quantity) -> int:
        source = tables[quantity.of]
        return int(source.loc[quantity.matching(source), "n"].sum())

    return count
