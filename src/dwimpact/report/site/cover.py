"""What the front page says, kept as data for whatever is made of a report later."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict

from dwimpact.pages.cover import Cover
from dwimpact.report.site.front import Front
from dwimpact.report.site.render import Site
from dwimpact.templates.html import notice_of


def cover_text(front: Front, site: Site, made: Collection[str]) -> str:
    """What the front page says, as JSON, with the pages that were `made` (numbers)."""
    settings = site.study.settings
    cover = Cover(
        title=settings.title,
        subtitle=settings.subtitle,
        subject=str(site.context(None)["subject"]),
        notice=notice_of(site.study) or "",
        question=" ".join(filter(None, [settings.question, front.aim])),
        key_figures=[[figure.value, figure.label, figure.base] for figure in front.key_figures],
        findings=[[finding.title, finding.text, finding.base] for finding in front.findings],
        citation=front.citation,
        pages=[[c.name, c.heading, c.number, c.title] for c in site.chapters if c.number in made],
    )
    return json.dumps(asdict(cover), ensure_ascii=False, indent=1) + "\n"
