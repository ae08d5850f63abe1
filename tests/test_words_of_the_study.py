"""Nothing in the package knows a word of the study in this repository: its codes, its names and
what it calls things stand in the study folder alone. Examples in docstrings may show them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dwimpact.study.questionnaire.choices import labels
from dwimpact.study.study import Study

# Codes and words of the study that are as well those of any questionnaire.
ANY = {"other", "student", "institution", "overig", "early", "late"}
# What masking knows of Dutch schools and places, whatever the study.
DUTCH = {"addresses.py: amsterdam", "institutions.py: hbo", "institutions.py: mbo"}
DUTCH |= {"registry.py: fryslan", "settings.py: amsterdam"}  # the name of a time zone
SOURCE = ["*.py", "*.j2", "*.js", "*.css"]


def words_of(study: Study) -> set[str]:
    """What the study calls its background, its registry, its levels and its outcomes."""
    form = study.questionnaire
    found = {study.settings.commissioned_by, study.settings.conducted_by}
    for variable in form.background:
        found |= {variable.code, variable.label, variable.plural}
    for choices in (*form.groups.values(), form.levels, *(lv.outcomes for lv in form.levels)):
        found |= {word for pair in labels(choices).items() for word in pair}
    for noun in (form.terms.outcome, form.terms.level):
        found |= {noun.singular, noun.plural}
    found |= {*study.registry["code"], *study.registry["name"], study.settings.title}
    return {word.casefold() for word in found if len(word) > 1} - ANY


def texts_of(file: Path) -> Iterator[str]:
    """The names and texts of a Python file but its docstrings; another file as it is."""
    content = file.read_text("utf-8")
    if file.suffix != ".py":
        yield content
        return
    tree = ast.parse(content)
    described = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield "" if id(node) in described else node.value
        for name in ("id", "attr", "arg", "name"):
            yield str(getattr(node, name, None) or "")


@pytest.mark.parametrize("pattern", SOURCE)
def test_no_word_of_the_study(root: Path, real_study: Study, pattern: str) -> None:
    some = "|".join(map(re.escape, sorted(words_of(real_study), key=len, reverse=True)))
    word = re.compile(rf"(?<![a-z0-9])({some})(?![a-z0-9])")
    files = sorted((root / "src").rglob(pattern))
    found = {
        f"{file.name}: {match[1]}"
        for file in files
        for text in texts_of(file)
        for match in word.finditer(text.casefold())
    }
    assert files
    assert found - DUTCH == set()


def test_a_word_would_be_found(tmp_path: Path, real_study: Study) -> None:
    assert {"tranche", "mbo", "utrecht", "soft_skills", "regioplan"} <= words_of(real_study)
    file = tmp_path / "a.py"
    file.write_text('"""Of mbo."""\nsector = "hbo"\n', "utf-8")
    assert {"sector", "hbo"} <= set(texts_of(file))
    assert "Of mbo." not in set(texts_of(file))
