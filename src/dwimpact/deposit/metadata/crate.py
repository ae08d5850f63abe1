"""ro-crate-metadata.json: how the figure tables were made, as a Process Run Crate.

The action is the report: notebooks and this package are its instruments, the study's files what it
was made from, the figure tables what came of it. Its time is the day of the deposit: a report
carries none, so that the same files give the same report.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from dwimpact.deposit.figures import FigureTable, file_of
from dwimpact.deposit.record import Record
from dwimpact.deposit.software import identifier_of, wheel_name
from dwimpact.study.files.manifest import sha256

VERSION = "1.1"  # what the profile builds on
CRATE_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
TERMS = "https://w3id.org/ro/terms/workflow-run/context"
METADATA = "ro-crate-metadata.json"
WHEELS = "notitieboeken"


def crate(record: Record, folder: Path, tables: Sequence[FigureTable]) -> str:
    """The text of ro-crate-metadata.json for a folder with all its other files in it."""
    made = ROCrate(version=VERSION)
    made.metadata.extra_contexts.append(TERMS)
    _describe(made, record)
    titles = {file_of(table, record): f"{table.title}. {table.caption}" for table in tables}
    ids = {file_of(table, record): record.id_of(table.name) for table in tables}
    files = {path: _add_file(made, folder, path, titles, ids) for path in _paths(folder)}
    people = [_add_creator(made, creator) for creator in record.creators]
    made.root_dataset["author"] = _one_or_all(people)
    _add_report(made, record, folder, files, list(titles), people)
    return _text(made, record)


def _describe(made: ROCrate, record: Record) -> None:
    root = made.root_dataset
    made.name, made.description = record.title, record.abstract
    root["datePublished"] = record.issued
    root["version"] = str(record.version)
    root["identifier"] = record.address
    root["inLanguage"] = "nl"
    root["keywords"] = ", ".join(record.deposit.keywords.nl)
    root["license"] = made.add(
        ContextEntity(
            made,
            record.licence_url,
            properties={
                "@type": "CreativeWork",
                "name": record.licence_name,
                "description": f"{record.licence_name} ({record.deposit.licence})",
                "identifier": record.deposit.licence,
            },
        )
    )
    root["publisher"] = made.add(
        ContextEntity(
            made, "#archief", properties={"@type": "Organization", "name": record.deposit.archive}
        )
    )
    root["conformsTo"] = made.add(
        ContextEntity(
            made,
            CRATE_PROFILE,
            properties={
                "@type": "CreativeWork",
                "name": "Process Run Crate",
                "version": CRATE_PROFILE.rsplit("/", 1)[1],
            },
        )
    )


def _paths(folder: Path) -> Iterable[str]:
    files = sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file())
    return [path for path in files if path != METADATA]


def _add_file(
    made: ROCrate, folder: Path, path: str, titles: dict[str, str], ids: dict[str, str]
) -> Any:
    file = folder / path
    properties = {
        "name": titles.get(path, file.name),
        "encodingFormat": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        "contentSize": str(file.stat().st_size),
        "sha256": sha256(file),
    }
    if path in ids:
        properties["identifier"] = ids[path]
    return made.add_file(file, path, properties=properties)


def _add_creator(made: ROCrate, creator: Any) -> Any:
    kind = "Person" if creator.affiliation or creator.orcid else "Organization"
    key = f"https://orcid.org/{creator.orcid}" if creator.orcid else f"#{creator.name}"
    told = {"@type": kind, "name": creator.name}
    entity = made.add(ContextEntity(made, key.replace(" ", "_"), properties=told))
    if creator.affiliation:
        home = {"@type": "Organization", "name": creator.affiliation}
        where = f"#{creator.affiliation}".replace(" ", "_")
        entity["affiliation"] = made.add(ContextEntity(made, where, properties=home))
    return entity


def _add_report(
    made: ROCrate,
    record: Record,
    folder: Path,
    files: dict[str, Any],
    results: list[str],
    people: list[Any],
) -> None:
    """The report as an action, with what it was made with, from and into."""
    software = made.add(
        ContextEntity(
            made,
            identifier_of(folder / WHEELS / wheel_name()),
            properties={
                "@type": "SoftwareApplication",
                "name": "dwimpact",
                "softwareVersion": record.software,
                "sha256": record.manifest["code"],
            },
        )
    )
    software["url"] = files[f"{WHEELS}/{wheel_name()}"]
    inputs = [_input(made, name, digest, record, files) for name, digest in _inputs(record)]
    notebooks = [
        _input(made, name, digest, record, files)
        for name, digest in record.manifest["notebooks"].items()
    ]
    action = made.add(
        ContextEntity(
            made,
            "#rapport",
            properties={
                "@type": "CreateAction",
                "name": f"Het rapport bij {record.title}, versie {record.version}",
                "description": "python -m dwimpact report: de notitieboeken uitgevoerd op de "
                "bestanden van het onderzoek, met de pakketten van requirements.lock.",
                "endTime": f"{record.issued}T00:00:00+00:00",
            },
        )
    )
    action["instrument"] = software
    action["object"] = [*inputs, *notebooks]
    action["result"] = [files[path] for path in results if path in files]
    action["agent"] = people[0]
    made.root_dataset["mentions"] = action


def _one_or_all(entities: list[Any]) -> Any:
    """A list, but one entity as itself: as RO-Crate writes it."""
    return entities[0] if len(entities) == 1 else entities


def _inputs(record: Record) -> list[tuple[str, str]]:
    return list(record.manifest["inputs"].items())


def _input(made: ROCrate, name: str, digest: str, record: Record, files: dict[str, Any]) -> Any:
    """A file that the report was made from: the one in the deposit where it is there as it was,
    else by its name and SHA-256 alone.
    """
    same = [entity for entity in files.values() if entity.get("sha256") == digest]
    if same:
        return same[0]
    told = {
        "@type": "CreativeWork",
        "name": name,
        "sha256": digest,
        "description": "Niet in dit depot, of niet zoals het rapport het las.",
    }
    return made.add(ContextEntity(made, f"#{name}", properties=told))


def _text(made: ROCrate, record: Record) -> str:
    """The crate as JSON, its parts in order and with the day of the deposit for its own."""
    content = made.metadata.generate()
    content["@graph"] = sorted(content["@graph"], key=lambda entity: _order(entity["@id"]))
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _order(key: str) -> tuple[bool, bool, str]:
    """The metadata file and the root first, as readers expect."""
    return key != METADATA, key != "./", key
