"""Write docs/modules.md: every module with the first paragraph of its docstring, room by room."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "dwimpact"
HEAD = """\
# The modules

Made from their docstrings by `make docs/modules.md`; a test holds it against them. The rooms stand
from top to bottom: a module imports only from rooms below its own, and rooms under one heading
never import each other (`[tool.importlinter]` in [pyproject.toml](../pyproject.toml)).
To follow the data, read from bottom to top; [architecture.md](architecture.md) has its way, and
what each room is for, in a line each.
"""


def modules(source: Path = SOURCE) -> str:
    """The text of docs/modules.md. Raises ValueError for a module without a docstring."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    return HEAD + "".join(_layer(layer.split(" | "), source) for layer in layers)


def _layer(rooms: list[str], source: Path) -> str:
    titles, rows = [], []
    for room in rooms:
        if (source / f"{room}.py").is_file():
            titles.append(f"{room}.py")
            rows.append(_row(source / f"{room}.py", source))
        else:
            titles.append(f"{room}/")
            rows.append(_row(source / room / "__init__.py", source))
            rows += [_row(file, source) for file in _files(source / room)]
    title, table = ", ".join(titles), "\n".join(rows)
    return f"\n## {title}\n\n| module | what is in it |\n|---|---|\n{table}\n"


def _files(room: Path) -> Iterator[Path]:
    """The modules of a room, each room inside it after its own."""
    files = sorted(room.rglob("*.py"), key=lambda file: (len(file.parts), file))
    yield from (f for f in files if f != room / "__init__.py")


def _row(file: Path, source: Path) -> str:
    name = file.relative_to(source).as_posix().removesuffix("__init__.py")
    shown = f"**{name}**" if name.endswith("/") else f"[{name}](../src/dwimpact/{name})"
    return f"| {shown} | {_summary(file)} |"


def _summary(file: Path) -> str:
    docstring = ast.get_docstring(ast.parse(file.read_text("utf-8")))
    if not docstring:
        raise ValueError(f"{file} has no docstring")
    return re.sub(r"\s+", " ", docstring.partition("\n\n")[0]).replace("|", r"\|")


if __name__ == "__main__":
    sys.stdout.write(modules())
