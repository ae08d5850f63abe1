"""What the documents say can be typed, opened and read is there: commands, paths and links."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dwimpact.cli.options import parse

ROOT = Path(__file__).resolve().parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "raw" / "README.md"]
FOLDERS = ("src", "tests", "docs", "scripts", "notebooks", "data/raw", "benchmarks", ".ci")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r'\]\(([^)\s]+)\)|\bsrc="([^"]+)"')


@pytest.fixture(params=sorted(str(page.relative_to(ROOT)) for page in PAGES))
def page(request: pytest.FixtureRequest) -> Path:
    return ROOT / str(request.param)


def written(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands(text: str) -> Iterator[list[str]]:
    """The words of every line of a shell block, and of everything that stands as code in a
    sentence and begins as a command.
    """
    lines = [
        line for kind, block in FENCED.findall(text) for line in block.splitlines() * (kind == "sh")
    ]
    inside = re.findall(r"`([^`]+)`", FENCED.sub("", text))
    typed = [code for code in inside if re.match(r"make\b|(\w+=\S+ )?\S*python |pytest ", code)]
    for line in [*lines, *typed]:
        if words := shlex.split(line, comments=True):
            yield words


def headings(page: Path) -> set[str]:
    """The anchors of a page, as a code host makes them of its headings."""
    titles = re.findall(r"^#+ (.+)$", FENCED.sub("", written(page)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w./-]*):(?!=)", MAKEFILE, re.MULTILINE))


def test_make_has_every_target_and_takes_every_variable(page: Path) -> None:
    used = set(re.findall(r"\$\((?:if \$\()?(\w+)", MAKEFILE))
    for words in commands(written(page)):
        if words[0] == "make":
            asked = [word for word in words[1:] if "=" not in word]
            assert set(asked) <= targets(), words
            assert {word.partition("=")[0] for word in words[1:] if "=" in word} <= used, words


def test_command_line_takes_every_option(page: Path) -> None:
    for words in commands(written(page)):
        if "dwimpact" in words and words[-1] != "dwimpact":
            given = words[words.index("dwimpact") + 1 :]
            assert parse(given).command == given[0]


def test_every_path_is_there(page: Path) -> None:
    code = re.findall(r"`([^`]+)`", FENCED.sub("", written(page)))
    words = [word for text in code for word in text.split()]
    paths = [w for w in words if w.startswith(tuple(f"{f}/" for f in FOLDERS)) and "…" not in w]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_link_leads_somewhere(page: Path) -> None:
    for links in LINK.findall(FENCED.sub("", written(page))):
        path, _, anchor = "".join(links).partition("#")
        if not path.startswith("http"):
            linked = (page.parent / path).resolve() if path else page
            assert linked.exists(), links
            assert not anchor or anchor in headings(linked), links


def test_documents_do_tell_what_to_type() -> None:
    typed = [words for page in PAGES for words in commands(written(page))]
    assert ["make", "report", "EDITION=sector=hbo"] in typed
    assert sum("dwimpact" in words[:-1] for words in typed) >= 3
    assert sum("pytest" in words for words in typed) >= 10


def test_readme_is_short_and_leads_to_every_page() -> None:
    readme = written(ROOT / "README.md")
    assert len(readme.splitlines()) <= 120
    linked = {"".join(links).partition("#")[0] for links in LINK.findall(readme)}
    pages = {str(page.relative_to(ROOT)) for page in PAGES} - {"README.md"}
    assert pages <= linked


def test_every_target_is_told_of() -> None:
    told = {word for words in commands(written(ROOT / "docs" / "development.md")) for word in words}
    described = set(re.findall(r"^([a-z][\w./-]*):.*## ", MAKEFILE, re.MULTILINE)) - {"help"}
    assert described
    assert described <= told


def test_list_of_modules_is_up_to_date() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "modules.py"], capture_output=True, check=True
    ).stdout.decode("utf-8")
    assert made == written(ROOT / "docs" / "modules.md"), "run 'make docs/modules.md'"


def test_reference_is_up_to_date() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "reference.py"], capture_output=True, check=True
    ).stdout.decode("utf-8")
    assert made == written(ROOT / "docs" / "reference.md"), "run 'make docs/reference.md'"
