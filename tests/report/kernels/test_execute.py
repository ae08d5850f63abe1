import itertools
import os
import re
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from small_notebooks import write_notebook

from dwimpact.errors import NotebookFailed, StudyError
from dwimpact.report.kernels import execute
from dwimpact.report.kernels.execute import check_parameters, run_notebook
from dwimpact.report.kernels.warm import warm_kernels


@pytest.fixture(params=["ordinary", "warm"])
def kernels(request):
    with warm_kernels(cold=request.param == "ordinary"):
        yield


@pytest.fixture
def warm():
    with warm_kernels():
        yield


def printed(path):
    """What each cell of an executed notebook printed."""
    return [
        "".join(output.text for output in cell.outputs if output.output_type == "stream")
        for cell in nbformat.read(path, 4).cells
    ]


def test_parameters_take_the_place_of_the_defaults(kernels, tmp_path):
    code = "print(number, level, contents)"
    notebook = write_notebook(
        tmp_path / "a.ipynb", 'number = "1"\nlevel = "x"\ncontents = []', code
    )
    before = notebook.read_bytes()

    run_notebook(
        notebook, tmp_path / "result.ipynb", {"number": "B2", "contents": [["a", 1]]}, tmp_path
    )

    assert printed(tmp_path / "result.ipynb") == ["", "B2 x [['a', 1]]\n"]
    assert notebook.read_bytes() == before


def test_words_are_filled_in_in_markdown_alone(warm, tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "n = 0", 'print("{level}")')
    read = nbformat.read(notebook, 4)
    read.cells.insert(0, new_markdown_cell("# Over {level}, {else}"))
    nbformat.write(read, notebook)

    words = {"level": "mbo"}
    run_notebook(notebook, tmp_path / "result.ipynb", {}, tmp_path, words=words)

    made = nbformat.read(tmp_path / "result.ipynb", 4).cells
    assert (made[0].source, made[-1].source) == ("# Over mbo, {else}", 'print("{level}")')


def test_a_notebook_runs_in_the_folder_given(warm, tmp_path):
    (tmp_path / "work").mkdir()
    notebook = write_notebook(tmp_path / "a.ipynb", "n = 0", 'open("made.txt", "w").close()')

    run_notebook(notebook, tmp_path / "result.ipynb", {}, tmp_path / "work")

    assert [f.name for f in (tmp_path / "work").iterdir()] == ["made.txt"]


@pytest.mark.long
def test_two_at_once_each_see_their_own_folder(kernels, tmp_path):
    here = os.getcwd()
    wait = 'from pathlib import Path; import time\nPath("here").touch()'
    # Each goes on when the other has started, so that they do run at once.
    meet = 'while not Path("../{}/here").exists():\n    time.sleep(0.01)\nprint(Path.cwd().name)'
    for name, other in itertools.permutations(("one", "two")):
        (tmp_path / name).mkdir()
        write_notebook(tmp_path / f"{name}.ipynb", "n = 0", wait, meet.format(other))

    def run(name):
        result = tmp_path / f"{name}_result.ipynb"
        run_notebook(tmp_path / f"{name}.ipynb", result, {}, tmp_path / name, timeout=60)
        return printed(result)[-1]

    with ThreadPoolExecutor(2) as executor:
        got = list(executor.map(run, ["one", "two"]))

    assert got == ["one\n", "two\n"]
    assert os.getcwd() == here


def test_this_process_stays_in_its_folder(warm, tmp_path, monkeypatch):
    notebook, went = write_notebook(tmp_path / "a.ipynb", "n = 0", "n"), []
    monkeypatch.setattr(os, "chdir", went.append)

    run_notebook(notebook, tmp_path / "result.ipynb", {}, tmp_path)

    assert went == []


@pytest.mark.long
def test_a_result_is_the_same_on_every_run(warm, tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "n = 1", "print(n)", "n + 1")

    results = [tmp_path / "first.ipynb", tmp_path / "second.ipynb"]
    for result in results:
        run_notebook(notebook, result, {"n": 2}, tmp_path)

    first, second = (result.read_text("utf-8") for result in results)
    assert first == second
    assert [cell.id for cell in nbformat.reads(first, 4).cells] == ["cell-1", "cell-2", "cell-3"]
    assert "papermill" not in first
    assert re.findall(r"\d{4}-\d\d-\d\dT", first) == []
    assert str(tmp_path) not in first


def test_a_failing_cell_is_named_and_kept_with_its_error(kernels, tmp_path):
    notebook = write_notebook(
        tmp_path / "a.ipynb",
        "n = 1",
        "print('eerst')",
        "raise ValueError('geen cijfers')",
        "print('nooit')",
    )

    with pytest.raises(NotebookFailed) as caught:
        run_notebook(notebook, tmp_path / "result.ipynb", {"n": 2}, tmp_path)

    assert str(caught.value) == "a.ipynb, cell 4: ValueError: geen cijfers"
    cells = nbformat.read(tmp_path / "result.ipynb", 4).cells
    # Cell 4 of the kept notebook, which has the parameters as a cell of their own.
    assert [cell.source for cell in cells] == [
        "n = 1",
        "# Parameters\nn = 2\n",
        "print('eerst')",
        "raise ValueError('geen cijfers')",
        "print('nooit')",
    ]
    (error,) = cells[3].outputs
    assert (error.output_type, error.ename, error.evalue) == ("error", "ValueError", "geen cijfers")
    assert printed(tmp_path / "result.ipynb")[2:] == ["eerst\n", "", ""]


