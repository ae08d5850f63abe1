"""CSV and YAML files of a study folder as frames and models, with errors that name the place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import yaml
from pydantic import BaseModel, ValidationError

from dwimpact.errors import SHOWN_AT_MOST, Problem, StudyError, shown
from dwimpact.study.files import yaml_files
from dwimpact.study.files.delimited import NoTable, Undecodable, delimited
from dwimpact.study.files.grid import Grid, TooMany
from dwimpact.study.files.opening import MB, CannotOpen, open_file

MOST_ROWS = 200_000
MOST_YAML = 4 * MB
PUT = "Put the file there, or name another study folder with --study."
CORRECT, SAVE_AGAIN = "Correct the file.", "Save it again as a text."
LOOK_AT_LINE = (
    "Look at that line and the one before: is each text with ':', '#' or a comma between quotation "
    "marks, each indent made of spaces, each bracket closed?"
)
# Types of pydantic's errors in the words of who writes YAML.
PLAIN_WORDS = {
    "string_type": "a text; a number, yes or no is one between quotation marks",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "tuple_type": "a list: lines that begin with '- '",
    "too_short": "at least {min_length} in the list",
    "dict_type": "entries 'name: value', indented",
    "model_type": "entries 'name: value', indented",
    "model_attributes_type": "entries 'name: value', indented",
}
M = TypeVar("M", bound=BaseModel)
# What YAML does not allow in a text, and a binary file is full of.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_csv(path: Path) -> pd.DataFrame:
    """A CSV file as text, blank cells missing, its index the row as a spreadsheet shows it less
    two. Raises StudyError when it cannot be read.
    """
    grid = Grid(MOST_ROWS)
    with _told(path):
        for record in delimited(path).records():
            grid.add((record, (), ()) if any(record) else 1)
    if not grid.headings:
        raise _unreadable(path, "the file is empty", CORRECT)
    names, cells = grid.table()
    headings = [name or f"(column {n} without a heading)" for n, name in enumerate(names, 1)]
    if problems := [*_long_rows(grid), *_doubled(headings)]:
        raise StudyError(path, problems)
    return cells.set_axis(headings, axis="columns")


def _long_rows(grid: Grid) -> Iterator[Problem]:
    width = len(grid.headings)
    for row, cells in grid.ragged():
        if cells > width:
            what = f"{cells} cells under {width} headings"
            yield Problem(what, "as many", "Put a text with a comma in quotation marks.", row=row)


def _doubled(headings: list[str]) -> Iterator[Problem]:
    for heading, times in Counter(headings).items():
        if times > 1:
            yield Problem(f"{times} columns {shown(heading)}", "one", "Remove the others.")


def read_model(path: Path, model: type[M]) -> M:
    """A YAML file as a pydantic model. Raises StudyError naming each wrong entry."""
    return parse_model(path, model, read_yaml(path))


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises StudyError when it is absent or not YAML."""
    with _told(path):
        text = _text(path)
    try:
        return yaml_files.load_yaml(text)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f" at line {place.line + 1}" if place else ""
        refused = isinstance(error, yaml_files.YamlRefused)
        why = f" ({error.problem})" if isinstance(error, yaml_files.YamlRefused) else ""
        remedy = CORRECT if refused else LOOK_AT_LINE
        raise _unreadable(path, f"the file is not valid YAML{where}{why}", remedy) from None


def _text(path: Path) -> str:
    with open_file(path, MOST_YAML) as stream:
        content = stream.read(MOST_YAML)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Undecodable(line, cut=False) from None
    if found := NO_TEXT.search(text):
        line = text[: found.start()].count("\n") + 1
        raise CannotOpen(f"it is no text, as line {line} shows", SAVE_AGAIN)
    return text


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What keeps a file from being read, as a StudyError."""
    try:
        yield
    except FileNotFoundError:
        raise _unreadable(path, "the file is not there") from None
    except CannotOpen as error:
        raise _unreadable(path, f"the file cannot be read: {error.what}", error.remedy) from None
    except OSError as error:
        why = (error.strerror or "").lower()
        raise _unreadable(path, f"the file cannot be read: {why}", SAVE_AGAIN) from None
    except Undecodable as error:
        what = f"the file is not in UTF-8 at line {error.line}"
        raise _unreadable(path, what, "Save it as UTF-8.") from None
    except NoTable as error:
        raise _unreadable(path, f"the file is not a CSV table ({error})", CORRECT) from None
    except TooMany as error:
        what = f"the file has more than {error.limit} {error.what}"
        raise _unreadable(path, what, CORRECT) from None


def parse_model(path: Path, model: type[M], content: Any) -> M:
    """The model from what a YAML file says. Raises StudyError naming each wrong entry."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        names = _entries(model)  # looked through for what a message shows, and no more
        problems = [
            _wrong(one, names if n < SHOWN_AT_MOST else ()) for n, one in enumerate(error.errors())
        ]
        raise StudyError(path, problems) from None


def _wrong(error: Mapping[str, Any], names: Sequence[str]) -> Problem:
    """What is wrong with one entry: where it stands, lists counted from 1 as a reader does, and
    which of these names may be meant.
    """
    parts = [str(part + 1) if isinstance(part, int) else str(part) for part in error["loc"]]
    # The kind of an entry, told by one of its fields, and then that field.
    parts = [part for n, part in enumerate(parts) if parts[n - 1 : n] != [part]]
    place = ".".join(parts)
    if error["type"] == "extra_forbidden":
        near = get_close_matches(parts[-1], names, n=1)
        hint = f"Is '{near[0]}' meant?" if near else "Remove it, or correct its name."
        return Problem(f"unknown entry '{place}'", "one that docs/reference.md names", hint)
    if error["type"] == "missing":
        return Problem(f"no entry '{place}'", "it to be there", "Add it.")
    message = error["msg"].removeprefix("Value error, ")
    if not place and error["type"] == "value_error":
        return Problem(message, "entries that go together", CORRECT)
    if error["type"] == "value_error":
        return Problem(f"entry '{place}' is wrong", _lower_first(message), "Correct the entry.")
    plain = PLAIN_WORDS.get(error["type"], message).format(**error.get("ctx", {}))
    message = _lower_first(plain).removeprefix("input should be ")
    where = f"entry '{place}'" if place else "the file"
    found = error["input"] if isinstance(error["input"], str | int | float) else ""
    shown_value = f", found {shown(str(found))}" if found != "" else ""
    return Problem(f"{where} is wrong{shown_value}", message, "Correct the entry.")


def _entries(model: type[BaseModel]) -> list[str]:
    """The names of all entries that a file may have."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return [name for part in parts for name in part.get("properties", {})]


def _unreadable(path: Path, what: str, remedy: str = PUT) -> StudyError:
    return StudyError(path, Problem(what, "a file as data/raw/README.md describes it", remedy))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
