"""One name, one thing: what a module defines for others has a name of its own in the package."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path


def defined(module: ast.Module) -> Iterator[str]:
    """The public names that a module defines at its top, without those it imports."""
    for statement in module.body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef):
            yield statement.name
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = (name for target in targets for name in ast.walk(target))
            yield from (name.id for name in names if isinstance(name, ast.Name))


def test_no_two_modules_define_one_name(root: Path) -> None:
    modules = defaultdict(set)
    for path in sorted((root / "src").rglob("*.py")):
        for name in defined(ast.parse(path.read_text("utf-8"))):
            if not name.startswith("_"):
                modules[name].add(path.relative_to(root / "src").as_posix())
    shared = {name: where for name, where in modules.items() if len(where) > 1}
    assert shared == {}
