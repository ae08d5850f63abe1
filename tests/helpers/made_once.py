"""What takes long to make, made once for all processes that run tests."""

from __future__ import annotations

import contextlib
import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from pages import soup

from dwimpact.cli.commands import main


@dataclass
class Made:
    """A report that was made: the folder, the exit status and what was printed."""

    folder: Path
    status: int
    out: str
    err: str
    answers: Path | None = None  # in place of those of the study

    def pages(self) -> dict[str, str]:
        """Every page: name → HTML."""
        files = [self.folder / "index.html", *sorted(self.folder.glob("chapters/*.html"))]
        return {file.stem: file.read_text("utf-8") for file in files}

    @cached_property
    def soups(self) -> dict[str, BeautifulSoup]:
        """Every page, to look into: not to be changed."""
        return {name: soup(html) for name, html in self.pages().items()}

    def tables(self) -> dict[str, str]:
        return {f.name: f.read_text("utf-8") for f in sorted(self.folder.glob("tables/*.csv"))}

    def drawings(self) -> dict[str, list[str]]:
        """Every figure: name → the texts in it."""
        return {f.name: texts_of(f) for f in sorted(self.folder.glob("figures/*.svg"))}


def texts_of(svg: Path) -> list[str]:
    """The texts in a drawing."""
    texts = [t for t in ElementTree.parse(svg).iter() if t.tag.endswith("text")]
    return ["".join(t.itertext()) for t in texts]


def make_report(
    study: Path, folder: Path, notebooks: Path, *options: object, answers: Path | None = None
) -> Made:
    """A report made by command, in `outputs` of a folder."""
    out, err = io.StringIO(), io.StringIO()
    arguments = ["--study", study, "--output", folder / "outputs", "--notebooks", notebooks]
    arguments += ["--processed", folder / "processed", *options]
    arguments += ["--responses", answers] if answers else []
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(["report", *map(str, arguments)])
    return Made(folder / "outputs", status, out.getvalue(), err.getvalue(), answers)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> Any:
    """What `make` gives for a new folder. The first process to ask has it made; the others wait."""
    base = factory.getbasetemp()
    folder = (base.parent if base.name.startswith("popen-") else base) / name
    kept = folder / "made.pickle"
    with FileLock(folder.with_suffix(".lock")):
        if not kept.exists():
            folder.mkdir()
            kept.write_bytes(pickle.dumps(make(folder)))
    return pickle.loads(kept.read_bytes())
