"""The workbook of a report's tables, from what its pages show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dwimpact.pages.book import BookPage, BookWords, write_book
from dwimpact.prose.words import upper_first
from dwimpact.report.site.render import Content, Site
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.templates.html import notice_of


def write_tables_book(site: Site, contents: Mapping[str, Content], tables: Path) -> None:
    """Write the workbook beside the tables as CSV; `contents` is chapter number → what it shows."""
    shown = [chapter for chapter in site.chapters if chapter.number in contents]
    pages = [BookPage(c.name, c.heading, c.title, contents[c.number].parts) for c in shown]
    form, title = site.study.questionnaire, site.study.settings.title
    words = BookWords(
        title=f"{title}: editie {site.study.edition.label}" if site.study.edition else title,
        notice=notice_of(site.study) or "",
        level=upper_first(form.terms.level.singular),
        outcome=upper_first(form.terms.outcome.singular),
        listed=listed_outcomes_of(form),
    )
    write_book(pages, words, tables)


def listed_outcomes_of(form: Questionnaire) -> dict[str, list[str]]:
    """Level → what its outcomes are called, in the order of the form."""
    called = {level.code: form.outcome_labels(level.code) for level in form.levels}
    return {lv.label: [called[lv.code][o] for o in lv.listed] for lv in form.levels}
