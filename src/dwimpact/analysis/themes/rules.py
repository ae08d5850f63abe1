"""The codebook of open answers: themes, and the words and patterns that tell them."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

import re2
from pydantic import AfterValidator, RootModel, model_validator

from dwimpact.analysis.themes.stemming import WORD, stem, stems
from dwimpact.errors import listed
from dwimpact.study.files.opening import is_there
from dwimpact.study.files.reading import read_model
from dwimpact.study.questionnaire.model import Model
from dwimpact.study.study import Study
from dwimpact.tidy.masking.plain import JOINED, compiled, plain

CODEBOOK = "themes.yml"
# Steps of a pattern: one of so many reads a text of a megabyte in a few seconds at worst.
LARGEST = 500


def _pattern(text: str) -> str:
    try:
        pattern = _compiled(text)
    except re2.error as error:
        why = error.args[0].decode()
        raise ValueError(
            f"a regular expression as RE2 knows them; '{text}' is none ({why})"
        ) from None
    if JOINED in plain(text) and JOINED not in text:
        raise ValueError(f"a regular expression in Latin letters; '{text}' has others")
    if pattern.programsize > LARGEST:
        raise ValueError(f"a regular expression without long repeats; '{text}' has too many steps")
    return text


@cache
def _compiled(pattern: str) -> Any:
    """The pattern for plain texts: accents and capitals aside."""
    return compiled(plain(pattern), case=False)


def _word(text: str) -> str:
    if not WORD.fullmatch(text):
        raise ValueError(f"one word; '{text}' is not, write it as a pattern")
    return text


class Theme(Model):
    """A theme: which words (in any form) or patterns tell it, and answers that have it."""

    code: str
    label: str
    description: str
    words: tuple[Annotated[str, AfterValidator(_word)], ...] = ()
    patterns: tuple[Annotated[str, AfterValidator(_pattern)], ...] = ()
    examples: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _finds_its_examples(self) -> Theme:
        for example in self.examples:
            if not self.is_in(example):
                raise ValueError(
                    f"words or patterns that find the examples of '{self.code}'; "
                    f"'{example}' is not found"
                )
        return self

    def is_in(self, text: str) -> bool:
        """Whether the rule finds the theme in a text."""
        letters = plain(text).encode()
        return bool({stem(word) for word in self.words} & stems(text)) or any(
            _compiled(pattern).search(letters) for pattern in self.patterns
        )


class Codebook(RootModel[tuple[Theme, ...]]):
    """The themes of a study, in the order they are shown in."""

    @model_validator(mode="after")
    def _each_code_once(self) -> Codebook:
        if double := sorted({code for code in self.codes if self.codes.count(code) > 1}):
            raise ValueError(f"{listed(double)} is there more than once")
        return self

    @property
    def codes(self) -> list[str]:
        return [theme.code for theme in self.root]

    @property
    def labels(self) -> dict[str, str]:
        """Code → label."""
        return {theme.code: theme.label for theme in self.root}


def read_codebook(study: Study) -> Codebook | None:
    """The codebook of a study; None without one. Raises StudyError when it is wrong.

    >>> type(dw.read_codebook(study)).__name__
    'Codebook'
    """
    path = study.folder / CODEBOOK
    return read_model(path, Codebook) if is_there(path) else None
