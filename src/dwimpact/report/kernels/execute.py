"""Run one notebook with papermill and keep the result free of times and random ids."""

from __future__ import annotations

import ast
import logging
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers
from papermill.iorw import LocalHandler, papermill_io
from traitlets.config import Config

from dwimpact.errors import NotebookFailed, Problem, StudyError, listed
from dwimpact.study.questionnaire.terms import filled_in

# jupyter_client and nbclient raise these when a kernel dies while it runs, while it starts, and
# when the process that starts it is gone.
KERNEL_TROUBLE = (RuntimeError, ConnectionError, EOFError)
# Seconds for a kernel to start, and for what a cell shows to come after it, where no more are
# allowed: a busy machine may take as long. A kernel that died is found within a second.
KERNEL_PATIENCE = 300

# What papermill and nbclient would log of a notebook that fails, we say in our own words.
logging.getLogger("papermill").setLevel(logging.CRITICAL)
# nbclient leaves a task behind where a cell took too long, of which asyncio would tell.
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


class _SavedOnce(NBClientEngine):  # type: ignore[misc]
    """Papermill's way to run a notebook, which would write all of it at each cell twice."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, *args: Any, **kwargs: Any) -> Any:
        file, nb_man.output_path = nb_man.output_path, None
        try:
            return super().execute_managed_notebook(nb_man, *args, **kwargs)
        finally:
            nb_man.output_path = file  # to which it is written at the end


class _WhereWeAre(LocalHandler):  # type: ignore[misc]
    """Files by their paths: papermill would change this process's folder at each reading and
    writing, which threads share, and after two at once never forget the one it changes to.
    """

    def cwd(self, new_path: str | None) -> None:
        """Papermill's wish where to read and write, which is not followed."""


papermill_engines.register("dwimpact", _SavedOnce)
papermill_io.register("local", _WhereWeAre())


def run_notebook(
    notebook: Path,
    result: Path,
    parameters: Mapping[str, Any],
    folder: Path,
    timeout: int | None = None,
    words: Mapping[str, str] | None = None,
    lacks: Collection[str] = (),
) -> None:
    """Run a notebook in `folder` and write it, with outputs, to `result`; in its Markdown `words`
    take the place of their '{name}', and cells tagged 'needs-…' for what is lacking are left out,
    as are those tagged 'lacks-…' for what is not.

    When a cell fails the notebook is written all the same, with the error in place. Raises
    NotebookFailed. Several may run at once, in threads.
    """
    _without(notebook, result, lacks)
    seconds = timeout or KERNEL_PATIENCE
    try:
        with _kernel_settings() as config:
            papermill.execute_notebook(
                result,
                result,
                parameters=dict(parameters),
                engine_name="dwimpact",
                progress_bar=False,
                kernel_name="python3",
                language="python",  # whatever the notebook says, or does not say
                execution_timeout=timeout,
                start_timeout=KERNEL_PATIENCE,
                iopub_timeout=seconds,
                config=config,
                shutdown_kernel="immediate",
                # What is printed is one output, however slowly it comes.
                coalesce_streams=True,
                # The kernel's folder: papermill's own `cwd` is that of this process.
                resources={"metadata": {"path": str(folder)}},
            )
    except PapermillExecutionError as error:
        cell = error.cell_index + 1
        raise NotebookFailed(
            f"{notebook.name}, cell {cell}: {error.ename}: {error.evalue}"
        ) from None
    except CellTimeoutError:
        raise NotebookFailed(
            f"{notebook.name}: a cell took longer than {seconds} seconds. "
            "Allow more with --timeout, or look at the notebook in JupyterLab."
        ) from None
    except KERNEL_TROUBLE as error:
        raise NotebookFailed(
            f"{notebook.name}: its kernel died, perhaps out of memory. Run it in JupyterLab to see."
        ) from error
    finally:
        if result.is_file():
            normalise(result, words or {})


