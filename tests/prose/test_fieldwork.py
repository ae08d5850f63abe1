"""How the responses were collected, and about whom the numbers are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dwimpact.loading import with_tables
from dwimpact.prose.fieldwork import describe_fieldwork, describe_limits
from dwimpact.study.settings import Fieldwork
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


def test_fieldwork(study: Study, tables: Tables) -> None:
    whole = with_tables(study, tables)
    known = [
        "Benaderd zijn 12 docenten van scholen (aangenomen).",  # no publication states it
        "Daarvan vulden er 6 het formulier in: de helft (50%; aangenomen).",
        "Zij komen uit 2 van de 3 werkplaatsen (aangenomen).",
    ]
    assert describe_fieldwork(whole) == [
        "Wanneer het veldwerk was, vermeldt de publicatie niet.",
        *known,
    ]
    fieldwork = Fieldwork(period="mei 2023", instrument="formulier op papier", interviews=8)
    settings = study.settings.model_copy(update={"fieldwork": fieldwork})
    assert describe_fieldwork(replace(whole, settings=settings)) == [
        "Het formulier is volgens de publicatie ontwikkeld na gesprekken met acht projectleiders.",
        "De vragen zijn gesteld met een formulier op papier.",
        "Het veldwerk was in mei 2023.",
        *known,
    ]


def test_published_numbers_are_called_so_in_their_own_sentence(
    real_study: Study, real_tables: Tables
) -> None:
    asked, answered, where = describe_fieldwork(with_tables(real_study, real_tables))[-3:]
    assert asked.endswith(" betrokken zijn (gepubliceerd).")
    assert answered == "Daarvan vulden er 64 het formulier in: ruim een derde (36%; gepubliceerd)."
    assert where == "Zij komen uit 19 van de 20 werkplaatsen (gepubliceerd)."


def test_real_responses_need_no_such_words(real_study: Study, real_tables: Tables) -> None:
    settings = real_study.settings.model_copy(update={"reconstructed": False})
    told = describe_fieldwork(with_tables(replace(real_study, settings=settings), real_tables))
    assert told[-1] == "Zij komen uit 19 van de 20 werkplaatsen."
    assert "publicatie" not in " ".join(told)


@pytest.mark.parametrize("reconstructed", [True, False])
def test_limits(study: Study, reconstructed: bool) -> None:
    settings = study.settings.model_copy(update={"reconstructed": reconstructed})
    got = describe_limits(settings, 6, 12, "aangenomen" if reconstructed else "")
    exp = [
        "De cijfers gaan over 6 van de 12 benaderde personen (50%). Wie niet meedeed, kan er "
        "anders over denken.",
        "De intervallen bij de cijfers laten zien hoeveel toeval bij deze aantallen kan "
        "meespelen; ze zeggen niets over selectieve deelname.",
    ]
    if reconstructed:
        exp[0] = exp[0].replace("(50%)", "(50%; aangenomen)")
        exp[1] = (
            "Wat ieder precies antwoordde, is niet gepubliceerd. De grenzen hier volgen "
            "uit de gepubliceerde uitspraken, zoals de bijlage daarover ze leest. Het open teken "
            "in een figuur is de reconstructie: één van de vele mogelijkheden, en een aanname "
            "overal waar de grenzen uiteenliggen."
        )
    assert got == exp
