"""Make the deposit of a study from its finished report, beside the last one, and swap it in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dwimpact.dataset import CleanStudy
from dwimpact.deposit.archives import dans_json, zenodo
from dwimpact.deposit.counts import shown_counts
from dwimpact.deposit.crate import METADATA, crate
from dwimpact.deposit.datapackage import Resource, datapackage
from dwimpact.deposit.ddi import ddi
from dwimpact.deposit.documents import Contents, documents
from dwimpact.deposit.figures import (
    INDEX,
    FigureTable,
    digests,
    figure_tables,
    file_of,
    table_of_tables,
)
from dwimpact.deposit.missing import require_complete
from dwimpact.deposit.open_rows import OpenRows, open_rows
from dwimpact.deposit.record import Record
from dwimpact.deposit.register import register_of
from dwimpact.deposit.rows import copy_study, write_definition, write_open, write_restricted
from dwimpact.deposit.versions import HISTORY, History, read_history
from dwimpact.deposit.zipped import zip_folder
from dwimpact.errors import Problem, StudyError
from dwimpact.loading import load
from dwimpact.pages.spss import spss_tables, write_sav
from dwimpact.pages.workbook import neutralised
from dwimpact.report.forms import make_forms
from dwimpact.report.ownership import Place
from dwimpact.report.request import Request
from dwimpact.report.reuse import is_up_to_date
from dwimpact.report.swap import swap_in, workspace
from dwimpact.study.folder import RESPONSES
from dwimpact.study.manifest import outputs_of, read_manifest, sha256, write_manifest
from dwimpact.study.study import read_study
from dwimpact.tables.variables import multiple_responses, raw_variables, tidy_variables

CHECKSUMS = "checksums.sha256"
LOCKED_VERSIONS = Path("requirements.lock")
OF_ARCHIVES = {"identifier", "url", "contact", "audience", "archive", "issued"}
PRIMARY_KEYS = {
    "respondents": ("respondent",),
    "wide": ("respondent",),
    "outcomes": ("respondent", "level", "outcome"),
}


@dataclass(frozen=True)
class MadeDeposit:
    """A deposit that was made: its folder, and the folders and zips in it."""

    folder: Path
    files: tuple[Path, ...]
    version: int


def make_deposit(request: Request, place: Place) -> MadeDeposit:
    """Write the deposit of a study whose report is at `request.output`. Raises StudyError where an
    archive asks what study.yml does not say, where there is no finished report on the files as
    they are, and where rows may not be open.
    """
    target = place.require_ours()
    settings = read_study(request.study).settings
    require_complete(settings, request.study / "study.yml")
    if not is_up_to_date(request):
        what, expected = "no finished report on these files", "the report that 'make report' makes"
        raise StudyError(request.output, Problem(what, expected, "Run 'make report' first."))
    study = load(request.study, request.processed)
    tables = figure_tables(request.output)
    manifest = read_manifest(request.output)
    history = read_history(target).next(
        settings.deposit.issued.isoformat() if settings.deposit.issued else "",
        manifest["version"],
        {**manifest["inputs"], "study.yml": _digest_of_settings(study)},
        digests(tables),
    )
    record = Record(study, request.output, manifest, history.number)
    with workspace(target) as work:
        made = work / "deposit"
        made.mkdir()
        _write(record, request, history, tables, made, work)
        for folder in sorted(made.iterdir()):
            zip_folder(folder, made / f"{folder.name}.zip")
        write_manifest(made, {"inputs": manifest["inputs"], "version": manifest["version"]})
        swap_in(made, place)
    names = sorted(path.name for path in target.iterdir())
    kept = [target / name for name in names if name.startswith(record.name)]
    return MadeDeposit(place.folder, tuple(kept), record.version)


def _digest_of_settings(study: CleanStudy) -> str:
    """What study.yml says, without what only an archive asks: that makes no other version."""
    told = study.settings.model_dump_json(exclude={"deposit": OF_ARCHIVES})
    return hashlib.sha256(told.encode()).hexdigest()


def _write(
    record: Record,
    request: Request,
    history: History,
    tables: list[FigureTable],
    made: Path,
    work: Path,
) -> None:
    folder = made / record.name
    folder.mkdir()
    opened = _write_rows(record, folder, made)
    with_rows = (folder / _study_folder(record) / RESPONSES).is_file()
    described = read_study(folder / _study_folder(record) if opened else request.study)
    resources = [
        *_write_figures(record, tables, folder),
        *_write_register(record, folder),
        *(_write_tidy(record, folder, "data/rijen/", _study_folder(record)) if with_rows else ()),
    ]
    _write_forms(record, request, folder, work)
    _copy_notebooks(request, folder)
    contents = Contents(
        tables,
        described,
        raw_variables(described),
        shown_counts(record.study),
        history,
        opened,
        with_rows,
        (folder / "register").is_dir(),
    )
    for path, text in documents(record, contents).items():
        _put(folder / path, text)
    xml = ddi(record, described, contents.variables, contents.counts, resources)
    (folder / f"documentatie/{record.prefix}ddi.xml").write_bytes(xml)
    _put(folder / f"metadata/{record.prefix}dans.json", dans_json(record))
    _put(folder / ".zenodo.json", zenodo(record))
    _put(folder / HISTORY, history.to_json())
    _put(folder / "datapackage.json", datapackage(record, folder, resources))
    _put(folder / METADATA, crate(record, folder, tables))
    _write_checksums(folder)


def _study_folder(record: Record) -> str:
    return f"{record.prefix}onderzoek"


def _write_rows(record: Record, folder: Path, made: Path) -> OpenRows | None:
    """The study folder, with the rows that may be in it; those that an archive locks away go into
    a folder of their own.
    """
    study, rows = record.study, record.deposit.rows
    to = folder / _study_folder(record)
    if rows == "open" and record.nobody:
        copy_study(study, to)
    elif rows == "open":
        opened = open_rows(study)
        write_open(study, opened, to)
        return opened
    else:
        write_definition(study, to)
    if rows == "restricted":
        locked = made / record.restricted_name
        locked.mkdir()
        write_restricted(study, locked / _study_folder(record))
        resources = list(_write_tidy(record, locked, "rijen/", _study_folder(record)))
        _put(locked / "datapackage.json", datapackage(record, locked, resources))
        _put(locked / "README.md", _told_of_restricted(record))
        _write_checksums(locked)
    return None


def _told_of_restricted(record: Record) -> str:
    notice = f"> **{record.notice}**\n\n" if record.notice else ""
    return (
        f"# {record.title}: gegevens per respondent, afgeschermd\n\n{notice}"
        f"Deze map hoort bij `{record.name}`, dat zegt wat de gegevens zijn. Zij is voor het "
        "archief, dat beslist wie haar krijgt. `rijen` heeft de tabellen (CSV en SPSS), "
        f"`{_study_folder(record)}` het onderzoek met de antwoorden, waaruit het rapport opnieuw "
        "te maken is.\n"
    )


def _write_figures(record: Record, tables: list[FigureTable], folder: Path) -> Iterator[Resource]:
    """Every figure table as the report has it, and a table of them."""
    for table in tables:
        to = folder / file_of(table, record)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(table.file, to)
        title = f"{table.title}. {table.caption}".strip()
        yield Resource(file_of(table, record), title, record.notice, record.id_of(table.name))
    path = f"data/cijfers/{record.prefix}{INDEX}.csv"
    _csv(table_of_tables(tables, record), folder / path)
    yield Resource(path, "De cijfertabellen, met hun kenmerk", key=("id",))


def _write_register(record: Record, folder: Path) -> Iterator[Resource]:
    titles = {
        "claims": "Wat de publicatie stelt, een rij per uitspraak",
        "quantifiers": "Hoe woorden voor hoeveelheden zijn gelezen: nauw, gewoon en ruim",
    }
    for name, table in register_of(record.study).items():
        path = f"register/{record.prefix}{name}.csv"
        _csv(table, folder / path)
        yield Resource(path, titles[name])


def _write_tidy(record: Record, folder: Path, at: str, source: str) -> Iterator[Resource]:
    """The tidy tables of the rows that a folder has, as CSV and for SPSS."""
    study = load(folder / source)
    definition = read_study(folder / source)
    variables, sets = tidy_variables(definition), multiple_responses(definition)
    for name, table in spss_tables(study.tables, definition).items():
        if table.empty:
            continue
        path = f"{at}{record.prefix}{name}"
        _csv(neutralised(_with_days(table)), folder / f"{path}.csv")
        write_sav(table, folder / f"{path}.sav", variables, sets, record.title)
        title, key = f"{name}: {TITLES[name]}", PRIMARY_KEYS.get(name, ())
        yield Resource(f"{path}.csv", title, variables=variables, key=key)


TITLES = {
    "respondents": "een rij per respondent, met de achtergrond",
    "outcomes": "een rij per respondent en antwoord",
    "open_answers": "open antwoorden",
    "other_outcomes": "andere antwoorden, in eigen woorden",
    "remarks": "opmerkingen",
    "answers": "antwoorden op de andere vragen",
    "item_texts": "teksten bij de andere vragen",
    "wide": "een rij per respondent, met alle antwoorden",
}


def _with_days(table: pd.DataFrame) -> pd.DataFrame:
    """The table with moments as days."""
    days = [c for c in table if pd.api.types.is_datetime64_any_dtype(table[c])]
    return table.assign(**{str(c): table[c].dt.strftime("%Y-%m-%d") for c in days})


def _write_forms(record: Record, request: Request, folder: Path, work: Path) -> None:
    """The questionnaire as it goes out: for form tools, and on paper."""
    to = folder / "documentatie"
    to.mkdir(parents=True, exist_ok=True)
    for file in make_forms(request.study, Place(work / "forms", {})):
        shutil.copyfile(file, to / f"{record.prefix}{file.name}")


def _copy_notebooks(request: Request, folder: Path) -> None:
    """The notebooks of the report, and the versions of all packages where there is a list."""
    to = folder / "notitieboeken"
    to.mkdir()
    for name in read_manifest(request.output)["notebooks"]:
        shutil.copyfile(request.notebooks / name, to / name)
    if LOCKED_VERSIONS.is_file():
        shutil.copyfile(LOCKED_VERSIONS, to / LOCKED_VERSIONS.name)


def _write_checksums(folder: Path) -> None:
    """The SHA-256 of every file, as sha256sum checks them."""
    lines = [f"{digest}  {name}\n" for name, digest in _all_files(folder).items()]
    _put(folder / CHECKSUMS, "".join(lines))


def _all_files(folder: Path) -> Mapping[str, str]:
    return {name: sha256(folder / name) for name in sorted(outputs_of(folder))}


def _csv(table: pd.DataFrame, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(file, index=False, lineterminator="\n")


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")
