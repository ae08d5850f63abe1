"""The tidy tables of a large file, with equal rows counted instead of listed.

A million respondents are tens of millions of rows of the outcomes table, nearly all of them equal.
Here the rows that are in order are counted on disk, and those that were read one by one (see
intake/large/examine.py) are cleaned as ever and counted with them. Figure tables come from
the same functions as those of a small file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dwimpact.disclosure.release import rows_to_hide
from dwimpact.intake.large.examine import LargeExamined
from dwimpact.intake.large.on_disk import quoted
from dwimpact.intake.large.screen import named
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.levels import Level
from dwimpact.study.questionnaire.model import (
    EXPLANATION,
    NATURE,
    PEOPLE,
    REMARKS,
    RESPONDENT,
    STATUS,
    WEIGHT,
    Block,
    codes,
)
from dwimpact.study.study import Study
from dwimpact.tidy.answers import option_answers
from dwimpact.tidy.clean import clean_respondents, tidied
from dwimpact.tidy.sampled import with_sampled_texts
from dwimpact.tidy.tables import TEXT_TABLES, Tables

Counted = dict[str, pd.DataFrame]


def counted_tables(large: LargeExamined, study: Study) -> Tables:
    """The tidy tables of a large file in which nothing stops a report; of each list of texts a
    sample (see sampled.py), that of explanations as rows of `outcomes` of nobody.

    Equal rows stand there once, with for how many `people` they stand. `respondents` has a row for
    each combination of background, numbered; its number is the 'respondent' of the other tables.
    `answers` also tells who gave the same answer to all options of a question (`alike`).
    """
    read = tidied(large.examined, study)
    counts = _Counts(large, study, read)
    texts = counts.texts() if study.strict else {}
    sample = counts.sample()
    outcomes = pd.concat([counts.outcomes(), sample.outcomes], ignore_index=True)
    hidden = rows_to_hide(study, counts.respondents, outcomes, texts) if texts else read.hidden
    return replace(
        read,
        respondents=counts.respondents,
        outcomes=outcomes,
        open_answers=sample.open_answers,
        other_outcomes=sample.other_outcomes,
        remarks=sample.remarks,
        questions=counts.questions(),
        answers=counts.answers(),
        item_texts=sample.item_texts,
        hidden=hidden,
    )


class _Counts:
    """What is counted of the rows of a large file: those in order, and those that were read."""

    def __init__(self, large: LargeExamined, study: Study, read: Tables) -> None:
        self._large, self._study, self._read = large, study, read
        self._form = study.questionnaire
        by_item = [v.item for v in self._form.background if v.item]
        weight = [WEIGHT] if study.settings.weights is not None else []
        self._keys = [*(variable.code for variable in self._form.asked), *by_item, *weight]
        grouped = self._grouped({})
        kinds = grouped.drop(columns=PEOPLE)
        numbered = kinds.assign(**{RESPONDENT: kinds.index.astype("str")})
        background = clean_respondents(numbered, study) if len(kinds) else read.respondents[:0]
        every = pd.concat([background, read.respondents], ignore_index=True)
        every[PEOPLE] = [*grouped[PEOPLE], *(1 for _ in read.respondents.index)]
        every[PEOPLE] = every[PEOPLE].astype("int64")
        number = _alike(every.drop(columns=[RESPONDENT, PEOPLE]))
        every[RESPONDENT] = (number + 1).astype("str")
        people = every.groupby(number)[PEOPLE].transform("sum")
        self.respondents = every.assign(people=people).drop_duplicates(
            RESPONDENT, ignore_index=True
        )
        # What stands for each kind of the rows in order, and for each who was read.
        kinds[RESPONDENT] = every[RESPONDENT].to_numpy()[: len(kinds)]
        self._kinds = kinds
        own = every[RESPONDENT].to_numpy()[len(kinds) :]
        self._own = dict(zip(read.respondents[RESPONDENT], own, strict=True))

    def _grouped(self, columns: Mapping[str, str], where: str = "true") -> pd.DataFrame:
        """How many rows in order have each background, and what is selected beside it."""
        if not self._large.screen.knows_rows:
            return pd.DataFrame(columns=[*self._keys, *columns, PEOPLE])
        selected = [
            *map(named, self._keys),
            *(f"{sql} as {named(c)}" for c, sql in columns.items()),
        ]
        sql = f"select {', '.join([*selected, f'count(*) as {PEOPLE}'])} from sound where {where}"
        table = self._large.disk.query(f"{sql} group by all order by all")
        return table.astype(dict.fromkeys(self._keys, "str"))

    def _named(self, table: pd.DataFrame) -> pd.DataFrame:
        """A grouped table with who stands for each background instead of it."""
        if not self._keys:
            return table.assign(**{RESPONDENT: self._kinds[RESPONDENT].squeeze()})
        return table.merge(self._kinds, on=self._keys, how="left", validate="m:1")

    def outcomes(self) -> pd.DataFrame:
        """The outcomes table, in the order of the form."""
        form, read = self._form, self._read.outcomes
        parts = [
            self._option(
                level, option, read[(read["level"] == level.code) & (read["outcome"] == option)]
            )
            for level in form.levels
            for option in level.options
        ]
        table = pd.concat(parts, ignore_index=True)
        types = {c: read[c].dtype for c in ("level", "outcome")}
        columns = [c for c in read if c != PEOPLE]
        return table.assign(explanation=pd.Series(pd.NA, table.index, "str")).astype(types)[
            [*columns, PEOPLE]
        ]

    def _option(self, level: Level, option: str, read: pd.DataFrame) -> pd.DataFrame:
        """The rows of one option of one level."""
        asked = self._form.characteristics_of(level) if option in level.rows else {}
        columns = {"mentioned": named(level.tick_column(option))}
        columns |= {name: named(level.matrix_column(name, option)) for name in asked}
        sound = self._named(self._grouped(columns, _in_base(level)))
        for name in (STATUS, NATURE):
            sound[name] = _coded(sound.get(name), codes(asked.get(name, ())), sound.index)
            sound[name] = sound[name].astype(read[name].dtype)
        sound["mentioned"] = sound["mentioned"].astype("boolean")
        own = read.assign(people=1, respondent=read[RESPONDENT].map(self._own))
        alike = [RESPONDENT, "mentioned", STATUS, NATURE]
        table = pd.concat([sound[[*alike, PEOPLE]], own[[*alike, PEOPLE]]], ignore_index=True)
        summed = table.groupby(alike, observed=True, dropna=False, sort=False)[PEOPLE].sum()
        return (
            summed.reset_index().assign(level=level.code, outcome=option).astype({PEOPLE: "int64"})
        )

    def answers(self) -> pd.DataFrame:
        """The table of answers to the questions beside the levels, in the order of the form."""
        read, form = self._read.answers, self._form
        parts = [
            part
            for item in form.items
            if item.kind != "text"
            for column in item.rows
            for part in (self._sound_answers(item, column), self._own_answers(read, column))
        ]
        own = read.assign(alike="", people=pd.Series(1, read.index, "int64"))[:0]
        table = pd.concat([own, *parts], ignore_index=True)
        return table.astype({"item": read["item"].dtype, PEOPLE: "int64"})[list(own)]

    def _sound_answers(self, item: Item, column: str) -> pd.DataFrame:
        asked = {} if column in self._keys else {column: named(column)}
        given = self._named(self._grouped(asked, _in_base(item)))
        given = given.reset_index(drop=True).astype({column: "str"})
        alike = column + "~" + given.index.astype("str")
        rows = option_answers(given.assign(**{RESPONDENT: alike}), item, column)
        each = given.set_index(alike).reindex(rows[RESPONDENT])
        return rows.assign(
            alike=rows[RESPONDENT],
            people=each[PEOPLE].to_numpy(),
            respondent=each[RESPONDENT].to_numpy(),
        )

    def _own_answers(self, read: pd.DataFrame, column: str) -> pd.DataFrame:
        own = read[read["column"] == column]
        return own.assign(
            alike=column + "~" + own[RESPONDENT],
            people=1,
            respondent=own[RESPONDENT].map(self._own),
        )

    def questions(self) -> pd.DataFrame:
        """`count_answers` of all rows together."""
        read = self._read.questions
        if not self._large.screen.knows_rows:
            return read
        asked_of = self._asked_of()
        present = self._large.screen.kept
        counts = [
            count
            for column in read["column"]
            for asked in [asked_of.get(column, "true")]
            for filled in [
                f"{named(column)} is not null" if column in self._coded else named(column)
            ]
            for count in (
                f"count(*) filter (where {asked})",
                f"count(*) filter (where ({asked}) and {filled if column in present else 'false'})",
            )
        ]
        sql = f"select {', '.join(counts)} from sound"
        numbers = np.array(self._large.disk.database.execute(sql).fetchall()[0], dtype="int64")
        asked, answered = numbers[::2], numbers[1::2]
        table = read.assign(asked=read["asked"] + asked, answered=read["answered"] + answered)
        return table.assign(missing=table["asked"] - table["answered"])

    @cached_property
    def _coded(self) -> set[str]:
        """The columns of `sound` that hold a code rather than whether there is anything."""
        form = self._form
        items = {column for item in form.items if item.kind != "text" for column in item.rows}
        asked = {c for level in form.levels for c in form.characteristic_columns(level)}
        return {*(block.answers_column for block in form.tick_blocks), *items, *asked}

    def _asked_of(self) -> dict[str, str]:
        """Column → of whom it is asked, where that is not everybody."""
        form = self._form
        asked = {c: _is_asked(b) for b in (*form.levels, *form.items) for c in b.base_columns}
        for level in form.levels:
            asked |= dict.fromkeys(level.open_answer_columns, _is_asked(level))
            for row in level.rows:
                ticked = f"coalesce({named(level.tick_column(row))}, false)"
                asked |= dict.fromkeys(level.columns_about(row), ticked)
        return asked

    def sample(self) -> Tables:
        """The tables with the texts of the sample, each by what stands for its respondent."""
        made = with_sampled_texts(self._large, self._study, self._read)
        both = pd.concat([self.respondents, made.respondents], ignore_index=True)
        number = _alike(both.drop(columns=[RESPONDENT, PEOPLE]))
        stands = self.respondents[RESPONDENT].reindex(number).to_numpy()
        own = dict(zip(made.respondents[RESPONDENT], stands[len(self.respondents) :], strict=True))

        def named_so(table: pd.DataFrame) -> pd.DataFrame:
            named_again = table.assign(respondent=table[RESPONDENT].map(own).astype("str"))
            return named_again.reset_index(drop=True)

        texts = {name: named_so(getattr(made, name)) for name in TEXT_TABLES}
        explained = named_so(made.outcomes).assign(people=0)
        return replace(made, outcomes=explained.astype({PEOPLE: "int64"}), **texts)

    def texts(self) -> Counted:
        """Who wrote what, counted: respondent, level and people."""
        levels, read = self._form.levels, self._read
        columns = {
            "open_answers": {lv.code: lv.open_answer_columns for lv in levels},
            "other_outcomes": {lv.code: lv.other_text_columns for lv in levels},
            "explanations": {
                lv.code: [lv.matrix_column(EXPLANATION, row) for row in lv.rows]
                for lv in levels
                if EXPLANATION in lv.asks
            },
        }
        listed = {
            "open_answers": read.open_answers,
            "other_outcomes": read.other_outcomes,
            "explanations": read.outcomes.dropna(subset=["explanation"]),
        }
        made = {what: self._wrote(of, listed[what]) for what, of in columns.items()}
        closing = [REMARKS] if REMARKS in self._form.closing_columns else []
        remarks = self._wrote({"": closing}, read.remarks.assign(level=""))
        return {**made, "remarks": remarks.drop(columns="level")}

    def _wrote(self, columns: Mapping[str, list[str]], read: pd.DataFrame) -> pd.DataFrame:
        parts = [
            self._named(self._grouped({}, " or ".join(map(named, written)))).assign(level=level)
            for level, written in columns.items()
            if written
        ]
        own = read.drop_duplicates([RESPONDENT, "level"])
        own = own.assign(people=1, respondent=own[RESPONDENT].map(self._own))
        kept = [RESPONDENT, "level", PEOPLE]
        return pd.concat([part[kept].astype({"level": "str"}) for part in [*parts, own]])


def _alike(background: pd.DataFrame) -> pd.Series[int]:
    """A number for each row, the same for rows that are."""
    if not len(background.columns):
        return pd.Series(0, background.index)
    return background.groupby(list(background), observed=True, dropna=False, sort=False).ngroup()


def _coded(positions: pd.Series[Any] | None, known: list[str], index: pd.Index[Any]) -> Any:
    """The codes at these positions, counted from 1; missing where there is none."""
    if positions is None:
        return pd.Series(pd.NA, index, "str")
    return positions.map(dict(enumerate(known, start=1)))


def _is_asked(block: Block) -> str:
    """Whether a row is of somebody who is asked this, in SQL."""
    conditions = (
        f"coalesce({named(code)} in ({', '.join(map(quoted, values))}), false)"
        for code, values in block.asked_if.items()
    )
    return " and ".join(["true", *conditions])


def _in_base(block: Block) -> str:
    columns = ", ".join(map(named, block.base_columns))
    answered = f" and coalesce({columns}) is not null"
    return _is_asked(block) + (answered if block.blank == "not_asked" else "")
