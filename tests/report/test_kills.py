"""Runs that are killed at any moment: what they leave, and whether the next one works.

DWIMPACT_KILLS=50 python -m pytest -n 0 tests/report/test_kills.py kills fifty; each within the time
that the first run takes on the machine as it is.
"""

import json
import os
import random
import shutil
import signal
import tempfile
import time
from pathlib import Path

import psutil
import pytest
from runs import Runs
from small_notebooks import CHAPTER_CODE, write_notebooks

from dwimpact.study.files.manifest import is_whole, read_manifest, sha256

KILLS = int(os.environ.get("DWIMPACT_KILLS", "3"))
VICTIMS = ("driver SIGKILL", "kernel", "driver SIGINT", "template", "driver SIGTERM")
SECONDS_TO_END = 60  # on a busy machine
KEEPS = """
import os
import time
from dwimpact.reconstruction.ranges.kept import FOLDER, kept
from dwimpact.reconstruction.program.highs import Program

def solve():
    time.sleep(0.5)
    return [list(range(200_000))]

os.environ[FOLDER] = {folder!r}
made = Program()
assert len(kept(made, [{{made.variables([1.0])[0]: 1.0}}], solve)[0]) == 200_000
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Runs whose last report is good, and of which one page keeps what it solved."""
    temporary = Path(tempfile.mkdtemp(prefix="k-"))  # short: sockets have short names
    folder = tmp_path_factory.mktemp("kills")
    slow = KEEPS.format(folder=str(folder / "known")) + CHAPTER_CODE
    notebooks = write_notebooks(folder / "notebooks", appendix=slow)
    yield Runs(folder, folder / "study", notebooks, temporary)
    shutil.rmtree(temporary)


@pytest.fixture
def waves(runs, write_study, raw):
    """What the good last report was made from, and what the next one is to be made from."""
    if not runs.study.is_dir():
        write_study(runs.study)
        for number, rows in enumerate((6, 4)):
            raw.head(rows).to_csv(runs.folder / f"wave_{number}.csv", index=False)
        began = time.monotonic()
        assert runs.run("--responses", runs.folder / "wave_0.csv") == (0, [])
        runs.seconds = time.monotonic() - began
    files = [runs.folder / f"wave_{number}.csv" for number in (0, 1)]
    return files if made_from(runs.output) == sha256(files[0]) else files[::-1]


def made_from(report):
    """The SHA-256 of the responses of a report, which must be whole."""
    assert is_whole(report)
    assert sorted(read_manifest(report)["chapters"]) == ["1", "2", "3", "B1", "B2"]
    return read_manifest(report)["inputs"]["responses.csv"]


def strike(run, victim, after):
    """End the driver, a kernel or the template of a run after so many seconds, as far as it
    is there by then."""
    time.sleep(after)
    kind, _, name = victim.partition(" ")
    if kind == "driver":
        run.send_signal(getattr(signal, name))
        return
    while run.poll() is None:
        if found := [p for p in psutil.Process(run.pid).children(recursive=True) if is_a(kind, p)]:
            found[0].kill()
            return
        time.sleep(0.01)


def is_a(kind, process):
    try:
        forked_by = process.parent()
        templates = ["forkserver" in " ".join(p.cmdline()) for p in (process, forked_by)]
        return templates == ([True, True] if kind == "kernel" else [True, False])
    except psutil.Error:
        return False


@pytest.mark.parametrize("number", range(KILLS))
@pytest.mark.long
def test_a_run_that_is_killed_leaves_a_whole_report_and_nothing_else(runs, waves, number):
    chance = random.Random(number)
    victim = VICTIMS[number % len(VICTIMS)]
    old, new = map(sha256, waves)

    shutil.rmtree(runs.folder / "known", ignore_errors=True)

    run = runs.start("--responses", waves[1])
    strike(run, victim, chance.uniform(0, runs.seconds))
    errors = runs.errors(run)

    assert runs.left_after(SECONDS_TO_END) == []
    finished = run.returncode == 0 or "Chapter" in errors
    if victim.startswith("driver"):
        # A kill may come after the new report was put in place.
        assert made_from(runs.output) in ([new] if finished else [old, new])
        assert run.returncode in (0, 130, -signal.SIGINT, -signal.SIGTERM, -signal.SIGKILL)
    else:
        assert made_from(runs.output) == (new if finished else old)
        assert run.returncode in (0, 1)
        assert ("its kernel died" in errors) == (run.returncode == 1)
    assert "Traceback" not in errors
    # What is kept is there whole or not at all.
    found = [json.loads(f.read_text("utf-8")) for f in (runs.folder / "known").glob("*.json")]
    assert found in ([], [[list(range(200_000))]])

    assert runs.run("--responses", waves[1]) == (0, [])
    assert made_from(runs.output) == new
    assert set(read_manifest(runs.output)["chapters"].values()) == {"made"}
    assert os.listdir(runs.temporary) == []
    there = sorted(path.name for path in runs.output.parent.iterdir())
    assert there == [".report.lock", "report"]
    assert sorted(p.name for p in runs.folder.iterdir() if p.is_dir()) == [
        "known",
        "notebooks",
        "out",
        "processed",
        "study",
    ]


def test_a_run_that_hangs_is_told_and_ended(tmp_path, monkeypatch):
    sleeps = Runs(tmp_path, tmp_path, tmp_path, tmp_path)
    monkeypatch.setattr("runs.PATIENCE", 0.5)
    run = sleeps.start(before=("sh", "-c", "echo begun >&2; sleep 60 & sleep 60"))

    with pytest.raises(AssertionError, match=r"^after 0.5 s still there: \[.*sleep 60.*\]\nbegun$"):
        sleeps.errors(run)

    assert (run.stdout.closed, run.stderr.closed) == (True, True)
    assert sleeps.left_after(5) == []
