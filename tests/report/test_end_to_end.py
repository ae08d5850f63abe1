"""The whole report, made once from data/raw, and that of another study."""

import hashlib
import io
import json
import re
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import yaml
from made_once import made_once, make_report, texts_of
from nbformat.v4 import new_code_cell
from pages import contents, visible_text, words

from dwimpact.pages.page import ORIGIN
from dwimpact.study.questionnaire.model import codes
from dwimpact.templates.html import BOUNDS_NOTICE, BOUNDS_ONLY, FACTS_NOTICE, NOTICE, TEXTS_NOTICE

PAGES = [*(f"hoofdstuk_{n}" for n in range(1, 6)), *(f"bijlage_{n}" for n in range(1, 7))]
FIGURES = [f"figuur_{chapter}_{n}" for chapter in (2, 3, 4) for n in (1, 2, 3)]
OTHER_FIGURES = ["figuur_5_1", "figuur_b2_1", "figuur_b3_1", "figuur_b5_1"]
CODEBOOK = ("tabel_b6_2.csv", "tabel_b6_3.csv")  # where codes are explained
# The registry, the themes, the published percentages, the codebook and rows that are set aside.
NO_RESPONSES = {"tabel_b3_4.csv", *CODEBOOK}
# Statements that clash with each other, words, why not checkable, percentages.
NO_RESPONSES |= {f"tabel_b5_{n}.csv" for n in (2, 12, 13, 15)}
PLACES = {f"tabel_{n}_1.csv" for n in (2, 3, 4)}  # that follow from bounds
FACTS = {"tabel_1_1.csv", "figuur_b2_1.csv", *(f"tabel_b2_{n}.csv" for n in range(1, 5))}
TEXTS = {"figuur_b3_1.csv", *(f"tabel_b3_{n}.csv" for n in range(1, 4))}
PUBLISHED_DRAWINGS = {"figuur_b2_1.svg"}
NOTHING = r"\bNone\b|\b[Nn]a[Nn]\b|\bNaT\b|<NA>"


@pytest.fixture(
    scope="session", params=["hostile", pytest.param("as it is", marks=pytest.mark.long)]
)
def full(request, root, tmp_path_factory):
    """The full report on data/raw, in the quick run only with answers full of markup."""
    if request.param == "hostile":
        return request.getfixturevalue("hostile_report")

    def make(folder):
        return make_report(root / "data/raw", folder, root / "notebooks")

    return made_once(tmp_path_factory, "full-report", make)


@pytest.fixture(scope="session")
def codes_of_the_form(real_study, full):
    form = real_study.questionnaire
    known = {*form.option_codes, *codes(form.statuses), *codes(form.natures), "wo_other", "early"}
    return known - {"none"} if full.answers else known  # a hostile answer has 'display:none'


def codes_in(text, forbidden):
    return sorted(set(re.findall(r"\w+", text)) & forbidden)


def test_the_report_is_made(full):
    assert (full.status, full.out) == (0, f"{full.folder / 'index.html'}\n")
    assert sorted(path.name for path in full.folder.iterdir()) == [
        "chapters",
        "figures",
        "index.html",
        "manifest.json",
        "notebooks",
        "report.html",
        "report.json",
        "tables",
        "verkennen.html",
    ]
    assert [f.name for f in full.folder.parent.iterdir() if f.is_dir() and f.name[0] == "."] == []


def test_the_front_page_links_eleven_pages(full):
    front = full.soups["index"]

    links = [a["href"] for a in front.select(".contents a")]
    assert links == [f"chapters/{name}.html" for name in PAGES]
    assert sorted(full.pages()) == sorted(["index", *PAGES])
    assert [words(div.text) for div in front.select(".key-figures div")] == [
        "respondenten64gepubliceerd; 36% van de 178 benaderde personen",
        "werkplaatsen19gepubliceerd; met ten minste één respondent, van de 20",
        "opbrengsten voorgelegd17volgens het formulier; op instellingsniveau, op opleidingsniveau "
        "en op studentniveau",
        "opbrengsten door ten minste de helft genoemd13 tot 17volgt uit de publicatie; ruimer "
        "gelezen 9 tot 17",
    ]


def test_every_link_leads_somewhere(full):
    folders = {"index": full.folder}
    source = "https://www.regioplan.nl/project/impactmonitor-digitale-werkplaatsen/"
    dead = [
        (name, a["href"])
        for name, page in full.soups.items()
        for a in page.select("a[href]")
        for target, _, part in [a["href"].partition("#")]
        if a["href"] != source
        and not (
            (folders.get(name, full.folder / "chapters") / target).is_file()
            if target
            else page.find(id=part)
        )
    ]

    assert dead == []


