"""The report in brief."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dwimpact.dataset import CleanStudy
from dwimpact.loading import with_tables
from dwimpact.prose.report.brief import in_brief
from dwimpact.study.settings import Disclosure
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

NOTHING = pd.DataFrame()
KNOWN = pd.DataFrame(
    {
        "level": ["student"] * 4,
        "outcome": ["soft_skills", "theory_practice_link", "motivation", "satisfaction"],
        "smallest": [51, 32, 0, 0],
        "largest": [51, 40, 62, 31],
        "n": 64,
        "wide_smallest": [50, 31, 0, 0],
        "wide_largest": [52, 40, 64, 31],
    }
)


def of_responses(study: Study, tables: Tables) -> CleanStudy:
    """The same answers, as if they were people's."""
    settings = study.settings.model_copy(
        update={"reconstructed": False, "disclosure": Disclosure()}
    )
    return with_tables(replace(study, settings=settings), tables)


def test_what_is_known_is_told_as_bounds(real_study: Study, real_tables: Tables) -> None:
    got = in_brief(with_tables(real_study, real_tables), KNOWN, ["Velen noemen het", "Weinig ook"])
    assert got.dutch == {
        "Wat is er gevonden?": "Velen noemen het. Weinig ook.",
        "Hoe zeker is dat?": (
            "Van de vier aandelen ligt er één vast; twee liggen tussen twee grenzen; over één zegt "
            "de publicatie zo goed als niets."
        ),
        "Waarop is te bouwen?": (
            "Twee van de vier opbrengsten (bij een ruimere uitleg van de publicatie één) zijn door "
            "ten minste de helft genoemd, welke antwoorden er ook waren; één is zeker door minder "
            "dan de helft genoemd; van één is niet te zeggen aan welke kant van de helft het ligt. "
            "Wat zeker door de helft is genoemd, kunt u breed gedeeld noemen. Gaat een besluit "
            "over een rangorde of over groepen, kijk dan in het hoofdstuk of de publicatie dat "
            "vastlegt."
        ),
        "Voor wie geldt het?": (
            "De cijfers gaan over 64 van de 178 benaderde personen (36%; gepubliceerd). Wie niet "
            "meedeed, kan er anders over denken."
        ),
        "Wat zegt het niet?": (
            "Geteld is wat respondenten zeggen. Of de opbrengsten er werkelijk zijn, is niet "
            "gemeten, en wie iets niet aankruiste, zegt daarmee niet dat het er niet is."
        ),
    }
    assert got.english == {
        "What is this?": (
            "A reconstruction: numbers computed from what a report published, not answers of "
            "people."
        ),
        "What was found?": (
            "Of the 4 outcomes asked about, 2 to 3 were mentioned by at least half of the "
            "respondents (1 to 3 on a wider reading)."
        ),
        "How sure is that?": (
            "The publication fixes 1 of the 4 shares, puts bounds on 2, and says next to nothing "
            "about 1."
        ),
        "What can be built on it?": "2 of the 4 were mentioned by at least half, whatever the "
        "answers were; 1 of all 4 by fewer than half; for 1 it cannot be said. Before you act on a "
        "ranking or on groups, check in the chapter whether the publication fixes it.",
        "For whom does it hold?": (
            "For 64 of the 178 people approached (36%; published). Those who did not take part may "
            "think otherwise."
        ),
        "What does it not say?": (
            "It counts what respondents say. Whether the outcomes exist was not measured, and "
            "those who did not tick one did not say that it is absent."
        ),
    }


def test_responses_are_told_with_what_chance_leaves(real_study: Study, real_tables: Tables) -> None:
    got = in_brief(of_responses(real_study, real_tables), NOTHING, ["Velen noemen het"])
    assert got.dutch["Hoe zeker is dat?"].startswith(
        "Door toeval kan een aandeel van iedereen samen 10 tot 13 procentpunten naast het getoonde"
    )
    assert got.dutch["Waarop is te bouwen?"] == (
        "Van de 17 opbrengsten zijn er 14 door ten minste de helft genoemd; toeval meegerekend is "
        "dat van zeven zeker; één is zeker door minder dan de helft genoemd; van negen is niet te "
        "zeggen aan welke kant van de helft het ligt. Wat zeker door de helft is genoemd, kunt u "
        "breed gedeeld noemen. Gaat een besluit over een rangorde of over groepen, kijk dan in het "
        "hoofdstuk of toeval het kan verklaren."
    )
    assert got.english["What was found?"] == (
        "Of the 17 outcomes asked about, 14 were mentioned by at least half of the respondents."
    )
    assert got.english["What can be built on it?"].startswith(
        "Of the 14 mentioned by at least half, 7 surely were, chance allowed for; 1 of all 17 by "
        "fewer than half; for 9 it cannot be said. Before"
    )
    assert got.english["How sure is that?"] == (
        "By chance alone a share of everybody may lie 10 to 13 percentage points from the one "
        "shown, and that of a group further (95% interval)."
    )
    assert "What is this?" not in got.english


def test_assumed_numbers_are_called_so(real_study: Study, real_tables: Tables) -> None:
    got = in_brief(with_tables(real_study, real_tables), NOTHING, [])
    assert (
        " opbrengsten (aangenomen) zijn er 14 door ten minste" in got.dutch["Waarop is te bouwen?"]
    )
    assert got.english["What was found?"].endswith(" of the respondents (assumed).")
    assert "Wat is er gevonden?" not in got.dutch


def test_without_shares_only_that_is_said_which_needs_none(
    real_study: Study, real_tables: Tables
) -> None:
    form = real_study.questionnaire
    every = [("mentioned", lv, o, "all") for lv, named in form.phrases.items() for o in named]
    hidden = pd.DataFrame(every, columns=["what", "level", "outcome", "by"])
    none = of_responses(real_study, replace(real_tables, hidden=hidden))
    got = in_brief(none, NOTHING, [])
    assert list(got.dutch) == ["Voor wie geldt het?", "Wat zegt het niet?"]
    assert list(got.english) == ["For whom does it hold?", "What does it not say?"]
