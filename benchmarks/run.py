"""How fast the report is, all measured in one run on one machine.

    python benchmarks/run.py [--runs 3]

Writes benchmarks/results.md: medians, ratios and whether targets are reached, with machine and
versions.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pandas as pd
import psutil

from dwimpact.report.chapters import parameters_of
from dwimpact.report.plan import chapters_of, read_plan
from dwimpact.study.questionnaire.model import REMARKS
from dwimpact.study.study import read_study

ROOT = Path(__file__).parent.parent
NOTEBOOKS, STUDY = ROOT / "notebooks", ROOT / "data/raw"
RESULTS = Path(__file__).parent / "results.md"
LIBRARIES = ("pandas", "pyarrow", "matplotlib", "papermill", "nbconvert", "ipykernel")
Run = Callable[[], float]
LOADING = "the rest is loading libraries, which the first kernel waits for too"
WHY = """What stands in the way of what is missed: the plain script, which starts no kernel and \
makes no page, already takes several times the seconds that were meant, and what the chapters \
compute has grown since these were written down. About a quarter of it is drawing: each figure is \
drawn for the page and for a phone, and as SVG and PNG with its title, source and notice inside. \
Where nothing was kept, the bounds of appendix 5 come on top. The check of the input and the \
tables come before all chapters, on one of the cores. One chapter alone waits for libraries: those \
of the program and of the template load side by side, then the input is checked, and only then \
can its kernel start."""
MANY = "What very many respondents take, with their peers, is in [many.md](many.md)."
OURS_WHOLE, OURS_ONE = "dwimpact report", "dwimpact report --chapter 2"
CHANGED, SIX = "dwimpact report, one response changed", "dwimpact editions"
PLAIN, LOOP = "plain script, no notebooks", "papermill + jupyter nbconvert, one by one"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        report = measure_report(Path(folder), options.runs)
    RESULTS.write_text("\n".join([*heading(), *report, MANY]) + "\n", "utf-8")
    print(RESULTS.read_text("utf-8"))


def measure_report(folder: Path, runs: int) -> list[str]:
    """Ours, the command loop and the plain script, in turns, so that all see the same machine."""
    report(folder)  # leaves the tidy tables that the others start from
    prepare_notebooks(folder)
    timings, of_one = folder / "timings.txt", folder / "of_one.txt"
    ways: dict[str, Run] = {
        "dwimpact report, ranges not kept": lambda: unkept(folder),
        OURS_WHOLE: lambda: report(folder, "--timings", str(timings)),
        CHANGED: lambda: changed(folder),
        "dwimpact report --cold": lambda: report(folder, "--cold"),
        OURS_ONE: lambda: chapter(folder, "--again", "--timings", str(of_one)),
        "dwimpact report, nothing to do": lambda: chapter(folder),
        SIX: lambda: editions(folder),
        PLAIN: lambda: plain_script(folder),
        LOOP: lambda: command_loop(folder),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            seconds[name].append(way())
            print(f"{name}: {seconds[name][-1]:.1f} s", file=sys.stderr)
    return [
        *report_table(seconds),
        *profile("the last whole run", timings, "chapters overlap"),
        *profile("the last run of one chapter", of_one, LOADING),
        *loading(runs),
    ]


def report_table(seconds: Mapping[str, Sequence[float]]) -> list[str]:
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    whole, one = medians[OURS_WHOLE], medians[OURS_ONE]
    targets = [
        ("seconds for the whole", whole, 6),
        ("of the command loop", whole / medians[LOOP], 1 / 12),
        ("times the plain script", whole / medians[PLAIN], 2),
        ("seconds for one chapter", one, 3),
        ("seconds after a changed response", medians[CHANGED], 5),
        ("seconds for six editions", medians[SIX], 30),
    ]
    return [
        "## The whole report",
        "",
        "| way | median, s | fastest, s | slowest, s |",
        "|---|---|---|---|",
        *(
            f"| {name} | {medians[name]:.1f} | {min(times):.1f} | {max(times):.1f} |"
            for name, times in seconds.items()
        ),
        "",
        "| our report takes | measured | at most | |",
        "|---|---|---|---|",
        *(
            f"| {what} | {got:.3f} | {most:.3f} | {'reached' if got <= most else 'MISSED'} |"
            for what, got, most in targets
        ),
        "",
    ]


def profile(what: str, timings: Path, note: str) -> list[str]:
    """Where the time of a run goes, as `--timings` told it."""
    lines = [line.split("\t") for line in timings.read_text("utf-8").splitlines()]
    return [
        f"Where the time of {what} goes; {note}:",
        "",
        "| part | s |",
        "|---|---|",
        *(f"| {part} | {took} |" for took, part in lines),
        "",
    ]


def loading(runs: int) -> list[str]:
    """How long the libraries take that every run loads, each alone on the machine."""
    modules = {
        "the program, before it reads the input": "dwimpact.report.build",
        "the template, before it can fork a kernel": "dwimpact.report.kernels.preload",
    }
    rows = []
    for what, module in modules.items():
        command = [sys.executable, "-c", f"import {module}"]
        times = [timed(command, ROOT) for _ in range(runs)]
        rows.append(f"| {what} | {statistics.median(times):.1f} |")
    return [
        "Loading libraries takes, each alone on the machine:",
        "",
        "| what | median, s |",
        "|---|---|",
        *rows,
        "",
        WHY,
        "",
    ]


def report(folder: Path, *options: str, environment: Mapping[str, str] | None = None) -> float:
    """The whole report, from nothing."""
    for made in ("outputs", "processed"):
        shutil.rmtree(folder / made, ignore_errors=True)
    return timed([*report_command(folder), *options], ROOT, environment)


def unkept(folder: Path) -> float:
    """The whole report, for which what the publication leaves possible is solved anew."""
    with TemporaryDirectory() as nothing:
        return report(folder, environment={"DWIMPACT_KNOWN": nothing})


def changed(folder: Path) -> float:
    """The report that is there made again, after respondents' remarks are others."""
    study, file = folder / "study", folder / "study/responses.csv"
    if not study.is_dir():
        shutil.copytree(STUDY, study)
        timed([*report_command(folder, "other_"), "--study", str(study)], ROOT)
    rows = pd.read_csv(file, dtype="str")
    rows[REMARKS] = rows[REMARKS].fillna("Dank") + "."
    rows.to_csv(file, index=False)
    return timed([*report_command(folder, "other_"), "--study", str(study)], ROOT)


