import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from made_once import Made
from playwright.sync_api import Browser, Page

from dwimpact.errors import StudyError
from dwimpact.report.site.browser import find_chromium, open_browser

REQUIRED = "DWIMPACT_REQUIRE_BROWSER"


@dataclass
class Visit:
    """A page in a browser, and everything about it that must stay empty."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, file: Path) -> Page:
        page = self.page
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.goto(file.as_uri())
        return page


@pytest.fixture(scope="session")
def chromium() -> str:
    try:
        return find_chromium()
    except StudyError:
        reason = "NO CHROMIUM: nothing was tried in a browser; install it to run these tests"
        if os.environ.get(REQUIRED):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def report(chromium: str, hostile_report: Made) -> Path:
    """The report made from answers full of markup and scripts."""
    return hostile_report.folder


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh window; parametrize indirectly with Playwright's options for one."""
    options = getattr(request, "param", {"viewport": {"width": 1280, "height": 800}})
    context = browser.new_context(**options)
    try:
        yield Visit(context.new_page())
    finally:
        context.close()
