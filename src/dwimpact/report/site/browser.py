"""An installed Chromium, for printing and for looking at pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, Error, sync_playwright

from dwimpact.errors import Problem, StudyError

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",  # a container runs as root; only our own files are opened
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """An installed Chromium, never one that Playwright downloads. Raises StudyError."""
    found = find_chromium()
    with ExitStack() as opened:
        try:
            playwright = opened.enter_context(sync_playwright())
            browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        except Error as error:
            expected, todo = (
                "one that opens pages",
                f"Try '{found} --headless --dump-dom about:blank'.",
            )
            raise StudyError(
                found, Problem("this Chromium does not start", expected, todo)
            ) from error
        opened.callback(browser.close)
        yield browser


def find_chromium() -> str:
    """The path of an installed Chromium. Raises StudyError when there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        problem = Problem(
            "no Chromium on this machine",
            f"one of {', '.join(BROWSERS)}",
            "Install it, with 'apt-get install chromium' for example.",
        )
        raise StudyError("PATH", problem)
    return found
