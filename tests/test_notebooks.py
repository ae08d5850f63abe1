from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def entries(content: Any) -> Iterator[str]:
    """Every notebook that report.yml names."""
    plan = dict(content)
    yield plan.pop("prepare")
    for chapters in plan.values():
        yield from (chapter["notebook"] for chapter in chapters)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.name)
def code(request: pytest.FixtureRequest) -> list[Any]:
    """The code cells of one notebook."""
    notebook = nbformat.read(request.param, as_version=4)
    nbformat.validate(notebook)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_notebook_is_stored_without_outputs(code: list[Any]) -> None:
    assert [cell.outputs for cell in code] == [[]] * len(code)
    assert [cell.execution_count for cell in code] == [None] * len(code)


def test_notebook_has_its_parameters_first(code: list[Any]) -> None:
    tagged = ["parameters" in cell.metadata.get("tags", []) for cell in code]
    assert tagged == [True] + [False] * (len(code) - 1)


def test_notebook_defines_nothing(code: list[Any]) -> None:
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = [node for cell in code for node in ast.walk(ast.parse(cell.source))]
    assert nodes
    assert [node.name for node in nodes if isinstance(node, definitions)] == []


def test_report_names_every_notebook_there_is() -> None:
    content = yaml.safe_load((FOLDER / "report.yml").read_text(encoding="utf-8"))
    assert sorted(set(entries(content))) == [path.name for path in NOTEBOOKS]
