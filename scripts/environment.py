"""Write environment.yml from pyproject.toml: the same bounds, under the names that conda has."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONDA = {"matplotlib": "matplotlib-base"}  # conda's matplotlib also brings Qt
ONLY_PIP = ("axe-playwright-python", "playwright", "pyxform", "rocrate")
HEAD = """\
# The same environment for conda: `conda env create -f environment.yml`, then
# `conda activate dwimpact`. Made from pyproject.toml by `make environment.yml`.
name: dwimpact
channels:
  - conda-forge
dependencies:
"""


def environment(project: dict[str, object]) -> str:
    """The text of environment.yml for the `project` table of pyproject.toml."""
    extras = project["optional-dependencies"]
    parts = {"": project["dependencies"]}
    parts |= {f"  # {name}\n": lines for name, lines in extras.items()}
    text = HEAD + f"  - python{project['requires-python']}\n  - pip\n"
    pip = []
    for comment, lines in parts.items():
        text += comment
        for line in lines:
            name, bound = re.match(r"([\w.-]+)(?:\[\w+\])?(.*)", line).groups()
            if name in ONLY_PIP:
                pip.append(line)
            else:
                text += f"  - {CONDA.get(name, name)}{bound}\n"
    return text + "  - pip:\n" + "".join(f"      - {line}\n" for line in [*pip, "--editable ."])


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    sys.stdout.write(environment(project))