@pytest.mark.long
def test_a_cell_that_takes_too_long_is_stopped(warm, tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "n = 1", "import time; time.sleep(60)")

    with pytest.raises(NotebookFailed) as caught:
        run_notebook(notebook, tmp_path / "result.ipynb", {}, tmp_path, timeout=1)

    assert str(caught.value) == (
        "a.ipynb: a cell took longer than 1 seconds. "
        "Allow more with --timeout, or look at the notebook in JupyterLab."
    )
    assert len(nbformat.read(tmp_path / "result.ipynb", 4).cells) == 2


LATE = """
import sys
import time
# The cell has ended, but what it shows is held up.
sys.stdout.flush_timeout = sys.stderr.flush_timeout = 0.1
get_ipython().kernel.iopub_thread.schedule(lambda: time.sleep({seconds}))
"laat"
"""


@pytest.mark.long
def test_what_a_cell_shows_may_come_late(warm, tmp_path):
    """As on a machine that is busy: nbclient by itself gives up after four seconds."""
    notebook = write_notebook(tmp_path / "a.ipynb", "n = 1", LATE.format(seconds=6))

    run_notebook(notebook, tmp_path / "result.ipynb", {}, tmp_path)

    (shown,) = nbformat.read(tmp_path / "result.ipynb", 4).cells[1].outputs
    assert shown.data["text/plain"] == "'laat'"


@pytest.mark.long
def test_what_a_cell_shows_too_late_is_told_with_the_seconds(warm, tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "KERNEL_PATIENCE", 1)
    notebook = write_notebook(tmp_path / "a.ipynb", "n = 1", LATE.format(seconds=3))

    with pytest.raises(NotebookFailed, match="a cell took longer than 1 seconds"):
        run_notebook(notebook, tmp_path / "result.ipynb", {}, tmp_path)


def test_a_kernel_that_dies_is_told(kernels, tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", "n = 1", "import os; os._exit(9)")

    with pytest.raises(NotebookFailed) as caught:
        run_notebook(notebook, tmp_path / "result.ipynb", {}, tmp_path)

    assert str(caught.value) == (
        "a.ipynb: its kernel died, perhaps out of memory. Run it in JupyterLab to see."
    )
    assert (tmp_path / "result.ipynb").is_file()


def test_parameters_that_the_notebook_takes_are_right(tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", 'study = ""\nnumber = "1"\nlevel = "x"')

    assert check_parameters(notebook, {"number": "2", "study": "s"}, "chapter 2") is None


def test_an_absent_notebook_is_told(tmp_path):
    with pytest.raises(StudyError) as caught:
        check_parameters(tmp_path / "a.ipynb", {}, "chapter 2")

    assert str(caught.value) == (
        "a.ipynb (chapter 2): the notebook is not there; expected a notebook that report.yml "
        "names. Correct the notebook or report.yml."
    )


def test_a_notebook_without_parameters_cell_is_told(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", "n = 1")
    notebook = nbformat.read(path, 4)
    del notebook.cells[0].metadata["tags"]
    nbformat.write(notebook, path)

    with pytest.raises(StudyError) as caught:
        check_parameters(path, {"n": 2}, "chapter 2")

    assert str(caught.value) == (
        "a.ipynb (chapter 2): no cell tagged 'parameters'; expected one such cell that sets every "
        "parameter. Correct the notebook or report.yml."
    )


def test_parameters_that_the_notebook_does_not_take_are_told(tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", 'study = ""\nnumber = "1"')

    with pytest.raises(StudyError) as caught:
        check_parameters(notebook, {"study": "s", "level": "x", "extra": 1}, "chapter B3")

    assert str(caught.value) == (
        "a.ipynb (chapter B3): unknown parameter level or extra; expected parameters study or "
        "number. Correct the notebook or report.yml."
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "the file cannot be read as a notebook; expected a Jupyter notebook"),
        ("", "the file cannot be read as a notebook; expected a Jupyter notebook"),
        ('{"cells": 3}', "the file cannot be read as a notebook; expected a"),
    ],
)
def test_a_file_that_is_no_notebook_is_told(tmp_path, text, what):
    (tmp_path / "a.ipynb").write_text(text)

    with pytest.raises(StudyError) as caught:
        check_parameters(tmp_path / "a.ipynb", {"number": "2"}, "chapter 2")

    assert str(caught.value).startswith(f"a.ipynb (chapter 2): {what}")


def test_parameters_that_are_no_python_are_told(tmp_path):
    notebook = write_notebook(tmp_path / "a.ipynb", 'number = "1')

    with pytest.raises(StudyError) as caught:
        check_parameters(notebook, {"number": "2"}, "chapter 2")

    assert str(caught.value) == (
        "a.ipynb (chapter 2): the cell tagged 'parameters' is no Python: unterminated string "
        "literal (detected at line 1); expected a line such as 'number = \"1\"' for each. Correct "
        "the notebook or report.yml."
    )


def test_a_notebook_that_does_not_say_its_language_runs(kernels, tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", 'number: str = "1"', "print(number)")
    notebook = nbformat.read(path, 4)
    notebook.metadata.clear()
    nbformat.write(notebook, path)

    check_parameters(path, {"number": "2"}, "chapter 2")
    run_notebook(path, tmp_path / "result.ipynb", {"number": "2"}, tmp_path)

    assert printed(tmp_path / "result.ipynb")[-1] == "2\n"


def test_a_warm_kernel_has_what_its_template_did_without(warm, tmp_path):
    notebook = write_notebook(
        tmp_path / "a.ipynb", "n = 0", "import ipywidgets\nprint(ipywidgets.IntSlider(3).value)"
    )

    run_notebook(notebook, tmp_path / "result.ipynb", {}, tmp_path)

    assert printed(tmp_path / "result.ipynb")[-1] == "3\n"
