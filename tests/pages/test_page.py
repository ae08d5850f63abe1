import dataclasses
import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from pages import contents, soup, visible_text, words

from dwimpact.analysis.differences import compare_groups
from dwimpact.disclosure.small_groups import withhold
from dwimpact.figures.known import plot_known
from dwimpact.figures.shares import plot_mention_shares
from dwimpact.figures.svg import svg_text
from dwimpact.pages.anchors import alt_text, values_in_words
from dwimpact.pages.page import ORIGIN, Page
from dwimpact.shares import at_level, mention_shares, stack
from dwimpact.study.settings import Fact
from dwimpact.templates.html import BOUNDS_NOTICE, BOUNDS_ONLY, FACTS_NOTICE, NOTICE, TEXTS_NOTICE

SCRIPT = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
COUNTS = pd.DataFrame({"group": ["mbo", "rest"], "n": [3, 1], "count": [2, 0], "share": [2 / 3, 0]})


@pytest.fixture
def shown(monkeypatch):
    """The HTML of everything shown, piece by piece."""
    pieces = []
    monkeypatch.setattr("dwimpact.pages.page.display", lambda html: pieces.append(html.data))
    return pieces


@pytest.fixture
def page(study, tmp_path, shown):
    return Page(study, "2", tmp_path)


@pytest.fixture
def real_page(study, tmp_path, shown):
    """A page of the same study, as if its responses were real."""
    settings = study.settings.model_copy(update={"reconstructed": False})
    return Page(dataclasses.replace(study, settings=settings), "2", tmp_path)


@pytest.fixture
def shares(outcomes):
    """The school level: everybody, and each sector group."""
    school = at_level(outcomes, "school")
    return stack(mention_shares(school), mention_shares(school, "sector_group"))


def a_figure(label="Contact", text="één"):
    figure = Figure()
    axes = figure.subplots()
    axes.barh([label], [1.0])
    axes.set_title(text)
    return figure


def test_headings_have_no_number_until_they_are_rendered(page, shown):
    page.heading("Eerst")
    page.subheading("Zonder nummer")
    page.heading("Daarna")

    assert [words(piece) for piece in shown] == [
        "<h2>Eerst</h2>",
        "<h3>Zonder nummer</h3>",
        "<h2>Daarna</h2>",
    ]


def test_figures_and_tables_are_numbered_apart(page, shown):
    page.table(COUNTS, "eerste tabel")
    page.figure(a_figure(), "eerste figuur", COUNTS, "alt")
    page.table(COUNTS, "tweede tabel")
    page.figure(a_figure(), "tweede figuur", COUNTS)

    assert [soup(piece).find(class_="exhibit")["id"] for piece in shown] == [
        "tabel_2_1",
        "figuur_2_1",
        "tabel_2_2",
        "figuur_2_2",
    ]
    assert [soup(piece).find("caption").text for piece in shown] == [
        "Tabel 2.1 eerste tabel",
        "Figuur 2.1 in cijfers",
        "Tabel 2.2 tweede tabel",
        "Figuur 2.2 in cijfers",
    ]
    assert [words(soup(shown[i]).find("figcaption").text) for i in (1, 3)] == [
        "alt Figuur 2.1 eerste figuur",
        "Figuur 2.2 tweede figuur",
    ]


def test_figure_and_table_of_an_appendix_are_named_after_it(study, tmp_path, shown):
    page = Page(study, "B2", tmp_path)

    page.figure(a_figure(), "respons", COUNTS)
    page.table(COUNTS, "respons")

    assert list(page.tables) == ["figuur_b2_1", "tabel_b2_1"]
    assert words(soup(shown[0]).find("figcaption").text) == "Figuur B2.1 respons"


def test_text_is_one_paragraph_of_loose_and_listed_sentences(page, shown):
    page.text("Een.", ["Twee.", "Drie."], "Vier.")

    assert words(shown[0]) == "<p>Een. Twee. Drie. Vier.</p>"


@pytest.mark.parametrize("nothing", ["", []])
def test_no_text_leaves_no_empty_paragraph(page, shown, nothing):
    page.text(nothing)

    assert "".join(shown).strip() == ""


