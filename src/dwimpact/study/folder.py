"""Which files of a study folder are its input."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from dwimpact.errors import Problem, StudyError
from dwimpact.rules import found
from dwimpact.study.files.manifest import PREVIOUS, sha256
from dwimpact.study.files.opening import MOST_BYTES, MOST_ON_DISK, CannotOpen, is_there, open_file

STUDY_FOLDER, PROCESSED_FOLDER = Path("data/raw"), Path("data/processed")  # in the project's folder
RESPONSES_STEM, RESPONSES = "responses", "responses.csv"
TEXT_FILE, WORKBOOK, OPEN_DOCUMENT = "text", "an Excel workbook", "an OpenDocument spreadsheet"
SPSS, ZIPPED, GZIPPED = "an SPSS file", "a zip file", "a compressed file"
PARQUET_FILE = "a Parquet file"
EXTENSIONS = {
    ".csv": TEXT_FILE,
    ".tsv": TEXT_FILE,
    ".txt": TEXT_FILE,
    ".xlsx": WORKBOOK,
    ".xlsm": WORKBOOK,
    ".xlsb": WORKBOOK,
    ".xls": WORKBOOK,
    ".ods": OPEN_DOCUMENT,
    ".sav": SPSS,
    ".zsav": SPSS,
    ".zip": ZIPPED,
    ".csv.gz": GZIPPED,
    ".parquet": PARQUET_FILE,
}
IN_PARTS = {TEXT_FILE, GZIPPED, PARQUET_FILE}  # of a folder with responses
PASSED_OVER = (".", "_")  # begins what programs leave beside the files that they write
# In the folder of a run, where responses are too large to be copied: their names and SHA-256.
STAND_IN = "responses.sha256"


def find_responses(folder: Path) -> Path:
    """The one file, or folder of files, called 'responses' in a study folder. Raises StudyError."""
    files = [folder / f"{RESPONSES_STEM}{extension}" for extension in (*EXTENSIONS, "")]
    there = [file for file in files if is_there(file)]
    if len(there) > 1:
        names = " and ".join(file.name for file in there)
        problem = Problem(f"both {names}", "one file with responses", "Remove the others.")
        raise StudyError(folder, problem)
    return there[0] if there else files[0]


def files_of(responses: Path) -> list[Path]:
    """The files that responses stand in: one, or those of a folder in the order of their names.
    Raises StudyError for a folder with none, or with anything else in it.
    """
    if not responses.is_dir():
        return [responses]
    try:
        there = sorted(responses.iterdir())
    except OSError as error:
        reason = (error.strerror or "").lower()
        remedy = "Allow looking into it."
        raise StudyError(responses, found("unreadable", found=reason, remedy=remedy)) from None
    files = [file for file in there if not file.name.startswith(PASSED_OVER)]
    for file in files:
        _require_text_name(file)
        if EXTENSIONS.get(known_extension(file)) not in IN_PARTS or not file.is_file():
            raise StudyError(file, found("not_a_part"))
    if not files:
        raise StudyError(responses, found("no_parts"))
    return files


def folder_of_tables(study: Path, responses: Path | None = None) -> Path:
    """The folder for the tidy tables of a study, or of other responses to its form: by the name
    of the study folder, and for any but data/raw with what tells it from others by that name.
    """
    folder = study.resolve()
    if responses is None and folder == STUDY_FOLDER.resolve():
        return PROCESSED_FOLDER / folder.name
    which = (
        os.fsencode(folder) + b"\n" + os.fsencode(os.path.realpath(responses) if responses else "")
    )
    return PROCESSED_FOLDER / f"{folder.name}-{hashlib.sha256(which).hexdigest()[:8]}"


def known_extension(file: Path) -> str:
    """The extension of a file by which its kind is known; empty where it has none of these."""
    name = file.name.lower()
    return next((extension for extension in EXTENSIONS if name.endswith(extension)), "")


def extension_of(file: Path) -> str:
    """The file's extension, or that of a CSV file where it is none that is known."""
    return known_extension(file) or ".csv"


def has_responses(file: Path) -> bool:
    """Whether a file of a study folder is the one with responses, by its name."""
    return file.name.split(".")[0] == RESPONSES_STEM


def input_files(folder: Path) -> Iterable[Path]:
    """The files that define a study, in a fixed order."""
    kinds = {".yml", ".csv"}
    there = folder.iterdir()
    return sorted(p for p in there if p.suffix in kinds or has_responses(p) or p.name == PREVIOUS)


def inputs_of(folder: Path, responses: Path | None = None) -> dict[str, Path]:
    """Every input file of a study by the name it has in a study folder; `responses` takes the
    place of its own. Raises StudyError when there are two files with responses, or when one of
    all these is no file that can be read.
    """
    used = responses or find_responses(folder)
    files = {file.name: file for file in input_files(folder) if not has_responses(file)}
    for file in files.values():
        _require_readable(file)
    for part in (parts := files_of(used)):
        _require_readable(part, MOST_ON_DISK)
    if used.is_dir():
        named = {f"{RESPONSES_STEM}/{part.name}": part for part in parts}
    else:
        named = {f"{RESPONSES_STEM}{extension_of(used)}": used}
    return dict(sorted({**files, **named}.items()))


def digests_of(folder: Path, responses: Path | None = None) -> dict[str, str]:
    """The SHA-256 of every input file of a study, as `inputs_of` names them."""
    if responses is None and (stand_in := folder / STAND_IN).is_file():
        files = {file.name: file for file in input_files(folder) if not has_responses(file)}
        counted = json.loads(stand_in.read_text("utf-8"))
        return dict(sorted({**{n: sha256(f) for n, f in files.items()}, **counted}.items()))
    return {name: sha256(file) for name, file in inputs_of(folder, responses).items()}


def write_stand_in(folder: Path, inputs: Mapping[str, Path]) -> None:
    """Write into the folder of a run which responses it is of, in place of these."""
    counted = {n: sha256(f) for n, f in inputs.items() if n.startswith(RESPONSES_STEM)}
    (folder / STAND_IN).write_text(json.dumps(counted), "utf-8")


def require_names(folder: Path) -> None:
    """Raise StudyError for an input file whose name is no text: a manifest could not list it."""
    for file in input_files(folder):
        _require_text_name(file)


def _require_text_name(file: Path) -> None:
    try:
        file.name.encode("utf-8")
    except UnicodeEncodeError:
        details = {"found": "its name is no text", "remedy": "Give it another name."}
        raise StudyError(file, found("unreadable", **details)) from None


def _require_readable(file: Path, most: int = MOST_BYTES) -> None:
    try:
        open_file(file, most).close()
    except FileNotFoundError:
        raise StudyError(file, found("absent")) from None
    except CannotOpen as error:
        problem = found("unreadable", found=error.what, remedy=error.remedy)
        raise StudyError(file, problem) from None
