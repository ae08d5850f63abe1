"""What the open answers are about: coded by a codebook, and by hand where a person decided.

themes.yml of a study is the codebook; themes_by_hand.csv, when it is there, has a row for each
answer that somebody coded, and that coding is final. Both are optional.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from dwimpact.analysis.themes.rules import Codebook
from dwimpact.analysis.themes.schema import themes_by_hand_schema
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.small_groups import withhold
from dwimpact.errors import Problem, StudyError
from dwimpact.inference.agreement import kappa_interval
from dwimpact.shares import mention_shares, stack
from dwimpact.study.files.opening import is_there
from dwimpact.study.files.reading import read_csv
from dwimpact.study.questionnaire.model import codes, labels
from dwimpact.study.study import Study
from dwimpact.study.validation import validate

BY_HAND = "themes_by_hand.csv"
ANSWER_KEYS = ["respondent", "level"]
ROWS_NAMED = 10  # in a message


def read_hand_codes(study: CleanStudy, codebook: Codebook) -> pd.DataFrame:
    """The answers that a person coded: respondent, level and, per theme, 1 or 0.

    No rows without the file. Raises StudyError for what is wrong in it, also for a row about an
    answer that there is not.

    >>> len(dw.read_hand_codes(study, dw.read_codebook(study)))
    42
    """
    path, answers = study.folder / BY_HAND, study.tables.open_answers
    if not is_there(path):
        return pd.DataFrame(columns=[*ANSWER_KEYS, *codebook.codes])
    levels = codes(study.questionnaire.levels)
    table = validate(read_csv(path), themes_by_hand_schema(levels, codebook.codes), path)
    there = pd.MultiIndex.from_frame(answers[ANSWER_KEYS].astype("str"))
    given = pd.MultiIndex.from_frame(table[ANSWER_KEYS])
    if absent := [row for row, answer in enumerate(given, start=2) if answer not in there]:
        raise StudyError(path, _no_answer(absent))
    return table


def _no_answer(rows: Sequence[int]) -> Problem:
    """One problem for all rows about an answer that there is not: mostly they are of other
    responses.
    """
    more = f" and {len(rows) - ROWS_NAMED} more" if len(rows) > ROWS_NAMED else ""
    named = f"{'rows' if len(rows) > 1 else 'row'} {', '.join(map(str, rows[:ROWS_NAMED]))}{more}"
    return Problem(
        f"no such answer among the responses: {named}",
        "a respondent and a level with an answer to the opening question",
        "Correct these rows, or take them out; without this file none is coded by hand.",
        column="respondent",
    )


def code_answers(
    answers: pd.DataFrame, codebook: Codebook, by_hand: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Which themes each open answer has.

    `answers` has respondent, level, text and background. One row per answer × theme: their
    columns without the text, theme, by_rule, by_hand (missing where nobody coded the answer),
    and coded: by hand where somebody did, else by rule.

    >>> coded = dw.code_answers(study.open_answers, dw.read_codebook(study))
    >>> coded.columns[:4].tolist()
    ['respondent', 'level', 'workplace', 'sector']
    """
    rule = pd.DataFrame(
        {theme.code: answers["text"].map(theme.is_in) for theme in codebook.root},
        index=answers.index,
    )
    coded = _long(pd.concat([answers.drop(columns="text"), rule], axis=1), codebook.codes)
    hand = pd.DataFrame(columns=[*ANSWER_KEYS, *codebook.codes]) if by_hand is None else by_hand
    long = _long(hand[[*ANSWER_KEYS, *codebook.codes]], codebook.codes, "by_hand")
    keys = [*ANSWER_KEYS, "theme"]
    coded = coded.merge(
        long.astype({key: coded[key].dtype for key in keys}), on=keys, how="left", validate="1:1"
    )
    coded["by_hand"] = coded["by_hand"].astype("boolean")
    return coded.assign(coded=coded["by_hand"].fillna(coded["by_rule"]).astype(bool))


