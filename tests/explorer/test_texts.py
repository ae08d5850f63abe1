"""A view of texts: which are searched, what is found, and that every text stays text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hostile import HOSTILE
from marks import first_quickly
from pandas.testing import assert_frame_equal
from shown import rows, sentences, soup

from dwimpact.analysis.themes.coding import code_answers, read_hand_codes
from dwimpact.analysis.themes.keywords import gather_texts
from dwimpact.analysis.themes.rules import read_codebook
from dwimpact.dataset import CleanStudy
from dwimpact.disclosure.views import TooSmall
from dwimpact.errors import UnknownName
from dwimpact.explorer.texts import TextView
from dwimpact.templates.html import NOTICE


def test_texts_of_all_kinds_stand_below_each_other(tiny: CleanStudy) -> None:
    got = gather_texts(tiny)

    shown = got[["source", "level", "outcome", "text", "respondent", "sector"]].astype(object)
    assert list(shown.where(shown.notna(), None).itertuples(index=False, name=None)) == [
        ("open_answers", "school", None, "Meer contact", "R1", "mbo"),
        ("open_answers", "school", None, "Een plek in de stad", "R2", "hbo"),
        ("open_answers", "school", None, "Geen idee", "R6", "other"),
        ("open_answers", "pupil", None, "Zelfvertrouwen", "R1", "mbo"),
        ("explanations", "school", "network", "Wij bellen vaker", "R1", "mbo"),
        ("explanations", "pupil", "skills", "Leren door te doen", "R4", "hbo"),
        ("other_outcomes", "school", None, "Een prijs gewonnen", "R3", "mbo"),
        ("remarks", None, None, "Ga zo door", "R1", "mbo"),
    ]
    assert list(got["sector"].cat.categories) == ["mbo", "hbo", "wo", "other"]


@pytest.mark.long
@pytest.mark.usefixtures("in_the_project")
@pytest.mark.parametrize(
    "choices",
    first_quickly(
        [
            {"search": "onze 'beste' studenten"},
            {},
            {"search": "bedrijf", "source": "explanations", "level": "programme"},
            {"source": "remarks", "only": {"sector_group": "hbo"}},
        ]
    ),
    ids=str,
)
def test_code_runs_as_it_stands_and_makes_the_same_view(
    real: CleanStudy, choices: dict[str, Any]
) -> None:
    view = TextView(real, **choices)
    *lines, last = view.code.splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    again = eval(last, names)

    assert_frame_equal(again.table, view.table)
    assert again._repr_html_() == view._repr_html_()


def test_choices_keep_the_texts_they_name(real: CleanStudy) -> None:
    every = gather_texts(real)
    got = TextView(real, source="explanations", level="student", only={"sector": "hbo"}).texts

    kept = (every["source"] == "explanations") & (every["level"] == "student")
    exp = every[kept & (every["sector"] == "hbo")].reset_index(drop=True)
    assert_frame_equal(got, exp)
    assert 0 < len(got) < len(every)


def test_everything_is_shown_when_nothing_is_searched(real: CleanStudy) -> None:
    view = TextView(real, source="remarks")

    assert list(view.table["text"]) == list(real.remarks["text"])
    assert rows(view) == [["Waar", "Tekst"], *(["opmerking", t] for t in real.remarks["text"])]
    assert sentences(view) == ["21 teksten."]


def test_places_are_counted_and_say_where_they_are(tiny: CleanStudy) -> None:
    view = TextView(tiny, "bel")

    assert rows(view) == [
        ["Waar", "Ervoor", "Woord", "Erna"],
        ["toelichting, schoolniveau, Contact met scholen", "Wij ", "bellen", " vaker"],
    ]
    assert sentences(view)[0] == "1 vindplaats in 8 teksten."


def test_a_view_does_not_say_who_wrote_a_text(tiny: CleanStudy) -> None:
    assert set(TextView(tiny).table) == {"source", "level", "outcome", "text"}
    assert "R1" not in soup(TextView(tiny)).text


def test_texts_of_too_few_people_are_refused(real: CleanStudy) -> None:
    with pytest.raises(TooSmall):
        TextView(real, only={"sector_group": "wo_other"})


@pytest.mark.parametrize(
    ("choices", "exp"),
    [
        (
            {"source": "x"},
            "no source 'x'; there are explanations, open_answers, other_outcomes, remarks",
        ),
        ({"level": "x"}, "no level 'x'; there are school, pupil"),
        (
            {"only": {"theme": "x"}},
            "no column of groups 'theme'; there are tranche, tranche_group, sector, workplace, "
            "sector_group",
        ),
    ],
)
def test_choices_there_are_not_are_refused(
    tiny: CleanStudy, choices: dict[str, Any], exp: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        TextView(tiny, **choices)

    assert str(caught.value) == exp


@pytest.mark.parametrize("search", ["", "hacked window plaatje script", *HOSTILE])
def test_what_respondents_and_analysts_write_stays_text(tiny: CleanStudy, search: str) -> None:
    remarks = pd.DataFrame({"respondent": "R1", "text": list(HOSTILE)})
    hostile = replace(tiny, tables=replace(tiny.tables, remarks=remarks))
    view = TextView(hostile, search, source="remarks")
    page = soup(view)

    assert page.find_all(["script", "img", "a", "main", "b"]) == []
    assert len(page.find_all("style")) == 1
    if not search:
        assert [row[1] for row in rows(view)[1:]] == list(HOSTILE)
    assert [p.text for p in page.select(".notice")] == [NOTICE]
    assert page.pre.text == view.code


def test_a_theme_keeps_answers_as_coded_and_other_texts_by_rule(real: CleanStudy) -> None:
    view = TextView(real, theme="career")

    answers = view.texts[view.texts["source"] == "open_answers"]
    codebook = read_codebook(real)
    assert codebook is not None
    coded = code_answers(real.open_answers, codebook, read_hand_codes(real, codebook))
    exp = coded[coded["coded"] & (coded["theme"] == "career")]
    assert sorted(zip(answers["respondent"], answers["level"], strict=True)) == sorted(
        zip(exp["respondent"], exp["level"].astype("str"), strict=True)
    )
    theme = next(theme for theme in codebook.root if theme.code == "career")
    others = view.texts[view.texts["source"] != "open_answers"]
    everything = gather_texts(real).query("source != 'open_answers'")
    assert sorted(others["text"]) == sorted(filter(theme.is_in, everything["text"]))
    assert "over beeld van werk en loopbaan" in view._repr_html_()
    assert "theme='career'" in view.code


def test_a_theme_that_is_not_in_the_codebook_is_refused(tiny: CleanStudy) -> None:
    with pytest.raises(UnknownName, match="no theme 'career'; there are none"):
        TextView(tiny, theme="career")
