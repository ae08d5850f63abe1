from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
EXPLORER, TEMPLATE = "explore.ipynb", "template.ipynb"  # for the analyst: no pages of the report


def entries(content: Any) -> Iterator[str]:
    """Every notebook that report.yml names."""
    plan = dict(content)
    yield plan.pop("prepare")
    for chapters in plan.values():
        yield from (chapter["notebook"] for chapter in chapters)


@pytest.fixture(params=[path.name for path in NOTEBOOKS])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def code(name: str) -> list[Any]:
    """The code cells of one notebook."""
    notebook = nbformat.read(FOLDER / name, as_version=4)
    nbformat.validate(notebook)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_notebook_is_stored_without_outputs(code: list[Any]) -> None:
    assert [cell.outputs for cell in code] == [[]] * len(code)
    assert [cell.execution_count for cell in code] == [None] * len(code)


def test_page_has_its_parameters_first(code: list[Any], name: str) -> None:
    tagged = ["parameters" in cell.metadata.get("tags", []) for cell in code]
    assert tagged == [name != EXPLORER] + [False] * (len(code) - 1)


def test_notebook_defines_nothing(code: list[Any]) -> None:
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = [node for cell in code for node in ast.walk(ast.parse(cell.source))]
    assert nodes
    assert [node.name for node in nodes if isinstance(node, definitions)] == []


def test_no_cell_is_longer_than_twelve_lines(code: list[Any]) -> None:
    assert [cell.source for cell in code if len(cell.source.splitlines()) > 12] == []


def test_a_notebook_reads_as_a_chapter_before_it_has_run(name: str) -> None:
    """It begins with its title, and what it says is Markdown unless it is computed."""
    first, *others = nbformat.read(FOLDER / name, as_version=4).cells
    assert first.cell_type == "markdown"
    assert re.match(r"# \S", first.source)
    headings = [line for cell in others if cell.cell_type == "markdown" for line in cell.source]
    assert not [line for line in headings if line.startswith("# ")]
    literal = [
        ast.unparse(call)
        for cell in others
        if cell.cell_type == "code"
        for call in ast.walk(ast.parse(cell.source))
        if isinstance(call, ast.Expr) and is_literal_heading(call.value)
    ]
    assert literal == []


def is_literal_heading(node: ast.AST) -> bool:
    """A heading or text that could have been Markdown: not computed, and always shown."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "text"
        and all(isinstance(argument, ast.Constant) for argument in node.args)
    )


def test_report_names_every_notebook_but_those_of_the_analyst() -> None:
    content = yaml.safe_load((FOLDER / "report.yml").read_text(encoding="utf-8"))
    own = {EXPLORER, TEMPLATE}
    assert sorted({*entries(content), *own}) == [path.name for path in NOTEBOOKS]
    assert own.isdisjoint(entries(content))


@pytest.mark.long
def test_explorer_runs_without_a_browser_and_without_a_report(root: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/raw").symlink_to(root / "data/raw")
    (tmp_path / "notebooks").mkdir()
    notebook = nbformat.read(FOLDER / EXPLORER, as_version=4)
    folder = {"metadata": {"path": str(tmp_path / "notebooks")}}
    NotebookClient(notebook, timeout=120, resources=folder).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = [output for cell in code for output in cell.outputs]
    widget = "application/vnd.jupyter.widget-view+json"
    assert [widget in output.get("data", {}) for output in shown] == [True, True]
