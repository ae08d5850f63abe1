import dataclasses
import re

import pytest
from nbformat import write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pages import soup, visible_text, words

from dwimpact.prose.report.brief import Brief
from dwimpact.report.plan import Chapter
from dwimpact.report.site.front import Front, KeyFigure
from dwimpact.report.site.render import Site, read_content, render_front, render_page
from dwimpact.templates.html import NOTICE

CHAPTERS = [
    Chapter("1", "Inleiding", "introduction.ipynb"),
    Chapter("2", "Opbrengsten op schoolniveau", "outcomes.ipynb", {"level": "school"}),
    Chapter("B1", "Het formulier", "form.ipynb"),
]
SCRIPT = "<script>alert(1)</script>"
# Attributes by which a page loads something; a link that a reader follows is none.
LOADING = ("src", "srcset", "data", "poster", "action", "background")


@pytest.fixture
def site(study):
    return Site(study, 6, CHAPTERS)


def with_settings(site, **changes):
    settings = site.study.settings.model_copy(update=changes)
    return dataclasses.replace(site, study=dataclasses.replace(site.study, settings=settings))


def front(**parts):
    """What a front page says, nothing unless given."""
    nothing = {
        "aim": "",
        "key_figures": [],
        "findings": [],
        "brief": Brief({}, {}),
        "method": [],
        "left_open": [],
        "citation": "",
        "data": "de antwoorden van 6 respondenten",
        "inputs": {},
        "version": "0",
        "exhibits": {chapter.number: [] for chapter in CHAPTERS},
        "sections": {chapter.number: [] for chapter in CHAPTERS},
    }
    return Front(**{**nothing, **parts})


@pytest.fixture
def render(tmp_path):
    """Render a notebook of these cells as a page."""

    def render(site, *cells, chapter=CHAPTERS[1]):
        write(new_notebook(cells=list(cells)), tmp_path / "notebook.ipynb")
        return render_page(chapter, read_content(tmp_path / "notebook.ipynb", chapter).html, site)

    return render


def code(source, *outputs):
    return new_code_cell(source, outputs=list(outputs), execution_count=1)


def html_output(html):
    return new_output("display_data", {"text/html": html, "text/plain": "<HTML object>"})


PARAGRAPH = code("page.text(zin)", html_output("<p>Zes mensen.</p>"))


def test_a_page_is_in_dutch_with_one_title(render, site):
    page = soup(render(site, PARAGRAPH))

    assert page.html["lang"] == "nl"
    assert page.title.text == "Hoofdstuk 2: Opbrengsten op schoolniveau – De proef"
    assert [h1.text for h1 in page.find_all("h1")] == ["Opbrengsten op schoolniveau"]
    assert page.select_one(".kicker").text == "Hoofdstuk 2"
    assert len(page.find_all("main")) == 1


def test_a_page_shows_outputs_and_how_it_was_made(render, site):
    html = render(site, PARAGRAPH, code("print(1 < 2)", new_output("stream", text="a < b\n")))

    page = soup(html)
    assert [p.text for p in page.main.select("p:not([class])")] == ["Zes mensen."]
    assert [pre.text for pre in page.main.find_all("pre", recursive=False)] == ["a < b\n"]
    assert words(page.select_one("p.parameters").text) == (
        "Gemaakt met notebook outcomes.ipynb en parameters number = 2, level = school."
    )
    assert [words(d.pre.text) for d in page.select("details.code")] == [
        "page.text(zin)",
        "print(1 < 2)",
    ]
    assert "page.text" not in visible_text(html)


def test_a_result_is_shown_as_html_where_it_has_any(render, site):
    table = new_output(
        "execute_result",
        {"text/html": "<table><tr><td>3</td></tr></table>", "text/plain": "   3"},
        execution_count=1,
    )
    plain = new_output("execute_result", {"text/plain": "[<Figure>]"}, execution_count=2)

    page = soup(render(site, code("t", table), code("f", plain)))

    assert [cell.text for cell in page.main.find_all("td")] == ["3"]
    assert [pre.text for pre in page.main.find_all("pre", recursive=False)] == ["[<Figure>]"]


def test_a_cell_of_markdown_is_rendered(render, site):
    page = soup(render(site, new_markdown_cell("## Een kop\n\nEen *alinea*.")))

    assert [words(h2.text) for h2 in page.main.find_all("h2")] == ["2.1 Een kop"]
    assert [str(p) for p in page.main.select("p:not([class])")] == ["<p>Een <em>alinea</em>.</p>"]


