from __future__ import annotations

import dataclasses
import re
import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwimpact.study.study import Study, registry_spellings
from dwimpact.tidy.clean import clean
from dwimpact.tidy.masking.mask import MARKS, Masker, mask_corrections, masker
from dwimpact.tidy.tables import Tables


def naming(study: Study, names: list[str]) -> Study:
    """The study with names that its texts may not show."""
    settings = study.settings.model_copy(update={"mask": tuple(names)})
    return dataclasses.replace(study, settings=settings)


@pytest.fixture(scope="module")
def real_mask(real_study: Study) -> Masker:
    return masker(real_study)


@pytest.mark.parametrize(
    ("text", "exp"),
    [
        ("Mail jan.de.vries@school.nl.", "Mail [e-mailadres]."),
        ("Jan (at) school.nl", "[e-mailadres]"),
        ("bel 06-12345678 of 053 123 45 67", "bel [telefoonnummer] of [telefoonnummer]"),
        ("+31 (0)6 1234 5678", "[telefoonnummer]"),
        ("Zie https://x.nl/a?b=1 en www.y.nl", "Zie [webadres] en [webadres]"),
        ("O6 l2345678", "[telefoonnummer]"),
        ("woont op 9712cp 26", "woont op [adres]"),
        ("een scherm van 1920px 24 inch", "een scherm van 1920px 24 inch"),
        ("DHR. J. VAN DER VELDE WEET ERVAN", "DHR. [naam] WEET ERVAN"),
        ("ons bsn is 111222333", "ons bsn is [nummer]"),
        ("docent Bekir Yıldız en Özlem hielpen", "docent [naam] en [naam] hielpen"),
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
        ("Hogeschool Innovatie", "Hogeschool Innovatie"),
        ("iets in de rug", "iets in de rug"),
        ("de RUG", "de [instelling]"),
        ("Noorderpoortcollege", "[instelling]"),
        ("roc Aventus en het VISTA college", "[instelling] en het [instelling]"),
        ("de DW Twente en de Twentse werkplaats", "de [werkplaats] en de [werkplaats]"),
        ("Digtale Wekplaats in Zwolle", "[werkplaats]"),
        ("digitaal ondernemen in Twente", "digitaal ondernemen in Twente"),
        ("jan punt bos apenstaartje school punt nl", "[e-mailadres]"),
        ("ASP.NET, groter.De rest", "ASP.NET, groter.De rest"),
        ("Meer omzet via bol.com", "Meer omzet via bol.com"),
        ("０６−１２３４５６７８", "[telefoonnummer]"),
        ("schaal 0-1-2-3-4-5-6-7-8-9-10", "schaal 0-1-2-3-4-5-6-7-8-9-10"),
        ("€ 123.456.782", "€ 123.456.782"),
        ("bsn: 123456789", "bsn: [nummer]"),
        ("BE68 5390 0754 7034", "[nummer]"),
        ("BE68 5390 0754 7035", "BE68 5390 0754 7035"),
        ("Kerkstraat 12a, 7511 AB Enschede", "[adres], [adres] Enschede"),
        ("in 2021 IS er meer", "in 2021 IS er meer"),
        ("Arbeidsmarkt 2022", "Arbeidsmarkt 2022"),
        ("geboren op 4 mei 1978", "geboren op [geboortedatum]"),
        ("op 4 mei 1978", "op 4 mei 1978"),
        ("insta: jan_98", "insta: [gebruikersnaam]"),
        ("Discord: handig", "Discord: handig"),
        ("mevrouw De Vries-van Dam en dhr. Bos", "mevrouw [naam] en dhr. [naam]"),
        ("Jan van Saxion", "[naam] van [instelling]"),
        ("docent Nederlands", "docent Nederlands"),
        ("Bas en sopraan; vraag Bas", "Bas en sopraan; vraag [naam]"),
    ],
)
def test_what_identifies_is_masked_and_nothing_else(text: str, exp: str, real_study: Study) -> None:
    got, marks = masker(real_study)(text)
    assert got == exp
    assert len(marks) == exp.count("[")


