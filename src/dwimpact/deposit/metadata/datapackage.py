"""datapackage.json: every table of a deposit with its columns, as Data Package v2 has it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from dwimpact.deposit.record import Record
from dwimpact.study.files.manifest import sha256
from dwimpact.tables.variables import DataVariable

PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {"i": "integer", "u": "integer", "f": "number", "b": "boolean", "M": "date"}
FIELD_TYPES = {"number": "number", "date": "date"}


@dataclass(frozen=True)
class Resource:
    """A CSV file of a deposit: its path there, what it is called and is about, and what is known of
    its columns beside what stands in them: the variables of rows, and what others mean.
    """

    path: str
    title: str
    description: str = ""
    id: str = ""
    variables: Mapping[str, DataVariable] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)


def datapackage(
    record: Record, folder: Path, resources: Sequence[Resource], *, locked: bool = False
) -> str:
    """The text of datapackage.json for files in a folder; `locked`: for those that an archive locks
    away, under its own conditions and no licence.
    """
    made = {
        "$schema": PACKAGE_PROFILE,
        "name": f"{record.prefix}{record.slug}".replace("_", "-"),
        "id": record.address,
        "title": record.title,
        "description": record.abstract,
        "version": str(record.version),
        "created": f"{record.issued}T00:00:00Z",
        "keywords": list(record.deposit.keywords.nl) or None,
        "homepage": record.url,
        "contributors": [
            _contributor(creator.name, creator.affiliation) for creator in record.creators
        ],
        "licenses": None if locked and not record.nobody else [_licence(record)],
        "resources": [_resource(resource, folder) for resource in resources],
    }
    told = {name: value for name, value in made.items() if value is not None}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _licence(record: Record) -> dict[str, Any]:
    told = {"name": record.deposit.licence, "title": record.licence_name}
    return {**told, "path": record.licence_url}


def _contributor(name: str, affiliation: str) -> dict[str, Any]:
    made: dict[str, Any] = {"title": name, "roles": ["creator"]}
    return {**made, "organization": affiliation} if affiliation else made


def _resource(resource: Resource, folder: Path) -> dict[str, Any]:
    file = folder / resource.path
    made = {
        "name": Path(resource.path).stem.replace("_", "-").lower(),
        "type": "table",
        "path": resource.path,
        "title": resource.title,
        "description": resource.description or None,
        "id": resource.id or None,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256(file)}",
        "schema": _schema(file, resource),
    }
    return {name: value for name, value in made.items() if value is not None}


def _schema(file: Path, resource: Resource) -> dict[str, Any]:
    table = pd.read_csv(file, keep_default_na=False, na_values=[""], low_memory=False)
    made: dict[str, Any] = {
        "fields": [_field(str(column), table[column], resource) for column in table],
        "missingValues": [""],
    }
    return {**made, "primaryKey": list(resource.key)} if resource.key else made


def _field(column: str, values: pd.Series[Any], resource: Resource) -> dict[str, Any]:
    """A column: its type by what is known of it, else by what stands in it."""
    known = resource.variables.get(column)
    made: dict[str, Any] = {"name": column}
    if known is None:
        told = {"description": resource.meanings[column]} if column in resource.meanings else {}
        return {**made, **told, "type": _type(values)}
    made |= {"title": known.label, "description": known.question or known.label}
    if known.kind == "tick":
        return {**made, **_tick(values, known)}
    if known.categories:
        made["categories"] = [
            {"value": code, "label": label} for code, label in known.categories.items()
        ]
        return {**made, "type": "string", "categoriesOrdered": known.measure == "ordinal"}
    return {**made, "type": FIELD_TYPES.get(known.kind, "string")}


def _tick(values: pd.Series[Any], known: DataVariable) -> dict[str, Any]:
    """A tick: 1 or 0 in the raw layout, True or False in the tidy tables."""
    if {*values.dropna().astype(str)} <= {"True", "False"}:
        return {"type": "boolean", "trueValues": ["True"], "falseValues": ["False"]}
    ticked = [{"value": int(code), "label": label} for code, label in known.categories.items()]
    return {"type": "integer", "categories": ticked}


def _type(values: pd.Series[Any]) -> str:
    """The type of a column of numbers or texts; of one without values that of texts."""
    return "string" if values.isna().all() else TYPES.get(values.dtype.kind, "string")
