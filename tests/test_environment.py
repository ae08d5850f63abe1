"""The places that name what the project needs, and its version, say the same."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

CONDA_NAMES = {"matplotlib-base": "matplotlib"}  # conda's matplotlib also brings Qt


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def required(project: dict[str, Any]) -> dict[str, SpecifierSet]:
    """Name → bounds of every dependency in pyproject.toml, with those of the extras."""
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return bounds([*project["dependencies"], *extras])


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return (root / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def locked(lock: str) -> list[str]:
    """The entries of requirements.lock, each on one line and without comments."""
    lines = re.sub(r"\s*\\\n\s*", " ", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE))
    return lines.splitlines()


def bounds(lines: list[str]) -> dict[str, SpecifierSet]:
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): r.specifier for r in requirements}


def test_every_place_that_names_the_version_has_this_one(
    root: Path, project: dict[str, Any]
) -> None:
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    newest = re.search(r"^## (\S+)$", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert project["version"] == citation["version"] == newest[1]


def test_every_dependency_has_a_lower_bound(required: dict[str, SpecifierSet]) -> None:
    unbounded = [name for name, bound in required.items() if not re.match(r">=\d", str(bound))]
    assert required
    assert unbounded == []


def test_conda_environment_is_the_one_that_make_writes(root: Path) -> None:
    script = [sys.executable, root / "scripts/environment.py"]
    made = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    assert made == (root / "environment.yml").read_text(encoding="utf-8")


def test_conda_environment_has_the_same_bounds(
    root: Path, project: dict[str, Any], required: dict[str, SpecifierSet]
) -> None:
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = [line["pip"] for line in environment["dependencies"] if isinstance(line, dict)]
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    lines += [line for line in pip if not line.startswith("--")]
    got = {CONDA_NAMES.get(name, name): bound for name, bound in bounds(lines).items()}
    exp = {
        **required,
        "python": SpecifierSet(project["requires-python"]),
        "pip": SpecifierSet(),  # installs the project itself
    }
    assert got == exp


def test_conda_environment_installs_the_project_itself(root: Path) -> None:
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    pip = [line["pip"] for line in environment["dependencies"] if isinstance(line, dict)]
    assert [line for line in pip[0] if line.startswith("--")] == ["--editable ."]
    assert environment["name"] == "dwimpact"


def test_lock_pins_every_package_with_a_hash(locked: list[str]) -> None:
    assert locked
    for entry in locked:
        assert re.fullmatch(r"[\w.-]+==[^\s*,;]+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+", entry)


def test_lock_satisfies_every_dependency(
    required: dict[str, SpecifierSet], locked: list[str]
) -> None:
    pinned: dict[str, list[str]] = {}
    for entry in locked:
        requirement = Requirement(entry.split(" --hash")[0])
        (pin,) = requirement.specifier
        pinned.setdefault(canonicalize_name(requirement.name), []).append(pin.version)
    assert sorted(required.keys() - pinned.keys()) == []
    unmet = [
        f"{name}{bound}, locked at {version}"
        for name, bound in required.items()
        for version in pinned[name]
        if not bound.contains(version)
    ]
    assert unmet == []


def test_lock_names_no_index(lock: str) -> None:
    # Whoever installs chooses where from; an address may also carry a password.
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links|--trusted-host", lock) == []


def test_the_wheel_holds_every_file_of_the_package(root: Path, tmp_path: Path) -> None:
    """Lists of names and templates too, without which an installed package is no use."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    files = {f for f in (root / "src").rglob("*") if f.is_file() and f.suffix != ".pyc"}
    assert {str(file.relative_to(root / "src")) for file in files} - held == set()
