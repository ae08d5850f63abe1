"""The newcomer's path in JupyterLab: run the explorer, choose, and take the code along."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hostile import hostile_responses
from jupyterlab import jupyter_lab
from playwright.sync_api import Browser, Page, expect
from small_notebooks import write_notebook

ROOT = Path(__file__).parents[2]
PATIENCE = 60_000  # milliseconds: a kernel starts, on a machine that does more


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as cloned, in which no report was made, with hostile texts in it."""
    folder = tmp_path_factory.mktemp("lab") / "project"
    shutil.copytree(ROOT / "data/raw", folder / "data/raw")
    (folder / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks/explore.ipynb", folder / "notebooks")
    hostile_responses(ROOT / "data/raw/responses.csv", folder / "data/raw/responses.csv")
    return folder


@pytest.fixture(scope="module")
def page(project: Path, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A window, and the address of a notebook in it."""
    with jupyter_lab(project / "notebooks", project.parent / "state") as address:
        window = browser.new_page(viewport={"width": 1280, "height": 1000})
        window.set_default_timeout(PATIENCE)
        yield window, address
        window.close()


def run_all(window: Page, address: str, notebook: str) -> None:
    # A workspace of its own: JupyterLab opens the last notebook of a workspace as well.
    workspace = f"lab/workspaces/{uuid4().hex}/tree/{notebook}"
    window.goto(address.format(path=workspace))
    # Before the kernel is there, running a cell asks which one to take.
    window.get_by_role("button", name="Python 3 (ipykernel) | Idle").wait_for()
    window.get_by_role("menuitem", name="Run", exact=True).click()
    window.get_by_role("menuitem", name="Run All Cells", exact=True).click()


@pytest.mark.long
def test_a_newcomer_chooses_a_view_and_takes_its_code_along(
    project: Path, page: tuple[Page, str]
) -> None:
    window, address = page
    run_all(window, address, "explore.ipynb")
    explorer = window.locator(".dwimpact-view").first
    headings, labels = explorer.locator("h3"), explorer.locator("svg text")
    expect(headings).to_have_text("Opbrengsten op instellingsniveau", timeout=PATIENCE)
    expect(labels.filter(has_text="mbo (n = 26)")).to_have_count(0)
    expect(explorer.locator("tbody tr")).to_have_count(5)

    window.get_by_label("Niveau").first.select_option(label="studentniveau")
    window.get_by_label("Uitgesplitst").select_option(label="naar sector")

    expect(headings).to_have_text("Opbrengsten op studentniveau, naar sector", timeout=PATIENCE)
    expect(labels.filter(has_text="mbo (n = 26)")).to_have_count(1)
    expect(labels.filter(has_text="Soft skills")).to_have_count(1)
    expect(explorer.locator("tbody tr")).to_have_count(15)
    code, table = explorer.locator("pre").inner_text(), explorer.locator("table").inner_text()

    write_notebook(project / "notebooks/own.ipynb", "", code)
    run_all(window, address, "own.ipynb")

    own = window.locator(".dwimpact-view")
    expect(own.locator("h3")).to_have_text(
        "Opbrengsten op studentniveau, naar sector", timeout=PATIENCE
    )
    assert own.locator("table").inner_text() == table
    assert own.locator("svg").count() == 1


@pytest.mark.long
def test_texts_are_searched_and_stay_text(page: tuple[Page, str]) -> None:
    window, address = page
    run_all(window, address, "explore.ipynb")
    texts = window.locator(".dwimpact-view").nth(1)
    expect(texts.locator("h3")).to_have_text("Alle teksten", timeout=PATIENCE)
    expect(texts.locator("td")).to_have_count(0)  # nothing has been chosen yet
    window.get_by_label("Waar").select_option(label="open antwoorden")
    shown = texts.locator("td").filter(has_text="<script>window.hacked = 1")
    expect(shown.first).to_be_visible(timeout=PATIENCE)

    window.get_by_label("Zoek").fill("plaatjes")

    expect(texts.locator("th").nth(2)).to_have_text("Woord", timeout=PATIENCE)
    assert set(texts.locator("td.keyword").all_inner_texts()) == {"plaatje"}
    assert texts.locator("img, script, a").count() == 0
    assert window.evaluate("window.hacked") is None
