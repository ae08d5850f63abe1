"""What `make bench` starts from fits the program as it is."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path


def test_the_peers_run_the_chapters_of_the_report(root: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("bench", root / "benchmarks/run.py")
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)

    bench.prepare_notebooks(tmp_path)

    jobs = json.loads((tmp_path / "jobs.json").read_text("utf-8"))
    assert [Path(notebook).name for notebook, _, _ in jobs][:2] == [
        "introduction.ipynb",
        "outcomes.ipynb",
    ]
    compile((tmp_path / "plain.py").read_text("utf-8"), "plain.py", "exec")
