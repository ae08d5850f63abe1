"""What may still be a name in masked texts, for the analyst's eyes only: candidates.csv.

A name that must go is added to `mask` in study.yml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from dwimpact.study.questionnaire.model import REMARKS, Questionnaire
from dwimpact.tidy.masking.persons import NO_NAMES, PART, PARTICLE, begins_sentence
from dwimpact.tidy.masking.plain import Pattern, Plain, plain
from dwimpact.tidy.tables import Tables

CANDIDATE_COLUMNS = ["name", "likelihood", "times", "respondent", "column", "sentence"]
_NAME = Pattern("", rf"\b((?:[A-Z]\. ?){{0,4}}{PART}(?: (?:{PARTICLE} ){{0,3}}{PART})*)", case=True)
_NOT_FIRST = NO_NAMES | {"De", "Het"}
OF_CORRECTION = "corrections.csv/reason"  # which a report may show too
_ENDS, _AROUND = re.compile(r"[.!?\n]"), 200


def candidates(tables: Tables, form: Questionnaire) -> pd.DataFrame:
    """Words with capitals in the masked texts that may name a person, a school or a firm.

    One row per place: name (whole, 'Tinus van Veen'), likelihood (0 to 4: a point each for more
    than one word, for a particle or initials, for a place inside a sentence, and for never
    standing in the texts without its capital), times (in all texts), respondent, column (of the
    raw layout) and sentence; the most likely first.
    """
    texts = _texts(tables, form)
    low = _words_without_capitals(texts["text"])
    rows = [
        (name, likely, respondent, column, sentence)
        for respondent, column, text in zip(
            texts["respondent"], texts["column"], texts["text"], strict=True
        )
        for name, likely, sentence in _names(text, low)
    ]
    table = pd.DataFrame(rows, columns=["name", "likelihood", "respondent", "column", "sentence"])
    table["times"] = table["name"].map(table["name"].value_counts()).astype("int64")
    order = ["likelihood", "times", "name"]
    return table.sort_values(order, ascending=[False, False, True], kind="stable")[
        CANDIDATE_COLUMNS
    ].reset_index(drop=True)


def _names(text: str, low: Counter[str]) -> Iterator[tuple[str, int, str]]:
    """Each name of a text, how likely it is one (0 to 4), and its sentence."""
    letters = Plain(plain(text))
    for start, stop, _ in _NAME.spans(letters):
        inside = not begins_sentence(letters.letters, start)
        # 'De Regio Deal' begins with an article, 'Door Tinco' with a capital anyway.
        first, _, rest = letters.letters[start:stop].partition(" ")
        if rest and (first in _NOT_FIRST or (not inside and low[first.lower()])):
            start, inside = stop - len(rest), True
        name = letters.letters[start:stop]
        words = name.split(" ")
        unseen = not any(low[word.lower()] for word in words if word[0].isupper())
        likely = [len(words) > 1, "." in name or any(w[0].islower() for w in words), inside, unseen]
        if name not in _NOT_FIRST and (inside or unseen):
            yield text[start:stop], sum(likely), _sentence(text, start, stop)


def _sentence(text: str, start: int, stop: int) -> str:
    """The sentence that a place stands in, as far as it is near."""
    before = _ENDS.split(text[max(0, start - _AROUND) : start])[-1]
    after = text[stop : stop + _AROUND]
    end = _ENDS.search(after)
    return f"{before}{text[start:stop]}{after[: end.end()] if end else after}".strip()


def _words_without_capitals(texts: pd.Series[str]) -> Counter[str]:
    words = (word for text in texts for word in _as_written(text))
    return Counter(word for word in words if word.islower())


def _as_written(text: str) -> list[str]:
    letters = Plain(plain(text))
    places = zip(letters.words.starts, letters.words.stops, strict=True)
    return [letters.letters[start:stop] for start, stop in places]


def _texts(tables: Tables, form: Questionnaire) -> pd.DataFrame:
    """All masked texts: respondent, column (of the raw layout, or a correction's), text."""
    level = {level.code: level for level in form.levels}
    explained = tables.outcomes.dropna(subset=["explanation"])
    parts = [
        tables.open_answers.assign(
            column=[level[str(x)].open_answer_column for x in tables.open_answers["level"]]
        ),
        tables.other_outcomes.assign(
            column=[level[str(x)].other_text_column for x in tables.other_outcomes["level"]]
        ),
        explained.assign(
            text=explained["explanation"],
            column=[
                level[str(x)].matrix_column("explanation", str(outcome))
                for x, outcome in zip(explained["level"], explained["outcome"], strict=True)
            ],
        ),
        tables.remarks.assign(column=REMARKS),
        tables.item_texts.rename(columns={"item": "column"}),
        tables.corrections.assign(text=tables.corrections["reason"], column=OF_CORRECTION),
    ]
    return pd.concat([part[["respondent", "column", "text"]] for part in parts], ignore_index=True)
