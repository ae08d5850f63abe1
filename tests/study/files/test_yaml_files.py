from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.errors import StudyError
from dwimpact.study.files.reading import LOOK_AT_LINE, read_yaml
from dwimpact.study.files.yaml_files import load_yaml

EXPECTED = "expected a file as data/raw/README.md describes it. Correct the file."
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)

ENTRIES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**9) | st.text(max_size=9) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
)


@given(ENTRIES)
def test_reads_the_same_as_pyyaml(content: object) -> None:
    text = yaml.safe_dump(content, allow_unicode=True)
    assert load_yaml(text) == yaml.safe_load(text)


def test_aliases_and_merges_are_read() -> None:
    assert load_yaml("a: &x {b: 1, c: 2}\nd: *x\ne: {<<: *x, b: 3}\n") == {
        "a": {"b": 1, "c": 2},
        "d": {"b": 1, "c": 2},
        "e": {"b": 3, "c": 2},
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title: a\npopulation: b\ntitle: c\n", "3 (key 'title' stands there already, at line 1)"),
        ("- {a: 1,\n   a: 1}\n", "2 (key 'a' stands there already, at line 1)"),
        ("a:\n b:\n  c: 1\n  c: 2\n", "4 (key 'c' stands there already, at line 3)"),
        ("a: 1\nb: " + "[" * 50_000, "2 (entries are nested more than 50 deep)"),
        ("- " * 500, "1 (entries are nested more than 50 deep)"),
        (BOMB, "1 (there are more than 200000 entries)"),
        ("a: &a [*a]\n", "1 (entries are nested more than 50 deep)"),
        ("a: 1\nb: " + "9" * 5000 + "\n", "2 (a number or date is too long)"),
        ("a: 2023-02-31\n", "1 (an entry is no timestamp)"),
        ("a: !!int many\n", "1 (an entry is no int)"),
        ("a: !!bool often\n", "1 (an entry is no bool)"),
        ("a: !!timestamp once\n", "1 (an entry is no timestamp)"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "a.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as error:
        read_yaml(file)
    assert str(error.value) == f"{file}: the file is not valid YAML at line {problem}; {EXPECTED}"


@pytest.mark.parametrize(
    ("content", "exp"),
    [
        ("a: 1\nb: caf\u00e9\n".encode("latin-1"), "not in UTF-8 at line 2; {}. Save it as UTF-8."),
        ("a: 1\n".encode("utf-16"), "not in UTF-8 at line 1; {}. Save it as UTF-8."),
        (b"a: 1\n\nb: \x00\n", "no text, as line 3 shows; {}. Save it again as a text."),
    ],
)
def test_encoding_and_line_are_named(tmp_path: Path, content: bytes, exp: str) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(content)
    with pytest.raises(StudyError) as error:
        read_yaml(file)
    told = exp.format("expected a file as data/raw/README.md describes it")
    assert str(error.value).removeprefix(f"{file}: the file ") in (
        f"is {told}",
        f"cannot be read: it is {told}",
    )


def test_mark_of_utf_8_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("\ufeffa: \u00e9\n".encode())
    assert read_yaml(tmp_path / "a.yml") == {"a": "\u00e9"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: !!python/object:os.system x\n", 2), ("a: 1\n\tb: 2\n", 2), ("? [a]\n: 1\n", 1)],
)
def test_what_is_no_yaml_is_looked_at(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "a.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as error:
        read_yaml(file)
    about = f"{EXPECTED.removesuffix(' Correct the file.')} {LOOK_AT_LINE}"
    assert str(error.value) == f"{file}: the file is not valid YAML at line {line}; {about}"