def theme_shares(coded: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Share of the answers at each level that have a theme, for each group of those who answered.

    A `mention_shares` table with 'theme' for outcome: n is who answered at the level.

    >>> coded = dw.code_answers(study.open_answers, dw.read_codebook(study))
    >>> dw.theme_shares(coded)[["level", "theme", "n", "count"]].head(2)
             level   theme   n  count
    0  institution  region  46     19
    1    programme  region  46      3
    """
    mentions = coded.rename(columns={"theme": "outcome", "coded": "mentioned"})
    return mention_shares(mentions, by).rename(columns={"outcome": "theme"})


def shares_of_groups(coded: pd.DataFrame, study: CleanStudy, codebook: Codebook) -> pd.DataFrame:
    """`theme_shares` of all who answered and of each group by the report's first split that is
    large enough, with the themes' labels; in an edition, and in a strict study, of all only.

    >>> codebook = dw.read_codebook(study)
    >>> coded = dw.code_answers(study.open_answers, codebook)
    >>> dw.shares_of_groups(coded, study, codebook)["group"].unique().tolist()
    ['all', 'mbo', 'hbo']
    """
    total = theme_shares(coded)
    alone = study.edition is not None or study.strict
    by = () if alone else study.split_columns[:1]
    groups = [withhold(theme_shares(coded, column), study) for column in by]
    table = stack(total, *groups)
    return table.assign(theme=[codebook.labels[str(theme)] for theme in table["theme"]])


def theme_shares_of_levels(coded: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """A `theme_shares` table of all who answered, with the levels as its groups and Dutch labels,
    the most frequent theme first.

    >>> codebook = dw.read_codebook(study)
    >>> coded = dw.code_answers(study.open_answers, codebook)
    >>> dw.theme_shares_of_levels(coded, study, codebook)["group"].unique().tolist()
    ['instellingsniveau', 'opleidingsniveau', 'studentniveau']
    """
    shares = theme_shares(coded).drop(columns="group")
    ranked = shares.groupby("theme", observed=True)["count"].sum()
    ranked = ranked.sort_values(ascending=False, kind="stable")
    shares["theme"] = pd.Categorical(shares["theme"], list(ranked.index))
    shares["level"] = pd.Categorical(shares["level"], codes(study.questionnaire.levels))
    shares = shares.sort_values(["level", "theme"], ignore_index=True)
    level_labels = labels(study.questionnaire.levels)
    return shares.rename(columns={"level": "group"}).assign(
        group=[level_labels[str(level)] for level in shares["level"]],
        theme=[codebook.labels[str(theme)] for theme in shares["theme"]],
    )


def agreement(coded: pd.DataFrame) -> pd.DataFrame:
    """How far the rule and the person who coded by hand agree, theme by theme.

    One row per theme: theme, n (answers coded by hand), by_rule, by_hand (how many of those have
    the theme), agreed (on how many both say the same) and kappa (Cohen) with its interval kappa_low
    and kappa_high (Donner and Eliasziw), missing where both always say the same one thing.

    >>> codebook = dw.read_codebook(study)
    >>> coded = dw.code_answers(study.open_answers, codebook)
    >>> len(dw.agreement(coded))  # nobody has coded by hand
    0
    """
    both = coded.dropna(subset=["by_hand"]).astype({"by_hand": bool})
    rows = [
        {
            "theme": theme,
            "n": len(pairs),
            "by_rule": int(pairs["by_rule"].sum()),
            "by_hand": int(pairs["by_hand"].sum()),
            "agreed": int((pairs["by_rule"] == pairs["by_hand"]).sum()),
            **_kappa(pairs["by_rule"], pairs["by_hand"]),
        }
        for theme, pairs in both.groupby("theme", observed=True)
    ]
    counts = ["theme", "n", "by_rule", "by_hand", "agreed"]
    return pd.DataFrame(rows, columns=[*counts, "kappa", "kappa_low", "kappa_high"])


def _kappa(rule: pd.Series[bool], hand: pd.Series[bool]) -> dict[str, float]:
    found = kappa_interval(rule, hand)
    return {"kappa": found.kappa, "kappa_low": found.low, "kappa_high": found.high}


def _long(wide: pd.DataFrame, themes: Iterable[str], value: str = "by_rule") -> pd.DataFrame:
    """A column per theme as a row per theme, in the order of the codebook."""
    names = list(themes)
    keys = [column for column in wide if column not in names]
    long = wide.melt(id_vars=keys, value_vars=names, var_name="theme", value_name=value)
    return long.astype({"theme": pd.CategoricalDtype(names)})
