"""`word` and `slides` on a finished report."""

from __future__ import annotations

from pathlib import Path

import pytest
from finished import finished

from dwimpact.cli.commands import main
from dwimpact.study.files.signed import is_signed


@pytest.mark.parametrize(("command", "name"), [("word", "report.docx"), ("slides", "report.pptx")])
def test_a_document_stands_beside_the_report_and_is_never_written_over_what_was_saved(
    command: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = finished(tmp_path / "made")
    file = folder / name

    assert main([command, "--output", str(folder)]) == 0
    assert capsys.readouterr().out.strip() == str(file)
    assert is_signed(file)
    before = file.read_bytes()
    assert main([command, "--output", str(folder)]) == 0
    assert file.read_bytes() == before

    file.write_bytes(before[:-1] + b"x")  # as if somebody saved it
    assert main([command, "--output", str(folder)]) == 2
    assert "there is something by that name" in capsys.readouterr().err
    assert file.read_bytes() == before[:-1] + b"x"


@pytest.mark.parametrize("command", ["word", "slides"])
def test_without_a_report_there_is_a_sentence(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--output", str(tmp_path)]) == 2

    assert capsys.readouterr().err.strip().endswith("Run 'make report' first.")
