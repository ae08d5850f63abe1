"""A report made on a machine full of somebody's settings is the same as on an empty one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pages import contents
from small_notebooks import CHAPTER_CODE, write_notebooks

from dwimpact.report.folders.sealed import sealed

# Draws, writes and says whatever settings could change.
SENSITIVE = f"""{CHAPTER_CODE}
import locale, sys, time
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
figures = Path(outputs, "figures")
figures.mkdir(exist_ok=True)
figure, axes = plt.subplots()
sns.barplot(x=[1, 2], y=[3.0, 4.5], ax=axes)
axes.set_title("één")
figure.savefig(figures / "figuur_b1_1.png", metadata={{"Software": None}})
print(pd.DataFrame({{"a": [1 / 3] * 100}}))
print(sys.flags.optimize, time.tzname, locale.getlocale(), hash("één"), Path("é").write_text("é"))
print("hostile" in globals(), "hostile" in sys.modules, plt.rcParams["font.size"])
sns.axes_style("whitegrid")
"""
MATPLOTLIBRC = """
font.size: 21
axes.facecolor: pink
savefig.dpi: 30
svg.fonttype: path
xtick.labelsize: 20
xtick.major.pad: 15
patch.linewidth: 7
"""
STARTUP = """
from pathlib import Path
Path(__file__).with_name("was_here").touch()
hostile = True
import pandas as pd
pd.options.display.max_rows = 3
import matplotlib
matplotlib.rcParams["font.size"] = 30
"""
NBCONVERT = "c.HTMLExporter.exclude_input = True\nc.TemplateExporter.exclude_output = True\n"
KERNEL = {"argv": ["/bin/false"], "display_name": "Mine", "language": "python"}
FILES = {
    "matplotlibrc": MATPLOTLIBRC,
    ".config/matplotlib/matplotlibrc": MATPLOTLIBRC,
    ".matplotlib/matplotlibrc": MATPLOTLIBRC,
    ".ipython/profile_default/startup/00-mine.py": STARTUP,
    ".ipython/profile_default/ipython_kernel_config.py": 'c.IPKernelApp.exec_lines = ["1 / 0"]\n',
    ".ipython/profile_default/ipython_config.py": "c.InteractiveShell.colors = 'Linux'\n",
    ".jupyter/jupyter_config.py": NBCONVERT,
    ".jupyter/jupyter_nbconvert_config.py": NBCONVERT,
    ".jupyter/custom/custom.css": "body { display: none }",
    ".local/share/jupyter/kernels/python3/kernel.json": json.dumps(KERNEL),
    ".local/share/jupyter/nbconvert/templates/dwimpact/index.html.j2": "mine",
    ".local/share/jupyter/nbconvert/templates/base/null.j2": "mine",
    "python/sitecustomize.py": "import sys\nsys.modules['hostile'] = sys\n",
    "python/seaborn.py": "raise ImportError('not the real one')\n",
    "startup.py": STARTUP,
}
NOBODY = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}


@pytest.fixture
def hostile(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody with settings of everything."""
    home = tmp_path / "ho me é"
    for name, text in FILES.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, "utf-8")
    return {
        **NOBODY,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "MATPLOTLIBRC": str(home),
        "MPLBACKEND": "svg",
        "IPYTHONDIR": str(home / ".ipython"),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
        "JUPYTER_PATH": str(home / ".local/share/jupyter"),
        "PYTHONPATH": str(home / "python"),
        "PYTHONSTARTUP": str(home / "startup.py"),
        "PYTHONOPTIMIZE": "2",
        "PYTHONHASHSEED": "7",
        "PYTHONWARNINGS": "error",
        "SOURCE_DATE_EPOCH": "86400",
        "LC_ALL": "C",
        "TZ": "Asia/Tokyo",
        "COLUMNS": "40",
    }


@pytest.fixture
def places(tmp_path: Path, write_study: Callable[..., Path]) -> list[str]:
    study = write_study(tmp_path / "stu dié")
    notebooks = write_notebooks(tmp_path / "notebooks", appendix=SENSITIVE)
    return ["--study", str(study), "--notebooks", str(notebooks)]


def run(command: Sequence[str], environment: dict[str, str], folder: Path) -> list[str]:
    """What a command prints, on either stream; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "dwimpact", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


@pytest.mark.long
def test_settings_of_nobody_reach_a_report(
    tmp_path: Path, places: list[str], hostile: dict[str, str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    run(["report", *places, "--output", "clean"], {**NOBODY, "HOME": str(empty)}, empty)
    home = Path(hostile["HOME"])

    run(["report", *places, "--output", "één map"], hostile, home)
    run(["report", *places, "--output", "cold", "--cold"], hostile, home)

    clean = contents(empty / "clean")
    assert len([name for name in clean if name.endswith(".png")]) == 1
    assert "False False 10.0" in clean["chapters/bijlage_1.html"].decode("utf-8")
    for other in (home / "één map", home / "cold"):
        assert {n for n, c in contents(other).items() if clean.get(n) != c} == set()
        assert contents(other).keys() == clean.keys()
    assert list(home.rglob("was_here")) == []

    shutil.copytree(empty / "clean", home / "copy")
    lines = run(["reproduce", *places, "--output", "copy"], hostile, home)
    assert lines[0] == "The same, byte for byte."


def test_a_run_gets_what_it_needs_and_nothing_else(tmp_path: Path, hostile: dict[str, str]) -> None:
    got = sealed(
        {**hostile, "DWIMPACT_TEST_RUN": "x", "OMP_NUM_THREADS": "1", "TMPDIR": "/var/tmp"}
    )

    assert got == {
        **NOBODY,
        "DWIMPACT_TEST_RUN": "x",
        "OMP_NUM_THREADS": "1",
        "TMPDIR": "/var/tmp",
        "DWIMPACT_SEALED": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONSAFEPATH": "1",
        "MPLCONFIGDIR": f"{hostile['HOME']}/.cache/dwimpact/matplotlib",
        "DWIMPACT_KNOWN": f"{hostile['HOME']}/.cache/dwimpact/known",
    }
    assert "MPLCONFIGDIR" not in sealed({"HOME": "/dev/null"})


BEGIN = """
import os, subprocess, sys
from dwimpact.cli.commands import main
begin = os.execve
def begin_while_stopped(*given):
    subprocess.Popen(["sh", "-c", f"sleep 0.02; kill -{signum} {{os.getpid()}}"])
    begin(*given)
os.execve = begin_while_stopped
sys.exit(main())
"""


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_stopping_a_run_while_it_begins_again_is_told(
    tmp_path: Path, places: list[str], signum: signal.Signals
) -> None:
    code = BEGIN.format(signum=int(signum))
    command = [sys.executable, "-c", code, "report", *places, "--output", str(tmp_path / "out")]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.splitlines() == ["Stopped. What was there before is unchanged."]
    assert not (tmp_path / "out").exists()