def test_a_title_in_a_cell_of_markdown_does_not_become_a_second_title_of_the_page(render, site):
    page = soup(render(site, new_markdown_cell("# De titel"), new_markdown_cell("# Een kop")))

    assert [heading.text for heading in page.find_all("h1")] == ["Opbrengsten op schoolniveau"]
    assert [words(h2.text) for h2 in page.main.find_all("h2")] == ["2.1 Een kop"]


def test_titles_are_text_and_never_html(render, site):
    chapter = Chapter("2", SCRIPT, SCRIPT, {"level": SCRIPT})
    site = with_settings(
        dataclasses.replace(site, chapters=[CHAPTERS[0], chapter, CHAPTERS[2]]),
        title=SCRIPT,
        subtitle=SCRIPT,
        conducted_by=SCRIPT,
        commissioned_by=SCRIPT,
    )

    pages = [
        render(site, PARAGRAPH, chapter=chapter),
        render(site, PARAGRAPH, chapter=CHAPTERS[0]),
        render_front(
            site,
            front(
                aim=SCRIPT,
                key_figures=[KeyFigure(SCRIPT, SCRIPT, SCRIPT)],
                citation=SCRIPT,
                inputs={SCRIPT: SCRIPT},
                version=SCRIPT,
            ),
        ),
    ]

    for page in pages:
        assert "<script>" not in page
        assert soup(page).select_one("header a").text == SCRIPT
    assert soup(pages[0]).h1.text == SCRIPT


def test_printed_text_and_errors_are_text_and_never_html(render, site):
    cell = code(
        "x",
        new_output("stream", name="stdout", text=SCRIPT),
        new_output("stream", name="stderr", text=SCRIPT),
        new_output("execute_result", {"text/plain": SCRIPT}),
        new_output("error", ename="ValueError", evalue=SCRIPT, traceback=[]),
    )

    html = render(site, cell)

    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 4


def test_a_page_loads_nothing(render, site):
    for html in (render(site, PARAGRAPH), render_front(site, front())):
        page = soup(html)
        loaded = [(t.name, a) for t in page.find_all() for a in t.attrs if a in LOADING]
        assert loaded == []
        assert page.select("script, link, iframe, object, embed, img") == []
        assert re.findall(r"@import|url\(|https?:", html) == []
        policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
        assert policy == (
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
            "form-action 'none'"
        )


def test_every_page_of_a_reconstruction_says_so(render, site):
    for html in (render(site, PARAGRAPH), render_front(site, front())):
        banner = soup(html).select_one(".banner")
        assert banner["role"] == "note"
        assert banner.strong.text == NOTICE


def test_no_page_of_real_responses_speaks_of_a_reconstruction(render, site):
    site = with_settings(site, reconstructed=False)

    for html in (render(site, PARAGRAPH), render_front(site, front())):
        assert soup(html).select_one(".banner") is None
        assert "reconstructie" not in visible_text(html).lower()


def links(page, selector):
    return [(a["href"], words(a.text)) for a in page.select(f"{selector} a")]


def test_a_page_leads_to_every_other(render, site):
    page = soup(render(site, PARAGRAPH))

    assert links(page, ".contents") == [
        ("../index.html", "Voorpagina"),
        ("../chapters/hoofdstuk_1.html", "1 Inleiding"),
        ("../chapters/hoofdstuk_2.html", "2 Opbrengsten op schoolniveau"),
        ("../chapters/bijlage_1.html", "B1 Het formulier"),
    ]
    assert [a["href"] for a in page.select("[aria-current=page]")] == [
        "../chapters/hoofdstuk_2.html"
    ]
    assert links(page, ".turn") == [
        ("hoofdstuk_1.html", "Vorige Hoofdstuk 1: Inleiding"),
        ("bijlage_1.html", "Volgende Bijlage 1: Het formulier"),
    ]
    assert links(page, "header") == [
        ("../index.html", "De proef"),
        ("#inhoudsopgave", "Inhoudsopgave"),
    ]


def test_the_first_and_last_page_have_one_neighbour(render, site):
    first, last = (soup(render(site, chapter=chapter)) for chapter in (CHAPTERS[0], CHAPTERS[2]))

    assert [a["rel"] for a in first.select(".turn a")] == [["next"]]
    assert [a["rel"] for a in last.select(".turn a")] == [["prev"]]