def test_options_are_those_of_the_form_with_their_hints(study, page, shown):
    (level, _) = study.questionnaire.levels
    first = level.outcomes[0].model_copy(update={"hint": "bijvoorbeeld in de stad"})
    level = level.model_copy(update={"outcomes": (first, *level.outcomes[1:])})

    page.options(study.questionnaire, level)

    assert [words(item.text) for item in soup(shown[0]).find_all("li")] == [
        "(Meer) contact met andere scholen (bijvoorbeeld in de stad)",
        "Positie in de regio",
        "Andere opbrengsten",
        "Geen opbrengsten",
    ]


def test_links_facts_and_definitions_show_all_they_are_given(page, shown):
    page.links([["bijlage_1", "Bijlage 1", "Het formulier"]])
    page.facts([Fact(value="ruim 5.000", what="mensen", source="de monitor")])
    page.definitions({"Verwacht": "Komt nog."})
    page.bullets(["een antwoord", "nog een"])

    link = soup(shown[0]).find("a")
    assert (link["href"], link.text) == ("bijlage_1.html", "Bijlage 1")
    assert [words(visible_text(piece)) for piece in shown] == [
        "Bijlage 1 : Het formulier",
        "ruim 5.000 mensen (de monitor)",
        "Verwacht Komt nog.",
        "een antwoord nog een",
    ]


def show_options(page, text):
    form = page.study.questionnaire
    level = form.levels[0]
    outcome = level.outcomes[0].model_copy(update={"hint": text})
    page.options(form, level.model_copy(update={"outcomes": (outcome, *level.outcomes[1:])}))


SHOWING = {
    "heading": lambda page, text: page.heading(text),
    "subheading": lambda page, text: page.subheading(text),
    "text": lambda page, text: page.text(text, [text]),
    "bullets": lambda page, text: page.bullets([text]),
    "term": lambda page, text: page.definitions({text: "uitleg"}),
    "description": lambda page, text: page.definitions({"term": text}),
    "fact": lambda page, text: page.facts([Fact(value=text, what=text, source=text)]),
    "link": lambda page, text: page.links([("bijlage_1", text, text)]),
    "hint": show_options,
    "cell": lambda page, text: page.table(pd.DataFrame({"text": [text]}), "tabel"),
    "column": lambda page, text: page.table(pd.DataFrame({text: ["a"]}), "tabel"),
    "row heading": lambda page, text: page.table(
        pd.DataFrame({"a": [text], "b": [1]}), "tabel", row_headings=1
    ),
    "table caption": lambda page, text: page.table(COUNTS, text),
    "note": lambda page, text: page.table(COUNTS, "tabel", note=text),
    "figure caption": lambda page, text: page.figure(a_figure(), text, COUNTS, "alt"),
    "description of a figure": lambda page, text: page.figure(a_figure(), "f", COUNTS, text),
    "sentence of a figure": lambda page, text: page.figure(a_figure(), "f", COUNTS, text),
    "label in a figure": lambda page, text: page.figure(a_figure(text), "f", COUNTS, "alt"),
}


@pytest.mark.parametrize("show", SHOWING.values(), ids=SHOWING)
def test_everything_shown_is_text_and_never_html(page, shown, show):
    show(page, SCRIPT)

    html = "".join(shown).replace("<wbr>", "")  # where a long path may go on
    assert soup(html).find("script") is None
    assert ESCAPED in html
    assert ESCAPED.replace("&", "&amp;") not in html


@pytest.mark.parametrize("show", SHOWING.values(), ids=SHOWING)
def test_nothing_shown_can_leave_an_attribute(page, shown, show):
    show(page, 'a" onload="alert(1)')

    assert [tag for tag in soup("".join(shown)).find_all() if "onload" in tag.attrs] == []