def editions(folder: Path) -> float:
    """The reports of all six parts of the respondents that may have one, from nothing."""
    made = [folder / "editions", folder / "tables_of_editions"]
    for each in made:
        shutil.rmtree(each, ignore_errors=True)
    command = [sys.executable, "-m", "dwimpact", "editions"]
    return timed([*command, "--output", str(made[0]), "--processed", str(made[1])], ROOT)


def chapter(folder: Path, *options: str) -> float:
    """One chapter in a report that is there: with `--again` anew, else nothing has changed."""
    return timed([*report_command(folder), "--chapter", "2", *options], ROOT)


def report_command(folder: Path, which: str = "") -> list[str]:
    output = ["--output", str(folder / f"{which}outputs")]
    output += ["--processed", str(folder / f"{which}processed")]
    return [sys.executable, "-m", "dwimpact", "report", *output]


def prepare_notebooks(folder: Path) -> None:
    """What the command loop and the plain script run: the same chapters and parameters."""
    chapters = chapters_of(read_plan(NOTEBOOKS), read_study(STUDY))
    given = parameters_of(chapters)
    jobs = []
    script = ["import os", "os.environ['MPLBACKEND'] = 'agg'"]
    for chapter in chapters:
        parameters = given[chapter.number] | {
            "study": str(STUDY),
            "processed": str(folder / "processed"),
            "outputs": str(folder / "other"),
        }
        jobs.append((str(NOTEBOOKS / chapter.notebook), chapter.name, parameters))
        cells = nbformat.read(NOTEBOOKS / chapter.notebook, as_version=4).cells
        first, *rest = [cell.source for cell in cells if cell.cell_type == "code"]
        script += [first, *(f"{name} = {value!r}" for name, value in parameters.items()), *rest]
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    (folder / "plain.py").write_text("\n".join(script), "utf-8")


def plain_script(folder: Path) -> float:
    return timed([sys.executable, str(folder / "plain.py")], folder)


def command_loop(folder: Path) -> float:
    scripts = Path(sys.executable).parent
    total = 0.0
    for notebook, name, parameters in json.loads((folder / "jobs.json").read_text("utf-8")):
        executed = str(folder / f"{name}.ipynb")
        given = [word for item in parameters.items() for word in yaml_option(*item)]
        total += timed([str(scripts / "papermill"), notebook, executed, *given], folder)
        total += timed([str(scripts / "jupyter"), "nbconvert", "--to", "html", executed], folder)
    return total


def yaml_option(name: str, value: object) -> list[str]:
    return ["-y", json.dumps({name: value})]


def timed(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> float:
    start = time.perf_counter()
    given = {**os.environ, **(environment or {})}
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=given)
    return time.perf_counter() - start


def heading() -> list[str]:
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    memory = psutil.virtual_memory().total / 2**30
    return [
        "# Benchmarks",
        "",
        f"Made by `make bench` on {processor()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}; {versions}. A loop of ten "
        f"million additions in Python takes {loop():.1f} s here.",
        "",
    ]


def loop() -> float:
    """How fast this machine is, to hold seconds of other machines against."""
    start, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - start


def processor() -> str:
    """What kind of processor this is, as far as the system says."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


if __name__ == "__main__":
    main()
