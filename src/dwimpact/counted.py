"""The outcomes of very many respondents: counted while reading instead of listed.

A million respondents are tens of millions of rows of the outcomes table, nearly all of them
equal. Here equal rows are counted from the file's columns straight away, so that time and
memory go to reading the file. The figure tables come from the same functions as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from dwimpact.aggregate import PEOPLE
from dwimpact.clean import clean_respondents
from dwimpact.errors import Problem, StudyError, listed
from dwimpact.questionnaire import Level, Questionnaire, codes
from dwimpact.study import Study, workplace_codes

Codes = npt.NDArray[np.int64]
BLOCK = 1 << 24  # bytes read at a time: enough to keep every core busy
CODED = pa.dictionary(pa.int32(), pa.string())


def count_outcomes(file: Path, study: Study) -> pd.DataFrame:
    """The outcomes table with background, as `load` gives it, with equal rows counted.

    Columns: level, outcome, mentioned, status, nature, workplace, tranche, tranche_group,
    sector, sector_group, people. Free text and explanations are not read. Raises StudyError
    for an absent column or an unknown code, naming column and value.
    """
    form = study.questionnaire
    table = _read(file, form)
    places = workplace_codes(study.workplaces)
    background = _Coded(file, table, "workplace", list(places)).combine(
        _Coded(file, table, "sector", codes(form.sectors))
    )
    parts = [
        part for level in form.levels for part in _count_level(file, table, form, level, background)
    ]
    counted = pd.concat(parts, ignore_index=True)
    people = clean_respondents(
        counted[["workplace", "sector"]].assign(respondent=counted.index.astype("str")),
        form,
        study.workplaces,
    )
    return pd.concat(
        [counted.drop(columns=["workplace", "sector"]), people.drop(columns="respondent")], axis=1
    )


class _Coded:
    """A column as whole numbers: the position of each value among those allowed, 0 if blank."""

    def __init__(self, file: Path, table: pa.Table, column: str, allowed: Sequence[str]) -> None:
        array = table[column].combine_chunks()
        array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
        values = array.dictionary.to_pylist()
        position = {value: i for i, value in enumerate(allowed, start=1)}
        if unknown := [value for value in values if value not in position]:
            problem = Problem(
                "unknown value", listed(allowed), "Correct the cells.", None, column, unknown[0]
            )
            raise StudyError(file, problem)
        lookup = np.array([*(position[value] for value in values), 0])
        indices = array.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)
        self.codes: Codes = lookup[indices]
        self.columns: dict[str, list[str | None]] = {column: [None, *allowed]}

    def combine(self, other: _Coded) -> _Coded:
        """Both columns as one number per row."""
        made = object.__new__(_Coded)
        made.codes = self.codes * other.size + other.codes
        made.columns = {**self.columns, **other.columns}
        return made

    @property
    def size(self) -> int:
        return int(np.prod([len(values) for values in self.columns.values()]))

    def count(self) -> pd.DataFrame:
        """Each combination of values there is, with how many rows have it."""
        counts = np.bincount(self.codes, minlength=self.size)
        present = np.flatnonzero(counts)
        where = np.unravel_index(present, [len(values) for values in self.columns.values()])
        frame = pd.DataFrame(
            {
                column: pd.Series([values[i] for i in positions], dtype="str")
                for (column, values), positions in zip(self.columns.items(), where, strict=True)
            }
        )
        return frame.assign(**{PEOPLE: counts[present]})


def _count_level(
    file: Path, table: pa.Table, form: Questionnaire, level: Level, background: _Coded
) -> Iterator[pd.DataFrame]:
    """The counted rows of each option of one level."""
    # A multi-select holds few different answers, so each option is looked up per answer.
    answers = table[level.answers_column].combine_chunks()
    answers = answers.chunk(0) if isinstance(answers, pa.ChunkedArray) else answers
    distinct = [str(answer) for answer in answers.dictionary.to_pylist()]
    if unknown := [answer for answer in distinct if not re.match(level.answers_pattern, answer)]:
        expected = f"codes separated by single spaces, each {listed(level.options)}"
        column = level.answers_column
        raise StudyError(
            file, Problem("unknown value", expected, "Correct the cells.", None, column, unknown[0])
        )
    given = _Coded(file, table, level.answers_column, distinct)
    for option in level.options:
        coded = background.combine(given)
        for matrix, choices in (("status", form.statuses), ("nature", form.natures)):
            if option in level.rows:
                column = level.matrix_column(matrix, option)  # type: ignore[arg-type]
                coded = coded.combine(_Coded(file, table, column, codes(choices)))
        yield _option_rows(coded.count(), form, level, option)


def _option_rows(
    counted: pd.DataFrame, form: Questionnaire, level: Level, option: str
) -> pd.DataFrame:
    """Counted raw cells of one option as rows of the outcomes table."""
    answers = counted[level.answers_column]
    ticked = (" " + answers + " ").str.contains(f" {option} ", regex=False)
    rows = pd.DataFrame(index=counted.index)
    rows["level"] = pd.Categorical([level.code] * len(counted), codes(form.levels))
    rows["outcome"] = pd.Categorical([option] * len(counted), form.option_codes)
    rows["mentioned"] = ticked.astype("boolean").where(answers.notna())
    for matrix, choices in (("status", form.statuses), ("nature", form.natures)):
        column = f"{level.code}/{matrix}/{option}"
        values = counted[column] if column in counted else [None] * len(counted)
        rows[matrix] = pd.Categorical(values, codes(choices))
    return rows.assign(**counted[["workplace", "sector", PEOPLE]])


def _read(file: Path, form: Questionnaire) -> pa.Table:
    """The coded columns only, each value once with its positions."""
    columns = [
        "workplace",
        "sector",
        *(level.answers_column for level in form.levels),
        *(
            level.matrix_column(matrix, row)
            for level in form.levels
            for matrix in ("status", "nature")
            for row in level.rows
        ),
    ]
    types: Mapping[str, pa.DataType] = dict.fromkeys(columns, CODED)
    try:
        table = pyarrow.csv.read_csv(
            file,
            read_options=pyarrow.csv.ReadOptions(block_size=BLOCK),
            # Open answers may hold line breaks.
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=columns, column_types=types, strings_can_be_null=True
            ),
        )
    except (pa.ArrowInvalid, KeyError) as error:
        problem = Problem(
            f"cannot be read ({str(error).splitlines()[0]})",
            "a CSV file with every column of the questionnaire",
            "Run 'python -m dwimpact verify' on a part of it to see every problem.",
        )
        raise StudyError(file, problem) from None
    return table.unify_dictionaries()
