"""What a reader does: by keyboard alone, and with the search on the page."""

import pytest
from built_pages import PAGES
from hostile import HOSTILE

# Numbers the controls that can be seen, so that each can be recognised when it has the focus.
NUMBER_CONTROLS = """() => {
    const some = "a[href], input, summary, button, [tabindex='0']";
    const seen = [...document.querySelectorAll(some)].filter((e) => e.checkVisibility());
    seen.forEach((control, i) => { control.dataset.stop = i; });
    return seen.length;
}"""
FOCUS = """() => [document.activeElement.dataset.stop,
    getComputedStyle(document.activeElement).outlineStyle]"""
SEARCHED = {"bijlage_3": ".stack tbody tr", "bijlage_4": "ul.answers > li"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.long
def test_the_keyboard_reaches_every_control(visit, report, name):
    page = visit.open(report / name)
    controls = page.evaluate(NUMBER_CONTROLS)
    reached, unseen = set(), []
    for _ in range(controls + 5):
        page.keyboard.press("Tab")
        stop, outline = page.evaluate(FOCUS)
        if stop is not None:
            reached.add(int(stop))
            unseen += [stop] if outline == "none" else []
    assert sorted(set(range(controls)) - reached) == []
    assert unseen == []


def test_the_skip_link_comes_first_and_leads_to_the_content(visit, report):
    page = visit.open(report / "chapters/hoofdstuk_2.html")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    assert page.locator(".skip").bounding_box()["x"] >= 0

    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_code_opens_for_the_page_and_per_cell_by_keyboard(visit, report):
    page = visit.open(report / "chapters/hoofdstuk_2.html")
    cells = page.locator("details.code")
    assert not cells.first.is_visible()

    page.locator("#toon-code").focus()
    page.keyboard.press("Space")
    assert cells.first.locator("pre").is_visible()

    cells.first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert not cells.first.locator("pre").is_visible()
    assert cells.nth(1).locator("pre").is_visible()


def test_the_numbers_of_a_figure_open_by_keyboard(visit, report):
    page = visit.open(report / "chapters/hoofdstuk_2.html")
    numbers = page.locator("#figuur_2_1 details")
    assert not numbers.locator("table").is_visible()

    numbers.locator("summary").focus()
    page.keyboard.press("Enter")

    assert numbers.locator("table").is_visible()
    assert numbers.locator("caption").inner_text() == "Figuur 2.1 in cijfers"
    assert numbers.locator("th:not([scope])").count() == 0


def unfold(page):
    """Open what we wrote ourselves, which a reconstruction folds."""
    for summary in page.locator("details:is(.examples, .fold) > summary").all():
        summary.click()


@pytest.mark.long
@pytest.mark.parametrize(("name", "items"), SEARCHED.items())
def test_search_leaves_what_matches_and_says_how_many(visit, report, name, items):
    page = visit.open(report / f"chapters/{name}.html")
    all_of_them = page.locator(items).count()

    page.get_by_role("searchbox").press_sequentially("PLÁATJE")
    found = page.locator(f"{items} >> visible=true")

    assert 0 < found.count() < all_of_them
    assert all("plaatje" in text for text in found.all_inner_texts())
    assert (
        page.get_by_role("status").inner_text() == f"{found.count()} van de {all_of_them} gevonden"
    )

    page.get_by_role("searchbox").fill("zoiets staat er niet")
    assert found.count() == 0
    assert page.get_by_role("status").inner_text() == f"0 van de {all_of_them} gevonden"

    page.get_by_role("searchbox").fill("")
    assert found.count() == all_of_them
    assert page.get_by_role("status").inner_text() == ""


@pytest.mark.long
@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
@pytest.mark.parametrize(("name", "items"), SEARCHED.items())
def test_without_scripts_everything_is_shown_and_no_search_offered(visit, report, name, items):
    page = visit.open(report / f"chapters/{name}.html")

    assert page.locator(".search").is_hidden()
    unfold(page)
    assert page.locator(f"{items} >> visible=true").count() == page.locator(items).count() > 0


@pytest.mark.parametrize("name", ["bijlage_3", "bijlage_4", "hoofdstuk_2"])
def test_what_respondents_wrote_stays_text(visit, report, name):
    page = visit.open(report / f"chapters/{name}.html")
    unfold(page)
    shown = " ".join(page.locator("main").inner_text().split())

    for text in HOSTILE:
        assert " ".join(text.split()) in shown
    ours = ":not(svg style):not(figcaption > strong)"  # of a drawing, and what it says
    made = f"main :is(script, img, b, strong, style){ours}"
    assert page.locator(made).count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.title().startswith(("Bijlage", "Hoofdstuk"))


@pytest.mark.parametrize("visit", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
def test_answers_stand_below_each_other_on_a_phone_and_stay_a_table(visit, report):
    page = visit.open(report / "chapters/bijlage_3.html")
    cells = page.locator(".stack tbody tr").first.locator("td")
    tops = [cell.bounding_box()["y"] for cell in cells.all()]

    assert tops == sorted(set(tops))
    assert page.get_by_role("table").count() == page.locator("table:not(details table)").count()
    assert page.get_by_role("columnheader").count() > 0
