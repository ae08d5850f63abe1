"""The languages in which a form is put: the study's own, and those it is translated into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dwimpact.study.study import Study


@dataclass(frozen=True)
class Languages:
    """`default` and the others, as 'English (en)'; `texts` is language → text → translation."""

    default: str
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(self.texts)

    @property
    def all(self) -> tuple[str, ...]:
        return (self.default, *self.texts)

    def said(self, text: str, language: str) -> str:
        """A text of the form in one of these languages."""
        return self.texts[language].get(text, text) if language in self.texts else text

    def tag(self, language: str) -> str:
        """'en' of 'English (en)'."""
        return language.rsplit("(", 1)[1].rstrip(")")


def languages_of(study: Study) -> Languages:
    """The languages of a questionnaire."""
    form = study.questionnaire
    return Languages(form.language, form.translations)
