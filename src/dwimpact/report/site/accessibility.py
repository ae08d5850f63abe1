"""The accessibility statement as a page, where study.yml has one."""

from __future__ import annotations

from pathlib import Path

from dwimpact.prose.words import day_in_words
from dwimpact.report.site.render import Site
from dwimpact.study.accessibility import Compliance
from dwimpact.templates.html import TEMPLATES

STATEMENT = "toegankelijkheid.html"
STATUSES: dict[Compliance, tuple[str, str]] = {
    "full": (
        "voldoet volledig",
        "Uit onderzoek is gebleken dat de pagina's aan alle eisen voldoen.",
    ),
    "partial": (
        "voldoet gedeeltelijk",
        "De pagina's zijn onderzocht en voldoen nog niet aan alle eisen. Van elke afwijking staat "
        "hieronder wat zij betekent en wat eraan wordt gedaan.",
    ),
    "measures": (
        "eerste maatregelen genomen",
        "Niet van alle eisen is onderzocht of de pagina's eraan voldoen, maar de eerste "
        "maatregelen zijn genomen.",
    ),
    "none": ("voldoet niet", "De pagina's voldoen niet aan de eisen, of dat is niet onderzocht."),
}


def write_statement(site: Site, folder: Path) -> None:
    """The page with the statement, in a folder; none where the study has none."""
    settings = site.study.settings
    if (said := settings.accessibility) is None:
        return
    status, meaning = STATUSES[said.status]
    page = TEMPLATES.get_template("dwimpact/accessibility.html.j2").render(
        site=site.context(None),
        status=status,
        meaning=meaning,
        contact=settings.feedback.address,
        date=day_in_words,
    )
    (folder / STATEMENT).write_text(page, encoding="utf-8")
