"""Whether an output may take the place of what is there: decided here and nowhere else.

A folder is replaced or cleared only when it is absent, empty or wholly ours (see
study/files/manifest.py), lies apart from everything that goes in, and is what its name says, not a
link to something else. A file is written over only when it is known to be this command's own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from dwimpact.errors import Problem, StudyError
from dwimpact.report.request import Request
from dwimpact.study.files.manifest import require_wholly_ours
from dwimpact.study.folder import RESPONSES

PACKAGE = Path(__file__).resolve().parents[2]
OLD, NEW = "-old", "-new"


@dataclass(frozen=True)
class Place:
    """A folder to put something in, and what must stay out of its way: `apart` are files and
    folders by the word for them. `option` is how it was named; `editions` says that it may hold
    folders with an edition each.
    """

    folder: Path
    apart: Mapping[str, Path | None]
    option: str = "--output"
    editions: bool = False

    def require_ours(self) -> Path:
        """The absolute path of the folder, when it may be replaced. Raises StudyError, which says
        what is in the way and what to do; nothing has been touched by then.
        """
        folder = require_no_link(self.folder, self.option)
        for word, path in {**self.apart, "dwimpact itself": PACKAGE}.items():
            if path and (how := _related(folder, Path(os.path.realpath(path)))):
                self._refuse(f"it {how} {word}", "a folder apart from what goes into a report")
        if any(path.is_relative_to(folder) for path in (Path.cwd(), *_homes())):
            self._refuse("it is or holds the working folder or a home", "a folder of its own")
        self.require_content()
        return folder

    def require_content(self, moved: Path | None = None) -> None:
        """Raise StudyError when the folder, which may have `moved`, is anything but absent, empty
        or wholly ours.
        """
        require_wholly_ours(
            moved or self.folder, self.option, called=self.folder, editions=self.editions
        )

    def _refuse(self, what: str, expected: str) -> None:
        remedy = f"Name another folder with {self.option}."
        raise StudyError(self.folder, Problem(what, expected, remedy))


def places_of(request: Request) -> tuple[Place, Place]:
    """Where a report goes, and its tidy tables: apart from what goes in and from each other."""
    goes_in = {
        "the study folder": request.study,
        "the notebooks": request.notebooks,
        "the responses": request.responses,
    }
    return (
        Place(request.output, goes_in),
        Place(request.processed, {**goes_in, "the report": request.output}, "--processed"),
    )


def place_of_editions(request: Request) -> Place:
    """Where all editions go."""
    return replace(places_of(request)[0], editions=True)


def remove(folder: Path, study: Path) -> StudyError | None:
    """Remove a folder that is wholly ours, if it is there; why not, when it is not ours."""
    place = Place(folder, {"the study folder": study}, "'clean FOLDER'", editions=True)
    try:
        place.require_ours()
    except StudyError as refusal:
        return refusal
    if folder.exists():
        shutil.rmtree(folder)
    return None


def require_no_link(path: Path, option: str) -> Path:
    """The absolute path, when no part of it is a symbolic link. Raises StudyError."""
    seems, real = Path(os.path.abspath(path)), Path(os.path.realpath(path))
    if seems != real:
        problem = Problem(
            f"by a symbolic link this is {real}",
            "a folder or file that lies where its name says",
            f"Name {real} with {option}, if that is meant.",
        )
        raise StudyError(path, problem)
    return seems


def require_own_file(
    file: Path, is_ours: Callable[[Path], bool], study: Path | None = None, option: str = "--output"
) -> None:
    """Raise StudyError unless a file may be written: absent or ours, and outside the `study`
    folder, whose files are input.
    """
    place = require_no_link(file, option)
    if study and place.is_relative_to(study.resolve()):
        problem = Problem(
            "it lies in the study folder, where every file is input",
            "a file elsewhere",
            f"Name another file with {option}.",
        )
        raise StudyError(file, problem)
    if place.exists() and not (place.is_file() and is_ours(place)):
        problem = Problem(
            "there is something by that name",
            "no file yet, or one that is known to be made by this command",
            f"Move it elsewhere, or name another file with {option}.",
        )
        raise StudyError(file, problem)


def first_line(file: Path) -> bytes:
    """The beginning of a file, by which some are known."""
    with file.open("rb") as stream:
        return stream.readline(1000)


def require_place_of_reconstruction(file: Path, study: Path, *, reconstructed: bool) -> None:
    """Raise StudyError unless responses may be written to a file: one that is absent, or that of
    a study which says that its responses are a reconstruction.
    """
    own = study.resolve() / RESPONSES
    if require_no_link(file, "--output") != own:
        require_own_file(file, lambda file: False, study)
    elif own.exists() and not reconstructed:
        problem = Problem(
            "these responses are real, says study.yml",
            "a study with 'reconstructed: true', or a file that is not there yet",
            "Name another file with --output.",
        )
        raise StudyError(file, problem)


def write_keeping(file: Path, text: str) -> Path | None:
    """Write a file whole or not at all; where another text that was there has gone, if one was."""
    new, kept = file.with_name(f".{file.name}{NEW}"), None
    new.write_text(text, encoding="utf-8")
    if file.exists() and file.read_bytes() != new.read_bytes():
        kept = free_name(file, OLD)
        file.rename(kept)
    new.replace(file)
    return kept


def free_name(path: Path, ending: str) -> Path:
    """A name beside a file or folder that is not taken: its own with an ending, and a number."""
    names = (f"{path.name}{ending}{'' if n == 1 else n}" for n in count(1))
    return next(p for p in map(path.with_name, names) if not os.path.lexists(p))


def _related(folder: Path, path: Path) -> str:
    """How a folder stands to what it must be apart from, in words; empty when it is apart."""
    if folder == path:
        return "is"
    if path.is_relative_to(folder):
        return "holds"
    return "lies in" if folder.is_relative_to(path) else ""


def _homes() -> Iterator[Path]:
    """The home folder by the environment, and by the system where that has one for users."""
    yield Path.home().resolve()
    with suppress(ImportError, KeyError):
        import pwd

        yield Path(pwd.getpwuid(os.getuid()).pw_dir).resolve()
