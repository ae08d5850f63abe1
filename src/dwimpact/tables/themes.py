"""The themes of open answers as tables of appendix 3, in Dutch."""

from __future__ import annotations

import pandas as pd

from dwimpact.analysis.themes.rules import Codebook
from dwimpact.tables.format import INTERVAL, for_reading


def codebook_table(codebook: Codebook) -> pd.DataFrame:
    """What each theme stands for: theme (its label), description, example.

    >>> dw.codebook_table(dw.read_codebook(study)).columns.tolist()
    ['theme', 'description', 'example']
    """
    rows = [(t.label, t.description, t.examples[0] if t.examples else "") for t in codebook.root]
    return pd.DataFrame(rows, columns=["theme", "description", "example"])


def groups_as_columns(labelled: pd.DataFrame) -> pd.DataFrame:
    """The `shares_of_groups` of one level, labelled, as text: a row per theme and a column per
    group, such as '52% (38–66%)'.

    >>> codebook = dw.read_codebook(study)
    >>> coded = dw.code_answers(study.open_answers, codebook)
    >>> shares = dw.shares_of_groups(coded, study, codebook)
    >>> dw.groups_as_columns(shares[shares["level"] == "student"]).shape[1]
    4
    """
    rows = for_reading(labelled)
    rows["cell"] = rows["Aandeel"] + " (" + rows[INTERVAL] + ")"
    rows["column"] = rows["Groep"] + " (n = " + rows["n"] + ")"
    wide = rows.pivot(index="Thema", columns="column", values="cell")
    wide = wide.loc[rows["Thema"].drop_duplicates(), rows["column"].drop_duplicates()]
    return wide.rename_axis(columns=None).reset_index()


def with_theme_labels(table: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """An `agreement` table with labels for themes.

    >>> codebook = dw.read_codebook(study)
    >>> coded = dw.code_answers(study.open_answers, codebook)
    >>> dw.with_theme_labels(dw.theme_shares(coded), codebook)["theme"].iloc[0]
    'Regio en netwerk'
    """
    return table.assign(theme=[codebook.labels[str(theme)] for theme in table["theme"]])
