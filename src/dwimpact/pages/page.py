"""A report page from inside a notebook: headings, text, numbered figures and tables.

Each figure and table is also written to the outputs folder when it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import display
from markupsafe import Markup
from matplotlib.figure import Figure

from dwimpact.disclosure.small_groups import require_withheld
from dwimpact.figures.layout import add_notice, frame
from dwimpact.figures.svg import svg_text
from dwimpact.pages.anchors import Anchor, alt_text
from dwimpact.pages.files import write_figure, write_table
from dwimpact.pages.parts import PagePart, counts_outcomes, exhibit_of, numbers_of, words
from dwimpact.pages.shown import Shown
from dwimpact.prose.figures import describe_base, describe_source
from dwimpact.prose.published.origin import EXAMPLE_TEXTS
from dwimpact.shares import first_of_pair
from dwimpact.study.edition import ALL
from dwimpact.study.questionnaire.model import Level, Questionnaire
from dwimpact.study.settings import Fact
from dwimpact.study.study import Study
from dwimpact.tables.columns import spans, stacks, wordy
from dwimpact.tables.format import (
    HEADINGS,
    for_reading,
    numeric_headings,
    precision_note,
    rounding_note,
)
from dwimpact.tables.labels import in_words_of, with_labels
from dwimpact.tables.matrix import as_matrix, has_sides, row_names
from dwimpact.tables.wide import side_by_side
from dwimpact.templates.html import (
    BOUNDS_ONLY,
    TEMPLATES,
    has_bounds,
    notice_beside,
    notice_of,
    notice_of_facts,
    notice_of_texts,
    unbroken,
)

ORIGIN = "Herkomst"
# What a reconstruction adds to a table of bounds.
OF_RECONSTRUCTION = {"count": "Aantal in de reconstructie", "share": "Aandeel in de reconstructie"}
OF_RECONSTRUCTION |= {HEADINGS[column]: heading for column, heading in OF_RECONSTRUCTION.items()}


@dataclass
class Page:
    """One chapter or appendix. `number` is '2', or 'B3' for the third appendix.

    >>> page = dw.Page(study, "2", folder)
    >>> page.export("opbrengsten", study.mention_shares("student"))
    >>> sorted(file.name for file in folder.rglob("*.csv"))
    ['opbrengsten.csv']
    """

    study: Study
    number: str
    outputs: Path
    figures: dict[str, Figure] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    parts: list[PagePart] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.number, self.outputs = str(self.number), Path(self.outputs)

    @property
    def notice(self) -> str | None:
        """What must stand beside everything made from this study; None for real responses."""
        return notice_of(self.study)

    def heading(self, title: str) -> None:
        """Show a section heading, where not every report has the section: other headings are
        Markdown. The report numbers all of them in order.
        """
        anchor = Anchor("heading", title=title)
        part = words("heading", [title])
        self._show("heading", part, anchor, step=2, id="", number="", title=title)

    def subheading(self, title: str) -> None:
        """Show a heading one step lower, without a number."""
        anchor = Anchor("subheading", title=title)
        part = words("subheading", [title])
        self._show("heading", part, anchor, step=3, id="", number="", title=title)

    def text(self, *sentences: str | Iterable[str]) -> None:
        """Show one paragraph of sentences."""
        flat = [s for group in sentences for s in ([group] if isinstance(group, str) else group)]
        self._show("text", words("text", [" ".join(flat)]), sentences=flat)

    def bullets(self, items: Iterable[str], folded: str = "") -> None:
        """Show a list, escaped, folded under a line of its own where that is given; for what
        respondents wrote see `texts`.
        """
        items = list(items)
        part = words("list", items, folded)
        self._show("bullets", part, items=items, summary=folded, folds="fold")

    def texts(self, texts: Iterable[str]) -> None:
        """Show what respondents wrote in an order of its own: the alphabet's, which tells nothing
        about who wrote what. What nobody wrote is folded, under a line that says so.
        """
        items = sorted(texts, key=lambda text: (text.casefold(), text))
        ours = self.study.settings.reconstructed and items
        summary = f"{EXAMPLE_TEXTS}: {len(items)}" if ours else ""
        part = words("list", items, summary)
        self._show("bullets", part, items=items, summary=summary, folds="examples")

    def definitions(self, items: Mapping[str, str]) -> None:
        """Show terms with their descriptions."""
        self._show("definitions", words("terms", items.items()), items=items)

    def facts(self, facts: Iterable[Fact]) -> None:
        """Show numbers from elsewhere, each with where it comes from."""
        facts = list(facts)
        part = words("list", (f"{f.value} {f.what} ({f.source})" for f in facts))
        self._show("facts", part, facts=facts)

    def links(self, contents: Iterable[Sequence[str]]) -> None:
        """Show links to pages of the report, given as (file name, heading, title)."""
        self._show("links", None, contents=list(contents))

    def search(self, label: str) -> None:
        """Show a box that leaves only the answers on this page with the words filled in."""
        self._show("search", None, Anchor("search"), label=label)

    def options(self, form: Questionnaire, level: Level) -> None:
        """Show what can be ticked at a level, as the form shows it."""
        hints = {outcome.code: outcome.hint for outcome in level.outcomes}
        choices = form.outcome_labels(level.code)
        options = [(choices[o], hints.get(o, "")) for o in level.options]
        part = words("list", (f"{label} ({hint})" if hint else label for label, hint in options))
        self._show("options", part, options=options)

    def differences(
        self, shares: pd.DataFrame, differences: pd.DataFrame, caption: str, note: str
    ) -> None:
        """Show the groups of a `mention_shares` table, or of an `item_shares` table for reading,
        side by side with how they differ (a `compare_groups` table); nothing when there is nothing
        to compare.
        """
        if differences.empty:
            return
        shown = side_by_side(self._labelled(shares), self._labelled(differences))
        table = shares.merge(differences, validate="m:1")
        named = 1 + ("question" in table or "category" in table)
        ours = any(map(self.study.assumes, shares["group"].unique()))
        looks: dict[str, Any] = {"row_headings": named, "from_responses": ours, "blocks": True}
        self.table(table, caption, note, lambda _: shown, **looks)

    def figure(
        self,
        figure: Figure,
        caption: str,
        table: pd.DataFrame,
        message: str = "",
        facts: bool = False,
        of_texts: bool = False,
    ) -> None:
        """Show a numbered figure with the numbers behind it, and write both. Its `message` stands
        above the caption that says what it is about. Of a study without microdata it says whose
        numbers these are: also of `facts`, such as what was published of the response, and of what
        is counted in texts. The files can stand on their own.
        """
        require_withheld(table, self.study)
        table = self._without_assumed_intervals(table)
        number = f"{self.number}.{len(self.figures) + 1}"
        name = _file_name("figuur", number)
        apart = self._notice_apart(facts=facts, of_texts=of_texts)
        drawn = getattr(figure, "notice", "")  # of what is drawn, which may be more than the table
        notice = apart or drawn or notice_beside(self.study, table)
        if self.notice:  # also in a figure that is no plot of ours
            add_notice(figure, notice or "")
        drawing = svg_text(figure, name)
        figure.set_layout_engine("none")  # laid out once: the files have the same drawing
        self.figures[name] = figure
        labelled = self._labelled(table)
        told = alt_text(caption, self._as_drawn(table, labelled))
        frame(
            figure,
            message or caption,
            caption if message else "",
            [unbroken(describe_base(labelled)), describe_source(self.study.settings)],
        )
        write_figure(figure, self.outputs / "figures", name, message or caption, told)
        self.export(name, labelled, facts=facts, of_texts=of_texts)
        narrow = getattr(figure, "narrow", None)
        beside = has_sides(labelled)
        rows = self._worded((as_matrix if beside else for_reading)(labelled), labelled)
        named = len(row_names(labelled)) if beside else _row_headings(labelled)
        shown: dict[str, Any] = {
            "name": name,
            "title": f"Figuur {number}",
            "caption": caption,
            "message": message,
            "alt": told,
            "table": rows,
            "totals": set() if beside else _totals(table),
            "row_headings": named,
            "numeric": set(rows.columns[named:]) if beside else numeric_headings(labelled),
            "note": " ".join(filter(None, [precision_note(labelled), rounding_note(labelled)])),
            "notice": notice,
        }
        self._show(
            "figure",
            exhibit_of("figure", shown, numbers_of(table, labelled, self.study)),
            Anchor("figure", name, shown["title"], caption),
            svg=Markup(drawing),
            narrow=Markup(svg_text(narrow, f"{name}-smal")) if narrow else "",
            spans=spans(rows) if named > 1 else {},
            **shown,
        )

    def table(
        self,
        table: pd.DataFrame,
        caption: str,
        note: str = "",
        shown: Callable[[pd.DataFrame], pd.DataFrame] = for_reading,
        row_headings: int | None = None,
        from_responses: bool = True,
        facts: bool = False,
        of_texts: bool = False,
        folded: str = "",
        blocks: bool = False,
    ) -> None:
        """Show a numbered table with its codes as labels, and write it.

        `shown` turns the labelled table into the text to show; the file has every number. Of a
        study without microdata a table says whose numbers these are, also of `facts` such as the
        registry; not `from_responses` it holds none, as a codebook. With
        `folded` it stands under that line, to be opened; in print it is open. One `of_texts` that
        nobody wrote is folded so, under a line that says it. With `blocks` its rows become blocks
        on a phone, also where they are numbers, and a row without a first cell goes with the one
        above it.
        """
        require_withheld(table, self.study)
        number = f"{self.number}.{sum(name.startswith('tabel') for name in self.tables) + 1}"
        name = _file_name("tabel", number)
        labelled = self._labelled(table)
        whose = {"from_responses": from_responses, "facts": facts, "of_texts": of_texts}
        self.export(name, labelled, **whose)
        rows = self._worded(shown(labelled), labelled)
        ours = of_texts and self.study.settings.reconstructed
        named = _row_headings(labelled) if row_headings is None else row_headings
        numeric = numeric_headings(labelled) if shown is for_reading else set(rows.columns[named:])
        contents: dict[str, Any] = {
            "name": name,
            "title": f"Tabel {number}",
            "caption": caption,
            "table": rows,
            "totals": _totals(table) if len(rows) == len(table) else set(),
            "row_headings": named,
            "numeric": numeric,
            "note": " ".join(filter(None, [note, precision_note(labelled)])),
            "notice": self._notice(table, **whose),
            "folded": f"{EXAMPLE_TEXTS}: {len(rows)}" if ours else folded,
        }
        counted = numbers_of(table, labelled, self.study) if counts_outcomes(table) else None
        self._show(
            "table",
            exhibit_of("table", contents, counted),
            Anchor("table", name, contents["title"], caption),
            stack=blocks or stacks(rows, named, numeric),
            wordy=wordy(rows, named, numeric),
            spans=spans(rows) if blocks or named > 1 else {},
            **contents,
        )

    def export(
        self,
        name: str,
        table: pd.DataFrame,
        *,
        from_responses: bool = True,
        facts: bool = False,
        of_texts: bool = False,
    ) -> None:
        """Write a table under a name of its own, without showing it."""
        require_withheld(table, self.study)
        whose = {"from_responses": from_responses, "facts": facts, "of_texts": of_texts}
        notice = self._notice(table, **whose)
        signed = table.assign(**{ORIGIN: notice}) if notice else table
        self.tables[name] = signed
        words = self._worded(signed, table)
        write_table(words, self.outputs / "tables", name)

    def _notice(
        self, table: pd.DataFrame, *, from_responses: bool, facts: bool, of_texts: bool
    ) -> str | None:
        """Whose numbers a table holds, where they are not those of real responses."""
        if facts or of_texts:
            return self._notice_apart(facts=facts, of_texts=of_texts)
        if has_bounds(self.study, table):
            return BOUNDS_ONLY
        return self.notice if from_responses else None

    def _notice_apart(self, *, facts: bool, of_texts: bool) -> str | None:
        """What stands beside facts, and beside texts."""
        if facts:
            return notice_of_facts(self.study)
        return notice_of_texts(self.study) if of_texts else None

    def _without_assumed_intervals(self, table: pd.DataFrame) -> pd.DataFrame:
        """Where a wave is a reconstruction and another is not, the intervals of responses only."""
        if not self.study.real_groups or not {"group", "low", "high"} <= set(table):
            return table
        assumed = table["group"].map(self.study.assumes).astype(bool)
        return table.assign(low=table["low"].mask(assumed), high=table["high"].mask(assumed))

    def _labelled(self, table: pd.DataFrame) -> pd.DataFrame:
        return with_labels(table, self.study.questionnaire, self.study.names)

    def _as_drawn(self, table: pd.DataFrame, labelled: pd.DataFrame) -> pd.DataFrame:
        """The rows that a figure draws, with the names that it gives them."""
        if not {"level", "outcome"} <= set(table):
            return labelled
        short = self.study.questionnaire.short_labels
        pairs = zip(table["level"], table["outcome"], strict=True)
        named = labelled.assign(outcome=[short[level][outcome] for level, outcome in pairs])
        return named.loc[first_of_pair(table).index]

    def _worded(self, rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of a table in the study's words, with what is the reconstruction's called so."""
        own = OF_RECONSTRUCTION if has_bounds(self.study, table) else {}
        return in_words_of(rows, self.study.questionnaire).rename(columns=own)

    def _show(
        self, template: str, part: PagePart | None, anchor: Anchor | None = None, **values: Any
    ) -> None:
        """Show a part of the page as HTML, and keep it as data beside that."""
        html = TEMPLATES.get_template(f"{template}.html.j2").render(**values)
        if part:
            self.parts.append(part)
        display(Shown(html, part, anchor))


def _file_name(kind: str, number: str) -> str:
    return f"{kind}_{number.replace('.', '_').lower()}"


def _totals(table: pd.DataFrame) -> set[int]:
    """The positions of the rows about everybody."""
    return {n for n, first in enumerate(table.iloc[:, 0].astype(object)) if first == ALL}


def _row_headings(table: pd.DataFrame) -> int:
    """How many first columns name the row: those before the first number."""
    for position, column in enumerate(table):
        if pd.api.types.is_numeric_dtype(table[column]):
            return max(position, 1)
    return 1
