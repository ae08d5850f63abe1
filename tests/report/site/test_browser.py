from __future__ import annotations

from pathlib import Path

import pytest

from dwimpact.errors import StudyError
from dwimpact.report.site.browser import find_chromium, open_browser


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder that programs are looked for in."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_without_chromium_the_message_says_how_to_get_one(only: Path) -> None:
    with pytest.raises(StudyError) as caught:
        find_chromium()
    assert str(caught.value) == (
        "PATH: no Chromium on this machine; expected one of chromium, chromium-browser, "
        "google-chrome. Install it, with 'apt-get install chromium' for example."
    )


def test_a_chromium_that_does_not_start_is_named(only: Path) -> None:
    broken = only / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    broken.chmod(0o755)
    with pytest.raises(StudyError) as caught, open_browser():
        pass
    assert str(caught.value) == (
        f"{broken}: this Chromium does not start; expected one that opens pages. "
        f"Try '{broken} --headless --dump-dom about:blank'."
    )
