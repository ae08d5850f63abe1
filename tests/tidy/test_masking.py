from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.study.study import Study, workplace_codes
from dwimpact.tidy.clean import clean
from dwimpact.tidy.masking import candidates, eleven_test, masker
from dwimpact.tidy.tables import Tables


@pytest.mark.parametrize(
    ("text", "exp"),
    [
        ("Mail jan.de.vries@school.nl.", "Mail [e-mailadres]."),
        ("Jan (at) school.nl", "[e-mailadres]"),
        ("bel 06-12345678 of 053 123 45 67", "bel [telefoonnummer] of [telefoonnummer]"),
        ("+31 (0)6 1234 5678", "[telefoonnummer]"),
        ("Zie https://x.nl/a?b=1 en www.y.nl", "Zie [webadres] en [webadres]"),
        ("ons bsn is 111222333", "ons bsn is [nummer]"),
        ("111222334 studenten", "111222334 studenten"),
        ("NL91 ABNA 0417 1643 00", "[nummer]"),
        ("in 2020-2021 waren het er 1.672", "in 2020-2021 waren het er 1.672"),
        ("Digitale werkplaats twente", "[werkplaats]"),
        ("DWAN en WDO", "[werkplaats] en [werkplaats]"),
        ("de Digitale Werkplaats Fryslan", "de [werkplaats]"),
        ("Werkplaats Digitaal Ondernemen", "[werkplaats]"),
        ("MKB Digital Workspace", "[werkplaats]"),
        ("Midden en Zuidoost-Brabant", "Midden en Zuidoost-Brabant"),
        ("digiwerkplaats in Haaglanden", "[werkplaats]"),
        ("onze werkplaats", "onze werkplaats"),
        ("Hogeschool van Amsterdam en ROC Twente", "[instelling] en [instelling]"),
        ("een hogeschool in de buurt", "een hogeschool in de buurt"),
    ],
)
def test_what_identifies_is_masked_and_nothing_else(text: str, exp: str, real_study: Study) -> None:
    got, marks = masker(real_study.workplaces)(text)
    assert got == exp
    assert len(marks) == exp.count("[")


def test_every_spelling_of_every_workplace_is_masked(real_study: Study) -> None:
    mask = masker(real_study.workplaces)
    spellings = [s for s in workplace_codes(real_study.workplaces) if not s.islower()]
    for spelling in spellings:
        for way in (spelling, spelling.upper(), spelling.replace(" ", "-")):
            assert mask(f"Bij {way} gaat het goed") == (
                "Bij [werkplaats] gaat het goed",
                ["[werkplaats]"],
            )


def test_names_of_the_study_are_masked(real_study: Study) -> None:
    mask = masker(real_study.workplaces, ["Saxion", "Piet de Vries"])
    assert mask("PIET DE VRIES van Saxion")[0] == "[naam] van [naam]"


@given(st.integers(0, 10**9 - 1))
def test_eleven_test_is_weighted_and_divisible(number: int) -> None:
    digits = f"{number:09}"
    total = sum(w * int(d) for w, d in zip(range(9, 1, -1), digits, strict=False)) - int(digits[-1])
    assert eleven_test(digits) == (number > 0 and total % 11 == 0)


@given(st.text(), st.text())
def test_address_never_survives(before: str, after: str) -> None:
    workplaces = pd.DataFrame(
        {"workplace": ["a_b"], "name": ["Werkplaats A"], "other_spellings": [None]}
    )
    made, _ = masker(workplaces.astype({"other_spellings": "str"}))(
        f"{before} jan@school.nl {after}"
    )
    assert "jan@school" not in made


def test_masks_are_counted_and_the_rest_is_for_the_analyst(raw: pd.DataFrame, study: Study) -> None:
    raw.loc[0, "closing/remarks"] = "Vraag het aan Marietje, jan@school.nl"
    raw.loc[1, "school/explanation/region"] = "Werkplaats Bèta helpt, Alpha ook"
    tables: Tables = clean(raw, study)
    counts = dict(tables.masked.itertuples(index=False))
    assert {mark: n for mark, n in counts.items() if n} == {"[werkplaats]": 2, "[e-mailadres]": 1}
    assert tables.remarks["text"].tolist() == ["Vraag het aan Marietje, [e-mailadres]"]
    assert candidates(tables).to_dict("list") == {"word": ["Marietje"], "count": [1]}