def test_every_spelling_of_every_workplace_is_masked(real_study: Study) -> None:
    mask = masker(real_study)
    spellings = [s for s in registry_spellings(real_study.registry) if not s.islower()]
    for spelling in spellings:
        for way in (spelling, spelling.upper(), spelling.replace(" ", "-")):
            assert mask(f"Bij {way} gaat het goed") == (
                "Bij [werkplaats] gaat het goed",
                ["[werkplaats]"],
            )


def test_names_of_the_study_are_masked(real_study: Study) -> None:
    mask = masker(naming(real_study, ["Saxion", "Piet de Vries"]))
    assert mask("PIET DE VRIES van Saxion")[0] == "[naam] van [naam]"


def test_names_in_other_letters_are_masked_as_they_are_written(real_study: Study) -> None:
    mask = masker(naming(real_study, ["Анна", "C++ Bakkerij"]))
    assert mask("анна van de c++ bakkerij")[0] == "[naam] van de [naam]"


@given(st.integers(10**8, 10**9 - 1))
def test_nine_digits_go_when_they_may_be_a_bsn(real_mask: Masker, number: int) -> None:
    digits = str(number)
    total = sum(w * int(d) for w, d in zip(range(9, 1, -1), digits, strict=False)) - int(digits[-1])
    assert real_mask(f"nr {digits} dus")[1] == (["[nummer]"] if total % 11 == 0 else [])


@given(st.text())
def test_what_is_not_masked_stays_as_it_is(real_mask: Masker, text: str) -> None:
    made, marks = real_mask(text)
    kept = re.split("|".join(map(re.escape, MARKS)), made)
    assert re.fullmatch(".*".join(map(re.escape, kept)), text, re.DOTALL)
    assert marks or made == text


@given(st.text(), st.text())
def test_address_never_survives(real_mask: Masker, before: str, after: str) -> None:
    made, _ = real_mask(f"{before} jan@school.nl {after}")
    assert "jan@school" not in made


def test_masks_are_counted(raw: pd.DataFrame, study: Study) -> None:
    raw.loc[0, "closing/remarks"] = "Vraag het aan Tinus, jan@school.nl"
    raw.loc[1, "school/explanation/region"] = "Werkplaats Bèta helpt, Alpha ook"
    tables: Tables = clean(raw, study)
    counts = dict(tables.masked.itertuples(index=False))
    assert {mark: n for mark, n in counts.items() if n} == {
        "[werkplaats]": 2,
        "[e-mailadres]": 1,
        "[naam]": 1,
    }
    assert tables.remarks["text"].tolist() == ["Vraag het aan [naam], [e-mailadres]"]


def test_corrections_are_masked_all_over(study: Study) -> None:
    table = pd.DataFrame(
        {
            "respondent": ["R1", "R2"],
            "column": ["closing/remarks", "sector"],
            "expected": ["Bel Jan de Vries", None],
            "new": ["06-12345678", "hbo"],
            "reason": ["gemaild door jan@school.nl", "telefonisch"],
        },
        dtype="str",
    )
    got = mask_corrections(table, study)
    assert got["expected"].tolist()[0] == "Bel [naam]"
    assert got["expected"].isna().tolist() == [False, True]
    assert got["new"].tolist() == ["[telefoonnummer]", "hbo"]
    assert got["reason"].tolist() == ["gemaild door [e-mailadres]", "telefonisch"]
    assert got[["respondent", "column"]].equals(table[["respondent", "column"]])


# Runs of one thing, and what begins like something that goes but never ends.
HOSTILE = [
    *"a1@.A -_'(&é",
    *("\n", "Aa", "a.", "a-", "06 ", "1-", "a@a.nl ", "www.", "http://a ", "a punt ", "insta: "),
    *(
        "Jan de ",
        "A. ",
        "van de ",
        "dhr. ",
        "Kerkstraat 1 ",
        "NL91 ",
        "bsn ",
        "geb. 12 ",
        "e\u0301",
    ),
    *("Digitale Werkplaats ", "noorderpoort", "Hogeschool van ", "piet de ", "+31 6 1", "1234 AB "),
]


@pytest.mark.long
@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear_in_the_text(real_study: Study, unit: str) -> None:
    """About a second for a megabyte; far from it, so that a slow machine does not fail."""
    mask = masker(naming(real_study, ["Piet de Vries", "a a a a a a"]))
    text = unit * (200_000 // len(unit))
    start = time.process_time()
    mask(text)
    assert time.process_time() - start < 2
