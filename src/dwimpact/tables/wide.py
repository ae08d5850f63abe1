"""Figure tables as a reader sees them in wide form: groups, answers or shares as columns."""

from __future__ import annotations

from math import ceil

import pandas as pd

from dwimpact.prose.differences import beyond_chance
from dwimpact.statistics import points
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.tables.format import (
    CHANCE,
    DASH,
    DIFFERENCE_INTERVAL,
    INTERVAL,
    OUTCOME,
    WEIGHTED_INTERVAL,
    for_reading,
)
from dwimpact.tables.labels import with_labels

ROW_NAMES = ("Vraag", OUTCOME, "Antwoord")  # what the rows of a comparison are told apart by


def answers_per_outcome(rows: pd.DataFrame) -> pd.DataFrame:
    """A `characteristic_shares` table, labelled and for reading, with its answers as columns.

    One row per outcome (and group), all text: per answer '22; 34%' and, on a line of its own,
    '(26–43%)'.
    """
    keys = [column for column in (OUTCOME, "Groep", "n") if column in rows]
    cell = rows["Aantal"] + "; " + rows["Aandeel"] + "\n(" + rows[INTERVAL] + ")"
    wide = rows.assign(cell=cell).pivot(index=keys, columns="Antwoord", values="cell")
    order = pd.MultiIndex.from_frame(rows[keys].drop_duplicates())
    wide = wide.loc[order, rows["Antwoord"].drop_duplicates()]
    return wide.rename_axis(columns=None).reset_index()


def side_by_side(shares: pd.DataFrame, differences: pd.DataFrame) -> pd.DataFrame:
    """A labelled `mention_shares` or `wave_item_shares` table with its groups as columns, and their
    difference.

    One row per outcome or answer, all text: per group '61%* (43–76%)', then the difference in
    percentage points with its interval when the table has one, and whether it may be chance (Holm's
    p).
    Where rows have bases of their own, as among those who mention an outcome, a cell begins with
    these: '12 van 21; ', and its interval has a line of its own.
    """
    rows, test = for_reading(shares), differences_for_reading(differences)
    keys = [column for column in ROW_NAMES if column in rows]
    n = shares.drop_duplicates("group").set_index("group")["n"]
    own = len(shares.drop_duplicates(["group", "n"])) > len(n)
    base = rows["Aantal"] + " van " + rows["n"] + "; " if own else ""
    rows["cell"] = base + rows["Aandeel"] + ("\n(" if own else " (") + rows[INTERVAL] + ")"
    wide = rows.pivot(index=keys, columns="Groep", values="cell")[list(n.index)]
    called = [str(group) if own else f"{group} (n = {size})" for group, size in n.items()]
    wide = wide.fillna(DASH).set_axis(called, axis=1)
    return test[keys].merge(wide.reset_index()).merge(test, validate="1:1")


def differences_for_reading(differences: pd.DataFrame) -> pd.DataFrame:
    """A labelled `group_differences` table as text: per outcome or answer the difference in
    percentage points, with its interval when the table has one, and whether it may be chance.
    """
    if differences.empty:
        return pd.DataFrame()
    made = for_reading(differences)
    made[CHANCE] = ["nee" if clear else "ja" for clear in beyond_chance(differences)]
    made.loc[(made["Verschil"] == "0") & (made[CHANCE] == "ja"), CHANCE] = DASH  # there is none
    if DIFFERENCE_INTERVAL in made:
        made["Verschil"] += "\n(" + made[DIFFERENCE_INTERVAL] + ")"
    return made[[column for column in (*ROW_NAMES, "Verschil", CHANCE) if column in made]]


def overview_for_reading(table: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """A `level_overview` table as text, with the labels of statuses and natures as headings.

    >>> overview = dw.level_overview(dw.listed_outcomes(study.outcomes))
    >>> dw.overview_for_reading(overview, form)["Keer genoemd"].tolist()
    ['203', '238', '205']
    """
    table = with_labels(table, form)
    numbers = ["level", "mentions", "per_respondent"]
    return for_reading(table[numbers]).assign(
        **{
            label: [DASH if pd.isna(share) else f"{points(share)}%" for share in table[label]]
            for label in table.columns.drop(numbers)
        }
    )


def weighted_for_reading(table: pd.DataFrame) -> pd.DataFrame:
    """A labelled `weighted_shares` table as text: per outcome its unweighted and its weighted
    share, and the interval of the weighted one where it has that, else of the other.

    >>> weights = pd.Series(1.0, index=study.respondents["respondent"])
    >>> table = dw.weighted_shares(dw.at_level(study.outcomes, "student"), weights)
    >>> dw.weighted_for_reading(table).columns.tolist()
    ['Uitkomst', 'Ongewogen', 'Gewogen', '95%-interval']
    """
    rows = for_reading(table).rename(columns={"Aandeel": "Ongewogen"})
    interval = WEIGHTED_INTERVAL if WEIGHTED_INTERVAL in rows else INTERVAL
    return rows[[OUTCOME, "Ongewogen", "Gewogen", interval]]


def bounds_for_reading(table: pd.DataFrame) -> pd.DataFrame:
    """A labelled `nonresponse_bounds` table as text, without what its shares are made of.

    >>> bounds = dw.nonresponse_bounds(study, "student")
    >>> dw.bounds_for_reading(bounds).columns.tolist()[-4:]
    ['Aandeel', 'Laagste aandeel', 'Hoogste aandeel', 'Helft vanaf']
    """
    return for_reading(table).drop(columns=["Aantal", "n", "Benaderd"])


def next_wave_for_reading(table: pd.DataFrame) -> pd.DataFrame:
    """A `next_wave` table as text: which difference takes how many people.

    >>> dw.next_wave_for_reading(dw.next_wave(study)).iloc[0].tolist()
    ['10 procentpunten', '388', '1,0']
    """
    differences = [
        DASH if pd.isna(d) else f"{ceil(round(100 * d, 6))} procentpunten"
        for d in table["difference"]
    ]
    effects = [f"{deff:.1f}".replace(".", ",") for deff in table["deff"]]
    people = [str(n) for n in table["n"]]
    columns = {"Verschil": differences, "Mensen per meting": people, "Ontwerpeffect": effects}
    return pd.DataFrame(columns)
