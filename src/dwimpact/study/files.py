"""CSV and YAML files of a study folder as frames and models, with errors that name the place."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import yaml
from pydantic import BaseModel, ValidationError

from dwimpact.errors import Problem, StudyError

# The one in C, where there is one: ten times as fast.
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
M = TypeVar("M", bound=BaseModel)


def read_csv(path: Path) -> pd.DataFrame:
    """A CSV file as text, blank cells missing. Raises StudyError when it cannot be read."""
    try:
        # Blank lines stay in, so that row numbers in messages are those of the file.
        frame = pd.read_csv(
            path, dtype="str", keep_default_na=False, na_values=[""], skip_blank_lines=False
        )
    except FileNotFoundError:
        raise _unreadable(path, "the file is not there") from None
    except UnicodeDecodeError:
        raise _unreadable(path, "the file is not in UTF-8") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise _unreadable(path, f"the file is not a CSV table ({str(error).strip()})") from None
    # pandas takes surplus cells in every row for row labels and shifts all columns.
    if not isinstance(frame.index, pd.RangeIndex):
        raise _unreadable(path, "every row of the file has more cells than there are headings")
    return frame


def read_model(path: Path, model: type[M]) -> M:
    """A YAML file as a pydantic model. Raises StudyError naming each wrong entry."""
    return parse_model(path, model, read_yaml(path))


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises StudyError when it is absent or not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), YAML_LOADER)
    except FileNotFoundError:
        raise _unreadable(path, "the file is not there") from None
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f" at line {place.line + 1}" if place else ""
        raise _unreadable(path, f"the file is not valid YAML{where}") from None


def parse_model(path: Path, model: type[M], content: Any) -> M:
    """The model from what a YAML file says. Raises StudyError naming each wrong entry."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems = [
            Problem(
                what=f"entry '{'.'.join(map(str, e['loc'])) or 'top'}' is wrong",
                expected=_lower_first(e["msg"].removeprefix("Value error, ")),
                remedy="Correct the entry.",
            )
            for e in error.errors()
        ]
        raise StudyError(path, problems) from None


def _unreadable(path: Path, what: str) -> StudyError:
    return StudyError(
        path,
        Problem(
            what=what,
            expected="a file as data/raw/README.md describes it",
            remedy="Put the file there, or name another study folder with --study.",
        ),
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
