"""The outcomes of very many respondents: counted while reading instead of listed.

A million respondents are tens of millions of rows of the outcomes table, nearly all of them
equal. Here equal rows are counted from the file's columns straight away, so that time and
memory go to reading the file. The figure tables come from the same functions as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.intake.raw_layout import has_code, in_base
from dwimpact.intake.wording import with_tact
from dwimpact.rules import EXPORT_AGAIN, found
from dwimpact.study.questionnaire import (
    NATURE,
    RESPONDENT,
    STATUS,
    Level,
    Questionnaire,
    codes,
)
from dwimpact.study.study import Study
from dwimpact.tidy.clean import clean_respondents
from dwimpact.tidy.tables import PEOPLE

Codes = npt.NDArray[np.int64]
BYTES_PER_BLOCK = 1 << 24  # bytes read at a time: enough to keep every core busy
CODED = pa.dictionary(pa.int32(), pa.string())


def count_outcomes(file: Path, study: Study) -> pd.DataFrame:
    """The outcomes table with background, as `load` gives it, with equal rows counted.

    Columns: level, outcome, mentioned, status, nature, the background with its groups, people.
    Free text and explanations are not read, and no row is corrected or set aside. Raises
    StudyError for absent columns, blank background, or an unknown code, naming column and value.
    """
    form, asked = study.questionnaire, list(study.spellings)
    try:
        table = _read(file, form)
        coded = (
            _Coded(table, c, list(v), required=True, blank=form.variable(c).blank)
            for c, v in study.spellings.items()
        )
        background = reduce(_Coded.combine, coded)
        parts = [
            part for level in form.levels for part in _count_level(table, form, level, background)
        ]
    except _Unusable as error:
        raise StudyError(file, with_tact(error.problems, study)) from None
    counted = pd.concat(parts, ignore_index=True)
    numbered = counted[asked].assign(**{RESPONDENT: counted.index.astype("str")})
    people = clean_respondents(numbered, study).drop(columns=RESPONDENT)
    return pd.concat([counted.drop(columns=asked), people], axis=1)


class _Unusable(Exception):
    """What is wrong with the file, before it is known what of it may be told."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems


class _Coded:
    """A column as whole numbers: the position of each value among those allowed, 0 if blank."""

    def __init__(
        self,
        table: pa.Table,
        column: str,
        allowed: Sequence[str],
        *,
        required: bool = False,
        blank: str = "",
    ) -> None:
        array = _column(table, column)
        values = array.dictionary.to_pylist()
        position = {value: i for i, value in enumerate(allowed, start=1)}
        if unknown := [value for value in values if value not in position]:
            raise _unknown(column, unknown[0], listed(allowed))
        if required and array.null_count and not blank:
            raise _Unusable(found("blank_cell", column=column))
        lookup = np.array([*(position[value] for value in values), position.get(blank, 0)])
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
    table: pa.Table, form: Questionnaire, level: Level, background: _Coded
) -> Iterator[pd.DataFrame]:
    """The counted rows of each option of one level."""
    # A multi-select holds few different answers, so each option is looked up per answer.
    distinct = [str(a) for a in _column(table, level.answers_column).dictionary.to_pylist()]
    if unknown := [answer for answer in distinct if not re.match(level.answers_pattern, answer)]:
        expected = f"codes separated by single spaces, each {listed(level.options)}"
        raise _unknown(level.answers_column, unknown[0], expected)
    given = _Coded(table, level.answers_column, distinct)
    asked = form.characteristics_of(level)
    for option in level.options:
        coded = background.combine(given)
        for matrix, choices in asked.items() if option in level.rows else ():
            column = level.matrix_column(matrix, option)
            coded = coded.combine(_Coded(table, column, codes(choices)))
        counted = coded.count()
        yield _option_rows(counted[in_base(counted, level)], form, level, option)


def _option_rows(
    counted: pd.DataFrame, form: Questionnaire, level: Level, option: str
) -> pd.DataFrame:
    """Counted raw cells of one option as rows of the outcomes table."""
    rows = pd.DataFrame(index=counted.index)
    rows["level"] = pd.Categorical([level.code] * len(counted), codes(form.levels))
    rows["outcome"] = pd.Categorical([option] * len(counted), form.option_codes)
    rows["mentioned"] = has_code(counted[level.answers_column], option)
    for matrix, choices in ((STATUS, form.statuses), (NATURE, form.natures)):
        column = f"{level.code}/{matrix}/{option}"
        values = counted[column] if column in counted else [None] * len(counted)
        rows[matrix] = pd.Categorical(values, codes(choices))
    asked = [variable.code for variable in form.asked]
    return rows.assign(**counted[[*asked, PEOPLE]])


def _column(table: pa.Table, column: str) -> pa.DictionaryArray:
    array = table[column].combine_chunks()
    return array.chunk(0) if isinstance(array, pa.ChunkedArray) else array


def _unknown(column: str, value: str, expected: str) -> _Unusable:
    remedy = "Correct the cells."
    return _Unusable(
        found("unknown_value", column=column, value=value, expected=expected, remedy=remedy)
    )


def _read(file: Path, form: Questionnaire) -> pa.Table:
    """The coded columns only, each value once with its positions."""
    columns = [
        *(variable.code for variable in form.asked),
        *(level.answers_column for level in form.levels),
        *(column for level in form.levels for column in form.characteristic_columns(level)),
    ]
    types: Mapping[str, pa.DataType] = dict.fromkeys(columns, CODED)
    # Open answers may hold line breaks.
    parsing = pyarrow.csv.ParseOptions(newlines_in_values=True)
    try:
        with pyarrow.csv.open_csv(file, parse_options=parsing) as reader:
            headings = reader.schema.names
        if absent := [column for column in columns if column not in headings]:
            hint = "Add the column."
            raise _Unusable(*(found("missing_column", name=c, hint=hint) for c in absent))
        table = pyarrow.csv.read_csv(
            file,
            read_options=pyarrow.csv.ReadOptions(block_size=BYTES_PER_BLOCK),
            parse_options=parsing,
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=columns, column_types=types, strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid as error:
        # Of Arrow's message only the numbers: the row stands behind them.
        if counts := re.search(r"Expected (\d+) columns, got (\d+)", str(error)):
            raise _Unusable(found("ragged_row", headings=counts[1], cells=counts[2])) from None
        raise _Unusable(found("damaged", found="no CSV table in UTF-8")) from None
    if not table.num_rows:
        raise _Unusable(found("no_rows", remedy=EXPORT_AGAIN))
    return table.unify_dictionaries()
