"""A view of what respondents wrote: every text, or the words searched for in their context.

A word is found in all its forms: words with the same Dutch stem count as one ('student' finds
'studenten', 'samenwerken' finds 'samenwerking'; a compound such as 'bedrijfsleven' is a word
of its own).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args

import pandas as pd

from dwimpact.analysis.themes.coding import code_answers, read_hand_codes
from dwimpact.analysis.themes.keywords import gather_texts, keyword_in_context
from dwimpact.analysis.themes.rules import read_codebook
from dwimpact.analysis.themes.stemming import WORD
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.views import of_groups, require_large_enough
from dwimpact.errors import require_known
from dwimpact.explorer.code import code_of
from dwimpact.prose.hidden import describe_sampled
from dwimpact.prose.views import (
    CHOOSE_FIRST,
    SEARCHED,
    SOURCE_TITLES,
    describe_hits,
    describe_text_view,
    describe_texts,
)
from dwimpact.study.questionnaire.model import codes, labels
from dwimpact.tables.labels import group_labels
from dwimpact.templates.html import TEMPLATES, notice_of

TextSource = Literal["open_answers", "explanations", "other_outcomes", "remarks"]
TEXT_HEADINGS = {"text": "Tekst", "before": "Ervoor", "keyword": "Woord", "after": "Erna"}


@dataclass(frozen=True, eq=False)
class TextView:
    """Texts of respondents as chosen; a notebook shows them with the code.

    `search` are words, all of which a text must have. `source` is where a text was written,
    `level` what it is about, `theme` one of the study's codebook: an open answer has it as it was
    coded, another text when the rule finds it. `only` keeps a part of the respondents, such as
    {'sector': 'hbo'}.

    Raises UnknownName for a choice there is not, TooSmall for a filter that keeps too few people.

    >>> len(dw.TextView(study, "bedrijven", level="student").table) > 0
    True
    """

    study: CleanStudy
    search: str = ""
    source: TextSource | None = None
    level: str | None = None
    only: Mapping[str, Any] = field(default_factory=dict)
    theme: str | None = None

    def __post_init__(self) -> None:
        for name, value, known in (
            ("source", self.source, get_args(TextSource)),
            ("level", self.level, codes(self.study.questionnaire.levels)),
            ("theme", self.theme, themes_of(self.study)),
        ):
            if value is not None:
                require_known(name, value, known)
        study, below = self.study, self.study.settings.withhold_below
        require_large_enough(study.respondents, self.only, below, study.split_columns)

    @cached_property
    def texts(self) -> pd.DataFrame:
        """The texts that are searched, as `gather_texts` gives them."""
        texts = of_groups(gather_texts(self.study), self.only)
        for column, value in (("source", self.source), ("level", self.level)):
            if value is not None:
                texts = texts[texts[column] == value]
        if self.theme is not None:
            texts = texts[_have_theme(texts, self.study, self.theme)]
        return texts.reset_index(drop=True)

    @cached_property
    def table(self) -> pd.DataFrame:
        """What is shown, without background: source, level, outcome, and text or, where there is
        something to search for, before, keyword and after.
        """
        columns = ["source", "level", "outcome", "text"]
        if not WORD.search(self.search):
            return self.texts[columns]
        return keyword_in_context(self.texts[columns], self.search)

    @property
    def code(self) -> str:
        """The lines that make this view in a notebook of one's own."""
        return code_of(self)

    def _repr_html_(self) -> str:
        form = self.study.questionnaire
        groups = group_labels(form, self.study.names)
        sentences, table = [describe_texts(len(self.texts))], self.table
        if "keyword" in table:
            sentences = [describe_hits(len(table), len(self.texts)), SEARCHED]
        elif not (self.source or self.level or self.theme or self.only):
            # Nobody needs to have all that was ever written on a screen.
            sentences, table = [*sentences, CHOOSE_FIRST], table[:0]
        return TEMPLATES.get_template("view.html.j2").render(
            title=describe_text_view(
                self.source,
                self.level,
                self.only,
                form,
                groups,
                themes_of(self.study).get(self.theme or "", ""),
            ),
            drawing="",
            sentences=filter(None, [describe_sampled(self.study), *sentences]),
            table=_for_reading(table, self.study),
            classes={"Ervoor": "before", "Woord": "keyword"},
            notice=notice_of(self.study),
            code=self.code,
        )


def themes_of(study: CleanStudy) -> dict[str, str]:
    """Code → label of the themes of the study's codebook; none without one."""
    codebook = read_codebook(study)
    return codebook.labels if codebook else {}


def _have_theme(texts: pd.DataFrame, study: CleanStudy, theme: str) -> pd.Series[bool]:
    codebook = read_codebook(study)
    assert codebook is not None  # or there would be no theme to choose
    answers = study.open_answers
    coded = code_answers(answers, codebook, read_hand_codes(study, codebook))
    with_theme = coded[coded["coded"] & (coded["theme"] == theme)]
    pairs = set(zip(with_theme["respondent"], with_theme["level"].astype("str"), strict=True))
    by_rule = texts["text"].map(next(t for t in codebook.root if t.code == theme).is_in)
    as_coded = [pair in pairs for pair in zip(texts["respondent"], texts["level"], strict=True)]
    return by_rule.where(texts["source"] != "open_answers", as_coded)


def _for_reading(table: pd.DataFrame, study: CleanStudy) -> pd.DataFrame:
    """The table with Dutch headings, and in one column where each text was written."""
    form = study.questionnaire
    levels = labels(form.levels)
    outcomes = {
        (level.code, outcome): label
        for level in form.levels
        for outcome, label in form.outcome_labels(level.code, short=True).items()
    }
    where = [
        ", ".join(
            filter(None, [SOURCE_TITLES[source], levels.get(level), outcomes.get((level, outcome))])
        )
        for source, level, outcome in table[["source", "level", "outcome"]].itertuples(index=False)
    ]
    shown = table.drop(columns=["source", "level", "outcome"]).rename(columns=TEXT_HEADINGS)
    shown.insert(0, "Waar", where)
    return shown
