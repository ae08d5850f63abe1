"""The page on which a reader chooses what to see: every table of it holds cells of the report's
own figures and tables, and nothing else; a script draws the one that is chosen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from dwimpact.figures.looks import looks_by_label
from dwimpact.pages.cells import answers_of_groups, published_cells
from dwimpact.pages.page import OF_RECONSTRUCTION
from dwimpact.pages.parts import COUNT_BOUNDS, PagePart
from dwimpact.prose.views import MEASURES
from dwimpact.prose.words import percentages, upper_first
from dwimpact.report.site.render import Site, csp_hash, read_asset
from dwimpact.statistics import percentage
from dwimpact.study.edition import SIDE
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.tables.columns import spans, stacks
from dwimpact.tables.format import IMPRECISE, PRECISION, for_reading
from dwimpact.tables.labels import TOTAL, in_words_of, split_title
from dwimpact.templates.html import BOUNDS_NOTICE, TEMPLATES, notice_of

EXPLORING = "verkennen.html"
POSSIBLE_SHARE = "Mogelijk aandeel"
# Why a report has no answers of groups: with bounds, and of respondents.
OF_EVERYBODY = "wat hierover is gepubliceerd, gaat over iedereen samen"
GROUPS_TOO_SMALL = "daarvoor zijn de groepen te klein"


@dataclass(frozen=True)
class View:
    """What is told of the outcomes of a level by one measure and split, as a reader sees it: a row
    per outcome and group or answer, or per outcome, answer and group.
    """

    level: str
    measure: str
    split: str
    table: pd.DataFrame

    @property
    def title(self) -> str:
        return f"{self.measure}, {self.split}" if self.split else self.measure

    @property
    def named(self) -> int:
        """How many columns name a row, the last of them what is told apart."""
        return list(self.table).index("n")

    @property
    def numeric(self) -> set[str]:
        return set(self.table.columns[self.named :])

    @property
    def marked(self) -> bool:
        """Whether a share is marked as imprecise."""
        return "Aandeel" in self.table and bool(self.table["Aandeel"].str.endswith(IMPRECISE).any())

    @property
    def stacked(self) -> bool:
        return stacks(self.table, self.named, self.numeric)

    @property
    def spans(self) -> dict[int, int]:
        return spans(self.table)


def views(parts: Iterable[PagePart], form: Questionnaire) -> list[View]:
    """Every view that the tables of a report give, in the order of the report."""
    parts = list(parts)
    cells = published_cells(parts)
    cells = cells[_given(cells)] if len(cells) else cells
    if cells.empty:
        return []
    answers = pd.DataFrame() if "smallest" in cells else answers_of_groups(parts)
    by = cells.groupby(["level", "measure"], sort=False)
    return [
        View(str(level), str(measure), split, _for_reading(rows, form))
        for (level, measure), told in by
        for split, rows in (*_splits(told), *_splits_of_answers(told, answers))
    ]


def render_exploring(site: Site, parts: Iterable[PagePart]) -> str:
    """The page, with its script allowed by hash; empty where the report counts no outcomes."""
    form, script = site.study.questionnaire, read_asset("exploring.js")
    levels: dict[str, list[View]] = {}
    for view in views(parts, form):
        levels.setdefault(upper_first(view.level), []).append(view)
    if not levels:
        return ""
    every = [view for told in levels.values() for view in told]
    bounded = any(POSSIBLE_SHARE in view.table for view in every)
    marked = any(view.marked for view in every)
    own = {"script": script, "script_hash": csp_hash(script), "style": read_asset("exploring.css")}
    template = TEMPLATES.get_template("dwimpact/exploring.html.j2")
    return template.render(
        site=site.context(None) | own,
        levels=levels,
        terms=form.terms,
        bounded=bounded,
        why=OF_EVERYBODY if bounded else GROUPS_TOO_SMALL,
        precision=PRECISION if marked else "",
        looks=_looks(site, every),
        notice=BOUNDS_NOTICE if bounded else notice_of(site.study),
    )


def _given(cells: pd.DataFrame) -> pd.Series[bool]:
    """Which rows are of an answer that anybody gave, as a figure shows them, or may have given."""
    most = cells["count"].where(cells.get("largest", pd.Series(pd.NA, cells.index)).isna(), 1)
    answers = cells["measure"] != MEASURES["mentioned"]
    total = most.groupby([cells["level"], cells["measure"], cells["group"]]).transform("sum")
    return ~answers | (total > 0)


def _looks(site: Site, every: Iterable[View]) -> str:
    """The colour and outline of each group and answer on the page, as the figures have them."""
    there = {name for view in every for name in view.table.iloc[:, view.named - 1]}
    known = looks_by_label(site.study)
    return json.dumps(
        {name: [look.colour, look.outline] for name, look in known.items() if name in there},
        ensure_ascii=False,
    )


def _splits(told: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Of one level and measure: everybody, and each split with everybody above its groups."""
    total = told[told["split"] == ""]
    yield from [("", total)] if len(total) else []
    for split in told["split"].unique():
        if split:
            yield str(split), pd.concat([total, told[told["split"] == split]])


def _splits_of_answers(
    told: pd.DataFrame, answers: pd.DataFrame
) -> Iterator[tuple[str, pd.DataFrame]]:
    """The same of answers that are shown of groups, each below that of everybody."""
    if answers.empty:
        return
    same = (answers[["level", "measure"]] == told[["level", "measure"]].iloc[0]).all(axis=1)
    total = told[told["split"] == ""].rename(columns={"group": "category"}).assign(group=TOTAL)
    given = answers[same & answers["category"].isin(total["category"])]
    for split, rows in given.groupby("split", sort=False):
        asked = rows[["outcome", "category"]].drop_duplicates()
        yield str(split), pd.concat([total.merge(asked, validate="1:1"), rows])


def _for_reading(cells: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """Rows outcome by outcome, as on the pages; with bounds also the shares that are possible."""
    of_edition = cells["split"] == split_title(form, SIDE)  # everybody is one of its two sides
    cells = cells[of_edition] if of_edition.any() else cells
    if cells["measure"].iloc[0] != MEASURES["mentioned"] and "category" not in cells:
        cells = cells.rename(columns={"group": "category"})
    keys = [key for key in ("outcome", "category", "group") if key in cells]
    rows = cells.set_index(keys).drop(columns=["level", "measure", "split"]).reset_index()
    rows = rows.sort_values(keys[:-1], key=_as_met, kind="stable").dropna(axis="columns", how="all")
    made = for_reading(rows)
    if "smallest" in rows:
        low, high = (percentage(rows[bound], rows["n"]) for bound in COUNT_BOUNDS)
        between = [percentages(a, b) for a, b in zip(low, high, strict=True)]
        made.insert(list(made).index("Grootste aantal") + 1, POSSIBLE_SHARE, between)
        made = made.rename(columns=OF_RECONSTRUCTION)
    return in_words_of(made, form)


def _as_met(names: pd.Series[str]) -> pd.Series[int]:
    """The place of each name in the order in which they are met."""
    return pd.Series(pd.factorize(names)[0], names.index)
