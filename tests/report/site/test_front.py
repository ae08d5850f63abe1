"""The numbers and sentences at the front of a report."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dwimpact.loading import with_tables
from dwimpact.prose.front import describe_top
from dwimpact.prose.outcomes import describe_ranking
from dwimpact.report.site.findings import findings
from dwimpact.report.site.front import key_figures
from dwimpact.study.questionnaire import Questionnaire
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
    half = "genoemd door ten minste de helft"
    assert made["all"] == [offered, ("14", "opbrengsten breed gedeeld", half)]
    shown = f"van de 16 die worden getoond, {half}"
    assert made["hidden"] == [offered, ("13", "opbrengsten breed gedeeld", shown)]
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
