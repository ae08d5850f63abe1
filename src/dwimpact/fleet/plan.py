"""The plan of a fleet: which studies, in which waves, with which editions and comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from dwimpact.errors import Problem, StudyError
from dwimpact.study.files.opening import is_there
from dwimpact.study.files.reading import parse_model, read_yaml
from dwimpact.study.questionnaire.choices import Model, refuse_repeated

OVERVIEW = "overview"  # the folder of the index, beside those of the studies
SETTINGS_FILE = "study.yml"  # by which a folder is known as that of a study
Folder = Annotated[str, StringConstraints(pattern=r"^[^\x00]+$")]
# Also the name of a folder: no path, and none that is hidden.
FolderName = Annotated[str, StringConstraints(pattern=r"^[^./\\\x00-\x1f][^/\\\x00-\x1f]*$")]


class FleetStudy(Model):
    """A study of a fleet. Its `waves` are study folders, the earliest first, as seen from the plan;
    each has a report. `editions` are those of every wave: all that may be made, none, or those
    named, such as 'sector=hbo'. With `comparisons` each wave is compared with the one before it.
    A text instead of all this is a study of one wave, by the name of its folder.
    """

    name: FolderName
    waves: Annotated[tuple[Folder, ...], Field(min_length=1)]
    editions: Literal["all", "none"] | tuple[str, ...] = "all"
    comparisons: bool = True

    @model_validator(mode="before")
    @classmethod
    def _folder_alone(cls, data: Any) -> Any:
        return {"name": _name_of(data), "waves": [data]} if isinstance(data, str) else data

    @field_validator("waves")
    @classmethod
    def _told_apart(cls, waves: tuple[str, ...]) -> tuple[str, ...]:
        refuse_repeated("waves", [_name_of(wave).casefold() for wave in waves])
        return waves


class FleetPlan(Model):
    """The plan of `dwimpact fleet`: the studies to make reports of."""

    studies: Annotated[tuple[FleetStudy, ...], Field(min_length=1)]

    @field_validator("studies")
    @classmethod
    def _have_own_names(cls, studies: tuple[FleetStudy, ...]) -> tuple[FleetStudy, ...]:
        refuse_repeated("studies", [OVERVIEW, *(study.name.casefold() for study in studies)])
        return studies


def read_fleet(plan: Path) -> Sequence[FleetStudy]:
    """The studies of a plan, their waves as absolute paths. The plan is a file, or a folder of
    study folders; a folder in it that is no study but holds studies is one study with those for
    waves. Raises StudyError.
    """
    if not is_there(plan):
        problem = Problem("there is no such plan", "a YAML file or a folder", "Correct its name.")
        raise StudyError(plan, problem)
    folder = plan.is_dir()
    content = {"studies": list(_studies_in(plan))} if folder else read_yaml(plan)
    if folder and not content["studies"]:
        expected = f"folders with a {SETTINGS_FILE}"
        raise StudyError(plan, Problem("no study in it", expected, "Name another folder."))
    beside = (plan if folder else plan.parent).absolute()
    return [
        study.model_copy(update={"waves": tuple(str(beside / wave) for wave in study.waves)})
        for study in parse_model(plan, FleetPlan, content).studies
    ]


def _studies_in(folder: Path) -> Iterator[dict[str, Any]]:
    """The studies in a folder, or the one that it is."""
    if is_there(folder / SETTINGS_FILE):
        yield {"name": folder.resolve().name, "waves": [str(folder.absolute())]}
        return
    for inside in sorted(path for path in folder.iterdir() if path.is_dir()):
        found = sorted(str(file.parent.absolute()) for file in inside.glob(f"*/{SETTINGS_FILE}"))
        waves = [str(inside.absolute())] if is_there(inside / SETTINGS_FILE) else found
        if waves:
            yield {"name": inside.name, "waves": waves}


def _name_of(folder: str) -> str:
    return Path(folder).name
