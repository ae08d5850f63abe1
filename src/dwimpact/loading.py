"""What an analyst or a notebook starts with: a study folder with its tidy tables."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dwimpact.dataset import CleanStudy, CountedStudy
from dwimpact.disclosure.editions import allowed_edition
from dwimpact.disclosure.merging import merge_small_groups, regrouped
from dwimpact.errors import Problem, StudyError
from dwimpact.intake.examine import require_usable
from dwimpact.intake.files.kinds import is_large, is_too_large
from dwimpact.intake.responses import read_responses
from dwimpact.study.folder import STUDY_FOLDER, digests_of, find_responses
from dwimpact.study.people import people_in
from dwimpact.study.questionnaire.model import PEOPLE
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.clean import clean_responses
from dwimpact.tidy.tables import Tables, read_tables, require_made_from

if TYPE_CHECKING:
    from dwimpact.intake.large.examine import LargeExamined


def load(
    study: str | Path | None = None,
    processed: str | Path | None = None,
    *,
    responses: str | Path | None = None,
    edition: str = "",
) -> CleanStudy:
    """A study folder with its tidy tables.

    Without arguments it is the nearest data/raw: that of the working folder or of a folder above,
    so that every notebook inside the project finds it. Its responses are cleaned, or those in the
    file `responses`; with `processed` the tables are those that a report on them left in that
    folder. Of a large file (100 MB, or Parquet) and of a folder of files equal rows are counted: it
    gives figure tables, and says so where something needs respondents one by one. With `edition`,
    such as 'sector=hbo' or 'tranche=early', it is about that part of the respondents.

    Raises StudyError when there is no study folder, when something in it is wrong, when
    `processed` lacks a table or was made from other files, or when the edition is unknown or may
    not be made.

    >>> dw.load(study.folder, edition="sector=hbo").respondents["sector"].unique().tolist()
    ['hbo']
    """
    definition = read_study(Path(study) if study else find_study(Path.cwd()))
    other = Path(responses) if responses else None
    if processed:
        tables = read_tables(Path(processed))
        require_made_from(Path(processed), digests_of(definition.folder, other))
    else:
        file = other or find_responses(definition.folder)
        tables = tables_of_file(file, definition)
    named = {"study": study, "processed": processed, "responses": responses}
    named["edition"] = edition
    given = ", ".join(f"{name}={str(path)!r}" for name, path in named.items() if path)
    return replace(with_tables(definition, tables, edition), loaded_with=f"load({given})")


def tables_of_file(file: Path, study: Study, tool: str = "", sheet: str = "") -> Tables:
    """The tidy tables of a file; those of one that does not go into memory counted. Raises
    StudyError with every finding that stops a report.
    """
    if not is_large(file):
        try:
            return clean_responses(read_responses(file, study, tool or None, sheet), study)
        except StudyError as error:
            if not is_too_large(error):
                raise
    from dwimpact.intake.large.examine import with_large
    from dwimpact.tidy.counted import counted_tables

    def counted(large: LargeExamined) -> Tables:
        require_usable(large.examined, file)
        return counted_tables(large, study)

    return with_large(file, study, tool or None, counted)


def find_study(start: Path) -> Path:
    """The nearest data/raw with a questionnaire, in a folder or in those above it. Raises
    StudyError.
    """
    for folder in (start, *start.parents):
        if (folder / STUDY_FOLDER / "questionnaire.yml").is_file():
            return folder / STUDY_FOLDER
    problem = Problem(
        what=f"no study folder {STUDY_FOLDER} here or in a folder above",
        expected=f"{STUDY_FOLDER}/questionnaire.yml",
        remedy="Work in a folder of the project, or name one: dwimpact.load('path/to/study').",
    )
    raise StudyError(start, problem)


def with_tables(study: Study, tables: Tables, edition: str = "") -> CleanStudy:
    """The study together with its tidy tables, or an edition of it. Raises StudyError."""
    require_enough(study, people_in(tables.respondents))
    if study.strict:
        study = replace(merge_small_groups(study, tables.respondents), hidden=tables.hidden)
    respondents = regrouped(tables.respondents, study.questionnaire)
    part = allowed_edition(edition, study, respondents) if edition else None
    known = {f.name: getattr(study, f.name) for f in fields(Study)}
    made = (CountedStudy if PEOPLE in tables.outcomes else CleanStudy)(**known, tables=tables)
    return replace(made, edition=part, group_names=part.labels) if part else made


def require_enough(study: Study, n: int) -> None:
    """Raise StudyError for too few: a report on a few people is a report on each of them."""
    if n < (below := study.settings.withhold_below):
        problem = Problem(
            what=f"{n} respondents, and a group below {below} is not shown",
            expected=f"at least {below} respondents",
            remedy="Wait for more responses; 'make check' looks at these.",
        )
        raise StudyError(study.folder, problem)
