"""The tiny study of conftest.py with another form or other settings, and exports of it."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from dwimpact.forms.languages import form_texts
from dwimpact.intake.examine import Examined, examine
from dwimpact.intake.responses import read_responses
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study

Form = dict[str, Any]


def with_form(
    study: Study, form_data: Form, change: Callable[[Form], object] | None = None, **entries: Any
) -> Study:
    """The study with these entries in its questionnaire.yml, and then changed."""
    data = deepcopy({**form_data, **entries})
    if change:
        change(data)
    return replace(study, questionnaire=Questionnaire.model_validate(data))


def with_text(study: Study, form_data: Form, text: str) -> Study:
    """The study with one text in many places."""

    def change(form: Form) -> None:
        level = form["levels"][0]
        form["title"] = form["introduction"] = level["description"] = text
        level["outcomes"][0]["label"] = form["statuses"][0]["label"] = text
        form["questions"] = dict.fromkeys(form["questions"], text)

    return with_form(study, form_data, change)


def texts_of(study: Study) -> list[str]:
    """Every text that a form shows."""
    return list(dict.fromkeys(form_texts(study)))


def translated(study: Study, form_data: Form, **entries: Any) -> Study:
    """The study with a translation of every text, that is the text in capitals."""
    language = "English (en)"
    capitals = {
        language: {text: text.upper() for text in texts_of(with_form(study, form_data, **entries))}
    }
    return with_form(study, form_data, translations=capitals, **entries)


def with_settings(study: Study, **entries: Any) -> Study:
    return replace(study, settings=study.settings.model_copy(update=entries))


def with_registry(study: Study, names: Mapping[str, str]) -> Study:
    """The study with these lines in its registry: code → other spellings."""
    registry = pd.DataFrame(
        {
            "code": [*names],
            "name": [f"Werkplaats {n}" for n in range(len(names))],
            "other_spellings": pd.Series([*names.values()], dtype="str").replace("", None),
            "tranche": "1",
        }
    )
    return replace(study, registry=registry)


def examined(frame: pd.DataFrame, study: Study, folder: Path) -> Examined:
    """What becomes of these responses as a CSV file."""
    frame.to_csv(folder / "tiny.csv", index=False)
    return examine(read_responses(folder / "tiny.csv", study), study)


def rules(found: Examined) -> dict[str, int]:
    """Rule → how often it is broken, but for what the tiny responses break themselves."""
    counts = Counter(problem.rule for problem in found.problems)
    return {r: n for r, n in counts.items() if r not in BROKEN}


BROKEN = ("identifying_column", "ticked_without_nature")  # by the tiny responses


def zipped(**files: bytes | str) -> bytes:
    """A zip file with these files, '.csv' after each name that has no extension."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name if "." in name else f"{name}.csv", content)
    return stream.getvalue()


def rezipped(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip file with each of its files changed, by its name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()