def _without(notebook: Path, copy: Path, lacks: Collection[str]) -> None:
    """A copy of the notebook in which the cells that are left out are empty: gone, they would move
    the others, which messages number.
    """
    content = nbformat.read(notebook, as_version=4)
    for cell in content.cells:
        if is_left_out(cell, lacks):
            cell.source = ""
    nbformat.write(content, copy)


def is_left_out(cell: NotebookNode, lacks: Collection[str]) -> bool:
    """Whether a cell is not for a study that lacks these."""
    pairs = [tag.partition("-")[::2] for tag in _tags(cell)]
    return any(
        (word == "needs" and name in lacks) or (word == "lacks" and name not in lacks)
        for word, name in pairs
    )


def check_parameters(notebook: Path, parameters: Mapping[str, Any], used: str) -> None:
    """Raise StudyError when the notebook is absent or does not take these parameters; `used`
    says in the message what for.
    """

    def unusable(what: str, expected: str) -> StudyError:
        problem = Problem(what, expected, "Correct the notebook or report.yml.")
        return StudyError(f"{notebook.name} ({used})", problem)

    if not notebook.is_file():
        raise unusable("the notebook is not there", "a notebook that report.yml names")
    try:
        known = _parameters(nbformat.read(notebook, as_version=4))
    except SyntaxError as error:
        what = f"the cell tagged 'parameters' is no Python: {error.msg}"
        raise unusable(what, "a line such as 'number = \"1\"' for each") from None
    except Exception:  # whatever nbformat makes of a file that is something else
        what = "the file cannot be read as a notebook"
        raise unusable(what, "a Jupyter notebook, format 4") from None
    if not known:
        raise unusable("no cell tagged 'parameters'", "one such cell that sets every parameter")
    if unknown := [name for name in parameters if name not in known]:
        raise unusable(f"unknown parameter {listed(unknown)}", f"parameters {listed(known)}")


def normalise(path: Path, words: Mapping[str, str]) -> None:
    """Rewrite an executed notebook without what differs from run to run, its words filled in; and
    without cells that were left empty, and the values that others took the place of, unless it
    failed.
    """
    # Without papermill's banners about an error: they move the cells that our message numbers.
    notebook = remove_error_markers(nbformat.read(path, as_version=4))
    notebook.metadata.pop("papermill", None)
    if not any(o.output_type == "error" for c in notebook.cells for o in c.get("outputs", [])):
        given = any("injected-parameters" in _tags(cell) for cell in notebook.cells)
        defaults = {"parameters"} if given else set()
        notebook.cells = [c for c in notebook.cells if c.source and not defaults & _tags(c)]
    for position, cell in enumerate(notebook.cells, start=1):
        for volatile in ("papermill", "execution"):
            cell.metadata.pop(volatile, None)
        cell["id"] = f"cell-{position}"
        if cell.cell_type == "markdown":
            cell.source = filled_in(cell.source, words)
    nbformat.write(notebook, path)


def _tags(cell: NotebookNode) -> set[str]:
    return {*cell.metadata.get("tags", [])}


def _parameters(notebook: NotebookNode) -> list[str]:
    """The names that the cell tagged 'parameters' sets, without running it."""
    cells = (cell for cell in notebook.cells if "parameters" in _tags(cell))
    return [
        target.id
        for cell in cells
        for statement in ast.parse(cell.source).body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in getattr(statement, "targets", [getattr(statement, "target", None)])
        if isinstance(target, ast.Name)
    ]


@contextmanager
def _kernel_settings() -> Iterator[Config]:
    """Talk to the kernel over a socket file of its own, which nobody else on the machine can
    read along with; where there are none (Windows), over TCP as usual.
    """
    with TemporaryDirectory(prefix="dw-", ignore_cleanup_errors=True) as folder:
        config = Config()
        if os.name == "posix":
            config.KernelManager.transport = "ipc"
            config.KernelManager.ip = f"{folder}/k"
        config.KernelManager.connection_file = f"{folder}/connection.json"
        yield config