def test_a_table_shows_labels_whole_percentages_and_marks_numbers(page, shown):
    page.table(COUNTS, "Noemers", note="Let op.")

    table = soup(shown[0])
    assert [cell.text for cell in table.find_all("th", scope="col")] == [
        "Groep",
        "n",
        "Aantal",
        "Aandeel",
    ]
    assert [
        [cell.text for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")
    ] == [["mbo", "3", "2", "67%"], ["overige instellingen", "1", "0", "0%"]]
    assert [cell.text for cell in table.find_all("th", scope="row")] == [
        "mbo",
        "overige instellingen",
    ]
    assert {len(row.select("td.number")) for row in table.select("tbody tr")} == {3}
    assert table.select_one("p.note").text == "Let op."


def test_the_row_of_the_total_is_marked(page, shown):
    page.table(pd.DataFrame({"name": ["Werkplaats Alfa", "all"], "responses": [2, 2]}), "respons")

    assert [row.th.text for row in soup(shown[0]).select("tr.total")] == ["Totaal"]


def test_a_table_may_be_shown_otherwise_than_it_is_kept(page, shown):
    page.table(COUNTS, "Noemers", shown=lambda t: pd.DataFrame({"Kort": ["samen 4"]}))

    assert [cell.text for cell in soup(shown[0]).select("tbody th")] == ["samen\N{NO-BREAK SPACE}4"]
    assert list(page.tables["tabel_2_1"]["count"]) == [2, 0]


def test_a_figure_is_described_for_who_cannot_see_it(page, shown):
    page.figure(a_figure(), "f", COUNTS, "Veel mbo, weinig anders")

    drawing = soup(shown[0]).find(class_="drawing")
    assert (drawing["role"], drawing["aria-label"]) == (
        "img",
        "Grafiek: f. Waarden: mbo: 67%; overige instellingen: 0%. "
        "Basis: mbo (n = 3) en overige instellingen (n = 1).",
    )
    assert drawing.find("svg") is not None
    assert [cell.text for cell in soup(shown[0]).select("tbody td")] == [
        "3",
        "2",
        "67%",
        "1",
        "0",
        "0%",
    ]


def test_differences_show_both_groups_with_difference_and_test(page, shown, shares):
    groups = shares[shares["group"].isin(["mbo", "higher"])]

    page.differences(groups, compare_groups(groups), "Verschillen", "Per groep.")

    table = soup(shown[0])
    assert table.select_one("p.note").text.startswith("Per groep. ")
    assert [cell.text for cell in table.find_all("th", scope="col")] == [
        "Opbrengst",
        "mbo\N{NO-BREAK SPACE}(n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}3)",
        "hbo en wo\N{NO-BREAK SPACE}(n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}2)",
        "Verschil",
        "Kan toeval zijn",
    ]
    assert [cell.text for cell in table.find_all("th", scope="row")] == [
        "(Meer) contact met andere scholen",
        "Positie in de regio",
    ]
    kept = page.tables["tabel_2_1"]
    assert list(zip(kept["group"], kept["outcome"], kept["count"], strict=True)) == [
        ("mbo", "(Meer) contact met andere scholen", 3),
        ("mbo", "Positie in de regio", 1),
        ("hbo en wo", "(Meer) contact met andere scholen", 0),
        ("hbo en wo", "Positie in de regio", 1),
    ]


def test_differences_show_every_group_there_is(page, shown, shares):
    three = shares[shares["group"] != "all"].replace({"n": {1: 2}})

    page.differences(three, compare_groups(three), "Verschillen", "")

    table = soup(shown[0])
    assert [words(cell.text) for cell in table.find_all("th", scope="col")] == [
        "Opbrengst",
        "mbo (n = 3)",
        "hbo en wo (n = 2)",
        "overige instellingen (n = 2)",
        "Verschil",
        "Kan toeval zijn",
    ]
    assert len(page.tables["tabel_2_1"]) == 6


PRECISION = (
    "* Onnauwkeurig: minder dan 30 mensen, of mensen die zo op elkaar lijken dat zij voor "
    "minder dan 30 tellen; 0% of 100%; of een interval van 30 procentpunten of meer, of van "
    "meer dan 1,3 keer het aandeel zelf."
)


def test_the_mark_of_imprecise_shares_is_explained_where_it_stands(page, shown, shares):
    shares = shares[shares["group"] != "rest"]
    page.table(shares, "t", note="Let op.")
    page.figure(a_figure(), "f", shares, "alt")

    # The first note below a table, before that of the reconstruction.
    assert [soup(piece).select_one("p.note").text for piece in shown] == [
        f"Let op. {PRECISION}",
        PRECISION,
    ]
    assert list(page.tables["tabel_2_1"]["imprecise"]) == [True] * len(shares)


def test_nothing_is_explained_where_all_shares_are_precise(real_page, shown, shares):
    precise = shares[shares["group"] != "rest"].assign(imprecise=False)
    real_page.table(precise, "t")
    real_page.figure(a_figure(), "f", precise, "alt")

    assert [soup(piece).select("p.note") for piece in shown] == [[], []]


def test_columns_that_name_the_row_are_not_set_as_numbers(page, shown):
    rows = pd.DataFrame({"a": ["x"], "b": ["y"], "c": ["12%"]})
    page.table(COUNTS, "t", shown=lambda _: rows, row_headings=2)

    assert [th.text for th in soup(shown[0]).select("th.number")] == ["c"]


def test_of_one_group_there_are_no_differences_to_show(page, shown, shares):
    mbo = shares[shares["group"] == "mbo"]

    page.differences(mbo, compare_groups(mbo), "Verschillen", "")

    assert shown == []
    assert page.tables == {}


def texts_of(svg):
    return [
        "".join(t.itertext()) for t in ElementTree.fromstring(svg).iter() if t.tag.endswith("text")
    ]


def test_the_notice_stands_with_everything_made_from_a_reconstruction(page, shown, tmp_path):
    page.figure(a_figure(), "f", COUNTS, "alt")
    page.table(COUNTS, "t")

    for piece in shown:
        assert [p.text for p in soup(piece).select("p.notice")] == [NOTICE]
    svg = (tmp_path / "figures/figuur_2_1.svg").read_text("utf-8")
    assert texts_of(svg).count(NOTICE) == 1
    for name in ("figuur_2_1", "tabel_2_1"):
        file = pd.read_csv(tmp_path / f"tables/{name}.csv")
        assert list(file[ORIGIN]) == [NOTICE, NOTICE]


def test_no_notice_when_responses_are_real(real_page, shown, tmp_path):
    real_page.figure(a_figure(), "f", COUNTS, "alt")
    real_page.table(COUNTS, "t")

    files = [f for f in tmp_path.rglob("*") if f.suffix in (".svg", ".csv")]
    assert len(files) == 3
    everything = [*shown, *(f.read_text("utf-8") for f in files)]
    assert [text for text in everything if "Reconstructie" in text or ORIGIN in text] == []


def test_no_notice_with_a_table_without_responses(page, shown, tmp_path):
    page.table(COUNTS, "De werkplaatsen", from_responses=False)

    assert soup(shown[0]).select("p.notice") == []
    assert ORIGIN not in pd.read_csv(tmp_path / "tables/tabel_2_1.csv")


def test_what_was_published_says_so_in_a_study_without_microdata(page, real_page, shown, tmp_path):
    page.figure(a_figure(), "De respons", COUNTS, "alt", facts=True)
    page.table(COUNTS, "De respons", facts=True)

    for piece in shown:
        assert [p.text for p in soup(piece).select("p.notice")] == [FACTS_NOTICE]
    told = " ".join(texts_of((tmp_path / "figures/figuur_2_1.svg").read_text("utf-8")))
    assert FACTS_NOTICE in told
    assert NOTICE not in told
    for name in ("figuur_2_1", "tabel_2_1"):
        assert set(pd.read_csv(tmp_path / f"tables/{name}.csv")[ORIGIN]) == {FACTS_NOTICE}

    real_page.table(COUNTS, "De respons", facts=True)
    assert soup(shown[-1]).select("p.notice") == []


def test_what_is_counted_in_texts_of_ours_says_that_these_are_examples(
    page, real_page, shown, tmp_path
):
    page.figure(a_figure(), "Thema's", COUNTS, "alt", of_texts=True)
    page.table(COUNTS, "Thema's", of_texts=True)

    for piece in shown:
        assert [p.text for p in soup(piece).select("p.notice")] == [TEXTS_NOTICE]
    for name in ("figuur_2_1", "tabel_2_1"):
        assert set(pd.read_csv(tmp_path / f"tables/{name}.csv")[ORIGIN]) == {TEXTS_NOTICE}

    real_page.figure(a_figure(), "Thema's", COUNTS, "alt", of_texts=True)
    assert soup(shown[-1]).select("p.notice") == []


def test_bounds_are_no_reconstruction_and_the_counts_in_them_say_that_they_are(
    page, real_page, shown, tmp_path
):
    bounds = COUNTS.assign(smallest=0, largest=9)
    page.figure(a_figure(), "f", bounds, "alt")
    page.table(bounds, "t")

    figure, table = (soup(piece) for piece in shown)
    assert [p.text for p in figure.select("p.notice")] == [BOUNDS_NOTICE]
    assert [p.text for p in table.select("p.notice")] == [BOUNDS_ONLY]
    svg = (tmp_path / "figures/figuur_2_1.svg").read_text("utf-8")
    assert " ".join(texts_of(svg)).count(BOUNDS_NOTICE) == 1
    for name in ("figuur_2_1", "tabel_2_1"):
        columns = list(pd.read_csv(tmp_path / f"tables/{name}.csv"))
        assert "Aantal in de reconstructie" in columns
        assert "Aantal" not in columns
        assert set(pd.read_csv(tmp_path / f"tables/{name}.csv")[ORIGIN]) == {BOUNDS_ONLY}

    real_page.table(bounds, "t")
    assert "Aantal in de reconstructie" not in shown[-1]


def test_a_figure_says_itself_what_is_drawn_in_it(page, shown):
    figure = a_figure()
    figure.notice = BOUNDS_NOTICE
    page.figure(figure, "f", pd.DataFrame({"lowest": [0.2], "highest": [0.4]}), "alt")
    assert [p.text for p in soup(shown[0]).select("p.notice")] == [BOUNDS_NOTICE]


def test_a_table_of_texts_is_folded_where_nobody_wrote_them(page, real_page, shown):
    texts = pd.DataFrame({"text": ["Een zin.", "Nog een zin."]})
    page.table(texts, "t", of_texts=True)
    page.table(texts, "t")
    real_page.table(texts, "t", of_texts=True)

    ours, plain, theirs = (soup(piece) for piece in shown)
    assert ours.summary.text == "Voorbeeldteksten, door ons geschreven: 2"
    assert len(ours.details.select("tbody tr")) == 2
    assert plain.details is None
    assert theirs.details is None


def test_each_figure_is_written_twice_and_each_table_once(page, shown, tmp_path):
    figure = a_figure()
    page.figure(figure, "f", COUNTS, "alt")
    page.table(COUNTS.assign(text=["a, b", None]), "t", from_responses=False)

    assert sorted(f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*.*")) == [
        "figures/figuur_2_1.png",
        "figures/figuur_2_1.svg",
        "tables/figuur_2_1.csv",
        "tables/tabel_2_1.csv",
    ]
    assert (tmp_path / "tables/tabel_2_1.csv").read_text("utf-8") == (
        "Groep,n,Aantal,Aandeel,Tekst\n"
        'mbo,3,2,0.6666666666666666,"a, b"\n'
        "overige instellingen,1,0,0.0,\n"
    )
    drawn = imread(tmp_path / "figures/figuur_2_1.png")
    assert drawn.shape[:2] == (
        round(200 * figure.get_figheight()),
        round(200 * figure.get_figwidth()),
    )
    assert drawn.min() < drawn.max()  # not an empty image


def test_the_same_figure_is_written_in_the_same_bytes(study, shown, tmp_path):
    for name in ("one", "other"):
        Page(study, "2", tmp_path / name).figure(a_figure(), "f", COUNTS, "alt")

    first = contents(tmp_path / "one")
    assert len(first) == 3
    assert contents(tmp_path / "other") == first


def test_the_saved_drawing_stands_on_its_own(page, shown, tmp_path):
    page.figure(a_figure(), "Waar het over gaat", COUNTS, "Veel mbo, weinig anders")

    saved = (tmp_path / "figures/figuur_2_1.svg").read_text("utf-8")
    here = [text.replace("\u00a0", " ") for text in texts_of(saved)]
    there = texts_of(str(soup(shown[0]).svg))
    assert set(there) <= set(here)
    assert [text for text in here if text not in there] == [
        "Veel mbo, weinig anders",
        "Waar het over gaat",
        "Basis: mbo (n = 3) en overige instellingen (n = 1).",
        "Bron: De proef, herberekend met een reconstructie.",
    ]
    alt = soup(shown[0]).find(class_="drawing")["aria-label"]
    assert f"<title>Veel mbo, weinig anders</title><desc>{alt}</desc>" in saved
    Page(page.study, "3", tmp_path).figure(a_figure(), "Waar het over gaat", COUNTS)
    alone = texts_of((tmp_path / "figures/figuur_3_1.svg").read_text("utf-8"))
    assert alone.count("Waar het over gaat") == 1


def test_a_figure_says_its_values_per_row_and_group():
    rows = [
        ("school", "Regio", "Totaal", 10, 5),
        ("school", "Regio", "mbo", 4, 4),
        ("pupil", "Contact", "Totaal", 10, 1),
    ]
    table = pd.DataFrame(rows, columns=["level", "outcome", "group", "n", "count"])
    assert alt_text("Alles", table) == (
        "Grafiek: Alles. Waarden: school, Regio: Totaal 50%, mbo 100%; pupil, Contact: Totaal 10%. "
        "Basis: Totaal (n = 10) en mbo (n = 4)."
    )
    groups = [("A", "mbo", 10, 5), ("A", "hbo", 4, 4), ("B", "mbo", 10, 1), ("B", "hbo", 4, 2)]
    equal = pd.DataFrame(groups, columns=["outcome", "group", "n", "count"])
    assert values_in_words(equal) == "Waarden (mbo, hbo): A: 50%, 100%; B: 10%, 50%."
    one = table[table["group"] == "Totaal"].assign(level="school", smallest=1, largest=5)
    assert values_in_words(one) == "Waarden: Regio: 10–50%; Contact: 10–50%."
    answers = pd.DataFrame({"category": ["Ja", "Nee"], "lowest": [0.1, 0.5], "highest": [0.1, 0.6]})
    assert values_in_words(answers) == "Waarden: Ja: 10%; Nee: 50–60%."


def test_alt_text_is_about_what_is_drawn(page, shown):
    rows = [("school", "region", c, 6, 1, 4, 2) for c in ("new", "strengthened")]
    columns = ["level", "outcome", "category", "n", "smallest", "largest", "count"]
    known = pd.DataFrame(rows, columns=columns)
    page.figure(plot_known(known, page.study), "Aard", known)

    found = soup(shown[0])
    alt = found.find(class_="drawing")["aria-label"]
    assert alt == "Grafiek: Aard. Waarden (Nieuw): Positie in de regio: 17–67%. Basis: n = 6."
    assert "Versterking" in found.find("table").text
    saved = (page.outputs / "figures/figuur_2_1.svg").read_text("utf-8")
    assert f"<desc>{alt}</desc>" in saved


def test_files_of_a_figure_are_a_line_under_it(page, shown):
    page.figure(a_figure(), "f", COUNTS)

    line = soup(shown[0]).select_one("figure > p.files")
    for unseen in line.select(".unseen"):
        unseen.extract()
    assert line.text == "PNG · SVG · CSV · citeer"


def a_plot(shares, study):
    return plot_mention_shares(withhold(shares, study), study)


def test_the_same_figure_always_gives_the_same_svg(shares, study):
    figure = a_plot(shares, study)

    first = svg_text(figure, "figuur_2_1")

    assert svg_text(figure, "figuur_2_1") == first
    assert svg_text(a_plot(shares, study), "figuur_2_1") == first


def ids(svg):
    return re.findall(r'\bid="([^"]+)"', svg)


def references(svg):
    return re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg)


