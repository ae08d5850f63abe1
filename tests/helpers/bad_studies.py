"""Study folders with one thing wrong in them, by mistake or on purpose: about two hundred."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import yaml
from mutations import MARKERS

MB = 1 << 20
Spoil = Callable[[Path], None]  # changes a study folder that is good
YAMLS = ("study.yml", "questionnaire.yml", "published.yml", "themes.yml")
CSVS = ("workplaces.csv", "approached.csv", "corrections.csv", "themes_by_hand.csv")
FILES = (*YAMLS, *CSVS, "responses.csv")
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)
ANY_FILE: dict[str, bytes] = {
    "empty": b"",
    "blanks": b" \n\n \n" * 1000,
    "random": Random(4).randbytes(20_000),
    "zeros": bytes(5000),
    "a picture": b"\x89PNG\r\n\x1a\n" + Random(5).randbytes(2000),
    "a web page": b"<!DOCTYPE html><p>x</p>",
    "other letters": b"title: caf\xe9,\xe9\nb: \xff\n",
    "in UTF-16": "title: a,b\nb: c\n".encode("utf-16"),
    "escapes": b"title: \x1b[31m\nb,c: \x1b]0;x\x07\n",
    "one line": b"a," * (9 * MB),
    "large": b"- a,b\n" * (2 * MB),
}
ONLY_YAML: dict[str, str] = {
    "nested lists": "a: " + "[" * 50_000,
    "nested entries": "".join(" " * n + "a:\n" for n in range(2000)),
    "lists on one line": "- " * 50_000,
    "aliases of aliases": BOMB,
    "itself": "a: &a [*a, *a]\n",
    "a key twice": "title: a\ntitle: b\n",
    "a long number": "title: " + "9" * MB,
    "a sexagesimal number": "title: 1" + ":1" * 500_000,
    "a date that is none": "title: 2023-02-31\n",
    "another type": "title: !!python/object/apply:os.system ['true']\n",
    "a number": "7\n",
    "a text": "x\n",
    "a list": "- 1\n- a: b\n- [1]\n- null\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "escapes in keys": '"\\e[31m\\u202e": 1\n"a\\nb": 2\n',
    "a tab": "a:\n\tb: 1\n",
    "many keys": "".join(f"k{n}: {n}\n" for n in range(90_000)),
    "not a number": "a: .nan\nb: .inf\n",
    "a set": "!!set {a, b}\n",
    "binary": "!!binary aGFsbG8=\n",
}
ONLY_CSV: dict[str, str] = {
    "headings only": "workplace,name\n",
    "one column": "x\n1\n2\n",
    "equal headings": "workplace,workplace,workplace\n1,2,3\n",
    "no headings": ",,,\n1,2,3,4\n",
    "a quotation mark": 'workplace,name\n"a,b\n',
    "rows too long": "workplace,name\n1,2,3,4\n5,6,7,8\n",
    "a long cell": "workplace,name\n" + "x" * 200_000 + ",1\n",
    "many columns": ",".join(f"x{n}" for n in range(6000)) + "\n1\n",
    "many rows": "workplace,name\n" + "a,b\n" * 250_000,
    "escapes in headings": "work\x1b[31mplace,na\u202eme\n1,2\n",
}
KINDS: dict[str, Any] = {
    "nothing": None,
    "a list": [1, None, {"a": []}],
    "a number": -1,
    "a large number": 10**50,
    "a fraction": 1.5,
    "a long text": "x" * 100_000,
    "an escape": "\x1b[2J\u202e\n\x85",
    "an entry": {"\u202e": {"a": 1}},
    "true": True,
}


def bad_studies() -> dict[str, Spoil]:
    """Name → what spoils a good study folder."""
    return {
        **dict(_replaced()),
        **dict(_no_files()),
        **dict(_entries()),
        **dict(_cells()),
        **dict(_folders()),
    }


def _replaced() -> Iterator[tuple[str, Spoil]]:
    for name in FILES:
        contents = dict(ANY_FILE)
        texts = ONLY_YAML if name in YAMLS else ONLY_CSV
        contents |= {what: text.encode() for what, text in texts.items()}
        for what, content in contents.items():
            yield f"{name} is {what}", lambda f, n=name, c=content: (f / n).write_bytes(c)


def _no_files() -> Iterator[tuple[str, Spoil]]:
    def sparse(path: Path) -> None:
        path.touch()
        os.truncate(path, 1 << 40)

    makers: dict[str, Callable[[Path], object]] = {
        "absent": lambda path: None,
        "a folder": lambda path: path.mkdir(),
        "a pipe": lambda path: os.mkfifo(path),
        "endless": sparse,
        "a link to nothing": lambda path: path.symlink_to("nothing"),
        "a link to itself": lambda path: path.symlink_to(path),
        "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    }
    for name in (*FILES, "more.csv", "more.yml"):
        for what, make in makers.items():

            def spoil(folder: Path, n: str = name, make: Callable[[Path], object] = make) -> None:
                (folder / n).unlink(missing_ok=True)
                make(folder / n)

            yield f"{name} is {what}", spoil


def _edited(name: str, change: Callable[[Any], Any]) -> Spoil:
    def spoil(folder: Path) -> None:
        content = yaml.safe_load((folder / name).read_text("utf-8"))
        text = yaml.safe_dump(change(content), allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, "utf-8")

    return spoil


def _entries() -> Iterator[tuple[str, Spoil]]:
    """Each entry of a YAML file, but one at a time, is of another kind; and some by name."""
    entries = {
        "study.yml": ("title", "source", "facts", "fieldwork", "withhold_below", "mask", "about"),
        "questionnaire.yml": ("background", "answers", "levels", "questions", "statuses"),
    }
    for name, keys in entries.items():
        for number, key in enumerate(keys):
            for what, value in list(KINDS.items())[number % 2 :: 2]:
                yield (
                    f"{key} of {name} is {what}",
                    _edited(name, lambda c, k=key, v=value: {**c, k: v}),
                )

    def level(**changes: object) -> Spoil:
        return _edited(
            "questionnaire.yml",
            lambda c: {**c, "levels": [{**c["levels"][0], **changes}, *c["levels"][1:]]},
        )

    def settings(**changes: object) -> Spoil:
        return _edited("study.yml", lambda c: {**c, **changes})

    outcomes = [{"code": f"o{n}", "label": f"Opbrengst {n}"} for n in range(2000)]
    yield "a level by the name of a block", level(code="impact")
    yield "a level by the name of another block", level(code="closing")
    yield "a level without outcomes", level(outcomes=[])
    yield "a level with two thousand outcomes", level(outcomes=outcomes)
    yield "an outcome by the name of 'other'", level(outcomes=[{"code": "other", "label": "x"}])
    yield "no levels", _edited("questionnaire.yml", lambda c: {**c, "levels": []})
    yield "no background", _edited("questionnaire.yml", lambda c: {**c, "background": []})
    yield (
        "a variable by the name of a column",
        _edited(
            "questionnaire.yml",
            lambda c: {**c, "background": [{**c["background"][1], "code": "status"}]},
        ),
    )
    options = [{"code": f"o{n}", "label": f"Optie {n}"} for n in range(3000)]
    yield (
        "three thousand options",
        _edited(
            "questionnaire.yml",
            lambda c: {**c, "background": [{**c["background"][1], "options": options}]},
        ),
    )
    yield (
        "an option that is a number",
        _edited(
            "questionnaire.yml",
            lambda c: {**c, "background": [{**c["background"][2], "options": [{"code": 2**70}]}]},
        ),
    )
    yield "a link to a script", settings(source="javascript:alert(1)")
    yield "a link to a file", settings(source="file:///etc/passwd")
    yield "the first day there is", settings(fieldwork={"opened": "0001-01-01"})
    yield "the last day there is", settings(fieldwork={"closed": "9999-12-31"})
    yield (
        "closed before it opened",
        settings(fieldwork={"opened": "2023-05-01", "closed": "2022-01-01"}),
    )
    yield "escapes in the title", settings(title="\x1b[31m\u202eDe proef")


def _cells() -> Iterator[tuple[str, Spoil]]:
    """One cell of the registry, of who was approached or of a correction."""

    def replaced(name: str, old: str, new: str) -> Spoil:
        def spoil(folder: Path) -> None:
            text = (folder / name).read_text("utf-8")
            assert old in text
            (folder / name).write_text(text.replace(old, new, 1), "utf-8")

        return spoil

    def corrections(*lines: str) -> Spoil:
        heading = "respondent,column,expected,new,reason"
        return lambda folder: (folder / "corrections.csv").write_text(
            "\n".join([heading, *lines, ""]), "utf-8"
        )

    for number in (
        "-1",
        "1.5",
        "1e300",
        "99999999999999999999",
        "nan",
        "inf",
        "",
        "veel",
        "\x1b[2J",
    ):
        yield (
            f"approached {number!r}",
            replaced("approached.csv", "tranche,1,6", f"tranche,1,{number}"),
        )
        yield f"tranche {number!r}", replaced("workplaces.csv", "WA|Alpha,1", f"WA|Alpha,{number}")
    yield "a name with escapes", replaced("workplaces.csv", "Werkplaats Alfa", "Werk\x1b[31mplaats")
    yield "a name twice", replaced("workplaces.csv", "Werkplaats Gamma", "Werkplaats Alfa")
    yield "a spelling of nothing", replaced("workplaces.csv", "WA|Alpha", "||")
    yield "a spelling of another", replaced("workplaces.csv", "WA|Alpha", "beta|gamma")
    yield "a correction of words", corrections(f"R1,impact/school,{MARKERS[0]},{MARKERS[1]},x")
    yield "a correction for nobody", corrections(f"{MARKERS[0]},sector,mbo,hbo,x")
    yield "a correction of no column", corrections(f"R1,{MARKERS[0]},mbo,hbo,x")
    yield "a correction with escapes", corrections("\x1b[2J,\x1b[2J,\x1b[2J,\x1b[2J,\x1b[2J")
    yield "a correction without a reason", corrections("R1,sector,mbo,hbo,")
    yield (
        "a hundred thousand corrections",
        corrections(*(f"R{n},sector,mbo,hbo,x" for n in range(100_000))),
    )


def _folders() -> Iterator[tuple[str, Spoil]]:
    def more_files(folder: Path) -> None:
        for number in range(3000):
            (folder / f"more{number}.csv").write_text("a\n1\n", "utf-8")

    def two_responses(folder: Path) -> None:
        (folder / "responses.xlsx").write_bytes(b"PK\x03\x04")

    def folder_of_responses(folder: Path) -> None:
        (folder / "responses").mkdir()

    def emptied(folder: Path) -> None:
        for file in folder.iterdir():
            file.unlink()

    def odd_names(folder: Path) -> None:
        for name in ("\x1b[31m.csv", "a\nb.yml", "\u202e.csv", os.fsdecode(b"\xff.yml")):
            (folder / name).write_text("x\n", "utf-8")

    yield "three thousand files more", more_files
    yield "two files with responses", two_responses
    yield "a folder of responses", folder_of_responses
    yield "an empty folder", emptied
    yield "files with odd names", odd_names
