from __future__ import annotations

from dataclasses import replace

from dwimpact.prose.glossary import terms_used
from dwimpact.study.study import Study


def test_terms_are_those_of_the_study(study: Study) -> None:
    settings = study.settings.model_copy(update={"reconstructed": False})
    told = terms_used(replace(study, settings=settings))
    assert list(told) == [
        "Opbrengst",
        "n",
        "Procentpunt",
        "Aard",
        "Status",
        "Interval",
        "Kan toeval zijn",
    ]
    assert told["Status"] == "Wat respondenten kozen bij wat zij noemden: gerealiseerd of verwacht."


def test_a_reconstruction_has_its_own(study: Study) -> None:
    update = {
        "reconstructed": True,
        "disclosure": study.settings.disclosure.model_copy(
            update={"mode": "as_published", "reason": "proef"}
        ),
    }
    made = replace(study, settings=study.settings.model_copy(update=update))
    assert list(terms_used(made))[-4:] == [
        "Gepubliceerd",
        "Tussen … en …",
        "Aangenomen",
        "Reconstructie",
    ]
