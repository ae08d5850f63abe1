"""Two waves compared on the questions beside the levels."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dwimpact.analysis.differences import ITEM_KEYS
from dwimpact.analysis.items.chosen import REST, approached_for, chosen_rows
from dwimpact.analysis.items.shares import item_summary, telling_shares
from dwimpact.analysis.waves.chance import drawn, with_wave_test
from dwimpact.analysis.waves.two_waves import EARLIER, LATER, Waves, compare_waves
from dwimpact.shares import stack
from dwimpact.statistics import newcombe_interval
from dwimpact.study.questionnaire.items import Item

DIFFERENCE = "difference"


def wave_item_shares(waves: Waves, item: Item) -> pd.DataFrame:
    """An `item_shares` table with the waves as groups, for a question of their shared questionnaire
    (`waves.study`) and the options that both waves show. Of a scale: per row who chose a point
    above its middle; of a number nothing, see `wave_means`.

    >>> waves = dw.comparable(study, study)
    >>> [dw.wave_item_shares(waves, item) for item in form.items]  # this study has none
    []
    """
    tables = []
    for wave, study in waves:
        asked = study.questionnaire.item(item.code)
        shares = telling_shares(study, asked)[: 0 if item.kind == "number" else None]
        tables.append(shares.assign(group=wave).set_index(ITEM_KEYS))
    earlier, later = tables
    both = [key for key in later.index if key in earlier.index and key[0] in item.rows]
    if set(earlier.index) != set(later.index):  # what is left over of other options is another rest
        both = [key for key in both if key[1] != REST]
    return stack(*(table.loc[both].reset_index() for table in tables))


def wave_item_differences(waves: Waves, item: Item) -> pd.DataFrame:
    """The later wave compared with the earlier: a `compare_waves` table of `wave_item_shares` with
    the test that fits the design, as `wave_differences` has it.

    >>> waves = dw.comparable(study, study)
    >>> [dw.wave_item_differences(waves, item) for item in form.items]  # this study has none
    []
    """
    shares = wave_item_shares(waves, item)
    table, each = compare_waves(shares), {}
    if table.empty:
        return table
    for wave, study in waves:
        own = study.questionnaire.item(item.code)
        rows = chosen_rows(study, own, shares[shares["group"] == wave])
        each[wave] = drawn(study, rows, approached_for(study, own))
    return with_wave_test(table, shares, each)


def wave_means(waves: Waves, item: Item) -> pd.DataFrame:
    """The mean of a number in each wave that shows it, and of both the difference.

    One row per wave, and 'difference' (later - earlier): mean, with its 95% interval low and
    high. That of the difference follows from both others, as Zou and Donner (2008), Statistics in
    Medicine 27, have it for any two estimates.

    >>> len(dw.wave_means(dw.comparable(study, study), item))
    0
    """
    found = {wave: item_summary(study, item) for wave, study in waves}
    rows = {w: s[["mean", "mean_low", "mean_high"]].to_numpy() for w, s in found.items() if len(s)}
    if len(rows) == len(found):
        later, earlier = rows[LATER], rows[EARLIER]
        low, high = newcombe_interval(*later, *earlier)
        rows[DIFFERENCE] = np.array([later[0] - earlier[0], low, high])
    return pd.DataFrame.from_dict(rows, "index", columns=["mean", "low", "high"], dtype="float64")
