"""The tidy tables, and keeping them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

import pandas as pd

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.rules import findings_table, set_aside_table
from dwimpact.study.files.manifest import read_manifest, require_wholly_ours
from dwimpact.study.questionnaire.model import PEOPLE
from dwimpact.study.study import no_corrections, nothing_hidden

QUESTION_COLUMNS = ["characteristic", "level", "outcome", "group", "category"]
RANGE_COLUMNS = [*QUESTION_COLUMNS, "n", "smallest", "largest", "count", "share"]
ANSWER_COLUMNS = ["characteristic", "category"]
KNOWN_SHARE_COLUMNS = [*ANSWER_COLUMNS, "lowest", "highest"]
PAIR_COLUMNS = ["level", "outcome", "group", "than_outcome", "than_group"]
DIFFERENCE_COLUMNS = [*PAIR_COLUMNS, "lowest", "highest"]
KNOWN_OPTION_COLUMNS = ["item", "column", "option", "lowest", "highest"]
KNOWN_MEAN_COLUMNS = ["item", "column", "lowest", "highest"]
TEXT_TABLES = ("open_answers", "other_outcomes", "remarks", "item_texts")
BESIDE = ("narrow", "wide")  # the readings of which columns stand beside those of the central one


def with_background(table: pd.DataFrame, respondents: pd.DataFrame) -> pd.DataFrame:
    """The table with each respondent's background beside it."""
    background = respondents.drop(columns=PEOPLE, errors="ignore")
    return table.merge(background, on="respondent", how="left", validate="m:1")


@dataclass(frozen=True, repr=False)
class Tables:
    """The tidy tables, one attribute and one parquet file each (see clean.py)."""

    respondents: pd.DataFrame
    outcomes: pd.DataFrame
    open_answers: pd.DataFrame
    other_outcomes: pd.DataFrame
    remarks: pd.DataFrame
    questions: pd.DataFrame
    answers: pd.DataFrame
    item_texts: pd.DataFrame
    findings: pd.DataFrame = field(default_factory=lambda: findings_table([]))
    set_aside: pd.DataFrame = field(default_factory=lambda: set_aside_table([]))
    corrections: pd.DataFrame = field(default_factory=lambda: no_corrections())
    masked: pd.DataFrame = field(default_factory=lambda: masked_table({}))
    hidden: pd.DataFrame = field(default_factory=lambda: nothing_hidden())
    known: pd.DataFrame = field(default_factory=lambda: nothing_known())
    known_shares: pd.DataFrame = field(default_factory=lambda: no_known_shares())
    known_differences: pd.DataFrame = field(default_factory=lambda: no_known_differences())
    known_options: pd.DataFrame = field(default_factory=lambda: no_known_options())
    known_means: pd.DataFrame = field(default_factory=lambda: no_known_means())

    def __repr__(self) -> str:
        """How long each table is that has rows, without anybody's words."""
        lengths = {table.name: len(getattr(self, table.name)) for table in fields(self)}
        return f"<Tables: {', '.join(f'{name} ({n} rows)' for name, n in lengths.items() if n)}>"


def write_tables(tables: Tables, folder: Path) -> None:
    """Write each tidy table as parquet, for the notebooks to read. Raises StudyError when there is
    anything in the folder that is not ours.
    """
    require_wholly_ours(folder, "processed")
    folder.mkdir(parents=True, exist_ok=True)
    for table in fields(Tables):
        getattr(tables, table.name).to_parquet(folder / f"{table.name}.parquet", index=False)


def require_made_from(folder: Path, inputs: Mapping[str, str]) -> None:
    """Raise StudyError unless the tidy tables in a folder were made from these inputs, file name
    → SHA-256, as their manifest says: else one study's answers would pass for another's.
    """
    found = read_manifest(folder).get("inputs", {})
    other = sorted(n for n in {*found, *inputs} if found.get(n) != inputs.get(n))
    if not other:
        return
    what = "were made from other files" if found else "do not say what they were made from"
    problem = Problem(
        what=f"the tidy tables here {what}: {', '.join(other)}",
        expected="tables made from the study folder and the responses as they are now",
        remedy="Run 'make report' or notebooks/prepare.ipynb for them, or name their own folder.",
    )
    raise StudyError(folder, problem)


def read_tables(folder: Path) -> Tables:
    """The tidy tables of a folder, as `clean` made them. Raises StudyError when one is absent."""
    names = [table.name for table in fields(Tables)]
    absent = [name for name in names if not (folder / f"{name}.parquet").is_file()]
    if absent:
        raise StudyError(
            folder,
            Problem(
                what=f"no tidy table {listed(absent)}",
                expected="the tables that the preparation notebook makes",
                remedy="Run 'make report' or notebooks/prepare.ipynb first.",
            ),
        )
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in names}
    coded = {name: _with_categories(tables[name]) for name in ("outcomes", "answers")}
    return Tables(**{**tables, **coded})


def _with_categories(table: pd.DataFrame) -> pd.DataFrame:
    """Parquet does not keep a category without values: that of what was not asked."""
    unasked = [c for c in ("status", "nature", "item") if c in table and table[c].dtype == object]
    return table.astype(dict.fromkeys(unasked, pd.CategoricalDtype([])))


def nothing_known() -> pd.DataFrame:
    """One row per count of a reconstructed study, with the smallest and largest that agree with
    what was published, its words read centrally, narrowly and widely (see
    reconstruction/ranges/identify.py); none for real responses.
    """
    numbers = [*RANGE_COLUMNS[5:9], *beside("smallest", "largest")]
    return _typed(QUESTION_COLUMNS, {**dict.fromkeys(numbers, "int64"), "share": "float64"})


def no_known_shares() -> pd.DataFrame:
    """One row per status or nature, with between what its share of all mentions lies."""
    return _typed(ANSWER_COLUMNS, dict.fromkeys(_between(), "float64"))


def no_known_differences() -> pd.DataFrame:
    """One row per two shares that are compared, of two outcomes among all respondents or of one
    outcome in two groups, with between what their difference lies (-1 to 1).
    """
    return _typed(PAIR_COLUMNS, dict.fromkeys(_between(), "float64"))


def no_known_options() -> pd.DataFrame:
    """One row per answer to a question beside the levels, with between what its share lies of those
    who were asked.
    """
    return _typed(KNOWN_OPTION_COLUMNS[:3], dict.fromkeys(_between(), "float64"))


def no_known_means() -> pd.DataFrame:
    """One row per number and row of a scale, with between what its mean lies."""
    return _typed(KNOWN_MEAN_COLUMNS[:2], dict.fromkeys(_between(), "float64"))


def beside(*columns: str) -> list[str]:
    """The columns of the other readings: 'wide_smallest'."""
    return [f"{reading}_{column}" for reading in BESIDE for column in columns]


def _between() -> list[str]:
    return ["lowest", "highest", *beside("lowest", "highest")]


def _typed(texts: Sequence[str], numbers: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(columns=[*texts, *numbers]).astype(
        {**dict.fromkeys(texts, "str"), **numbers}
    )


def masked_table(counts: Mapping[str, int]) -> pd.DataFrame:
    """One row per mark that stands for something left out of texts: mark, count."""
    table = pd.DataFrame(list(counts.items()), columns=["mark", "count"])
    return table.astype({"mark": "str", "count": "int64"})
