"""A word in the texts of respondents, in its context."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dwimpact.analysis.themes.stemming import WORD, stem, stems
from dwimpact.dataset import CleanStudy
from dwimpact.study.questionnaire.model import PEOPLE

CONTEXT = ["before", "keyword", "after"]
WIDTH = 60  # characters of context on either side


def gather_texts(study: CleanStudy) -> pd.DataFrame:
    """Everything respondents wrote: source, level, outcome, text, and their background.

    One row per text; level and outcome are missing where a text is about none. Texts are as
    cleaned: what identifies somebody is masked. Of a large file it is the sample that is kept.

    >>> dw.gather_texts(study)["level"].value_counts().index[0]
    'programme'
    """
    explained = study.counted_outcomes.dropna(subset=["explanation"])
    tables = {
        "open_answers": study.open_answers,
        "explanations": explained.rename(columns={"explanation": "text"}),
        "other_outcomes": study.other_outcomes,
        "remarks": study.remarks,
    }
    people = study.respondents.drop(columns=PEOPLE, errors="ignore")
    columns = ["level", "outcome", "text", *people.columns]
    background = people.drop(columns="respondent").dtypes.to_dict()
    parts = [
        table.reindex(columns=columns).astype({"level": object, "outcome": object}).assign(source=s)
        for s, table in tables.items()
    ]
    texts = pd.concat(parts, ignore_index=True).astype(background)
    return texts[["source", *columns]]


def keyword_in_context(texts: pd.DataFrame, search: str, width: int = WIDTH) -> pd.DataFrame:
    """Each place where a word of `search` stands, in the texts that have all of its words.

    One row per place: the columns of `texts`, with before, keyword and after in place of the
    text; at most about `width` characters of context on either side. Words match by their
    Dutch stem (see stemming.py).

    >>> found = dw.keyword_in_context(dw.gather_texts(study), "bedrijven")
    >>> found["keyword"].str.lower().unique().tolist()
    ['bedrijf', 'bedrijven']
    """
    wanted = stems(search)
    rows = [
        {**row, **dict(zip(CONTEXT, place, strict=True))}
        for row in texts.to_dict("records")
        for place in _places(" ".join(row["text"].split()), wanted, width)
    ]
    columns = [column for column in texts if column != "text"]
    return pd.DataFrame(rows, columns=[*columns, *CONTEXT])


def _places(text: str, wanted: set[str], width: int) -> Iterator[tuple[str, str, str]]:
    words = [(word, stem(word.group())) for word in WORD.finditer(text)]
    if not wanted or not wanted <= {found for _, found in words}:
        return
    for word, found in words:
        if found in wanted:
            before, after = text[: word.start()], text[word.end() :]
            yield (_shortened(before[::-1], width)[::-1], word.group(), _shortened(after, width))


def _shortened(text: str, width: int) -> str:
    """The start of a text, up to the first space after `width` characters."""
    end = text.find(" ", width)
    return text if end == -1 else f"{text[:end]} …"
