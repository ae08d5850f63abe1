"""An edition and a comparison of two waves, made whole from the study in this repository."""

import contextlib
import io
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import SIZES, WCAG, unfold
from made_once import made_once, make_report
from pages import soup, visible_text, words
from second_wave import write_second_wave

from dwimpact.cli.commands import main
from dwimpact.disclosure.editions import judge_editions
from dwimpact.loading import with_tables
from dwimpact.report.editions import index_page
from dwimpact.report.site.render import Site
from dwimpact.study.questionnaire.model import codes
from dwimpact.templates.html import DRAWN_NOTICE, NOTICE

EDITION = ["index", "hoofdstuk_1", "hoofdstuk_2"]
COMPARISON = ["index", "hoofdstuk_1", "hoofdstuk_2"]
NOTHING = r"\bNone\b|\b[Nn]a[Nn]\b|\bNaT\b|<NA>|\d\.\d{4,}"


pytestmark = pytest.mark.long


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    assert status == 0, err.getvalue()


@pytest.fixture(scope="module")
def edition(root, tmp_path_factory):
    """The edition hbo."""

    def make(folder):
        made = make_report(root / "data/raw", folder, root / "notebooks", "--edition", "sector=hbo")
        assert made.status == 0, made.err
        return made.folder

    return made_once(tmp_path_factory, "edition", make)


@pytest.fixture(scope="module")
def comparison(root, tmp_path_factory):
    """The study, called drawn, for a reconstruction has no differences, compared with 80 rows drawn
    from it.
    """

    def make(folder):
        earlier = folder / "earlier"
        shutil.copytree(root / "data/raw", earlier)
        settings = (earlier / "study.yml").read_text("utf-8")
        drawn = settings.replace("reconstructed: true", "drawn: true")
        (earlier / "study.yml").write_text(drawn, "utf-8")
        later = write_second_wave(earlier, folder / "later", 80)
        output = ["--output", folder / "outputs", "--notebooks", root / "notebooks"]
        run("compare", earlier, later, *output)
        return folder / "outputs"

    return made_once(tmp_path_factory, "comparison", make)


@pytest.fixture(scope="module")
def index(real_study, real_tables, tmp_path_factory):
    """The index of all editions, without the editions."""
    study = with_tables(real_study, real_tables)
    file = tmp_path_factory.mktemp("index") / "index.html"
    site = Site(study, len(study.respondents), [])
    file.write_text(index_page(site, judge_editions(study, study.respondents)), "utf-8")
    return file


def page(folder, name):
    file = folder / (f"{name}.html" if name == "index" else f"chapters/{name}.html")
    return soup(file.read_text("utf-8"))


def pages(folder):
    return {file.stem: file.read_text("utf-8") for file in sorted(folder.rglob("*.html"))}


def table(folder, name):
    return pd.read_csv(folder / "tables" / f"{name}.csv")


def test_an_edition_of_a_reconstruction_shows_what_is_known_of_it(edition, real_tables):
    shown = table(edition, "figuur_2_1")

    assert set(shown["n"]) == {32}
    background = real_tables.respondents.set_index("respondent")["sector"] == "hbo"
    ticked = real_tables.outcomes[real_tables.outcomes["outcome"] == "regional_position"]
    hbo = ticked["respondent"].map(background)
    (label,) = [text for text in shown["Opbrengst"].unique() if "positie" in text]
    row = shown.set_index("Opbrengst").loc[label]
    assert row["Aantal in de reconstructie"] == int(ticked.loc[hbo, "mentioned"].sum())
    at_hand = shown["Aantal in de reconstructie"]
    assert (shown["Kleinste aantal"] <= at_hand).all()
    assert (at_hand <= shown["Grootste aantal"]).all()
    assert shown["Berust op"].isin(["vastgelegd", "begrensd", "aangenomen"]).all()
    assert "significant" not in words(" ".join(soup(p).text for p in pages(edition).values()))


def test_an_edition_shows_no_texts_where_a_small_group_would_be_left_over(edition, real_tables):
    """The remarks of the report less those of mbo and hbo are those of a group of six."""
    wrote = [*real_tables.remarks["text"], *real_tables.open_answers["text"]]
    everything = words(" ".join(soup(page).text for page in pages(edition).values()))

    assert len(wrote) > 0
    assert [text for text in wrote if words(text) in everything] == []


