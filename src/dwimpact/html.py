"""The templates of pages and exhibits, and the notice that a reconstruction carries."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from dwimpact.study import Study

NOTICE = "Reconstructie: berekende gegevens, geen antwoorden van respondenten."

# Escapes everything: labels and answers are text, never HTML.
TEMPLATES = Environment(
    loader=PackageLoader("dwimpact"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def notice_of(study: Study) -> str | None:
    """What must stand beside everything made from a study; None for real responses."""
    return NOTICE if study.settings.reconstructed else None