def test_the_keyboard_can_skip_to_the_content(render, site):
    page = soup(render(site, PARAGRAPH))

    skip = page.body.find("a")
    assert skip["href"] == "#inhoud"
    assert page.find(id="inhoud").name == "main"


def test_a_page_that_failed_shows_the_error_without_the_traceback(render, site):
    error = new_output(
        "error",
        ename="KeyError",
        evalue="'geen <niveau>'",
        traceback=["\x1b[31mKeyError\x1b[39m  Traceback (most recent call last)", "File /home/x"],
    )
    failed = dataclasses.replace(site, failed=frozenset({"2"}))

    html = render(failed, PARAGRAPH, code("form.level('x')", error))

    page = soup(html)
    assert [pre.text for pre in page.select("pre.error")] == ["KeyError: 'geen <niveau>'"]
    assert [p.text for p in page.main.select("p:not([class])")] == ["Zes mensen."]
    assert words(page.select_one("[role=alert]").text) == (
        "Dit onderdeel is niet helemaal gemaakt: het notebook stopte voor het einde. "
        "Wat ervoor wel is gemaakt, staat hieronder."
    )
    assert "Traceback" not in visible_text(html)
    assert "/home/x" not in html
    assert "\x1b" not in html


def test_only_pages_that_failed_are_marked(render, site):
    failed = dataclasses.replace(site, failed=frozenset({"B1"}))

    assert soup(render(failed, PARAGRAPH)).select("[role=alert]") == []
    page = soup(render_front(failed, front()))
    assert [words(li.text) for li in page.select(".contents li")] == [
        "1 Inleiding",
        "2 Opbrengsten op schoolniveau",
        "B1 Het formulier (niet gelukt)",
    ]


def test_pages_that_were_not_made_are_named_but_not_linked(render, site):
    partly = dataclasses.replace(site, absent=frozenset({"1"}))

    for page in (soup(render(partly, PARAGRAPH)), soup(render_front(partly, front()))):
        assert [words(li.text) for li in page.select(".contents li")] == [
            "1 Inleiding (niet gemaakt)",
            "2 Opbrengsten op schoolniveau",
            "B1 Het formulier",
        ]
        assert "hoofdstuk_1.html" not in str(page)


def test_the_front_page_names_numbers_inputs_and_makers(site):
    site = with_settings(
        site, subtitle="Wat zij oplevert", conducted_by="Bureau", commissioned_by="School"
    )

    page = soup(
        render_front(
            site,
            front(
                key_figures=[KeyFigure("6", "respondenten", "van de 9 benaderde personen")],
                inputs={"responses.csv": "0f"},
                version="0.1.0",
            ),
        )
    )

    assert page.html["lang"] == "nl"
    assert [h1.text for h1 in page.find_all("h1")] == ["De proef"]
    assert page.select_one(".lead").text == "Wat zij oplevert"
    assert [words(div.text) for div in page.select(".key-figures div")] == [
        "respondenten6van de 9 benaderde personen"
    ]
    assert words(page.select_one(".inputs").text) == "responses.csv0f"
    assert links(page, ".contents") == [
        ("chapters/hoofdstuk_1.html", "1 Inleiding"),
        ("chapters/hoofdstuk_2.html", "2 Opbrengsten op schoolniveau"),
        ("chapters/bijlage_1.html", "B1 Het formulier"),
    ]
    assert [words(dd.text) for dd in page.select(".provenance dd")][0::2] == [
        "De proef, door Bureau in opdracht van School",
        "dwimpact 0.1.0, uit de bestanden hieronder. Dezelfde bestanden geven dezelfde uitkomsten.",
    ]
    assert links(page, "header") == [
        ("index.html", "De proef"),
        ("#inhoudsopgave", "Inhoudsopgave"),
    ]


@pytest.mark.parametrize(
    ("makers", "exp"),
    [
        ({"conducted_by": "Bureau"}, "De proef, door Bureau"),
        ({"commissioned_by": "School"}, "De proef in opdracht van School"),
        ({}, "De proef"),
    ],
)
def test_the_front_page_names_only_the_makers_it_knows(site, makers, exp):
    page = soup(render_front(with_settings(site, **makers), front()))

    assert words(page.select_one(".provenance dd").text) == exp


def test_how_many_there_are_is_told_with_what_it_rests_on(site):
    assert site.context(None)["subject"] == "6 respondenten (aangenomen)"
    assert with_settings(site, reconstructed=False).context(None)["subject"] == "6 respondenten"
