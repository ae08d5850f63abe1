"""What a figure of two waves says, as its title (see prose/messages.py)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from dwimpact.analysis.items.chosen import REST
from dwimpact.analysis.waves.changes import BLANK_UNASKED, ONLY_OF, REWORDED, compare_questionnaires
from dwimpact.analysis.waves.two_waves import Waves
from dwimpact.prose.differences import beyond_chance
from dwimpact.prose.item_messages import how_chosen
from dwimpact.prose.items import each_quoted, option_label
from dwimpact.prose.messages import MOST_NAMED
from dwimpact.prose.words import enumerate_in_words, number_in_words, upper_first, verb
from dwimpact.study.questionnaire.items import Item

MAY_BE_CHANCE = "Alle verschillen tussen de metingen kunnen toeval zijn"
SINCE = "dan in de vorige meting"


@dataclass(frozen=True)
class Compared:
    """What waves are compared on: the column with its codes, code → what it is called, all that
    there are in the plural, the verb for one and for more, and what is done with it.
    """

    key: str
    names: Mapping[str, str]
    plural: str
    verbs: tuple[str, str]
    done: str


def message_of_waves(differences: pd.DataFrame, waves: Waves, level: str) -> str:
    """Which outcomes are mentioned more or less often than in the earlier wave, beyond chance; that
    chance can explain all differences; and nothing where a wave is a reconstruction, or where
    other people were asked. An outcome that was worded otherwise is not named.

    `differences` is a `wave_differences` table.

    >>> waves = dw.comparable(study, study)  # reconstructions
    >>> dw.message_of_waves(dw.wave_differences(waves, "student"), waves, "student")
    ''
    """
    form = waves.study.questionnaire
    nouns, asked = form.terms.outcome.plural, form.level(level)
    named = form.outcome_phrases(level)
    about = Compared("outcome", named, nouns, ("wordt", "worden"), "genoemd")
    return _of(differences, about, waves, (level, asked.answers_column), asked.listed)


def message_of_wave_item(differences: pd.DataFrame, waves: Waves, item: Item) -> str:
    """The same of the answers to a question beside the levels, or of the rows of a scale; answers
    that are taken together are not named, and a question that was worded otherwise has no message.

    `differences` is a `wave_item_differences` table of an item of both.

    >>> waves = dw.comparable(study, study)
    >>> [dw.message_of_wave_item(table, waves, item) for item in waves.study.questionnaire.items]
    []
    """
    if differences.empty or waves.earlier.questionnaire.item(item.code).question != item.question:
        return ""
    if item.kind == "scale":
        rows = {code: f"‘{label}’" for code, label in item.rows.items()}
        answer = each_quoted(item, str(differences["option"].iloc[0]))
        about = Compared("column", rows, "regels", ("krijgt", "krijgen"), answer)
    else:
        options = {o: f"‘{option_label(item, o)}’" for o in item.in_order}
        done = how_chosen(item)
        about = Compared("option", options, "antwoorden", ("wordt", "worden"), done)
    scale = item.options if item.kind == "scale" else ()
    return _of(differences, about, waves, (item.code,), about.names, scale)


def _of(
    differences: pd.DataFrame,
    about: Compared,
    waves: Waves,
    parts: Collection[str],
    every: Collection[str],
    scale: Collection[str] = (),
) -> str:
    """The message, where these `parts` of the questionnaire were asked of the same people, on the
    same `scale`.
    """
    changes = compare_questionnaires(waves.earlier.questionnaire, waves.later.questionnaire)
    here = changes[changes["part"].isin(parts)]
    if waves.reconstructed or here["code"].isin([ONLY_OF, BLANK_UNASKED, *scale]).any():
        return ""
    reworded = here[here["change"] == REWORDED]
    otherwise = {REST, *reworded["code"], *(reworded["part"] + "/" + reworded["code"])}
    complete = set(differences[about.key].astype(str)) == set(every)
    return message_of_changes(differences, about, otherwise, complete=complete)


def message_of_changes(
    differences: pd.DataFrame, about: Compared, otherwise: Collection[str] = (), *, complete: bool
) -> str:
    """What of a `compare_waves` table chance does not explain, without what was asked `otherwise`;
    of many how many, where the table is `complete`.
    """
    clear = differences[beyond_chance(differences)]
    if clear.empty:
        return MAY_BE_CHANCE if complete and differences["difference"].any() else ""
    told = clear[~clear[about.key].isin(otherwise)]
    sides = {"vaker": told[told["difference"] > 0], "minder vaak": told[told["difference"] < 0]}
    sides = {how: rows for how, rows in sides.items() if len(rows)}
    if len(told) > MOST_NAMED:
        every = number_in_words(len(differences))
        some = f"{upper_first(number_in_words(len(told)))} van de {every}"
        many = f"Alle {every}" if len(told) == len(differences) else some
        done = f"{about.verbs[1]} {' of '.join(sides)} {about.done} {SINCE}"
        return f"{many} {about.plural} {done}" if complete and len(told) == len(clear) else ""
    said: list[str] = []
    for how, rows in sides.items():
        named = enumerate_in_words(about.names[str(code)] for code in rows[about.key])
        first = f"{named} {verb(len(rows), *about.verbs)} {how} {about.done} {SINCE}"
        said.append(f"{named} {how}" if said else first)
    return upper_first(", ".join(said))
