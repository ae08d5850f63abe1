"""What a report on very many respondents takes, beside a bare read of the same file, in one run.

    python benchmarks/many.py [--csv 10000 100000 1000000] [--parquet 10000000]

Writes benchmarks/many.md. Respondents are drawn from the shipped study, texts and all; more than a
million are a million again and again, under other names. Beside what the program does stands what
others take to count the same (peers.py), which must come to the same numbers.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import yaml
from run import ROOT, STUDY, processor

RESULTS = Path(__file__).parent / "many.md"
READ = """
import duckdb, sys
duckdb.sql(f"select count(columns(*)) from '{sys.argv[1]}'" if sys.argv[1].endswith("parquet")
    else f"select count(columns(*)) from read_csv('{sys.argv[1]}', all_varchar=true)").fetchall()
"""
AGAIN = """
import duckdb, sys
once, file, times = sys.argv[1:]
named = "* exclude (i) replace (respondent || '-' || i as respondent)"
source = f"read_csv('{once}', all_varchar=true), range({times}) t(i)"
duckdb.sql(f"copy (select {named} from {source}) to '{file}'")
"""
MOST_DRAWN = 1_000_000
WAYS = {
    "read": "DuckDB reads all columns",
    "duckdb": "DuckDB counts, by hand",
    "polars": "Polars counts, by hand",
    "data.table": "R's data.table counts, by hand",
    "dwimpact": "`dwimpact.load`, checked and counted",
    "check": "`check`",
    "report": "`report`",
}
PEERS = ROOT / "benchmarks/peers.py"
EVERY = 0.2  # seconds between looks at the memory


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock and of all cores, and most memory of all processes together in bytes."""

    seconds: float
    cpu: float
    memory: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--csv", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--parquet", type=int, nargs="*", default=[])
    parser.add_argument("--folder", type=Path, help="where the files are made")
    options = parser.parse_args()
    rows = []
    with TemporaryDirectory(dir=options.folder) as folder:
        study = write_study(Path(folder) / "study")
        for kind in ("csv", "parquet"):
            for size in getattr(options, kind):
                file = drawn(Path(folder), size, kind)
                rows += measured(study, file, Path(folder), size)
                file.unlink()
    RESULTS.write_text("\n".join([*heading(), *rows]) + "\n", "utf-8")
    print(RESULTS.read_text("utf-8"))


def write_study(folder: Path) -> Path:
    """The shipped study as one of real responses: no publication, nobody counted as approached."""
    folder.mkdir()
    for name in ("questionnaire.yml", "workplaces.csv"):
        shutil.copy(STUDY / name, folder / name)
    settings = yaml.safe_load((STUDY / "study.yml").read_text("utf-8"))
    settings = {k: v for k, v in settings.items() if k not in ("disclosure", "deposit", "design")}
    settings |= {"reconstructed": False, "design": {"target": "process", "clusters": "workplace"}}
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    (folder / "study.yml").write_text(text, "utf-8")
    return folder


def drawn(folder: Path, size: int, kind: str) -> Path:
    file, once = folder / f"responses.{kind}", folder / "drawn.csv"
    make = ["reconstruct", "--output", str(once), "--respondents", str(min(size, MOST_DRAWN))]
    run([sys.executable, "-m", "dwimpact", *make])
    run([sys.executable, "-c", AGAIN, str(once), str(file), str(max(size // MOST_DRAWN, 1))])
    once.unlink()
    return file


def measured(study: Path, file: Path, folder: Path, size: int) -> list[str]:
    made = [folder / "outputs", folder / "processed"]
    given = ["--responses", str(file), "--output", str(made[0]), "--processed", str(made[1])]
    program = [sys.executable, "-m", "dwimpact"]
    others = peers(file, study) if file.suffix == ".csv" and size <= MOST_DRAWN else {}
    commands = {
        "read": [sys.executable, "-c", READ, str(file)],
        **others,
        "check": [*program, "check", str(file), "--study", str(study)],
        "report": [*program, "report", "--study", str(study), *given],
    }
    if size > MOST_DRAWN:
        commands.pop("check")  # a report does that too, and it takes minutes
    told = {name: folder / f"{name}.txt" for name in commands}
    taken = {name: run(command, told[name]) for name, command in commands.items()}
    if len({told[name].read_text("utf-8") for name in others}) > 1:
        raise SystemExit("not all count the same")
    for place in made:
        shutil.rmtree(place)
    read, megabytes = taken["read"], file.stat().st_size / 1e6
    return [
        f"| {size:,} | {file.suffix[1:]}, {megabytes:,.0f} | {WAYS[name]} | {t.seconds:.1f} | "
        f"{t.cpu:.1f} | {t.cpu / read.cpu:.1f} | {t.memory / 1e6:,.0f} |"
        for name, t in taken.items()
    ]


def peers(file: Path, study: Path) -> dict[str, list[str]]:
    """The commands that count what is in a file, those of others where they are installed."""
    given = [str(file), str(study)]
    made = {way: [sys.executable, str(PEERS), way, *given] for way in ("duckdb", "dwimpact")}
    if uv := shutil.which("uv", path=str(Path(sys.executable).parent)):
        apart = ["run", "--no-project", "--with-requirements", str(PEERS.with_name("polars.txt"))]
        made["polars"] = [uv, *apart, str(PEERS), "polars", *given]
    if script := shutil.which("Rscript"):
        made["data.table"] = [script, str(PEERS.with_suffix(".R")), *given]
    return made


def run(command: Sequence[str], told: Path | None = None) -> Taken:
    """Run a command to its end, and look at the memory of all its processes meanwhile; what it
    prints goes to a file.
    """
    began, most = time.perf_counter(), 0
    before = os.times()
    with (
        (told or Path(os.devnull)).open("wb") as printed,
        subprocess.Popen(command, cwd=ROOT, stdout=printed) as process,
    ):
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            time.sleep(EVERY)
    if process.returncode:
        raise SystemExit(f"{command[-1]} ended with {process.returncode}")
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Taken(time.perf_counter() - began, cpu, most)


def memory_of(pid: int) -> int:
    """What a process and its children take, with what they share counted once."""
    total = 0
    with suppress(psutil.Error):
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            with suppress(psutil.Error):
                total += process.memory_full_info().pss
    return total


def heading() -> list[str]:
    memory = psutil.virtual_memory().total / 2**30
    return [
        "# Very many respondents",
        "",
        f"Made by `benchmarks/many.py` on {processor()}, {os.cpu_count()} cores, {memory:.0f} GB; "
        f"duckdb {version('duckdb')}. `times` is processor time against that of the bare read; "
        "peak is of all processes together, what they share counted once.",
        "",
        "| respondents | file, MB | way | s | processor, s | times | peak, MB |",
        "|---|---|---|---|---|---|---|",
    ]


if __name__ == "__main__":
    main()
