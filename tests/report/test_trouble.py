"""What can go wrong around a run, for real: what is said, and what is left."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from pages import contents
from runs import Runs
from small_notebooks import CHAPTER, write_notebook, write_notebooks

from dwimpact.study.files.manifest import is_whole, read_manifest

CAN_MOUNT = (
    shutil.which("unshare") is not None
    and subprocess.run(
        ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True
    ).returncode
    == 0
)
needs_mount = pytest.mark.skipif(not CAN_MOUNT, reason="no user namespaces to mount in")
WRITABLE = "Check that the folder can be written and has space, or name another one."


@pytest.fixture
def runs(tmp_path, write_study):
    temporary = Path(tempfile.mkdtemp(prefix="t-"))  # short: sockets have short names
    notebooks = write_notebooks(tmp_path / "notebooks")
    yield Runs(tmp_path, write_study(tmp_path / "study"), notebooks, temporary)
    shutil.rmtree(temporary)


def mounted(script):
    """What to put before a command to run it where this script has mounted something."""
    return ("unshare", "-rm", "sh", "-ec", f'{script}\n"$@"', "sh")


@pytest.mark.long
def test_each_chapter_that_goes_wrong_says_how_and_the_rest_is_made(runs):
    ways = {
        "hangs": "while True:\n    pass",
        "killed": "import os\nimport signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "memory": (
            "import resource\n"
            "limit = 2 * resource.getpagesize() * int(open('/proc/self/statm').read().split()[0])\n"
            "resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\n"
            "n = len(bytearray(2 * limit))"
        ),
    }
    plan = (runs.notebooks / "report.yml").read_text("utf-8")
    for name, code in ways.items():
        write_notebook(runs.notebooks / f"{name}.ipynb", CHAPTER, code)
        plan += f"- {{title: Mis, notebook: {name}.ipynb}}\n"
    (runs.notebooks / "report.yml").write_text(plan, "utf-8")

    status, lines = runs.run("--timeout", 4)

    assert (status, lines) == (
        1,
        [
            "Chapter B3 failed: hangs.ipynb: a cell took longer than 4 seconds. "
            "Allow more with --timeout, or look at the notebook in JupyterLab.",
            "Chapter B4 failed: killed.ipynb: its kernel died, perhaps out of memory. "
            "Run it in JupyterLab to see.",
            "Chapter B5 failed: memory.ipynb, cell 3: MemoryError: ",
            f"The failed notebooks, with the error in place, are in {runs.output}/notebooks",
        ],
    )
    assert is_whole(runs.output)
    chapters = read_manifest(runs.output)["chapters"]
    assert [n for n, became in chapters.items() if became == "failed"] == ["B3", "B4", "B5"]
    assert runs.left_after(20) == []


@pytest.mark.long
def test_a_notebook_without_parameters_stops_the_report_before_it_runs(runs):
    write_notebook(runs.notebooks / "appendix.ipynb", "", "1")

    assert runs.run() == (
        2,
        [
            "appendix.ipynb (chapter B1): no cell tagged 'parameters'; expected one such cell that "
            "sets every parameter. Correct the notebook or report.yml."
        ],
    )
    assert not runs.output.exists()


@pytest.mark.long
def test_a_second_run_for_the_same_output_says_so_and_stops(runs):
    go = runs.folder / "go"
    wait = (
        "import time\nfrom pathlib import Path\n"
        f"while not Path({str(go)!r}).exists():\n    time.sleep(0.05)"
    )
    write_notebooks(runs.notebooks, appendix=wait)
    first = runs.start()
    while not list(runs.output.parent.glob(".report-making-*/study")):
        assert first.poll() is None
        time.sleep(0.05)

    second = runs.run()
    go.touch()
    runs.errors(first)

    assert second == (
        2,
        [
            f"{runs.output}: another run is making a report here; expected one run at a time for "
            "an output folder. Wait until it is done, or name another folder with --output."
        ],
    )
    assert first.returncode == 0
    assert is_whole(runs.output)


@needs_mount
@pytest.mark.long
def test_a_full_disk_keeps_the_last_report(runs):
    out, kept = runs.output.parent, runs.folder / "kept"
    assert runs.run() == (0, [])
    before = contents(runs.output)
    room = sum(map(len, before.values())) // 1024 + 150
    disk = (
        f"mkdir {kept}\ncp -a {out} {kept}\nmount -t tmpfs -o size={room}k tmpfs {out}\n"
        f"cp -a {kept}/out/report {out}\nrm -r {kept}\ntrap 'cp -a {out} {kept}' EXIT"
    )

    status, lines = runs.run(before=mounted(disk))

    assert status == 2
    assert lines[-1].endswith(f"No space left on device. {WRITABLE}")
    assert not any("Traceback" in line for line in lines)
    assert contents(kept / "report") == before
    assert [path.name for path in kept.iterdir() if path.is_dir()] == ["report"]


@pytest.mark.long
@needs_mount
def test_an_output_folder_that_cannot_be_written_is_told(runs):
    out = runs.output.parent
    out.mkdir()

    got = runs.run(before=mounted(f"mount -t tmpfs -o ro tmpfs {out}"))

    assert got == (2, [f"{out}/.report.lock: Read-only file system. {WRITABLE}"])


@needs_mount
@pytest.mark.long
def test_input_that_cannot_be_written_is_enough(runs):
    read_only = "\n".join(
        f"mount --bind {folder} {folder}\nmount -o remount,bind,ro {folder}"
        for folder in (runs.study, runs.notebooks)
    )

    assert runs.run(before=mounted(read_only)) == (0, [])
    assert is_whole(runs.output)
