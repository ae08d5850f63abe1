"""The numbers and sentences at the front of a report."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from dwimpact.loading import with_tables
from dwimpact.prose.outcomes import describe_ranking
from dwimpact.prose.published.known import describe_known_level
from dwimpact.prose.report.front import describe_top
from dwimpact.report.site.findings import findings, left_open
from dwimpact.report.site.front import key_figures
from dwimpact.statistics import percentage
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.settings import Disclosure
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables

HIDDEN = ["what", "level", "outcome", "by"]


def test_what_is_hidden_is_not_counted_at_the_front(real_study: Study, real_tables: Tables) -> None:
    settings = real_study.settings.model_copy(
        update={"disclosure": Disclosure(), "reconstructed": False}
    )
    row = ("mentioned", "student", "soft_skills", "all")
    made = {}
    for name, rows in {"all": [], "hidden": [row]}.items():
        tables = replace(real_tables, hidden=pd.DataFrame(rows, columns=HIDDEN))
        study = with_tables(replace(real_study, settings=settings), tables)
        made[name] = [(f.value, f.label, f.base) for f in key_figures(study)][-2:]
        ranking = describe_ranking(study.mention_shares(), study)
        made[f"{name} in words"] = ranking[-1]
        assert ("soft skills" in findings(study)[0].text) == (name == "all")

    levels = "op instellingsniveau, op opleidingsniveau en op studentniveau"
    offered = ("17", "opbrengsten voorgelegd", levels)
    half = "opbrengsten door ten minste de helft genoemd"
    sure = "toeval meegerekend is dat van {} zeker"
    assert made["all"] == [offered, ("14", half, sure.format("zeven"))]
    shown = f"van de 16 die worden getoond; {sure.format('zes')}"
    assert made["hidden"] == [offered, ("13", half, shown)]
    assert made["all in words"].startswith("Van de 17 voorgelegde opbrengsten worden er 14")
    assert made["hidden in words"].startswith("Van de 16 getoonde opbrengsten worden er 13")


def test_what_is_mentioned_as_often_is_told_together(form: Questionnaire) -> None:
    top = pd.DataFrame(
        {
            "level": ["school", "school", "pupil"],
            "outcome": ["network", "region", "skills"],
            "n": [6, 6, 6],
            "count": [4, 4, 3],
            "share": [4 / 6, 4 / 6, 3 / 6],
        }
    )

    title, text = describe_top(top, form)

    first = f"{form.phrases['school']['network']} en {form.phrases['school']['region']}"
    assert title == f"{first[:1].upper()}{first[1:]} worden het vaakst genoemd"
    assert text == (
        f"Het vaakst worden genoemd: op schoolniveau {first} (4 van 6; 67%) en op leerlingniveau "
        f"{form.phrases['pupil']['skills']} (3 van 6; 50%)."
    )


def test_findings_of_a_reconstruction_say_no_more_than_is_known(
    real_study: Study, known_tables: Tables
) -> None:
    study = with_tables(real_study, known_tables)
    known = study.known_mentions().query("group == 'all'")
    ranges = {
        f"{a}%" if a == b else f"{a}–{b}%": b - a
        for read in ("", "wide_")
        for a, b in zip(
            percentage(known[f"{read}smallest"], known["n"]),
            percentage(known[f"{read}largest"], known["n"]),
            strict=True,
        )
    }

    found = findings(study)

    assert [finding.title for finding in found] == [
        "Op instellingsniveau is de samenwerking met het bedrijfsleven het vaakst genoemd",
        "Op opleidingsniveau noemt 72–77% de samenwerking met bedrijven",
        "Op studentniveau is de ontwikkeling van soft skills het vaakst genoemd",
    ]
    assert found[0].text == (
        "Genoemd door 81–100% van de respondenten. De publicatie zegt, in onze woorden: Meer dan "
        "tachtig procent noemt samenwerking met het bedrijfsleven (2.1 en 5.1)."
    )
    for finding in found:
        assert finding.base == "Basis: alle respondenten (n = 64; gepubliceerd)."
        for share in re.findall(r"[\d–]+%", f"{finding.title} {finding.text} {finding.alt}"):
            assert ranges[share] < 50, finding.title


def test_what_is_left_open_is_told_apart(real_study: Study, known_tables: Tables) -> None:
    status, nature, outcomes, last = left_open(with_tables(real_study, known_tables))
    assert status.startswith("Van alle keren dat een opbrengst is genoemd, is 4–97% gerealiseerd")
    assert nature.startswith("Van alle keren dat een opbrengst is genoemd, is 10–58% nieuw")
    assert outcomes.startswith("Bij de in- en doorstroom van studenten (5–72%), ")
    assert outcomes.endswith(" laat de publicatie vrijwel open hoe vaak die zijn genoemd.")
    assert last == "Waar dit rapport daarvan toch één getal noemt, is dat een aanname."


def test_of_responses_nothing_is_left_open(real_study: Study, real_tables: Tables) -> None:
    settings = real_study.settings.model_copy(update={"reconstructed": False})
    assert left_open(with_tables(replace(real_study, settings=settings), real_tables)) == []


@pytest.mark.parametrize(
    ("counts", "title", "text"),
    [
        (
            [(4, 5), (2, 3)],
            "Op schoolniveau is {network} het vaakst genoemd",
            "Genoemd door 67–83% van de respondenten.",
        ),
        (
            [(4, 5), (2, 4)],
            "Op schoolniveau noemt 67–83% {network}",
            "Genoemd door 67–83% van de respondenten.",
        ),
        (
            [(4, 4), (0, 6)],
            "Op schoolniveau noemt 67% {network}",
            "Genoemd door 67% van de respondenten (4 van 6).",
        ),
    ],
)
def test_what_is_known_of_a_level(
    counts: list[tuple[int, int]], title: str, text: str, form: Questionnaire
) -> None:
    rows = [
        ("school", outcome, 6, *between)
        for outcome, between in zip(("network", "region"), counts, strict=True)
    ]
    known = pd.DataFrame(rows, columns=["level", "outcome", "n", "smallest", "largest"])
    phrase = form.phrases["school"]["network"]

    got = describe_known_level(known, form.level("school"), [], form)

    assert got == (title.format(network=phrase), text)
