"""The account of method in words: what figures are about, how sure they are, what was tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil

import pandas as pd

from dwimpact.analysis.differences import FISHER, HALTON, PERMUTATION, RAO_SCOTT
from dwimpact.analysis.precision import WIDTHS
from dwimpact.prose.words import enumerate_in_words, in_points, verb
from dwimpact.statistics import points
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.study import Study

TEST_NAMES = {
    FISHER: "exacte toets van Fisher",
    HALTON: "exacte toets van Fisher, Freeman en Halton",
    RAO_SCOTT: "toets van Rao en Scott",
    PERMUTATION: "permutatietoets",
}
NOTHING_COMPARED = "Dit rapport vergelijkt geen groepen."
WHOLE_BLOCKS = (
    "Van een heel onderdeel tegelijk is ook getoetst of groepen verschillen, in één toets in "
    "plaats van één per regel."
)
UNCLUSTERED = (
    " Alleen de toets van de respons, bij de tabel van de non-respons, rekent er niet mee en ziet "
    "dus eerder een verschil."
)
PERMUTED_BLOCKS = (
    " Horen de mensen van één {one} steeds bij dezelfde groep, dan worden hele {many} opnieuw over "
    "de groepen verdeeld (permutatietoets van de som van X² over de regels): op alle manieren of, "
    "als dat er te veel zijn, op 19.999; rond 0,05 is p dan tot op 0,0015 bepaald (standaardfout)."
)
FAMILY = (
    "Wie veel toetst, vindt altijd wel iets. Daarom is p bijgesteld volgens Holm, over alle "
    "toetsen van een tabel samen, en heet een verschil pas meer dan toeval als p dan 0,05 of lager "
    "is. Rekent een toets met samenhang of met de eindige populatie, dan is p naar boven afgerond. "
    "De p van elke toets staat in het CSV-bestand bij de tabel."
)


def describe_target(study: Study) -> list[str]:
    """What the figures of a study are about, and what its intervals and tests therefore reckon
    with.

    >>> dw.describe_target(study)[0]
    'De cijfers gaan over de 178 mensen die zijn benaderd.'
    """
    return [*_population(study), *_clusters(study)]


def _population(study: Study) -> list[str]:
    if study.settings.design.target == "process":
        return [
            "De cijfers gaan over meer dan de mensen die zijn benaderd: over wat tot zulke "
            "antwoorden leidt.",
            "Wie is benaderd, geldt daarvan als een voorbeeld. Dat veel van hen antwoordden, maakt "
            "de cijfers dus niet zekerder.",
        ]
    if study.population is None:
        return [
            "De cijfers gaan over de mensen die zijn benaderd. Hoeveel dat er waren, is niet "
            "bekend; er is gerekend alsof het er heel veel waren."
        ]
    return [
        f"De cijfers gaan over de {study.population} mensen die zijn benaderd.",
        "Hoe meer van hen antwoordden, hoe minder er onzeker blijft. Daarmee is gerekend, in elk "
        "interval en in elke toets van een verschil tussen groepen behalve een permutatietoets "
        "(eindige populatie).",
    ]


def _clusters(study: Study) -> list[str]:
    if not study.clusters:
        return ["Ieder antwoord telt als een los antwoord."]
    one = study.questionnaire.variable(study.clusters).label
    return [
        f"Mensen uit één {one} maken hetzelfde mee, en hun antwoorden lijken dus op elkaar. "
        "Daarom zijn intervallen breder dan bij losse antwoorden, en toetsen van wat groepen "
        f"antwoorden voorzichtiger.{'' if study.population is None else UNCLUSTERED}"
    ]


def describe_intervals(study: Study) -> list[str]:
    """How the intervals of shares and of differences are made.

    >>> dw.describe_intervals(study)[0][:50]
    'Het 95%-interval bij een aandeel is dat van Wilson'
    """
    wider, said = "", []
    if study.clusters:
        place = study.questionnaire.variable(study.clusters)
        many = place.plural
        wider = (
            ", breder gemaakt met het gemiddelde ontwerpeffect van het onderdeel en met Students t "
            f"voor het aantal {many}"
        )
        said = [
            f"Zitten mensen uit twee groepen in dezelfde {many}, dan is het interval van hun "
            "verschil daardoor eerder te breed dan te smal; de toets rekent daar wel mee.",
            f"Lijken mensen uit één {place.label} in één regel veel meer op elkaar dan in de "
            "andere van het onderdeel, dan is het interval van die regel te smal.",
        ]
    return [
        f"Het 95%-interval bij een aandeel is dat van Wilson{wider}; dat bij een verschil is "
        "daaruit berekend volgens Newcombe.",
        *said,
    ]


def describe_widths(widths: Mapping[str, float], study: Study) -> list[str]:
    """What the assumptions make of the intervals (`interval_widths`); nothing without any.

    >>> dw.describe_widths(dw.interval_widths(study), study)[0]
    'Een interval is in dit rapport gemiddeld 22 procentpunten breed.'
    """
    if not widths:
        return []
    shown, endless, loose, simple = (points(widths[name]) for name in WIDTHS)
    said = []
    if endless != shown:
        said.append(f"Wie de eindige populatie buiten beschouwing laat, komt op {endless}.")
    if study.clusters:
        one = study.questionnaire.variable(study.clusters).label
        said.append(f"Zonder rekening te houden met samenhang binnen een {one} was dat {loose}.")
        if endless != shown:
            said.append(f"Met geen van beide komt het op {simple}.")
    first = f"Een interval is in dit rapport gemiddeld {shown} procentpunten breed."
    return [first, *said] if said else []


def describe_tests(split: str, tests: Iterable[str]) -> str:
    """By which test groups are compared; `split` is as in 'naar sector'.

    >>> dw.describe_tests("naar sector", ["rao_scott"])
    'Verschillen naar sector: de toets van Rao en Scott.'
    """
    named = enumerate_in_words(dict.fromkeys(f"de {TEST_NAMES[test]}" for test in tests))
    return f"Verschillen {split}: {named}."


def describe_block_tests(study: Study) -> str:
    """How the p of a whole block was made (`block_differences`).

    >>> dw.describe_block_tests(study)[:50]
    'p van Rao en Scott, tweede orde (Bilder en Loughin'
    """
    said = "p van Rao en Scott, tweede orde (Bilder en Loughin), naar boven afgerond."
    if not study.clusters:
        return said
    place = study.questionnaire.variable(study.clusters)
    return said + PERMUTED_BLOCKS.format(one=place.label, many=place.plural)


def describe_nonresponse(bounds: pd.DataFrame, form: Questionnaire) -> list[str]:
    """How far those who did not answer could move the share of what was mentioned most
    (`nonresponse_bounds`).

    >>> dw.describe_nonresponse(dw.nonresponse_bounds(study, "student"), form)[0]
    'Van de 178 mensen die zijn benaderd, antwoordden er 114 niet.'
    """
    if bounds.empty:
        return []
    top = bounds.iloc[int(bounds["share"].argmax())]
    low, high, others = points(top["lowest"]), points(top["highest"]), top["approached"] - top["n"]
    that = form.terms.outcome.after("deze", "dit")
    named = f"{form.phrases[top['level']][top['outcome']]} {form.level(top['level']).where}"
    said = [
        f"Van de {top['approached']} mensen die zijn benaderd, "
        f"{verb(others, 'antwoordde', 'antwoordden')} er {others} niet.",
        f"Het vaakst genoemd is {named}. Noemde niemand van die {others} {that}, dan was het "
        f"aandeel onder iedereen die is benaderd {low}%; noemden zij {that} allemaal, dan {high}%.",
    ]
    if pd.notna(top["tipping"]):
        turning = f"als {points(top['tipping'])}% van die {others} dat ook zou doen"
        said.append(f"Ten minste de helft noemt {that} {turning}.")
    return said


def describe_next_wave(table: pd.DataFrame) -> str:
    """What a next wave of the same size would show (`next_wave`).

    >>> dw.describe_next_wave(dw.next_wave(study))
    'Twee metingen zo groot als deze tonen een verschil van 27 procentpunten of meer meestal aan.'
    """
    same = table.iloc[-1]
    if pd.isna(same["difference"]):
        return "Twee metingen zo groot als deze tonen geen enkel verschil met zekerheid aan."
    least = ceil(round(100 * same["difference"], 6))
    return (
        f"Twee metingen zo groot als deze tonen een verschil van {in_points(least)} of "
        "meer meestal aan."
    )
