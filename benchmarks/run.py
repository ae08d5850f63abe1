"""How fast the report and the library are, all measured in one run on one machine.

    python benchmarks/run.py [--runs 3] [--sizes 10000 100000 1000000]

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
import psutil

from dwimpact.report.chapters import parameters_of
from dwimpact.report.plan import chapters_of, read_plan
from dwimpact.study.study import read_study

ROOT = Path(__file__).parent.parent
NOTEBOOKS, STUDY = ROOT / "notebooks", ROOT / "data/raw"
RESULTS = Path(__file__).parent / "results.md"
LIBRARIES = ("pandas", "pyarrow", "matplotlib", "papermill", "nbconvert", "ipykernel")
Run = Callable[[], float]
LOADING = "the rest is loading libraries, which the first kernel waits for too"
WHY = """What stands in the way of what is missed: the longest chapter is appendix 5, which solves \
an integer program for each of 272 bounds (`dwimpact.identify`). That takes more than six \
seconds of one core, and shares two cores with all other chapters, so it is the last to \
finish. One chapter alone waits for libraries: those of the program and of the template \
load side by side, then the input is checked, and only then can its kernel start."""
OURS_WHOLE, OURS_ONE = "dwimpact report", "dwimpact report --chapter 2"
PLAIN, LOOP = "plain script, no notebooks", "papermill + jupyter nbconvert, one by one"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        report = measure_report(Path(folder), options.runs)
        scale = [measure_scale(Path(folder), size, options.runs) for size in options.sizes]
    RESULTS.write_text("\n".join([*heading(), *report, *scale_table(scale)]) + "\n", "utf-8")
    print(RESULTS.read_text("utf-8"))


def measure_report(folder: Path, runs: int) -> list[str]:
    """Ours, the command loop and the plain script, in turns, so that all see the same machine."""
    report(folder)  # leaves the tidy tables that the others start from
    prepare_notebooks(folder)
    timings, of_one = folder / "timings.txt", folder / "of_one.txt"
    ways: dict[str, Run] = {
        OURS_WHOLE: lambda: report(folder, "--timings", str(timings)),
        "dwimpact report --cold": lambda: report(folder, "--cold"),
        OURS_ONE: lambda: chapter(folder, "--again", "--timings", str(of_one)),
        "dwimpact report, nothing to do": lambda: chapter(folder),
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
        ("of the command loop", whole / medians[LOOP], 1 / 8),
        ("times the plain script", whole / medians[PLAIN], 2),
        ("seconds for one chapter", one, 5),
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


def report(folder: Path, *options: str) -> float:
    """The whole report, from nothing."""
    for made in ("outputs", "processed"):
        shutil.rmtree(folder / made, ignore_errors=True)
    return timed([*report_command(folder), *options], ROOT)


def chapter(folder: Path, *options: str) -> float:
    """One chapter in a report that is there: with `--again` anew, else nothing has changed."""
    return timed([*report_command(folder), "--chapter", "2", *options], ROOT)


def report_command(folder: Path) -> list[str]:
    output = ["--output", str(folder / "outputs"), "--processed", str(folder / "processed")]
    return [sys.executable, "-m", "dwimpact", "report", *output]


def prepare_notebooks(folder: Path) -> None:
    """What the command loop and the plain script run: the same chapters and parameters."""
    form = read_study(STUDY).questionnaire
    chapters = chapters_of(read_plan(NOTEBOOKS), form)
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


def timed(command: Sequence[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


OURS = """
from pathlib import Path
import sys
from dataclasses import replace
from dwimpact.intake.examine_large import examine_large
from dwimpact.shares import at_level, characteristic_shares, mention_shares
from dwimpact.study.study import read_study
from dwimpact.tidy.counted import counted_tables
from dwimpact.tidy.tables import with_background
study = read_study(Path(sys.argv[2]))
study = replace(study, approached=study.approached[:0])  # of a study this size, nobody knows
def work():
    with examine_large(Path(sys.argv[1]), study) as large:
        tables = counted_tables(large, study)
    outcomes = with_background(tables.outcomes, tables.respondents)
    for level in study.questionnaire.levels:
        rows = at_level(outcomes, level.code)
        for by in (None, "sector_group", "tranche_group"):
            mention_shares(rows, by)
        for characteristic in ("status", "nature"):
            characteristic_shares(rows, characteristic)
"""
THEIRS = """
import sys
import pyarrow.csv
def work():
    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    pyarrow.csv.read_csv(sys.argv[1], parse_options=options)
"""
MEASURE = """
import resource, time
start = time.perf_counter(); work(); seconds = time.perf_counter() - start
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def measure_scale(folder: Path, size: int, runs: int) -> dict[str, float]:
    """Seconds and peak memory from a CSV file of this size to all figure tables."""
    file = folder / f"{size}.csv"
    make = ["reconstruct", "--output", str(file), "--respondents", str(size)]
    timed([sys.executable, "-m", "dwimpact", *make], ROOT)
    results: dict[str, list[tuple[float, float]]] = {"ours": [], "arrow": []}
    for _ in range(runs):
        for name, code in (("ours", OURS), ("arrow", THEIRS)):
            command = [sys.executable, "-c", code + MEASURE, str(file), str(STUDY)]
            printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            seconds, memory = map(float, printed.split())
            results[name].append((seconds, memory))
    bytes_ = file.stat().st_size
    file.unlink()
    medians = {n: [statistics.median(c) for c in zip(*r, strict=True)] for n, r in results.items()}
    return {
        "respondents": size,
        "file": bytes_,
        "ours": medians["ours"][0],
        "arrow": medians["arrow"][0],
        "memory": medians["ours"][1],
    }


def scale_table(rows: Sequence[dict[str, float]]) -> list[str]:
    return [
        "## From a CSV file to all figure tables",
        "",
        "| respondents | file, MB | ours, s | read_csv alone, s | ratio | peak, MB | peak / file |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {r['respondents']:,.0f} | {r['file'] / 1e6:.0f} | {r['ours']:.2f} | "
            f"{r['arrow']:.2f} | {r['ours'] / r['arrow']:.2f} | {r['memory'] / 1e6:.0f} | "
            f"{r['memory'] / r['file']:.2f} |"
            for r in rows
        ),
        "",
        "To reach for a million: at most 3 times read_csv in time and 3 times the file in memory. "
        "A small file costs what the libraries themselves cost.",
    ]


def heading() -> list[str]:
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    memory = psutil.virtual_memory().total / 2**30
    return [
        "# Benchmarks",
        "",
        f"Made by `make bench` on {processor()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}; {versions}.",
        "",
    ]


def processor() -> str:
    """What kind of processor this is, as far as the system says."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


if __name__ == "__main__":
    main()