def test_every_page_is_in_order_for_browser_and_screen_reader(full):
    for name, page in full.soups.items():
        ids = [tag["id"] for tag in page.select("[id]")]
        assert page.html["lang"] == "nl"
        assert len(page.find_all("h1")) == 1
        assert sorted(ids) == sorted(set(ids)), name
        # The search in the open answers and remarks is the only script, and stands in the page.
        assert len(page.select("script:not([src])")) == (name in ("bijlage_3", "bijlage_4"))
        assert page.select("script[src], link, img, iframe") == []
        assert [d for d in page.select("[role=img]") if len(d["aria-label"]) < 40] == []
        assert [t for t in page.find_all("table") if not (t.caption and t.find("th"))] == []
        assert page.select("pre.error, pre.warning, [role=alert]") == []


def test_figures_are_there_as_drawing_picture_and_numbers(full):
    for name in [*FIGURES, *OTHER_FIGURES]:
        assert (full.folder / "figures" / f"{name}.svg").stat().st_size > 5_000
        assert (full.folder / "figures" / f"{name}.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        assert len(pd.read_csv(full.folder / "tables" / f"{name}.csv")) >= 5
    assert {f.stem for f in full.folder.glob("figures/*")} == {*FIGURES, *OTHER_FIGURES}


def test_every_exhibit_of_a_page_is_a_file(full):
    shown = {exhibit["id"] for page in full.soups.values() for exhibit in page.select(".exhibit")}

    assert {Path(name).stem for name in full.tables()} == {*shown, "set_aside"}
    assert {Path(name).stem for name in full.drawings()} == {s for s in shown if s[0] == "f"}


def test_figure_tables_agree_with_themselves(full):
    for name in FIGURES:
        table = pd.read_csv(full.folder / "tables" / f"{name}.csv")
        at_hand = table["Aantal in de reconstructie"]
        pd.testing.assert_series_equal(
            table["Aandeel in de reconstructie"], at_hand / table["n"], check_names=False
        )
        assert (table["Kleinste aantal"] <= at_hand).all()
        assert (at_hand <= table["Grootste aantal"]).all()
        inner, outer = (f"aantal, {how} gelezen" for how in ("nauw", "ruim"))
        assert (table[f"Kleinste {outer}"] <= table["Kleinste aantal"]).all()
        assert (table["Kleinste aantal"] <= table[f"Kleinste {inner}"]).all()
        assert (table[f"Grootste {inner}"] <= table["Grootste aantal"]).all()
        assert (table["Grootste aantal"] <= table[f"Grootste {outer}"]).all()
        fixed = table["Kleinste aantal"] == table["Grootste aantal"]
        assert (fixed == (table["Berust op"] == "vastgelegd")).all()
        if "Groep" in table:
            assert set(table["Groep"]) == {"Totaal", "mbo", "hbo"}  # the group of 6 is withheld


def test_drawings_show_the_ranges_of_their_tables(full):
    for name in FIGURES:
        table = pd.read_csv(full.folder / "tables" / f"{name}.csv")
        if "Antwoord" in table and table["Antwoord"].nunique() == 2:  # one tells of the other
            table = table[table["Antwoord"] == table["Antwoord"].iloc[0]]
        low, high = (
            [(200 * k + n) // (2 * n) for k, n in zip(table[column], table["n"], strict=True)]
            for column in ("Kleinste aantal", "Grootste aantal")
        )
        exp = [f"{a}%" if a == b else f"{a}–{b}%" for a, b in zip(low, high, strict=True)]
        texts = texts_of(full.folder / "figures" / f"{name}.svg")
        axis = [f"{p}%" for p in range(0, 101, 20)]
        shown = [t for t in texts if re.fullmatch(r"\d+(–\d+)?%", t)]
        assert sorted([*exp, *axis]) == sorted(shown), name


def test_executed_notebooks_are_kept_whole(full):
    notebooks = {f.stem: nbformat.read(f, 4) for f in full.folder.glob("notebooks/*.ipynb")}

    assert sorted(notebooks) == sorted(PAGES)
    for notebook in notebooks.values():
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        # The first, with the parameters that others took the place of, is left out.
        assert [cell.execution_count for cell in cells] == list(range(2, len(cells) + 2))
        kinds = {output.output_type for cell in cells for output in cell.outputs}
        assert kinds <= {"display_data", "execute_result"}  # no errors and no warnings


def test_the_manifest_lists_every_file_with_its_digest(full, root):
    manifest = json.loads((full.folder / "manifest.json").read_text("utf-8"))

    made = contents(full.folder)
    del made["manifest.json"]
    assert manifest["outputs"] == {
        name: hashlib.sha256(content).hexdigest() for name, content in made.items()
    }
    raw = {f.name: f for f in (root / "data/raw").iterdir() if f.suffix in (".csv", ".yml")}
    if full.answers:
        raw["responses.csv"] = full.answers
    assert manifest["inputs"] == {
        name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in raw.items()
    }


def test_nothing_tells_on_which_machine_it_was_made(full, root):
    private = [str(root), str(full.folder.parent), str(Path.home()) + "/", "/tmp/", ".venv"]

    found = [
        (name, place)
        for name, content in contents(full.folder).items()
        for place in private
        if place.encode() in content
    ]

    assert found == []


def test_nobody_meets_a_missing_value_or_a_code_on_a_page(full, codes_of_the_form):
    for name, html in full.pages().items():
        text = visible_text(html)
        assert re.findall(NOTHING, text) == [], name
        if name != "bijlage_6":
            assert codes_in(text, codes_of_the_form) == [], name


def test_nobody_meets_a_missing_value_or_a_code_in_a_table(full, codes_of_the_form):
    for name, text in full.tables().items():
        assert re.findall(NOTHING, text) == [], name
        if name not in CODEBOOK:
            assert codes_in(text, codes_of_the_form) == [], name


def test_nobody_meets_a_missing_value_or_a_code_in_a_drawing(full, codes_of_the_form):
    for name, texts in full.drawings().items():
        assert re.findall(NOTHING, " ".join(texts)) == [], name
        assert codes_in(" ".join(texts), codes_of_the_form) == [], name


def test_a_reconstruction_is_not_weighted(full):
    text = words(visible_text(full.pages()["bijlage_2"]))
    assert "Hier staan geen gewogen aandelen" in text
    assert not (full.folder / "tables" / "tabel_b2_5.csv").exists()


def test_everything_of_a_reconstruction_says_so(full):
    for page in full.soups.values():
        assert page.select_one(".banner strong").text == NOTICE
    for name, texts in full.drawings().items():
        notices = [text for text in texts if text in (NOTICE, BOUNDS_NOTICE, TEXTS_NOTICE)]
        assert len(notices) == (name not in PUBLISHED_DRAWINGS), name
    for name, text in full.tables().items():
        table = pd.read_csv(io.StringIO(text))
        bounds = "Kleinste aantal" in table
        assert ("Aantal in de reconstructie" in table) is bounds, name
        if name in NO_RESPONSES:
            assert ORIGIN not in table, name
            continue
        follows = BOUNDS_ONLY if bounds or name in PLACES else NOTICE
        told = FACTS_NOTICE if name in FACTS else TEXTS_NOTICE if name in TEXTS else follows
        assert set(table[ORIGIN]) == ({told} if len(table) else set()), name  # one has no rows


@pytest.mark.long
def test_one_chapter_made_again_is_the_same_to_the_byte(full, root, tmp_path):
    shutil.copytree(full.folder, tmp_path / "outputs")

    again = make_report(
        root / "data/raw", tmp_path, root / "notebooks", "--chapter", "2", answers=full.answers
    )

    assert again.status == 0
    assert contents(again.folder) == contents(full.folder)


@pytest.fixture
def other_study(write_study, tmp_path):
    """Real responses to another form: two levels, six respondents, nothing published."""
    folder = write_study(tmp_path / "study")
    settings = yaml.safe_load((folder / "study.yml").read_text("utf-8"))
    form = yaml.safe_load((folder / "questionnaire.yml").read_text("utf-8"))
    sector = form["background"][1]
    for choice in (sector["options"][0], sector["groups"][0]):
        choice["label"] = "middelbaar onderwijs"
    for name, content in (
        ("study.yml", {**settings, "reconstructed": False}),
        ("questionnaire.yml", form),
    ):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture
def other(other_study, root, tmp_path_factory):
    """The full report on the other study, made with the same notebooks."""

    def make(folder):
        return make_report(other_study, folder, root / "notebooks")

    return made_once(tmp_path_factory, "other-report", make)


@pytest.mark.long
def test_another_study_needs_no_other_code(other):
    assert other.status == 0
    chapters = [f"hoofdstuk_{n}" for n in range(1, 5)]
    # No register of claims, and an account of method in the place of it.
    assert sorted(other.pages()) == sorted(["index", *chapters, *PAGES[5:]])
    titles = {name: page.h1.text for name, page in other.soups.items()}
    assert titles["index"] == "De proef"
    assert titles["hoofdstuk_3"] == "Opbrengsten op leerlingniveau"
    assert list(other.drawings()) == [
        *(f"figuur_{chapter}_{n}.svg" for chapter in (2, 3) for n in (1, 2, 3)),
        "figuur_4_1.svg",
        "figuur_b2_1.svg",
    ]


@pytest.mark.long
def test_a_study_that_knows_nothing_of_its_respondents_has_a_report(other_study, root, tmp_path):
    file, responses = other_study / "questionnaire.yml", other_study / "responses.csv"
    form = yaml.safe_load(file.read_text("utf-8"))
    file.write_text(yaml.safe_dump({**form, "background": []}, allow_unicode=True), "utf-8")
    rows = pd.read_csv(responses, dtype="str").drop(columns=["workplace", "sector"])
    rows.to_csv(responses, index=False)
    for absent in ("workplaces.csv", "approached.csv"):
        (other_study / absent).unlink()

    made = make_report(other_study, tmp_path, root / "notebooks")

    assert (made.status, made.err) == (0, "")
    assert made.drawings().keys().isdisjoint({"figuur_b2_1.svg"})
    assert "niet bekend" in visible_text(made.pages()["hoofdstuk_1"])
    titles = [page.h1.text for page in made.soups.values()]
    assert not [title for title in titles if "Respons" in title or "Gepubliceerd" in title]
    shown = pd.read_csv(made.folder / "tables" / "figuur_2_1.csv")
    assert set(shown.get("Groep", ["Totaal"])) == {"Totaal"}


@pytest.mark.long
def test_the_numbers_of_another_study_are_its_own(other):
    shares = pd.read_csv(other.folder / "tables" / "figuur_2_1.csv")

    got = shares[["Groep", "Opbrengst", "n", "Aantal"]].itertuples(index=False, name=None)

    assert list(got) == [
        ("Totaal", "(Meer) contact met andere scholen", 6, 3),
        ("Totaal", "Positie in de regio", 6, 2),
        ("middelbaar onderwijs", "(Meer) contact met andere scholen", 3, 3),
        ("middelbaar onderwijs", "Positie in de regio", 3, 1),
    ]  # two of 'hbo en wo' are fewer than the study shows apart


@pytest.mark.long
def test_a_group_without_respondents_leaves_out_weights_and_not_the_page(other):
    text = words(visible_text(other.pages()["bijlage_2"]))

    reason = "De antwoorden zijn niet gewogen: zonder antwoord bleven tranche 3 en wo."
    assert reason in text
    assert sorted(f.stem for f in other.folder.glob("tables/tabel_b2_*")) == [
        f"tabel_b2_{n}" for n in (1, 2, 3, 4)
    ]


@pytest.mark.long
def test_nothing_of_real_responses_speaks_of_a_reconstruction(other):
    texts = [visible_text(html) for html in other.pages().values()]
    texts += [*other.tables().values(), *map(" ".join, other.drawings().values())]

    assert len(texts) > 25
    assert [text for text in texts if "reconstruct" in text.lower()] == []
    assert [name for name, text in other.tables().items() if ORIGIN in text.split("\n")[0]] == []
    assert [name for name, page in other.soups.items() if page.select(".banner, .notice")] == []


@pytest.mark.long
def test_nobody_meets_a_missing_value_or_a_code_of_another_study(other, form):
    forbidden = {*form.option_codes, *codes(form.statuses), *codes(form.natures), "higher", "mbo"}
    forbidden -= {"skills"}  # which is a word of a label, too
    texts = {name: visible_text(html) for name, html in other.pages().items()}
    texts |= other.tables() | {name: " ".join(t) for name, t in other.drawings().items()}

    for name, text in texts.items():
        assert re.findall(NOTHING, text) == [], name
        # The appendix with the codebook: there is none on a publication before it.
        if name not in ("bijlage_5", *(table.replace("b6", "b5") for table in CODEBOOK)):
            assert codes_in(text, forbidden) == [], name


@pytest.mark.long
def test_a_broken_appendix_does_not_stop_a_chapter(other_study, root, tmp_path):
    notebooks = shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    broken = nbformat.read(notebooks / "remarks.ipynb", 4)
    broken.cells.insert(3, new_code_cell('study.remarks["tekst"]'))
    nbformat.write(broken, notebooks / "remarks.ipynb")

    made = make_report(other_study, tmp_path, notebooks, "--chapter", "1", "B4")

    assert made.status == 1
    assert made.err.splitlines()[-2:] == [
        "Chapter B4 failed: remarks.ipynb, cell 5: KeyError: 'tekst'",
        f"The failed notebooks, with the error in place, are in {made.folder / 'notebooks'}",
    ]
    assert sorted(made.pages()) == ["bijlage_4", "hoofdstuk_1", "index"]
    kept = nbformat.read(made.folder / "notebooks" / "bijlage_4.ipynb", 4)
    assert [(o.output_type, o.ename) for o in kept.cells[4].outputs] == [("error", "KeyError")]
    page = made.soups["bijlage_4"]
    assert [pre.text for pre in page.select("pre.error")] == ["KeyError: 'tekst'"]
    assert page.select_one("[role=alert]") is not None