def test_ids_in_drawings_on_one_page_are_unique_and_found(shares, study):
    one, other = (svg_text(a_plot(shares, study), f"figuur_2_{n}") for n in (1, 2))

    together = [*ids(one), *ids(other)]
    assert len(together) > 10
    assert len(set(together)) == len(together)
    for svg in (one, other):
        named = {name for pair in references(svg) for name in pair if name}
        assert named
        assert named - set(ids(svg)) == set()


def test_text_in_a_drawing_stays_text(shares, study):
    got = texts_of(svg_text(a_plot(shares, study), "f"))

    for text in ("Totaal (n = 6)", "50%", "Contact met scholen", "Positie in de regio"):
        assert text in got


def test_a_drawing_says_nothing_about_when_it_was_made(shares, study):
    svg = svg_text(a_plot(shares, study), "f")

    assert svg.startswith("<svg")
    assert "dc:date" not in svg
    assert "dc:creator" not in svg


def test_beside_responses_a_reconstruction_has_no_interval(study, tmp_path, shown, shares):
    mixed = dataclasses.replace(study, real_groups=frozenset({"mbo"}))
    page = Page(mixed, "2", tmp_path)
    two = shares[shares["group"].isin(["all", "mbo"])]

    page.figure(a_figure(), "Twee metingen", two)

    cells = [[td.text for td in row.select("td")] for row in soup(shown[0]).select("tbody tr")]
    assert all("(" not in ours and "(" in theirs for ours, theirs in cells)
    written = pd.read_csv(tmp_path / "tables/figuur_2_1.csv")
    assert written.groupby("Groep")["Ondergrens"].count().to_dict() == {"Totaal": 0, "mbo": 2}
