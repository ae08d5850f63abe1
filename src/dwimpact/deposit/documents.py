"""The documents of a deposit, in plain text: what is in it, how it was made, what was hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined

from dwimpact.deposit.figures import FigureTable
from dwimpact.deposit.metadata.accounts import corrections_told, disclosure_told, method_told
from dwimpact.deposit.metadata.archives import OF_DANS, FormField, dans_fields
from dwimpact.deposit.metadata.counts import ShownCounts
from dwimpact.deposit.metadata.datapackage import Resource
from dwimpact.deposit.record import Record
from dwimpact.deposit.rows.open_rows import OpenRows
from dwimpact.deposit.software import wheel_name
from dwimpact.deposit.versions import History
from dwimpact.study.study import Study
from dwimpact.tables.variables import DataVariable

# Plain text, so nothing is escaped; only our own templates, with texts of the study in them.
DOCUMENTS = Environment(
    loader=PackageLoader("dwimpact", "templates/deposit"),
    autoescape=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
FOLDERS = {
    "data/cijfers": "de cijfertabellen van het rapport, elk met een eigen kenmerk",
    "data/rijen": "een rij per respondent of antwoord, als CSV en voor SPSS",
    "documentatie": "de vragenlijst, het codeboek en hoe dit is gemaakt",
    "metadata": "de velden van het formulier van het archief, ingevuld",
    "register": "wat de publicatie stelt, een rij per uitspraak, en hoe haar woorden zijn gelezen",
    "onderzoek": "het onderzoek als map, waaruit het rapport opnieuw te maken is",
    "notitieboeken": "waarmee het rapport is gemaakt: notitieboeken, dwimpact en versies",
}


@dataclass(frozen=True)
class Contents:
    """What a deposit has in it: its figure tables, the variables with counts, its tables with what
    is known of their columns, those with `rows` wherever these are; which rows are open, whether
    the study folder has any, and whether there is a list of packages.
    """

    tables: Sequence[FigureTable]
    described: Study
    variables: Mapping[str, DataVariable]
    counts: ShownCounts
    history: History
    resources: Sequence[Resource] = ()
    rows: Sequence[Resource] = ()
    opened: OpenRows | None = None
    with_rows: bool = False
    with_lock: bool = False

    @property
    def with_register(self) -> bool:
        return bool(self.meanings_in("register"))

    def meanings_in(self, folder: str) -> dict[str, str]:
        """Column → what it means, of all tables in a folder."""
        inside = (r for r in self.resources if r.path.startswith(f"{folder}/"))
        return {column: what for resource in inside for column, what in resource.meanings.items()}


def documents(record: Record, contents: Contents) -> dict[str, str]:
    """Path in the deposit → text of each document."""
    at = f"documentatie/{record.prefix}"
    told = {"record": record, "contents": contents, "settings": record.settings}
    told["wheel"] = wheel_name()
    return {
        "README.md": _text("readme", **told, folders=_folders(record, contents)),
        "LICENSE.md": _text("license", **told),
        "CHANGES.md": _text("changes", **told, changes=list(contents.history.changes())),
        "CITATION.cff": citation(record),
        f"{at}codeboek.md": _text("codebook", **told, **_codebook(contents, record.prefix)),
        f"{at}methode.md": _text("method", **told, **method_told(record)),
        f"{at}correcties.md": _text("corrections", **told, **corrections_told(record)),
        f"{at}verantwoording_onthulling.md": _text(
            "disclosure", **told, **disclosure_told(record, contents.opened)
        ),
        f"metadata/{record.prefix}dans_nl.md": _dans(record, english=False),
        f"metadata/{record.prefix}dans_en.md": _dans(record, english=True),
    }


def citation(record: Record) -> str:
    """CITATION.cff for the data, which is the study's; not that of this package."""
    authors = [_author(c.name, c.affiliation, c.orcid) for c in record.creators]
    given = record.identifier
    made: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Verwijs zo naar deze gegevens.",
        "type": "dataset",
        "title": record.title,
        "abstract": record.abstract,
        "authors": authors,
        "version": str(record.version),
        "date-released": record.issued,
        "license": record.deposit.licence,
        "keywords": list(record.deposit.keywords.nl),
        "url": record.url,
        "identifiers": [
            {
                "type": "doi" if given.agency == "DOI" else "other",
                "value": given.value,
                "description": f"Kenmerk van {given.agency}",
            }
        ],
    }
    filled = {name: value for name, value in made.items() if value}
    return yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=100)


