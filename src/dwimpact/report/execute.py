"""Run one notebook with papermill and keep the result free of times and random ids."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from dwimpact.errors import Problem, StudyError, listed


class NotebookFailed(Exception):
    """A notebook did not run to its end; the message names notebook, cell and error."""


def run_notebook(
    notebook: Path,
    result: Path,
    parameters: Mapping[str, Any],
    folder: Path,
    timeout: int | None = None,
) -> None:
    """Run a notebook in `folder` and write it, with outputs, to `result`.

    When a cell fails the notebook is written all the same, with the error in place. Raises
    NotebookFailed; StudyError when the notebook does not take these parameters.
    """
    _check_parameters(notebook, parameters)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        papermill.execute_notebook(
            notebook,
            result,
            parameters=dict(parameters),
            cwd=folder,
            progress_bar=False,
            kernel_name="python3",
            execution_timeout=timeout,
        )
    except PapermillExecutionError as error:
        raise NotebookFailed(
            f"{notebook.name}, cell {error.cell_index + 1}: {error.ename}: {error.evalue}"
        ) from None
    except CellTimeoutError:
        raise NotebookFailed(
            f"{notebook.name}: a cell took longer than {timeout} seconds. "
            "Allow more with --timeout, or look at the notebook in JupyterLab."
        ) from None
    except DeadKernelError:
        raise NotebookFailed(
            f"{notebook.name}: its kernel died, perhaps out of memory. Run it in JupyterLab to see."
        ) from None
    finally:
        if result.is_file():
            normalise(result)


def normalise(path: Path) -> None:
    """Rewrite an executed notebook without what differs from run to run."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    for position, cell in enumerate(notebook.cells, start=1):
        for volatile in ("papermill", "execution"):
            cell.metadata.pop(volatile, None)
        cell["id"] = f"cell-{position}"
    nbformat.write(notebook, path)


def _check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    try:
        known = papermill.inspect_notebook(notebook)
    except FileNotFoundError:
        raise _unusable(notebook, "the notebook is not there", "a notebook of report.yml") from None
    if not known:
        raise _unusable(
            notebook, "no cell tagged 'parameters'", "one such cell that sets every parameter"
        )
    if unknown := [name for name in parameters if name not in known]:
        raise _unusable(
            notebook, f"unknown parameter {listed(unknown)}", f"parameters {listed(known)}"
        )


def _unusable(notebook: Path, what: str, expected: str) -> StudyError:
    return StudyError(notebook.name, Problem(what, expected, "Correct the notebook or report.yml."))
