"""Sentences about how the responses were collected, and about whom the numbers are."""

from __future__ import annotations

from collections.abc import Iterator

from dwimpact.dataset import CleanStudy
from dwimpact.prose.published.origin import IS_PUBLISHED, origin_of, weakest
from dwimpact.prose.words import in_brackets, number_in_words, share_in_words, verb
from dwimpact.statistics import percentage
from dwimpact.study.settings import Settings


def describe_fieldwork(study: CleanStudy) -> list[str]:
    """How the responses were collected and how many there are; of a study without microdata each
    sentence says what its numbers rest on.

    >>> dw.describe_fieldwork(study)[-1]
    'Zij komen uit 19 van de 20 werkplaatsen (gepubliceerd).'
    """
    return [*_how(study.settings), *_who(study), *_from_where(study)]


def _how(settings: Settings) -> Iterator[str]:
    fieldwork, source = settings.fieldwork, "de publicatie" if settings.has_bounds else "de bron"
    if fieldwork.interviews:
        held = f"na gesprekken met {number_in_words(fieldwork.interviews)} projectleiders"
        known = f" volgens {source}" if settings.has_bounds else ""
        yield f"Het formulier is{known} ontwikkeld {held}."
    if fieldwork.instrument:
        yield f"De vragen zijn gesteld met een {fieldwork.instrument}."
    yield (
        f"Het veldwerk was in {fieldwork.period}."
        if fieldwork.period
        else f"Wanneer het veldwerk was, vermeldt {source} niet."
    )


def _who(study: CleanStudy) -> Iterator[str]:
    settings, approached, n = study.settings, study.population, study.n
    answered = origin_of(study, n)
    if not approached:
        yield (
            f"Het formulier is ingevuld door {n} {settings.population}{in_brackets(answered)}; "
            "hoeveel er zijn benaderd, is niet bekend."
        )
        return
    asked = _asked(study, approached)
    share = in_brackets(f"{percentage(n, approached)}%", weakest(answered, asked))
    yield f"Benaderd zijn {approached} {settings.population}{in_brackets(asked)}."
    part = "allemaal" if n == approached else share_in_words(n, approached)
    yield f"Daarvan {verb(n, 'vulde', 'vulden')} er {n} het formulier in: {part}{share}."


def _asked(study: CleanStudy, approached: int) -> str:
    """What the number of people approached rests on, stated at once or over the groups of a
    variable.
    """
    groups = [{}, *({"dimension": str(by)} for by in study.approached["dimension"].unique())]
    origins = {origin_of(study, approached, "approached", **where) for where in groups}
    return IS_PUBLISHED if IS_PUBLISHED in origins else weakest(*origins)


def _from_where(study: CleanStudy) -> Iterator[str]:
    if registered := study.questionnaire.registered:
        places, every = study.respondents[registered.code].nunique(), len(study.registry)
        of_all = f"alle {every}" if places == every else f"{places} van de {every}"
        origin = origin_of(study, places, "registry", responded=True)
        yield f"Zij komen uit {of_all} {registered.plural}{in_brackets(origin)}."


def describe_limits(
    settings: Settings, n: int, approached: int | None, origin: str = ""
) -> list[str]:
    """What the numbers can and cannot carry; `approached` is None when it is not known, and
    `origin` is what the number of respondents rests on (`origin_of`).

    >>> dw.describe_limits(study.settings, 64, 178, dw.origin_of(study, 64))[0][:74]
    'De cijfers gaan over 64 van de 178 benaderde personen (36%; gepubliceerd).'
    """
    sentences = [_of_whom(n, approached, origin), "Wie niet meedeed, kan er anders over denken."]
    sentences = [" ".join(sentences)]
    if settings.has_bounds:
        return [
            *sentences,
            "Wat ieder precies antwoordde, is niet gepubliceerd. De grenzen hier volgen uit "
            "de gepubliceerde uitspraken, zoals ze in de bijlage daarover zijn gelezen. Het open "
            "teken in een figuur is de reconstructie: één van de vele mogelijkheden, en een "
            "aanname overal waar de grenzen uiteenliggen.",
        ]
    sentences += [
        "De intervallen bij de cijfers laten zien hoeveel toeval bij deze aantallen kan meespelen; "
        "ze zeggen niets over het verschil tussen wie wel en wie niet meedeed."
    ]
    if settings.reconstructed:
        sentences.append(
            "De gegevens zijn een reconstructie die met het gepubliceerde rapport overeenstemt. "
            "Waar het rapport geen cijfer noemt, is het cijfer hier een aanname."
        )
    if settings.drawn:
        sentences.append("De antwoorden zijn willekeurig getrokken: geen cijfer zegt iets.")
    return sentences


def _of_whom(n: int, approached: int | None, origin: str) -> str:
    if not approached:
        return (
            f"De cijfers gaan over {n} {verb(n, 'persoon', 'personen')}{in_brackets(origin)}; "
            "hoeveel er van deze groep zijn benaderd, is niet bekend."
        )
    share = in_brackets(f"{percentage(n, approached)}%", origin)
    return f"De cijfers gaan over {n} van de {approached} benaderde personen{share}."
