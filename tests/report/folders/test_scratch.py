import subprocess
import sys

from filelock import FileLock

from dwimpact.report.folders.scratch import LOCK

USE = """
import tempfile
from dwimpact.report.folders.scratch import use_scratch
folder = use_scratch()
print(folder.name, tempfile.gettempdir() == str(folder), folder.is_dir())
"""


def test_temporary_files_go_with_their_process_and_those_of_dead_ones_too(tmp_path):
    for name in ("dwimpact-dead", "dwimpact-alive"):
        (tmp_path / name).mkdir()
        (tmp_path / name / LOCK).touch()
    (tmp_path / "dwimpact-other").mkdir()  # not one of ours: it has no lock of ours
    (tmp_path / "dwimpact-other" / "lock").touch()

    with FileLock(tmp_path / "dwimpact-alive" / LOCK):
        done = subprocess.run(
            [sys.executable, "-c", USE],
            env={"TMPDIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )

    name, used, there = done.stdout.split()
    assert name.startswith("dwimpact-")
    assert (used, there, done.stderr) == ("True", "True", "")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dwimpact-alive", "dwimpact-other"]
