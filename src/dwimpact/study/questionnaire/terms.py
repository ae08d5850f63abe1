"""What a study calls the things it asks about, for Dutch sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dwimpact.study.questionnaire.choices import Model


class Noun(Model):
    """A Dutch noun: 'opbrengst', 'opbrengsten', 'de'."""

    singular: str
    plural: str
    article: Literal["de", "het"] = "de"

    def after(self, de: str, het: str) -> str:
        """The noun after the word that goes with its article: ('die', 'dat') → 'die opbrengst'."""
        return f"{de if self.article == 'de' else het} {self.singular}"

    def times(self, number: int) -> str:
        """'opbrengst' or 'opbrengsten'."""
        return self.singular if number == 1 else self.plural


class Terms(Model):
    """`outcome` is what can be ticked, `level` what the outcomes are grouped by, `respondent` who
    answered.
    """

    outcome: Noun = Noun(singular="uitkomst", plural="uitkomsten")
    level: Noun = Noun(singular="onderwerp", plural="onderwerpen", article="het")
    respondent: Noun = Noun(singular="respondent", plural="respondenten")

    @property
    def words(self) -> dict[str, str]:
        """Words for '{name}' in the Markdown of notebooks."""
        nouns = {"outcome": self.outcome, "level_noun": self.level, "respondent": self.respondent}
        made = {name: noun.singular for name, noun in nouns.items()}
        made |= {f"{name}s": noun.plural for name, noun in nouns.items()}
        made["an_outcome"] = f"een {self.outcome.singular}"
        made["each_outcome"] = self.outcome.after("elke", "elk")
        return made | {_capital(name): _capital(word) for name, word in made.items()}


def filled_in(text: str, words: Mapping[str, str]) -> str:
    """The text with a word in the place of each '{name}'."""
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
