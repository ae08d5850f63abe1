"""The report in brief, in Dutch and in English: what was found, how sure that is, what can be built
on it, for whom it holds, and what it does not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dwimpact.analysis.response import nonresponse_bounds
from dwimpact.dataset import CleanStudy
from dwimpact.prose.published.known import at_least_half, number_range, read_widely
from dwimpact.prose.published.origin import IS_ASSUMED, IS_PUBLISHED, origin_of
from dwimpact.prose.report.conclusions import (
    as_counts,
    describe_evidence,
    describe_margins,
    margins,
    surely_half,
    surely_of,
)
from dwimpact.prose.report.fieldwork import describe_limits
from dwimpact.prose.words import how_many, in_brackets, number_in_words, upper_first, verb
from dwimpact.statistics import percentage, points
from dwimpact.study.evidence import count_evidence
from dwimpact.study.questionnaire.model import Questionnaire

WHAT_IT_IS_EN = {  # (reconstructed, drawn) → what must stand beside such numbers
    (True, False): "A reconstruction: numbers computed from what a report published, not answers "
    "of people.",
    (False, True): "A trial with answers drawn at random: no number means anything.",
}
IN_ENGLISH = {IS_PUBLISHED: "published", IS_ASSUMED: "assumed"}


@dataclass(frozen=True)
class Brief:
    """Questions about the report, each with its answer of a sentence or two."""

    dutch: dict[str, str]
    english: dict[str, str]


def in_brief(study: CleanStudy, known: pd.DataFrame, findings: Sequence[str]) -> Brief:
    """The report in brief. `known` has what is known of each outcome among everybody, of a study
    without microdata, and no rows for responses; `findings` are the titles of the front page.

    >>> list(dw.in_brief(study, pd.DataFrame(), []).english)[-1]
    'What does it not say?'
    """
    shares = known if len(known) else study.mention_shares()
    n, settings = study.n, study.settings
    origin = origin_of(study, n)
    unsaid = IS_ASSUMED if settings.reconstructed and known.empty else ""
    whom = describe_limits(settings, n, study.population, origin)[0]
    form = study.questionnaire
    dutch = {
        "Wat is er gevonden?": " ".join(f"{title}." for title in findings),
        "Hoe zeker is dat?": _how_sure(shares, form),
        "Waarop is te bouwen?": _built_on(shares, form, unsaid),
        "Voor wie geldt het?": " ".join([whom, *_had_all_answered(study)]),
        "Wat zegt het niet?": _not_said(form),
    }
    english = {
        "What is this?": WHAT_IT_IS_EN.get((settings.reconstructed, settings.drawn), ""),
        "What was found?": _found_en(shares, unsaid),
        "How sure is that?": _how_sure_en(shares),
        "What can be built on it?": _built_on_en(shares),
        "For whom does it hold?": _whom_en(n, study.population, origin),
        "What does it not say?": "It counts what respondents say. Whether the outcomes exist was "
        "not measured, and those who did not tick one did not say that it is absent.",
    }
    return Brief(_answered(dutch), _answered(english))


def _answered(questions: dict[str, str]) -> dict[str, str]:
    return {question: answer for question, answer in questions.items() if answer}


def _how_sure(shares: pd.DataFrame, form: Questionnaire) -> str:
    return describe_evidence(shares, form) if "smallest" in shares else describe_margins(shares)


def _built_on(shares: pd.DataFrame, form: Questionnaire, unsaid: str) -> str:
    """Of how many outcomes it is sure which side of half they are on."""
    if shares.empty:
        return ""
    known, (at_least, below) = "smallest" in shares, surely_half(shares)
    told = [(_known_half if known else _counted_half)(shares, form, unsaid)]
    if below.any():
        fewer = int(below.sum())
        are = verb(fewer, "is", "zijn")
        told.append(f"{how_many(fewer)} {are} zeker door minder dan de helft genoemd")
    if not (at_least | below).all():
        left = int((~at_least & ~below).sum())
        told.append(f"van {how_many(left)} is niet te zeggen aan welke kant van de helft het ligt")
    usable = "Wat zeker door de helft is genoemd, kunt u breed gedeeld noemen. "
    explained = "de publicatie dat vastlegt" if known else "toeval het kan verklaren"
    return (
        f"{'; '.join(told)}. {usable if at_least.any() else ''}Gaat een besluit over een rangorde "
        f"of over groepen, kijk dan in het hoofdstuk of {explained}."
    )


def _known_half(known: pd.DataFrame, form: Questionnaire, unsaid: str) -> str:
    """How many outcomes at least half mentioned, whatever the responses were."""
    at_least, _ = surely_half(known)
    # Without bounds there is no wider reading, and it is the same.
    half, read = int(at_least.sum()), int((at_least & surely_half(read_widely(known))[0]).sum())
    wide = f"bij een ruimere uitleg van de publicatie {how_many(read)}" if read != half else ""
    every = f"{number_in_words(len(known))} {form.terms.outcome.plural}{in_brackets(wide, unsaid)}"
    are = verb(max(half, 1), "is", "zijn")
    return (
        f"{upper_first(how_many(half))} van de {every} {are} door ten minste de helft genoemd, "
        "welke antwoorden er ook waren"
    )


def _counted_half(shares: pd.DataFrame, form: Questionnaire, unsaid: str) -> str:
    """How many outcomes at least half of who answered mention, and of how many that is sure."""
    half, _ = at_least_half(as_counts(shares))
    every = f"{number_in_words(len(shares))} {form.terms.outcome.plural}{in_brackets(unsaid)}"
    return (
        f"Van de {every} {verb(max(half, 1), 'is', 'zijn')} er {how_many(half)} door ten minste de "
        f"helft genoemd; {surely_of(shares)}"
    )


def _not_said(form: Questionnaire) -> str:
    people, nouns = form.terms.respondent.plural, form.terms.outcome.plural
    return (
        f"Geteld is wat {people} zeggen. Of de {nouns} er werkelijk zijn, is niet gemeten, en wie "
        "iets niet aankruiste, zegt daarmee niet dat het er niet is."
    )


def _found_en(shares: pd.DataFrame, unsaid: str) -> str:
    if shares.empty:
        return ""
    counts = as_counts(shares)
    low, high = at_least_half(counts)
    wide = at_least_half(read_widely(counts))
    read = f"{_range_en(*wide)} on a wider reading" if wide != (low, high) else ""
    were = verb(high, "was", "were")
    told = in_brackets(read, IN_ENGLISH.get(unsaid, ""))
    return (
        f"Of the {len(shares)} outcomes asked about, {_range_en(low, high)} {were} mentioned by at "
        f"least half of the respondents{told}."
    )


def _range_en(low: int, high: int) -> str:
    return number_range(low, high).replace("tot", "to")


def _how_sure_en(shares: pd.DataFrame) -> str:
    if shares.empty:
        return ""
    if "smallest" not in shares:
        return (
            f"By chance alone a share of everybody may lie {_range_en(*margins(shares))} "
            "percentage points from the one shown, and that of a group further (95% interval)."
        )
    fixed, bounded, assumed = count_evidence(shares)
    return (
        f"The publication fixes {fixed} of the {len(shares)} shares, puts bounds on {bounded}, and "
        f"says next to nothing about {assumed}."
    )


def _built_on_en(shares: pd.DataFrame) -> str:
    if shares.empty:
        return ""
    known, (at_least, below) = "smallest" in shares, (int(k.sum()) for k in surely_half(shares))
    half, _ = at_least_half(as_counts(shares))
    open_ = len(shares) - at_least - below
    were, shown = verb(max(at_least, 1), "was", "were"), "mentioned by at least half"
    told = f"{at_least or 'Not one'} of the {len(shares)} {were} {shown}, whatever the answers were"
    if not known:
        none = f"Not one of the {len(shares)} was {shown}"
        told = f"Of the {half} {shown}, {at_least or 'not one'} surely {were}" if half else none
        told += ", chance allowed for"
    told += f"; {below} of all {len(shares)} by fewer than half" if below else ""
    told += f"; for {open_} it cannot be said" if open_ else ""
    explained = "the publication fixes it" if known else "chance can explain it"
    decide = "Before you act on a ranking or on groups, check in the chapter whether"
    return f"{told}. {decide} {explained}."


def _had_all_answered(study: CleanStudy) -> list[str]:
    """Between what the largest share of everybody approached lies, whatever the others think."""
    bounds = nonresponse_bounds(study) if not study.settings.reconstructed else pd.DataFrame()
    if bounds.empty:
        return []
    top = bounds.iloc[int(bounds["share"].argmax())]
    named = study.questionnaire.phrases[str(top["level"])][str(top["outcome"])]
    return [
        f"Had iedereen geantwoord, dan lag het aandeel bij {named} (nu {points(top['share'])}%) "
        f"tussen {points(top['lowest'])}%, als geen van de anderen die noemt, en "
        f"{points(top['highest'])}%, als zij dat allemaal doen."
    ]


def _whom_en(n: int, approached: int | None, origin: str) -> str:
    told = IN_ENGLISH.get(origin, "")
    if not approached:
        return f"For {n} people{in_brackets(told)}; how many were approached is not known."
    share = in_brackets(f"{percentage(n, approached)}%", told)
    return (
        f"For {n} of the {approached} people approached{share}. Those who did not take part may "
        "think otherwise."
    )