def _author(name: str, affiliation: str, orcid: str | None) -> dict[str, str]:
    """A person, as 'Achternaam, Voornaam', with a place of work or an ORCID; or an organisation."""
    if not (affiliation or orcid):
        return {"name": name}
    family, _, given = name.partition(", ")
    made = {"family-names": family, "given-names": given, "affiliation": affiliation}
    if orcid:
        made["orcid"] = f"https://orcid.org/{orcid}"
    return {name: value for name, value in made.items() if value}


def markdown_table(table: pd.DataFrame) -> str:
    """A frame as a table in Markdown."""
    rows = [list(map(str, table.columns)), ["---"] * len(table.columns)]
    rows += [[_cell(cell) for cell in row] for row in table.astype(object).to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _cell(value: Any) -> str:
    return "" if pd.isna(value) else " ".join(str(value).replace("|", "\\|").split())


def _text(name: str, **values: Any) -> str:
    made = DOCUMENTS.get_template(f"{name}.md.j2").render(**values, table=markdown_table)
    return made.strip() + "\n"


def _folders(record: Record, contents: Contents) -> dict[str, str]:
    absent = set()
    if not contents.with_rows:
        absent.add("data/rijen")
    if not contents.with_register:
        absent.add("register")
    named = {name: f"{record.prefix}{name}" if name == "onderzoek" else name for name in FOLDERS}
    return {named[name]: what for name, what in FOLDERS.items() if name not in absent}


def _codebook(contents: Contents, prefix: str) -> dict[str, Any]:
    return {
        "rows": _variables(contents, prefix),
        "columns": _meant(contents.meanings_in("data/cijfers")),
        "register": _meant(contents.meanings_in("register")),
    }


def _meant(meanings: Mapping[str, str]) -> pd.DataFrame:
    rows = [(f"`{column}`", what) for column, what in meanings.items()]
    return pd.DataFrame(rows, columns=["Kolom", "Wat het is"])


def _variables(contents: Contents, prefix: str) -> pd.DataFrame:
    """A row per variable; a question that is that of the row above is not repeated."""
    rows = [
        (
            f"`{variable.name}`",
            variable.label,
            variable.question if variable.question != variable.label else "",
            _answers(variable, contents.counts.get(variable.name, {})),
            variable.universe,
            ", ".join(
                Path(table.path).stem.removeprefix(prefix)
                for table in contents.rows
                if variable.name in table.variables
            ),
        )
        for variable in contents.variables.values()
    ]
    heads = ["Variabele", "Omschrijving", "Vraag", "Antwoorden", "Wie", "Tabellen"]
    made = pd.DataFrame(rows, columns=heads)
    same = made["Vraag"].eq(made["Vraag"].shift()) & made["Vraag"].ne("")
    made = made.assign(Vraag=made["Vraag"].mask(same, "idem"))
    return made if contents.rows else made.drop(columns="Tabellen")


def _answers(variable: DataVariable, counts: Mapping[str, int]) -> str:
    """The answers with their codes, and how many gave each where that is shown."""
    words = {"text": "tekst", "number": "getal", "date": "datum"}
    told = [
        f"{code} = {label}" + (f" ({counts[code]})" if code in counts else "")
        for code, label in variable.categories.items()
    ]
    return "; ".join(told) or words.get(variable.kind, "")


def _dans(record: Record, *, english: bool) -> str:
    fields = dans_fields(record)
    told = {True: _english, False: _dutch}[english]
    formats = pd.DataFrame([told_format(row, english=english) for row in OF_DANS])
    formats.columns = ["File", "DANS"] if english else ["Bestand", "DANS"]
    name = "dans_en" if english else "dans_nl"
    rows = pd.DataFrame(
        [told(field) for field in fields],
        columns=["Field", "Answer"] if english else ["Veld", "Antwoord"],
    )
    return _text(name, record=record, fields=rows, formats=formats)


def told_format(row: tuple[str, str, str], *, english: bool) -> tuple[str, str]:
    """A format of a file and what the archive says of it."""
    return row[0], row[2] if english else row[1]


def _dutch(field: FormField) -> tuple[str, str]:
    return field.nl, field.value_nl


def _english(field: FormField) -> tuple[str, str]:
    return field.en, field.value_en
