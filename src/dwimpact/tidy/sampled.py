"""What very many respondents wrote: of each list a sample, the same each time for the same file.

Only the rows of the sample are read; what stands in them is masked as in a small file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from dwimpact.intake.examine import examine
from dwimpact.intake.large.examine import LargeExamined
from dwimpact.intake.large.screen import named
from dwimpact.intake.responses import responses_of
from dwimpact.study.questionnaire.model import EXPLANATION, REMARKS, RESPONDENT, text_columns
from dwimpact.study.study import Study
from dwimpact.tidy.clean import tidied
from dwimpact.tidy.tables import TEXT_TABLES, Tables

MOST_TEXTS = 200  # of one question about one thing
# Rows in an order that has nothing to do with who they are of: Knuth's multiplicative hash.
FACTOR, MODULUS = 2_654_435_761, 4_294_967_291


def with_sampled_texts(large: LargeExamined, study: Study, read: Tables) -> Tables:
    """The tables of the rows that were read (`read`) together with those of the sample, of which
    only texts are left that are in it.
    """
    chosen = _chosen(large, study)
    rows = sorted({row for each in chosen.values() for row in each} - {*large.examined.used.index})
    parts, names = [read], large.examined.used[RESPONDENT]
    if rows:
        export = large.disk.export(rows, large.rows)
        examined = examine(responses_of(export, large.file, study, large.tool), study)
        parts.append(tidied(examined, study))
        names = pd.concat([names, examined.used[RESPONDENT]])
    who = {column: {*names.reindex(each)} for column, each in chosen.items()}
    tables = {
        name: pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        for name in ("respondents", "outcomes", *TEXT_TABLES)
    }
    return _only(replace(read, **tables), who, study)


def _chosen(large: LargeExamined, study: Study) -> dict[str, list[int]]:
    """Column with texts → the rows of its sample, as a frame of the file counts them."""
    columns, first = text_columns(study.questionnaire), large.disk.first
    if not columns:
        return {}
    found: Mapping[str, list[int] | None] = dict.fromkeys(columns)
    if large.screen.knows_rows:
        order = f"(rowid * {FACTOR}) % {MODULUS}"
        lists = (
            f"arg_min(rowid, {order}, {MOST_TEXTS}) filter (where {named(c)})" for c in columns
        )
        sql = f"select {', '.join(lists)} from sound"
        found = dict(zip(columns, large.disk.database.execute(sql).fetchall()[0], strict=True))
    made = {}
    for column in columns:
        own = large.examined.used.index[large.examined.used[column].notna()] - first
        every = pd.Index([*(found[column] or []), *own], dtype="int64")
        ordered = every[(every * FACTOR % MODULUS).argsort(kind="stable")]
        made[column] = (ordered[:MOST_TEXTS] + first).tolist()
    return made


def _only(tables: Tables, who: Mapping[str, set[str]], study: Study) -> Tables:
    """The tables with only the texts of these respondents, by the column they are written in."""
    levels = {level.code: level for level in study.questionnaire.levels}

    def kept(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
        pairs = zip(table[RESPONDENT], columns, strict=True)
        return table[np.array([name in who[column] for name, column in pairs], dtype=bool)]

    opened, other, items = tables.open_answers, tables.other_outcomes, tables.item_texts
    explained = tables.outcomes.dropna(subset=[EXPLANATION])
    columns = [
        levels[str(level)].matrix_column(EXPLANATION, str(outcome))
        for level, outcome in zip(explained["level"], explained["outcome"], strict=True)
    ]
    return replace(
        tables,
        open_answers=kept(opened, [levels[str(x)].open_answer_column for x in opened["level"]]),
        other_outcomes=kept(other, [levels[str(x)].other_text_column for x in other["level"]]),
        item_texts=kept(items, list(items["item"])),
        remarks=kept(tables.remarks, [REMARKS] * len(tables.remarks)),
        outcomes=kept(explained, columns),
    )
