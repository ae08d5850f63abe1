"""Sentences about the study itself: its registry, fieldwork, response and limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dwimpact.dataset import CleanStudy
from dwimpact.prose.origin import describe_origin, describe_source
from dwimpact.prose.words import (
    enumerate_in_words,
    number_in_words,
    of_people,
    share_in_words,
)
from dwimpact.statistics import percentage
from dwimpact.study.background import Variable
from dwimpact.study.edition import Edition
from dwimpact.study.questionnaire import NONE, Questionnaire, labels
from dwimpact.study.settings import Settings
from dwimpact.study.study import Study


def caption_of_registry(registered: Variable) -> str:
    """What the table of a registry shows.

    >>> dw.caption_of_registry(form.registered)
    'De werkplaatsen en hun aantal onderwijsinstellingen'
    """
    members = registered.members
    return f"De {registered.plural}" + (f" en hun aantal {members.plural}" if members else "")


def describe_registry(study: Study) -> str:
    """How many lines the registry has, how many members these have, and how many have members
    of more than one kind; nothing where it counts none.

    >>> dw.describe_registry(study)[:45]
    'De 20 werkplaatsen tellen 70 onderwijsinstell'
    """
    registered, members = study.questionnaire.registered, study.members
    if not registered or not registered.members or members.empty:
        return ""
    kinds = labels(study.questionnaire.variable(registered.members.of).options)
    n, total, called = len(members), int(members.sum().sum()), registered.members.plural
    counted = enumerate_in_words(
        f"{int(members[kind].sum())} {kinds[str(kind)]}" for kind in members
    )
    several = int(members.gt(0).sum(axis=1).gt(1).sum())
    return (
        f"De {n} {registered.plural} tellen {total} {called}: {counted}. Bij "
        f"{number_in_words(several)} van de {n} is er meer dan één soort."
    )


def describe_fieldwork(study: CleanStudy) -> list[str]:
    """How the responses were collected and how many there are.

    >>> dw.describe_fieldwork(study)[-2:]
    ['Zij komen uit 19 van de 20 werkplaatsen.', 'Het aantal respondenten is gepubliceerd.']
    """
    settings, approached, n = study.settings, study.population, len(study.respondents)
    fieldwork = settings.fieldwork
    sentences = []
    if fieldwork.interviews:
        sentences.append(
            "Het formulier is ontwikkeld na gesprekken met "
            f"{number_in_words(fieldwork.interviews)} projectleiders."
        )
    if fieldwork.instrument:
        sentences.append(f"De vragen zijn gesteld met een {fieldwork.instrument}.")
    sentences.append(
        f"Het veldwerk was in {fieldwork.period}."
        if fieldwork.period
        else "Wanneer het veldwerk was, vermeldt de bron niet."
    )
    if approached:
        sentences += [
            f"Benaderd zijn {approached} {settings.population}.",
            f"Daarvan vulden er {n} het formulier in: {share_in_words(n, approached)} "
            f"({percentage(n, approached)}%).",
        ]
    else:
        sentences.append(
            f"Het formulier is ingevuld door {n} {settings.population}; hoeveel er zijn benaderd, "
            "is niet bekend."
        )
    if registered := study.questionnaire.registered:
        places, every = study.respondents[registered.code].nunique(), len(study.registry)
        of_all = f"alle {every}" if places == every else f"{places} van de {every}"
        sentences.append(f"Zij komen uit {of_all} {registered.plural}.")
    return list(filter(None, [*sentences, describe_source(study, n)]))


def describe_response(rates: pd.DataFrame, labels: Mapping[Any, str], kind: str) -> str:
    """The highest and lowest response of a `response_rates` table (its last row the total).

    `kind` is what the groups are called, in the plural.

    >>> rates = dw.response_rates(study.respondents, "sector", study.populations["sector"])
    >>> dw.describe_response(rates, dw.group_labels(form), "sectoren")[:47]
    'Van de sectoren is de respons het hoogst bij wo'
    """
    groups = rates.iloc[:-1].sort_values("percentage", kind="stable")
    low, high = groups.iloc[0], groups.iloc[-1]
    highest, lowest = (
        f"{labels[row['group']]} ({row['responses']} van {row['approached']}; {row['percentage']}%)"
        for row in (high, low)
    )
    return f"Van de {kind} is de respons het hoogst bij {highest} en het laagst bij {lowest}."


def describe_open_answers(
    answers: pd.DataFrame, respondents: pd.DataFrame, study: CleanStudy
) -> list[str]:
    """How many answered the opening question, in all and, unless strict, per group.

    >>> dw.describe_open_answers(study.open_answers, study.respondents, study)[0][:50]
    'Het formulier begint met een open vraag: Wat is na'
    """
    form = study.questionnaire
    wrote = respondents[respondents["respondent"].isin(answers["respondent"])]
    # Without the groups that nobody of an edition is in.
    groups = [
        f"{int((wrote[by] == group.code).sum())} voor {group.label}"
        for by in study.split_columns[:1]
        for group in form.groups[by]
        if (respondents[by] == group.code).any()
    ]
    who = of_people(len(wrote), len(respondents), form.terms.respondent)
    filled = "vulden" if who[0].isdigit() or who.startswith("alle") else "vulde"
    return [
        f"Het formulier begint met een open vraag: {form.questions.impact}",
        f"Bij ten minste één {form.terms.level.singular} {filled} {who} iets in"
        + ("." if study.strict or not groups else f": {enumerate_in_words(groups)}."),
        *filter(None, [describe_source(study, len(wrote), "open_answers")]),
        describe_origin(study.settings)
        or "De antwoorden staan hieronder zoals ze zijn ingevuld, op namen na: daarvoor staat een "
        "aanduiding tussen rechte haken.",
        *([] if study.strict else ["Een streepje is een leeg vak."]),
    ]


def describe_explanations(
    explained: pd.DataFrame,
    options: pd.DataFrame,
    form: Questionnaire,
    edition: Edition | None = None,
) -> str:
    """How many mentions were explained, by how many respondents; without `options`, not of how
    many.

    >>> options = dw.at_level(study.outcomes, "student", listed_only=False)
    >>> dw.describe_explanations(options.dropna(subset=["explanation"]), options, form)[:50]
    'Wie een opbrengst aankruiste, kon die toelichten. '
    """
    if edition and not edition.shows_texts:
        return "Wat bij de antwoorden is geschreven, staat alleen in het hele rapport."
    mentions = int(options.loc[options["outcome"] != NONE, "mentioned"].sum())
    people = explained["respondent"].nunique()
    of_all = f" van de {mentions}" if len(options) else ""
    noun = form.terms.outcome
    return (
        f"Wie een {noun.singular} aankruiste, kon {noun.article.replace('de', 'die')} toelichten. "
        f"Dat gebeurde bij {len(explained)}{of_all} genoemde {noun.plural}, door {people} "
        f"{form.terms.respondent.times(people)}."
    )


def describe_limits(settings: Settings, n: int, approached: int | None) -> list[str]:
    """What the numbers can and cannot carry; `approached` is None when it is not known.

    >>> dw.describe_limits(study.settings, 64, 178)[0][:60]
    'De cijfers gaan over 64 van de 178 benaderde personen (36%).'
    """
    of_whom = (
        f"{n} van de {approached} benaderde personen ({percentage(n, approached)}%)"
        if approached
        else f"{n} personen; hoeveel er van deze groep zijn benaderd, is niet bekend"
    )
    sentences = [f"De cijfers gaan over {of_whom}. Wie niet meedeed, kan er anders over denken."]
    if settings.has_bounds:
        return [
            *sentences,
            "Wat ieder precies antwoordde, is niet gepubliceerd. De grenzen hier volgen uit "
            "de gepubliceerde uitspraken, zoals de bijlage daarover ze leest. Het open "
            "teken in een figuur is de reconstructie: één van de vele mogelijkheden, en een "
            "aanname overal waar de grenzen uiteenliggen.",
        ]
    sentences += [
        "De intervallen bij de cijfers laten zien hoeveel toeval bij deze aantallen kan meespelen; "
        "ze zeggen niets over selectieve deelname.",
    ]
    if settings.reconstructed:
        sentences.append(
            "De gegevens zijn een reconstructie die met het gepubliceerde rapport overeenstemt. "
            "Waar het rapport geen cijfer noemt, is het cijfer hier een aanname."
        )
    if settings.drawn:
        sentences.append("De antwoorden zijn willekeurig getrokken: geen cijfer zegt iets.")
    return sentences


def describe_remarks(remarks: pd.DataFrame, study: CleanStudy) -> str:
    """The closing question, and how many wrote something.

    >>> dw.describe_remarks(study.remarks, study)[-55:]
    'n hier iets in. Het aantal opmerkingen is gepubliceerd.'
    """
    n, people = len(study.respondents), study.questionnaire.terms.respondent.plural
    told = (
        f"{study.questionnaire.questions.remarks} {len(remarks)} van de {n} {people} vulden hier "
        f"iets in. {describe_source(study, len(remarks), 'remarks')}"
    )
    return told.strip()
