"""What a command loads: nothing heavy that it does not need."""

import subprocess
import sys

import pytest
from small_notebooks import write_notebooks

from dwimpact.cli.commands import main

NOTEBOOKS = {"matplotlib", "seaborn", "nbconvert", "nbformat", "papermill", "IPython", "zmq"}
NUMBERS = {"pandas", "numpy", "pyarrow", "pydantic"}
LOADED = """
import sys
from dwimpact.__main__ import main
try:
    status = main(sys.argv[1:])
except SystemExit as end:
    status = end.code
print("\\n", status, *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(*arguments):
    """The exit status of a command, and the packages it loads."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
    )
    status, *modules = done.stdout.splitlines()[-1].split()
    return int(status), set(modules)


@pytest.mark.parametrize("arguments", [["--help"], ["report", "--help"]])
def test_help_loads_nothing_heavy(arguments):
    status, modules = loaded(*arguments)

    assert (status, modules & (NOTEBOOKS | NUMBERS | {"scipy"})) == (0, set())


@pytest.mark.long
def test_a_check_loads_nothing_to_draw_or_to_run_notebooks(write_study, tmp_path):
    status, modules = loaded("check", "--study", write_study(tmp_path / "study"))

    assert (status, modules & NOTEBOOKS) == (0, set())
    assert "pandas" in modules


def test_a_report_that_is_up_to_date_loads_nothing_heavy(write_study, tmp_path, capsys):
    given = ["--study", write_study(tmp_path / "study"), "--output", tmp_path / "out"]
    given += ["--processed", tmp_path / "data", "--notebooks", write_notebooks(tmp_path / "nb")]
    arguments = ["report", *map(str, given)]
    assert main(arguments) == 0
    capsys.readouterr()

    status, modules = loaded(*arguments)

    assert (status, modules & (NOTEBOOKS | NUMBERS | {"scipy"})) == (0, set())


def test_a_place_is_refused_before_anything_heavy_is_loaded(write_study, tmp_path):
    given = ["--study", write_study(tmp_path / "study"), "--output", tmp_path]
    for command in ("report", "editions"):
        status, modules = loaded(command, *given)

        assert (status, modules & (NOTEBOOKS | NUMBERS | {"scipy"})) == (2, set())
