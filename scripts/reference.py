"""Write docs/reference.md: every field of the files of a study, from the models that read them."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from typing import Any

from dwimpact.fleet.plan import FleetPlan
from dwimpact.report.new_study import SCHEMAS

HEAD = """\
# The files of a study, field by field

Made by `make docs/reference.md` from the models that read the files; a test holds it against them.
An editor that knows YAML checks and completes them with the JSON Schemas that `make new-study`
writes beside a new study, and `python -m dwimpact schemas FOLDER` beside another.
[studies.md](studies.md) shows how they are used.
"""


def reference() -> str:
    """The text of docs/reference.md."""
    models = {**SCHEMAS, "The plan of a fleet": FleetPlan}
    return HEAD + "".join(_file(name, schema) for name, schema in models.items())


def _file(name: str, model: Any) -> str:
    schema = model.model_json_schema()
    parts = {model.__name__: schema, **schema.get("$defs", {})}
    return f"\n## {name}\n" + "".join(_model(n, part) for n, part in parts.items())


def _model(name: str, schema: dict[str, Any]) -> str:
    about = inspect.cleandoc(schema.get("description", ""))
    fields, required = schema.get("properties", {}), schema.get("required", [])
    rows = "\n".join(_rows(fields, required))
    table = f"\n| field | what it is | without it |\n|---|---|---|\n{rows}\n" if rows else ""
    return f"\n### {name}\n\n{about or _type(schema)}\n{table}"


def _rows(fields: dict[str, Any], required: list[str]) -> Iterator[str]:
    for field, what in fields.items():
        default = "must be there" if field in required else _plain(what.get("default", ""))
        yield f"| `{field}` | {_type(what)} | {default} |"


def _plain(value: Any) -> str:
    return f"`{value}`" if value not in ("", None, [], {}) else "none"


def _type(what: dict[str, Any]) -> str:
    """What stands in a field, in a few words."""
    if "$ref" in what:
        name = what["$ref"].split("/")[-1]
        return f"[{name}](#{name.lower()})"
    if "const" in what or "enum" in what:
        return " or ".join(f"`{value}`" for value in what.get("enum", [what.get("const")]))
    if "anyOf" in what or "oneOf" in what:
        parts = [_type(part) for part in what.get("anyOf") or what["oneOf"]]
        return " or ".join(dict.fromkeys(part for part in parts if part != "nothing"))
    if what.get("type") == "array":
        return f"list of {_type(what.get('items') or what.get('prefixItems', [{}])[0])}"
    if what.get("type") == "object" and isinstance(what.get("additionalProperties"), dict):
        return f"name → {_type(what['additionalProperties'])}"
    names = {"string": "text", "integer": "whole number", "number": "number", "null": "nothing"}
    names |= {"boolean": "`true` or `false`", "object": "object"}
    return names.get(what.get("type", ""), "anything")


if __name__ == "__main__":
    sys.stdout.write(reference())
