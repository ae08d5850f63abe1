"""The templates of pages and exhibits, and the notice that a reconstruction carries."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

NOTICE = "Reconstructie: berekende gegevens, geen antwoorden van respondenten."

# Escapes everything: labels and answers are text, never HTML.
TEMPLATES = Environment(
    loader=PackageLoader("dwimpact"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
