"""Every text of a large file, masked: its report shows a sample of them (see sampled.py)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice

import pandas as pd

from dwimpact.intake.large.examine import LargeExamined
from dwimpact.study.questionnaire.model import text_columns
from dwimpact.study.study import Study
from dwimpact.study.validation import row_of
from dwimpact.tidy.masking.mask import Masker, masker

ROW_READ, WRITTEN_IN, WRITTEN = "row", "column", "text"
BATCH = 10_000  # rows of the file
_mask: Masker  # of a process that masks


def every_text(large: LargeExamined, study: Study) -> Iterator[pd.DataFrame]:
    """The texts of the rows that are used, in parts: row (as a spreadsheet counts it), column (of
    the raw layout) and text. They are masked on all cores.
    """
    columns = text_columns(study.questionnaire)
    sound = _sound(large, columns) if large.screen.knows_rows and columns else ()
    parts = chain([_listed(large.examined.used[columns])], sound)
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(study,)) as executor:
        # Some at a time, or all of them would be read before the first is masked.
        while some := [*islice(parts, 2 * workers)]:
            yield from executor.map(_masked, some)


def _sound(large: LargeExamined, columns: list[str]) -> Iterator[pd.DataFrame]:
    """The parts of the rows that are in order, read from the file again."""
    disk, cells = large.disk, ", ".join(large.screen.place[column] for column in columns)
    batches = disk.database.sql(
        f"select row, {cells} from {disk.numbered} where row < {large.rows + disk.first} and "
        f"row not in (select row + {disk.first} from apart) and coalesce({cells}) is not null"
    ).to_arrow_reader(BATCH)
    for batch in batches:
        answers = batch.to_pandas().set_index("row")
        yield _listed(answers.set_axis(columns, axis=1))


def _listed(answers: pd.DataFrame) -> pd.DataFrame:
    """A row per text of a frame with a column per question."""
    table = (
        answers.rename_axis(index=ROW_READ)
        .reset_index()
        .melt(ROW_READ, var_name=WRITTEN_IN, value_name=WRITTEN)
    )
    table = table.dropna(subset=[WRITTEN]).sort_values(ROW_READ, kind="stable", ignore_index=True)
    return table.assign(row=table[ROW_READ].map(row_of)).astype({WRITTEN_IN: "str", WRITTEN: "str"})


def _begin(study: Study) -> None:
    global _mask
    _mask = masker(study)


def _masked(part: pd.DataFrame) -> pd.DataFrame:
    return part.assign(text=[_mask(text)[0] for text in part[WRITTEN]])
