"""The explorer's controls, driven from Python: what is chosen is what is shown."""

from __future__ import annotations

from typing import Any

import pytest
from shown import rows, soup

import dwimpact
from dwimpact.dataset import CleanStudy
from dwimpact.explorer.outcomes import OutcomeView
from dwimpact.explorer.texts import TextView
from dwimpact.explorer.widgets import explore, explore_texts


def controls(explorer: Any) -> dict[str, Any]:
    return {control.description: control for control in explorer.children[0].children}


def shown(explorer: Any) -> str:
    return str(explorer.children[1].value)


def choose(explorer: Any, **labels: str) -> None:
    for description, label in labels.items():
        controls(explorer)[description].label = label


def test_explorer_opens_on_a_view(real: CleanStudy) -> None:
    assert shown(explore(real)) == OutcomeView(real, "institution")._repr_html_()
    assert shown(explore_texts(real)) == TextView(real)._repr_html_()


@pytest.mark.parametrize("open_explorer", [explore, explore_texts])
@pytest.mark.long
def test_every_list_shows_what_is_chosen(real: CleanStudy, open_explorer: Any) -> None:
    lists = [c for name, c in controls(open_explorer(real)).items() if name != "Zoek"]
    for control in lists:
        control.index = 1
        control.index = 0
    # A front end shows a list whose index is None as a blank.
    assert [control.index for control in lists] == [0] * len(lists)
    assert [control.value for control in lists if control.value is None] == []


@pytest.mark.long
def test_every_choice_is_in_the_view(real: CleanStudy) -> None:
    explorer = explore(real)

    choose(explorer, Niveau="studentniveau", Uitgesplitst="naar tranche")
    choose(explorer, Wat="status", Getallen="aantal")
    choose(explorer, Volgorde="zoals in het formulier", Sector="hbo (n = 32)")

    only = {"sector_group": "hbo"}
    exp = OutcomeView(real, "student", "status", "tranche_group", only, "count", "form")
    assert shown(explorer) == exp._repr_html_()


def test_every_choice_of_texts_is_in_the_view(real: CleanStudy) -> None:
    explorer = explore_texts(real)

    controls(explorer)["Zoek"].value = "bedrijven"
    choose(explorer, Waar="toelichtingen", Niveau="opleidingsniveau", Sector="mbo (n = 26)")

    exp = TextView(real, "bedrijven", "explanations", "programme", {"sector_group": "mbo"})
    assert shown(explorer) == exp._repr_html_()
    assert len(rows(shown(explorer))) > 1


def test_a_choice_of_too_few_says_why_and_another_choice_shows_again(real: CleanStudy) -> None:
    explorer = explore(real)
    first = shown(explorer)

    choose(explorer, Sector="mbo (n = 26)", Tranche="tranche 4 (n = 16)")
    page = soup(shown(explorer))
    assert page.text.strip() == (
        "Deze keuze laat te weinig mensen over. Minder dan 10 mensen worden niet apart getoond, "
        "ook niet als verschil met een andere weergave. Kies een grotere groep of minder filters."
    )
    assert page.find_all(["table", "svg"]) == []

    choose(explorer, Sector="alle", Tranche="alle")
    assert shown(explorer) == first


def test_what_goes_with_a_split_by_an_outcome_is_told(real: CleanStudy) -> None:
    explorer = explore(real)
    choose(explorer, Uitgesplitst="naar wie de motivatie van studenten noemt", Wat="status")
    assert soup(shown(explorer)).text.strip() == (
        "Wie uitsplitst naar wie iets noemt, ziet alleen hoe vaak iets is genoemd, door iedereen "
        "samen. Kies daarvoor ‘genoemd’, zonder filters."
    )


def test_texts_are_shown_once_something_is_chosen(real: CleanStudy) -> None:
    explorer = explore_texts(real)
    assert soup(shown(explorer)).find_all("table") == []
    assert "Zoek een woord" in soup(shown(explorer)).text
    choose(explorer, Waar="opmerkingen")
    assert len(rows(shown(explorer))) == 22


@pytest.mark.long
def test_what_would_show_nothing_is_not_offered(real: CleanStudy, tiny: CleanStudy) -> None:
    def labels(study: CleanStudy, description: str) -> list[str]:
        return [label for label, _ in controls(explore(study))[description].options]

    assert "Werkplaats" not in controls(explore(real))
    assert labels(real, "Uitgesplitst")[:6] == [
        "niet",
        "naar sector",
        "naar sector, elk apart",
        "naar tranche",
        "naar tranche, elk apart",
        "naar wie de samenwerking met andere onderwijsinstellingen noemt",
    ]
    assert "naar werkplaats" in labels(tiny, "Uitgesplitst")
    assert labels(tiny, "Werkplaats") == [
        "alle",
        "Werkplaats Alfa (n = 3)",
        "Werkplaats Bèta (n = 3)",
    ]


def test_each_group_is_offered_once(real: CleanStudy) -> None:
    options = controls(explore(real))["Sector"].options

    assert options == (
        ("alle", ""),
        ("mbo (n = 26)", ("sector_group", "mbo")),
        ("hbo (n = 32)", ("sector_group", "hbo")),
    )


@pytest.mark.parametrize("search", ["<img src=x onerror=alert(1)>", "'\"\\", "({["])
def test_anything_can_be_searched_for(tiny: CleanStudy, search: str) -> None:
    explorer = explore_texts(tiny)
    controls(explorer)["Zoek"].value = search

    assert soup(shown(explorer)).find_all("img") == []
    assert repr(search) in soup(shown(explorer)).pre.text


def test_tab_completion_offers_the_explorer() -> None:
    offered = dir(dwimpact)

    for name in ("load", "explore", "explore_texts", "OutcomeView", "TextView", "mention_shares"):
        assert name in offered
    assert dwimpact.explore is explore