def test_an_edition_splits_no_further(edition, real_study):
    groups = [
        set(made["Groep"])
        for file in sorted((edition / "tables").glob("*.csv"))
        for made in [pd.read_csv(file)]
        if "Groep" in made
    ]
    levels = {level.label for level in real_study.questionnaire.levels}
    assert set().union(*groups) - levels == {"Totaal"}
    assert not list(edition.rglob("*.sav"))
    assert {file.name for file in (edition / "chapters").iterdir()} == {
        *(f"hoofdstuk_{n}.html" for n in range(1, 6)),
        "bijlage_1.html",
    }


def test_a_comparison_says_what_changed_and_how_much(comparison):
    changes = table(comparison, "tabel_1_1")
    assert changes["Wijziging"].tolist() == ["anders geformuleerd", "toegevoegd", "vervallen"]
    assert set(changes["Onderdeel"]) == {"Opbrengsten op instellingsniveau"}

    shares = table(comparison, "figuur_2_1")
    waves = shares["Groep"].str.partition(", ")  # the year behind the name, where it is known
    assert list(waves[2].unique()) == ["2023"]
    shares["Groep"] = waves[0]
    assert list(shares["Groep"].unique()) == ["vorige meting", "nieuwste meting"]
    assert shares.groupby("Groep")["n"].first().to_dict() == {
        "vorige meting": 64,
        "nieuwste meting": 80,
    }
    both = set(shares["Opbrengst"])
    assert len(both) == 4
    assert not {text for text in both if "leven lang" in text or "mbo en hbo" in text}
    differences = table(comparison, "tabel_2_1").drop_duplicates("Opbrengst")
    wide = shares.pivot(index="Opbrengst", columns="Groep", values="Aandeel")
    exp = wide["nieuwste meting"] - wide["vorige meting"]
    got = differences.set_index("Opbrengst")
    pd.testing.assert_series_equal(got["Verschil"].sort_index(), exp, check_names=False)
    assert (got["Verschil, ondergrens"] < got["Verschil"]).all()
    assert (got["Verschil"] < got["Verschil, bovengrens"]).all()
    text = words(page(comparison, "hoofdstuk_2").main.text)
    assert "Alleen in de nieuwste meting gevraagd: het leven lang leren." in text
    assert "Alleen in de vorige meting gevraagd: de relatie tussen mbo en hbo." in text


@pytest.mark.parametrize("which", ["edition", "comparison"])
def test_every_page_reads_as_dutch_and_carries_the_notice(which, request, real_study):
    form = real_study.questionnaire
    forbidden = {*form.option_codes, *codes(form.statuses), "others", "earlier", "edition"}
    for name, html in pages(request.getfixturevalue(which)).items():
        text = visible_text(html)
        made_with = soup(html).select_one(".parameters")
        text = text.replace(made_with.get_text(" "), "") if made_with else text
        assert {"edition": NOTICE, "comparison": DRAWN_NOTICE}[which] in text
        assert re.findall(NOTHING, text) == []
        assert sorted(set(re.findall(r"\w+", text)) & forbidden) == [], name


@pytest.mark.parametrize("which", ["edition", "comparison"])
def test_every_link_leads_somewhere(which, request):
    folder = request.getfixturevalue(which)
    for file in folder.rglob("*.html"):
        for link in soup(file.read_text("utf-8")).select("a[href]"):
            target, _, part = link["href"].partition("#")
            if not target.startswith("https:"):
                found = (file.parent / target).resolve() if target else file
                assert found.is_file(), (file.name, link["href"])
                assert not part or f'id="{part}"' in found.read_text("utf-8"), link["href"]


@pytest.mark.parametrize("visit", [SIZES["360"], SIZES["1280"]], ids=["360", "1280"], indirect=True)
@pytest.mark.parametrize(
    ("which", "name"),
    [
        *(("edition", name) for name in EDITION),
        *(("comparison", name) for name in COMPARISON),
        ("index", ""),
    ],
)
def test_a_page_is_accessible_and_fits(visit, which, name, request):
    made = request.getfixturevalue(which)
    places = [made, made / f"{name}.html", made / f"chapters/{name}.html"]
    shown = visit.open(next(place for place in places if Path(place).is_file()))
    unfold(shown)

    found = Axe().run(shown, options={"runOnly": WCAG}).response["violations"]
    width = shown.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
    assert width <= 0
    assert visit.complaints == []
