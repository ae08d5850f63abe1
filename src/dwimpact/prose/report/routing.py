"""Sentences about of whom something was asked."""

from __future__ import annotations

from dwimpact.prose.words import verb
from dwimpact.study.questionnaire.levels import Block
from dwimpact.study.questionnaire.model import Questionnaire, labels
from dwimpact.study.study import Study


def describe_routing(block: Block, study: Study, n: int, everybody: int) -> list[str]:
    """Of whom a level or question was asked, where that is not everybody: `n` of all respondents.

    >>> dw.describe_routing(form.levels[0], study, 64, 64)
    []
    """
    if not block.is_routed:
        return []
    few, condition = (
        n < study.settings.withhold_below,
        describe_condition(block, study.questionnaire),
    )
    sentences = [condition] if condition else []
    if block.blank == "not_asked":
        sentences.append("Wie het leegliet, telt niet mee.")
    about = f"{n} van de {everybody} {study.questionnaire.terms.respondent.plural}"
    if few:
        return [*sentences, f"{verb(n, 'Dat is', 'Dat zijn')} {about}: te weinig om te tonen."]
    return [*sentences, f"De cijfers gaan over {about}."]


def describe_condition(block: Block, form: Questionnaire) -> str:
    """Of whom a level or question is asked; nothing where that is everybody.

    >>> dw.describe_condition(form.levels[0], form)
    ''
    """
    asked = " en ".join(
        f"{' of '.join(f'‘{names[v]}’' for v in values)} antwoordde bij ‘{variable.label}’"
        for code, values in block.asked_if.items()
        for variable in [form.variable(code)]
        for names in [labels(variable.options)]
    )
    return f"Dit is alleen gevraagd aan wie {asked}." if asked else ""
