"""A report on an export full of what must not come out: a search through all of outputs/."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from dwimpact.pages.parts import PART_FORMAT
from dwimpact.study.questionnaire.model import Questionnaire, text_columns

ADDRESS, PHONE, SITE, BSN = (
    "jan.smit@roc.example",
    "06-12345678",
    "https://jan.example/x",
    "111222333",
)
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.test";"x")'
LATEX = r"$\href{javascript:alert(3)}{x}$ **vet**"


@pytest.fixture
def tainted(raw: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """The tiny study's responses with something bad in every open text."""
    texts = [c for c in text_columns(form) if c in raw]
    bad = [
        f"Mail {ADDRESS} of bel {PHONE}; {SITE}; {BSN}",
        f"{SCRIPT} bij Werkplaats Alfa",
        f"+{FORMULA}",
        f"{FORMULA} @ {ADDRESS}",
        LATEX,
    ]
    made = raw.copy()
    for position, column in enumerate(texts):
        filled = made[column].notna()
        made.loc[filled, column] = bad[position % len(bad)]
    made["closing/email"] = ADDRESS
    return made.assign(ip="192.0.2.7", deviceid="toestel-42", _submitted_by="account-99")


def contents(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of a folder as text, and what is inside workbooks."""
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as archive:
                for name in archive.namelist():
                    yield f"{file.name}:{name}", archive.read(name).decode("utf-8")
        elif file.is_file():
            yield file.name, file.read_bytes().decode("utf-8", "ignore")


def what_is_rendered(name: str, text: str) -> str:
    """A file without what a notebook keeps as data, which no program renders."""
    if not name.endswith(".ipynb"):
        return text
    notebook = json.loads(text)
    for output in (o for cell in notebook["cells"] for o in cell.get("outputs", ())):
        output.get("data", {}).pop(PART_FORMAT, None)
    return json.dumps(notebook, ensure_ascii=False)


@pytest.mark.long
def test_nothing_identifying_or_alive_comes_out(
    tmp_path: Path, root: Path, tainted: pd.DataFrame, write_study: Callable[..., Path]
) -> None:
    folder = write_study(tmp_path / "study", responses=tainted)
    output = tmp_path / "outputs"
    arguments = ["report", "--study", str(folder), "--output", str(output)]
    arguments += ["--processed", str(tmp_path / "processed")]
    arguments += ["--notebooks", str(root / "notebooks")]
    command = [sys.executable, "-m", "dwimpact", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = dict(contents(output)) | {"log": done.stdout + done.stderr}
    shown = "\n".join(found.values())
    for secret in (ADDRESS, PHONE, SITE, BSN, "192.0.2.7", "toestel-42", "account-99"):
        assert [name for name, text in found.items() if secret in text] == []
    assert "[e-mailadres]" in shown
    assert "[telefoonnummer]" in shown
    kinds = (".html", ".ipynb", ".svg")
    pages = {n: what_is_rendered(n, t) for n, t in found.items() if n.endswith(kinds)}
    assert [n for n, t in pages.items() if "<script>alert" in t or "<img src=x" in t] == []
    assert [
        n for n, t in pages.items() if re.search(r"<b>vet|<strong>vet|href=.javascript", t)
    ] == []
    assert "&lt;script&gt;" in shown
    tables = [t for n, t in found.items() if n.endswith(".csv")]
    assert not re.search(r"""(^|,)"?[=+@-][^,\d]""", "\n".join(tables), flags=re.MULTILINE)
    assert (output / "tables" / "set_aside.csv").is_file()
    assert (output / "tables" / "tabellen.xlsx").is_file()
    assert (tmp_path / "processed" / "candidates.csv").is_file()
    assert not list(output.rglob("candidates*"))
