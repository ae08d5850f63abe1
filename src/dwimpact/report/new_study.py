"""A study folder to begin with, and whether a folder has all that a report reads."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from dwimpact.analysis.themes.coding import read_hand_codes
from dwimpact.analysis.themes.rules import Codebook, read_codebook
from dwimpact.dataset import CleanStudy
from dwimpact.errors import Problem, StudyError
from dwimpact.loading import with_tables
from dwimpact.published.register import Claims, read_claims
from dwimpact.published.words import Quantifiers
from dwimpact.reconstruction.assumptions import Assumptions
from dwimpact.reconstruction.drawing import draw_at_random
from dwimpact.report.folders.ownership import require_own_file, write_keeping
from dwimpact.study.files.opening import is_there
from dwimpact.study.folder import RESPONSES
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.settings import Settings
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.tables import Tables

# Files that a study may have → the model that reads it.
SCHEMAS: dict[str, Any] = {
    "study.yml": Settings,
    "questionnaire.yml": Questionnaire,
    "published.yml": Claims,
    "quantifiers.yml": Quantifiers,
    "themes.yml": Codebook,
    "reconstruction/assumptions.yml": Assumptions,
}
TEMPLATE = "new_study"
BY_US = "Made by 'dwimpact schemas', which writes it over."
DRAWN = 40  # respondents to begin with


def write_new_study(folder: Path) -> list[Path]:
    """A minimal study that can be checked and reported at once, on drawn responses. Raises
    StudyError when there is something by that name.
    """
    if is_there(folder):
        problem = Problem(
            "there is something by that name", "a folder that is not there yet", "Name another."
        )
        raise StudyError(folder, problem)
    folder.mkdir(parents=True)
    for file in sorted(files("dwimpact.templates").joinpath(TEMPLATE).iterdir(), key=str):
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    write_drawn(folder, DRAWN)
    write_schemas(folder)
    return sorted(folder.iterdir())


def write_schemas(folder: Path) -> Path:
    """Write the JSON Schemas of the files of a study into its folder 'schemas', for an editor.
    Raises StudyError, before anything is written, for a file there that is none of ours.
    """
    made = folder / "schemas"
    texts = {made / f"{Path(name).stem}.json": _schema(model) for name, model in SCHEMAS.items()}
    for file in texts:
        require_own_file(file, _is_schema, option="'schemas FOLDER'")
    made.mkdir(exist_ok=True)
    for file, text in texts.items():
        file.write_text(text, "utf-8")
    return made


def _schema(model: Any) -> str:
    made = {"$comment": BY_US, **model.model_json_schema()}
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _is_schema(file: Path) -> bool:
    """Whether a file was written here, by what its second line says."""
    return BY_US in file.read_text("utf-8", errors="replace")[:200]


def write_drawn(folder: Path, number: int) -> Path:
    """Write responses drawn at random into a study that says so; where the file stands. Raises
    StudyError for any other study: nobody may take them for answers.
    """
    study, file = read_study(folder), folder / RESPONSES
    if not study.settings.drawn:
        problem = Problem(
            "the study does not say that its responses are drawn",
            "'drawn: true' in study.yml",
            "Add it, and take it out again when there are responses.",
        )
        raise StudyError(folder, problem)
    text = draw_at_random(study, number).to_csv(index=False, lineterminator="\n")
    write_keeping(file, text)
    return file


def require_reportable(study: Study) -> Codebook | None:
    """Raise StudyError for what is wrong in what a report reads beside the responses: the register
    of claims, and the themes, which are given.
    """
    read_claims(study)
    return read_codebook(study)


def with_checked_tables(
    study: Study, tables: Tables, codebook: Codebook | None, edition: str = ""
) -> CleanStudy:
    """The study with its tables. Raises StudyError where these do not go with the study: too few
    respondents, no such edition, or answers coded by hand that there are not.
    """
    clean = with_tables(study, tables, edition)
    if codebook:
        read_hand_codes(clean, codebook)
    return clean
