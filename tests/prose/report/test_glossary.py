from __future__ import annotations

from dataclasses import replace

from sentences import Said

from dwimpact.prose.report.glossary import terms_used
from dwimpact.study.study import Study


def test_terms_are_those_of_the_study(said: Said, study: Study) -> None:
    settings = study.settings.model_copy(update={"reconstructed": False})
    said(terms_used, replace(study, settings=settings))


def test_a_reconstruction_has_its_own(said: Said, study: Study) -> None:
    update = {
        "reconstructed": True,
        "disclosure": study.settings.disclosure.model_copy(
            update={"mode": "as_published", "reason": "proef"}
        ),
    }
    made = replace(study, settings=study.settings.model_copy(update=update))
    said(terms_used, made)
