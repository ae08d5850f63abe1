"""Make the deposit of a study from its finished report, beside the last one, and swap it in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dwimpact.dataset import CleanStudy
from dwimpact.deposit.documents import Contents, documents
from dwimpact.deposit.figures import FigureTable, digests, figure_tables
from dwimpact.deposit.metadata.archives import dans_json, zenodo
from dwimpact.deposit.metadata.counts import shown_counts
from dwimpact.deposit.metadata.crate import METADATA, crate
from dwimpact.deposit.metadata.datapackage import Resource, datapackage
from dwimpact.deposit.metadata.ddi import ddi
from dwimpact.deposit.missing import require_complete
from dwimpact.deposit.record import Record
from dwimpact.deposit.rows.folder import copy_study, write_definition, write_restricted
from dwimpact.deposit.rows.open_rows import OpenRows, open_rows
from dwimpact.deposit.rows.open_study import write_open
from dwimpact.deposit.software import write_wheel
from dwimpact.deposit.tables import variables_of, write_figures, write_register, write_tidy
from dwimpact.deposit.versions import HISTORY, History, read_history
from dwimpact.deposit.zipped import zip_folder
from dwimpact.errors import Problem, StudyError
from dwimpact.loading import load
from dwimpact.report.folders.ownership import Place
from dwimpact.report.folders.reuse import is_up_to_date
from dwimpact.report.folders.swap import swap_in, workspace
from dwimpact.report.forms import make_forms
from dwimpact.report.request import Request
from dwimpact.study.files.manifest import outputs_of, read_manifest, sha256, write_manifest
from dwimpact.study.folder import RESPONSES
from dwimpact.study.study import read_study

CHECKSUMS = "checksums.sha256"
LOCKED_VERSIONS = Path("requirements.lock")
OF_ARCHIVES = {"identifier", "url", "contact", "audience", "archive", "issued"}


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
    opened = _write_study(record, folder / _study_folder(record))
    with_rows = (folder / _study_folder(record) / RESPONSES).is_file()
    described = read_study(folder / _study_folder(record) if opened else request.study)
    resources = [*write_figures(record, tables, folder), *write_register(record, folder)]
    if with_rows:
        rows = list(write_tidy(record, folder, "data/rijen/", _study_folder(record)))
        resources += rows
    else:
        rows = _write_locked(record, made)
    _write_forms(record, request, folder, work)
    _copy_notebooks(request, folder)
    contents = Contents(
        tables,
        described,
        variables_of(rows, described),
        shown_counts(record.study),
        history,
        resources,
        rows,
        opened,
        with_rows,
        LOCKED_VERSIONS.is_file(),
    )
    _write_texts(record, contents, folder)
    _write_checksums(folder)


def _write_texts(record: Record, contents: Contents, folder: Path) -> None:
    """Whatever is said about the other files, last of all the files that list them."""
    for path, text in documents(record, contents).items():
        _put(folder / path, text)
    elsewhere = [table for table in contents.rows if table not in contents.resources]
    files = [*contents.resources, *elsewhere]
    xml = ddi(record, contents.described, contents.variables, contents.counts, files)
    (folder / f"documentatie/{record.prefix}ddi.xml").write_bytes(xml)
    _put(folder / f"metadata/{record.prefix}dans.json", dans_json(record))
    _put(folder / ".zenodo.json", zenodo(record))
    _put(folder / HISTORY, contents.history.to_json())
    _put(folder / "datapackage.json", datapackage(record, folder, contents.resources))
    _put(folder / METADATA, crate(record, folder, contents.tables))


def _study_folder(record: Record) -> str:
    return f"{record.prefix}onderzoek"


def _write_study(record: Record, to: Path) -> OpenRows | None:
    """The study folder, with the rows where these are open to all."""
    if record.settings.rows != "open":
        write_definition(record.study, to)
        return None
    if record.nobody:
        copy_study(record.study, to)
        return None
    opened = open_rows(record.study)
    write_open(record.study, opened, to)
    return opened


def _write_locked(record: Record, made: Path) -> list[Resource]:
    """The rows that an archive locks away, in a folder of their own, as seen from the main one;
    nothing where a deposit has none.
    """
    if record.settings.rows != "restricted":
        return []
    locked = made / record.restricted_name
    locked.mkdir()
    write_restricted(record.study, locked / _study_folder(record))
    rows = list(write_tidy(record, locked, "rijen/", _study_folder(record)))
    _put(locked / "datapackage.json", datapackage(record, locked, rows, locked=True))
    _put(locked / "README.md", _told_of_restricted(record))
    _write_checksums(locked)
    return [replace(table, path=f"../{locked.name}/{table.path}") for table in rows]


def _told_of_restricted(record: Record) -> str:
    notice = f"> **{record.notice}**\n\n" if record.notice else ""
    return (
        f"# {record.title}: gegevens per respondent, afgeschermd\n\n{notice}"
        f"Deze map hoort bij `{record.name}`: daar staan codeboek, methode en verantwoording, en "
        "hoe het rapport opnieuw te maken is. Zij is voor het archief, dat beslist wie haar krijgt "
        "en onder welke voorwaarden; de licentie van de andere map geldt hier niet.\n\n"
        "- `rijen`: de tabellen, als CSV en voor SPSS (`datapackage.json` noemt elke kolom)\n"
        f"- `{_study_folder(record)}`: het onderzoek als map, met de antwoorden\n"
        "- `checksums.sha256`: de SHA-256 van elk bestand\n\n"
        "In English: the rows per respondent, for the archive to lock away. Codebook (also as "
        f"DDI), method and statement on disclosure are in `{record.name}`, whose licence does not "
        "hold here.\n"
    )


def _write_forms(record: Record, request: Request, folder: Path, work: Path) -> None:
    """The questionnaire as it goes out: for form tools, and on paper."""
    to = folder / "documentatie"
    to.mkdir(parents=True, exist_ok=True)
    for file in make_forms(request.study, Place(work / "forms", {})):
        shutil.copyfile(file, to / f"{record.prefix}{file.name}")


def _copy_notebooks(request: Request, folder: Path) -> None:
    """What the report was made with: its notebooks, this package, and the versions of all others
    where there is a list.
    """
    to = folder / "notitieboeken"
    to.mkdir()
    for name in read_manifest(request.output)["notebooks"]:
        shutil.copyfile(request.notebooks / name, to / name)
    write_wheel(to)
    if LOCKED_VERSIONS.is_file():
        shutil.copyfile(LOCKED_VERSIONS, to / LOCKED_VERSIONS.name)


def _write_checksums(folder: Path) -> None:
    """The SHA-256 of every file, as sha256sum checks them."""
    lines = [f"{digest}  {name}\n" for name, digest in _all_files(folder).items()]
    _put(folder / CHECKSUMS, "".join(lines))


def _all_files(folder: Path) -> Mapping[str, str]:
    return {name: sha256(folder / name) for name in sorted(outputs_of(folder))}


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")
