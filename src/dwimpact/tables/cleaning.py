"""What was found in the export and done about it, as tables for a reader: appendix 6."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.derivable import ALL_MENTION, DERIVABLE, NONE_MENTION, SAME_SPLIT
from dwimpact.prose.words import upper_first
from dwimpact.rules import FILE, RULES
from dwimpact.study.questionnaire.model import EMAIL, RESPONDENT, Questionnaire, text_columns
from dwimpact.tables.labels import group_labels
from dwimpact.tidy.tables import Tables

FINDING, ROWS, TIMES, EMPTY = "Bevinding", "Rij", "Aantal", "(leeg)"
MATRIX_DEPTH = 2  # slashes in the name of a column about one outcome
KIND_LABELS = {
    DERIVABLE: "Niet apart getoond, maar af te leiden uit wat er wel staat",
    ALL_MENTION: "Iedereen in een kleine groep noemt het",
    NONE_MENTION: "Niemand in een kleine groep noemt het",
    SAME_SPLIT: "Twee tabellen tonen dezelfde mensen",
}


def findings_by_rule(tables: Tables) -> pd.DataFrame:
    """One row per rule that the export broke without stopping the report, commonest first.

    >>> len(dw.findings_by_rule(study.tables))
    0
    """
    counts = tables.findings.groupby("rule", sort=False)["times"].sum()
    counts = counts.sort_values(ascending=False, kind="stable")
    return pd.DataFrame({FINDING: map(_dutch, counts.index), TIMES: counts.to_numpy()})


def shown_questions(study: CleanStudy) -> pd.DataFrame:
    """The table of questions, of a strict study without questions about one outcome and without
    those that nearly everybody or hardly anybody answered.

    >>> list(dw.shown_questions(study))
    ['column', 'asked', 'answered', 'missing']
    """
    table = study.tables.questions
    if not study.strict:
        return table
    few = table[["answered", "missing"]].min(axis=1) < study.settings.disclosure.width
    return table[~few & (table["column"].str.count("/") < MATRIX_DEPTH)]


def rows_set_aside(tables: Tables) -> pd.DataFrame:
    """One row per row of the file that is not counted, with the reason: nothing that
    identifies the respondent.

    >>> len(dw.rows_set_aside(study.tables))
    0
    """
    table = tables.set_aside
    files = {"Bestand": table[FILE]} if FILE in table else {}
    return pd.DataFrame({**files, ROWS: table["row"], "Reden": table["rule"].map(_dutch)})


def corrections_made(tables: Tables, form: Questionnaire) -> pd.DataFrame:
    """One row per corrected cell: column, old and new value and why; of closed questions only what
    the form or a respondent's background knows (in a wrong cell may stand anything), and numbers
    of a few digits. No texts and nothing that identifies.

    >>> len(dw.corrections_made(study.tables, form))
    0
    """
    table = tables.corrections
    closed = {*form.raw_columns} - {*text_columns(form), RESPONDENT, EMAIL}
    about = tables.respondents.drop(columns=RESPONDENT)
    known = {*_words(form.model_dump(mode="json")), *about.astype(str).to_numpy().ravel(), EMPTY}

    def shown(column: str) -> pd.Series[str]:
        values = table[column].fillna(EMPTY)
        may = values.isin(known) | values.str.fullmatch(r"\d{1,4}")
        return values.where(table["column"].isin(closed) & may, "(tekst)")

    old, new = shown("expected"), shown("new")
    return pd.DataFrame({"Kolom": table["column"], "Was": old, "Is": new, "Reden": table["reason"]})


def _words(content: object) -> Iterator[str]:
    """Every text in what YAML has."""
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from _words(part)
    elif isinstance(content, str):
        yield content


def marks_in_texts(tables: Tables) -> pd.DataFrame:
    """One row per mark that stands in the open texts, with how often.

    >>> list(dw.marks_in_texts(study.tables))
    ['Aanduiding', 'Aantal']
    """
    there = tables.masked[tables.masked["count"] > 0]
    return there.rename(columns={"mark": "Aanduiding", "count": TIMES}).reset_index(drop=True)


def disclosures(found: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """A `derivable` table with Dutch words: finding, group, n, number of outcomes.

    >>> found = dw.derivable(dw.listed_outcomes(study.outcomes), 10, study.split_columns)
    >>> len(dw.disclosures(found, form)) == len(found)
    True
    """
    called = {str(code): label for code, label in group_labels(form).items()}

    def name(group: str) -> str:
        for sign in (" + ", " / "):
            if sign in group:
                return sign.join(name(part) for part in group.split(sign))
        return called.get(group, group)

    return pd.DataFrame(
        {
            FINDING: found["kind"].map(KIND_LABELS),
            "Groep": found["group"].map(name),
            "n": found["n"],
            upper_first(form.terms.outcome.plural): found["outcomes"],
        }
    )


def pinned_in_words(pinned: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """A `pinned_counts` table for a reader, without the groups of which nothing follows.

    >>> outcomes = dw.listed_outcomes(study.outcomes)
    >>> pinned = dw.pinned_counts(study, study.respondents, outcomes)
    >>> dw.pinned_in_words(pinned, form).iloc[0].tolist()
    ['overige instellingen (waaronder wo)', np.int64(6), np.int64(17), np.int64(17), np.int64(17)]
    """
    table = pinned[pinned["pinned"] > 0]
    called = {str(code): label for code, label in group_labels(form).items()}
    names = [" × ".join(called.get(g, g) for g in group.split(" × ")) for group in table["group"]]
    return pd.DataFrame(
        {
            "Groep": names,
            "n": table["n"],
            "Volgt uit het rapport": table["alone"],
            "Met alle edities erbij": table["pinned"],
            "Van": table["outcomes"],
        }
    )


def _dutch(rule: str) -> str:
    words = RULES[rule].dutch
    return words[:1].upper() + words[1:]
