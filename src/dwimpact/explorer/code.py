"""The lines of Python that make a view, as they run in a new notebook."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any


def code_of(view: Any) -> str:
    """Import, load, and the view with every choice that is not the default."""
    chosen = [
        f"{field.name}={getattr(view, field.name)!r}"
        for field in fields(view)
        if field.name != "study" and getattr(view, field.name) != _default(field)
    ]
    call = ", ".join(["study", *chosen])
    return (
        "import dwimpact\n\n"
        f"study = dwimpact.{view.study.loaded_with}\n"
        f"dwimpact.{type(view).__name__}({call})"
    )


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
