"""Which rows of a large file a rule may be about: found by one query, and no other row is read.

A row that is not *odd* has in every cell what the form allows, as the raw layout has it; the rules
say nothing of it but what is counted here (`ticked without a status` and the like). Whatever is not
known to be in order is odd, and read by the same code as a small file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dwimpact.intake.examine import INVISIBLE, MOJIBAKE
from dwimpact.intake.large.on_disk import OnDisk, quoted
from dwimpact.intake.set_aside import TESTS
from dwimpact.intake.tools.answers import as_codes
from dwimpact.intake.tools.headings import XLSFORM
from dwimpact.intake.tools.submissions import EDITS, LAST_PAGE, STATE, SUBMISSION
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.questionnaire.model import (
    EMAIL,
    NONE,
    RESPONDENT,
    SUBMITTED,
    WEIGHT,
    YES_NO,
    YES_NO_COLUMNS,
    Block,
    Level,
    codes,
    text_columns,
)
from dwimpact.study.study import Study


def _as_written(pattern: str) -> str:
    """A pattern in signs that SQL can have."""
    return "".join(c if " " <= c <= "~" else f"\\x{{{ord(c):x}}}" for c in pattern)


UNSEEN_CLASS = r"[\s\p{Z}\p{Cc}\p{Cf}]*"
_TEST = f"{UNSEEN_CLASS}({TESTS.pattern})?{UNSEEN_CLASS}"
NUMBER = r"\d{1,12}([.,]\d{1,6})?"
MOMENT = (
    r"\d{4}-\d\d-\d\d([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-](0\d|1[0-2]):?\d\d)?)?"
)
JUDGED = "reject|not[ _]approved|afgekeurd|issues|on[ _]?hold|twijfel"
_NOT_WRITTEN = "|".join((MOJIBAKE.pattern, INVISIBLE.pattern))
BETWEEN_TEXTS = "\ue000"  # for private use: nobody writes it
ODD_TEXT = f"{_as_written(_NOT_WRITTEN)}|(?i)(^|{BETWEEN_TEXTS}){_TEST}($|{BETWEEN_TEXTS})"
ODD_ID = f"@|(?i)^{_TEST}$"
ODD, FILLED = "odd", "filled"
EVERY = ("true",)
EARLIEST = "1980-01-03"  # the first days of that year stand for an unknown one


@dataclass(frozen=True)
class Screen:
    """What a query asks of each row of a file. `place` is column of the raw layout → cell of the
    table; `ticks` says what is ticked, looked up once for the others: `odd`, the conditions in
    which a rule may be about the row, and `kept`, what is counted; `beside` are the columns that
    say whether one that the form does not have holds anything.
    """

    place: Mapping[str, str]
    ticks: Mapping[str, str]
    odd: tuple[str, ...]
    kept: Mapping[str, str]
    beside: Mapping[str, str]

    @property
    def knows_rows(self) -> bool:
        """Whether any row is known to be in order."""
        return self.odd != EVERY

    def make(self, disk: OnDisk) -> None:
        """A table `seen` with a row for each of the file: id, what is kept, and whether odd."""
        every = {**self.kept, **self.beside}
        kept = [f"{sql} as {named(column)}" for column, sql in every.items()]
        # A condition about a blank cell is missing, not false.
        odd = " or ".join(f"coalesce({condition}, false)" for condition in self.odd)
        filled = f"coalesce({', '.join(disk.cells)}) is not null"
        columns = ", ".join([*kept, f"{odd} as {ODD}", f"{filled} as {FILLED}"])
        ticks = "".join(f", {sql} as {named(column)}" for column, sql in self.ticks.items())
        told = f"(select *{ticks} from {disk.relation})"
        disk.database.execute(f"create table seen as select {columns} from {told}")


def named(column: str) -> str:
    """A column of the table `seen`, or one with a tick."""
    return f'"{column}"'


def screen(disk: OnDisk, columns: Sequence[str | None], tool: str, study: Study) -> Screen:
    """What to ask of each row of a file with these columns of the raw layout."""
    form = study.questionnaire
    place: dict[str, str] = {}
    for cell, column in zip(disk.cells, columns, strict=True):
        if column:
            place.setdefault(column, cell)
    unknown = [c for c, column in zip(disk.cells, columns, strict=True) if column in (None, EMAIL)]
    beside = {f"({c})": f"not regexp_full_match({c}, {quoted(UNSEEN_CLASS)})" for c in unknown}
    ticks = {tick for block in form.tick_blocks for tick in block.tick_columns}
    needed = {*form.raw_columns} - {EMAIL} - ticks
    # Of another form tool, or without a column, no row is known to be in order.
    if tool != XLSFORM or form.export or needed - place.keys():
        kept = {c: place.get(c, "null") for c in (RESPONDENT, SUBMISSION)}
        return Screen(place, {}, EVERY, kept, beside)
    made = _Conditions(study, place)
    return Screen(place, made.ticks(), tuple(made.odd()), made.kept(), beside)


class _Conditions:
    """The conditions of a study, in SQL."""

    def __init__(self, study: Study, place: Mapping[str, str]) -> None:
        self.study, self.form, self.place = study, study.questionnaire, place

    def ticks(self) -> dict[str, str]:
        """Column with a tick → whether the option is among the ticked: missing where the block was
        left blank.
        """
        return {
            block.tick_column(option): _has_code(self.place[block.answers_column], option)
            for block in self.form.tick_blocks
            for option in block.options
        }

    def kept(self) -> dict[str, str]:
        """Column of `seen` → what stands in it: an id, a code, the position of a status or nature
        among its answers from 1, whether an outcome of a level is ticked (missing where the level
        was left blank, as its answers are), or whether there is anything.
        """
        form, place = self.form, self.place
        made = {RESPONDENT: place[RESPONDENT], SUBMISSION: place.get(SUBMISSION, "null")}
        for variable in form.asked:
            blank = quoted(variable.blank) if variable.blank else "null"
            made[variable.code] = f"coalesce({place[variable.code]}, {blank})"
        ticks = {tick for block in form.tick_blocks for tick in block.tick_columns}
        for column in form.raw_columns:
            if column not in {*made, *ticks} and column in place:
                made[column] = f"{place[column]} is not null"
        coded = [column for item in form.items if item.kind != "text" for column in item.rows]
        made |= {column: place[column] for column in coded}
        for level in form.levels:
            base = place[level.answers_column]
            made[level.answers_column] = f"nullif({base} is not null, false)"
            made |= {tick: named(tick) for tick in level.tick_columns}
            for column, (_, choices) in form.characteristic_columns(level).items():
                made[column] = _position(place[column], codes(choices))
        return made

    def odd(self) -> Iterator[str]:
        """What makes a row odd."""
        yield from self._ids()
        yield from self._background()
        for block in self.form.tick_blocks:
            yield from self._ticks(block)
        for level in self.form.levels:
            yield from self._level(level)
        for item in self.form.items:
            yield from self._item(item)
        for column in (c for c in YES_NO_COLUMNS if c in self.form.closing_columns):
            yield self._not_among(column, YES_NO)
        if WEIGHT in self.place:
            yield self._unlike(WEIGHT, NUMBER, required=True)
        texts = ", ".join(self.place[column] for column in text_columns(self.form))
        if texts:  # all at once, which takes less time than one by one
            every = f"nullif(concat_ws({quoted(BETWEEN_TEXTS)}, {texts}), '')"
            yield f"regexp_matches({every}, {quoted(ODD_TEXT)})"
        if EMAIL in self.place:
            yield f"regexp_matches({self.place[EMAIL]}, {quoted(f'^{UNSEEN_CLASS}$')})"
        yield from self._unasked()
        yield from self._submissions()
        asked = [self.place[c] for c in self.form.raw_columns if c in self.place][1:]
        yield f"coalesce({', '.join(asked)}) is null"

    def _ids(self) -> Iterator[str]:
        cell, about = self.place[RESPONDENT], self.study.corrections
        yield f"{cell} is null"
        yield f"regexp_matches({cell}, {quoted(ODD_ID)})"
        if named := sorted({*about["respondent"], *about["new"].dropna()}):
            yield f"{cell} in ({_list(named)})"

    def _background(self) -> Iterator[str]:
        form, study = self.form, self.study
        for variable in form.asked:
            cell, known = self.place[variable.code], list(study.spellings[variable.code])
            allowed = known if variable.registry else self._kept_codes(variable.code, known)
            unknown = f"{cell} not in ({_list(allowed)})"
            yield unknown if variable.blank else f"{cell} is null or {unknown}"
        if not (registered := form.registered):
            return
        line = self.place[registered.code]
        spelled = study.spellings[registered.code]
        for variable in form.looked_up:
            if variable.code in self.place:
                yield f"{self.place[variable.code]} is not null"
        if counted := form.counted:
            members = study.members
            for option in members:
                none = {*members.index[members[option] == 0]}
                lines = [text for text, code in spelled.items() if code in none]
                if lines:
                    member = self.place[counted.code]
                    yield f"{member} = {quoted(str(option))} and {line} in ({_list(lines)})"

    def _ticks(self, block: Block) -> Iterator[str]:
        base = self.place[block.answers_column]
        yield f"not regexp_full_match({base}, {quoted(block.answers_pattern)})"
        for option in block.options:
            if tick := self.place.get(block.tick_column(option)):
                says = f"coalesce({named(block.tick_column(option))}, false)"
                yield f"{tick} is not null and {tick} <> case when {says} then '1' else '0' end"
        if block.at_most is not None:
            yield f"len({base}) - len(replace({base}, ' ', '')) >= {block.at_most}"

    def _level(self, level: Level) -> Iterator[str]:
        base = self.place[level.answers_column]
        if level.none:
            yield f"{named(level.tick_column(NONE))} and {base} <> {quoted(NONE)}"
        for column, (_, choices) in self.form.characteristic_columns(level).items():
            yield self._not_among(column, codes(choices))
        for row in level.rows:
            if about := ", ".join(self.place[column] for column in level.columns_about(row)):
                unticked = f"not coalesce({named(level.tick_column(row))}, false)"
                yield f"coalesce({about}) is not null and {unticked}"

    def _item(self, item: Item) -> Iterator[str]:
        for column in item.rows:
            if item.kind in ("choice", "scale"):
                yield self._not_among(column, item.options)
            elif item.kind == "number":
                yield self._unlike(column, NUMBER)
            elif item.kind == "date":
                cell, written = self.place[column], quoted(item.date_format)
                again = f"strftime(try_strptime({cell}, {written}), {written})"
                yield f"{cell} is not null and {again} is distinct from {cell}"

    def _unasked(self) -> Iterator[str]:
        """Answers to what somebody was not asked."""
        for block in (*self.form.levels, *self.form.items):
            opening = block.open_answer_columns if isinstance(block, Level) else []
            for code, values in block.asked_if.items():
                asked = f"coalesce({self.kept()[code]} in ({_list(values)}), false)"
                for column in (*block.base_columns, *opening):
                    yield f"{self.place[column]} is not null and not {asked}"

    def _submissions(self) -> Iterator[str]:
        place, fieldwork = self.place, self.study.settings.fieldwork
        if STATE in place:
            yield f"regexp_matches({place[STATE]}, {quoted(f'(?i){JUDGED}')})"
        if EDITS in place:
            yield f"{place[EDITS]} is not null and {place[EDITS]} <> '0'"
        if SUBMITTED not in place:
            return
        moment = place[SUBMITTED]
        if LAST_PAGE in place:
            yield f"{moment} is null"
        yield self._unlike(SUBMITTED, MOMENT)
        day = f"try_cast(left({moment}, 10) as date)"
        yield f"{moment} is not null and {day} is null"
        yield f"{day} < date '{EARLIEST}'"
        # In another time zone it may be a day earlier or later.
        if fieldwork.opened:
            yield f"{day} <= date '{fieldwork.opened}'"
        if fieldwork.closed:
            yield f"{day} >= date '{fieldwork.closed}'"

    def _not_among(self, column: str, known: Iterable[str]) -> str:
        allowed = self._kept_codes(column, list(known))
        return f"{self.place[column]} not in ({_list(allowed)})"

    def _kept_codes(self, column: str, known: list[str]) -> list[str]:
        """The codes that are read as themselves: the label of one may be the code of another."""
        cells = pd.DataFrame({column: pd.Series(known, dtype="str")})
        read, _ = as_codes(cells, self.study, {})
        return [code for code, said in zip(known, read[column], strict=True) if code == said]

    def _unlike(self, column: str, pattern: str, *, required: bool = False) -> str:
        unlike = f"not regexp_full_match({self.place[column]}, {quoted(pattern)})"
        return f"{self.place[column]} is null or {unlike}" if required else unlike


def _has_code(cell: str, code: str) -> str:
    """Whether a cell with ticked codes has one: missing where it is blank."""
    return f"contains(' ' || {cell} || ' ', {quoted(f' {code} ')})"


def _position(cell: str, known: Sequence[str]) -> str:
    """A code as a number, which takes less room."""
    cases = " ".join(f"when {quoted(code)} then {n}" for n, code in enumerate(known, start=1))
    return f"(case {cell} {cases} end)::usmallint"


def _list(texts: Iterable[str]) -> str:
    # A cell is never an empty text.
    return ", ".join(map(quoted, texts)) or "''"
