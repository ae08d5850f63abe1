"""The sentences of the prose as one text, `tests/prose/sentences.md`, for a reader of Dutch."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import dwimpact.prose

CONSTANTS = "Zinnen waarin niets of één woord wordt ingevuld"
FILE = Path(__file__).parents[1] / "prose" / "sentences.md"
TEXTS = {"str", "list[str]", "dict[str, str]", "tuple[str, str]", "Brief"}
T = TypeVar("T")
Sections = dict[str, dict[str, str]]  # 'module.function' → test in words → what it said


class Said(Protocol):
    """Calls a function and holds what it says against the list."""

    def __call__(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T: ...


def modules() -> dict[str, Any]:
    """The modules of the prose, but for the one with words and numbers alone."""
    root = "dwimpact.prose."
    found = [m.name for m in pkgutil.walk_packages(dwimpact.prose.__path__, root) if not m.ispkg]
    return {
        name.removeprefix(root): importlib.import_module(name)
        for name in found
        if name != f"{root}words"
    }


def functions() -> dict[str, Callable[..., Any]]:
    """'module.function' → each public function that returns text, as they stand in the source."""
    return {
        f"{name}.{called}": function
        for name, module in modules().items()
        for called, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not called.startswith("_")
        and inspect.signature(function).return_annotation in TEXTS
    }


def constants() -> dict[str, str]:
    """Module → the texts in it that stand as they are, or have a word to fill in."""
    found = {}
    for name, module in modules().items():
        values = [value for called, value in vars(module).items() if _is_own(called, module)]
        texts = [
            t for value in values for t in (value.values() if isinstance(value, dict) else [value])
        ]
        if told := [as_item(t.strip()) for t in texts if isinstance(t, str) and " " in t]:
            found[name] = "\n".join([*told, ""])
    return found


def _is_own(name: str, module: Any) -> bool:
    return re.search(rf"^{name} = ", inspect.getsource(module), re.MULTILINE) is not None


def said_by(listed: Sections, name: str) -> list[str]:
    """What a function says in the list, of each case."""
    return re.findall(r"^- .*\n(?:  .*\n)*", "".join(listed.get(name, {}).values()), re.MULTILINE)


def as_item(told: Any) -> str:
    """What a function returned as one item of a list, each of its sentences on a line."""
    lines = [line for line in _lines(told) if line] or ["(niets)"]
    return "- " + "\n  ".join(lines)


def _lines(told: Any) -> Iterable[str]:
    if isinstance(told, str):
        yield told
    elif is_dataclass(told) and not isinstance(told, type):
        for part in asdict(told).values():
            yield from _lines(part)
    elif isinstance(told, Mapping):
        for name, text in told.items():
            yield f"*{name}* {text}"
    else:
        yield from told


def read() -> Sections:
    """The list; empty where there is none yet."""
    if not FILE.exists():
        return {}
    _, *parts = re.split(r"^## (.+)\n\n", FILE.read_text("utf-8"), flags=re.MULTILINE)
    return {
        name: dict(re.findall(r"^\*\*(.+)\*\*\n\n((?:[- ] .*\n)+)", told, re.MULTILINE))
        for name, told in zip(parts[::2], parts[1::2], strict=True)
    }


def write(sections: Sections, heading: str) -> None:
    """The list anew, in the order of the source."""
    sections = {**sections, CONSTANTS: constants()}
    order = [*functions(), CONSTANTS]
    parts = [
        "\n\n".join(
            [f"## {name}", *(f"**{test}**\n\n{told.rstrip()}" for test, told in cases.items())]
        )
        for name, cases in sorted(sections.items(), key=lambda item: order.index(item[0]))
    ]
    FILE.write_text("\n\n".join([heading, *parts]) + "\n", "utf-8")
