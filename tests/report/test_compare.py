"""Two waves of the tiny study, compared with the small notebooks."""

import json
from dataclasses import replace

import pytest
import yaml
from pages import contents, soup, words
from small_notebooks import write_notebook, write_notebooks

from dwimpact.errors import StudyError
from dwimpact.report.compare import Comparison, compare


@pytest.fixture
def comparison(write_study, raw, tmp_path):
    """The tiny study, and four of its respondents as the next wave."""
    return Comparison(
        earlier=write_study(tmp_path / "old"),
        later=write_study(tmp_path / "new", responses=raw.head(4)),
        output=tmp_path / "out" / "comparison",
        notebooks=write_notebooks(tmp_path / "notebooks"),
        jobs=2,
    )


@pytest.mark.long
def test_a_comparison_has_its_pages_and_a_front_page(comparison, tmp_path):
    report = compare(comparison)

    assert (report.index, report.failures) == (comparison.output / "index.html", {})
    pages = {p.name: soup(p.read_text("utf-8")) for p in comparison.output.rglob("*.html")}
    assert {name: page.h1.text for name, page in pages.items()} == {
        "index.html": "Twee metingen vergeleken",
        "hoofdstuk_1.html": "Metingen",
        "hoofdstuk_2.html": "Metingen op schoolniveau",
        "hoofdstuk_3.html": "Metingen op leerlingniveau",
    }
    assert pages["hoofdstuk_3.html"].select_one("main > pre").text == "pupil: 6 en 4 rijen\n"
    front = pages["index.html"]
    assert front.select_one(".facts").text == "Vergelijking van twee metingen"
    assert [words(div.text) for div in front.select(".key-figures div")] == [
        "respondenten in de vorige meting650% van de 12 benaderde personen",
        "respondenten in de nieuwste meting433% van de 12 benaderde personen",
        "opbrengsten vergeleken4van de 4 in de vorige en 4 in de nieuwste meting",
    ]
    assert words(front.select("main > p:not(.citation)")[-1].text) == (
        "Wat er is veranderd, is niet te zeggen: van een meting die een reconstructie is, zijn de "
        "meeste cijfers niet gepubliceerd maar aangenomen."
    )
    manifest = json.loads((comparison.output / "manifest.json").read_text("utf-8"))
    assert "earlier/responses.csv" in manifest["inputs"]
    assert manifest["inputs"]["earlier/study.yml"] == manifest["inputs"]["later/study.yml"]
    assert str(tmp_path) not in json.dumps(manifest)
    before = contents(comparison.output)

    compare(comparison)

    assert contents(comparison.output) == before


@pytest.mark.long
def test_more_than_two_waves_have_a_page_together(comparison, write_study, raw, tmp_path):
    first = write_study(tmp_path / "first", responses=raw.tail(5))

    report = compare(replace(comparison, before=[first]))

    assert report.failures == {}
    page = soup((comparison.output / "chapters" / "hoofdstuk_4.html").read_text("utf-8"))
    assert (page.h1.text, page.select_one("main > pre").text) == (
        "Alle metingen",
        ": 5 en 6 en 4 rijen\n",
    )
    front = soup(report.index.read_text("utf-8"))
    assert front.h1.text == "Drie metingen vergeleken"
    assert [words(div.text) for div in front.select(".key-figures div")][:2] == [
        "respondenten in meting 1542% van de 12 benaderde personen",
        "respondenten in meting 2650% van de 12 benaderde personen",
    ]
    inputs = json.loads((comparison.output / "manifest.json").read_text("utf-8"))["inputs"]
    assert {name.partition("/")[0] for name in inputs} == {"earlier_1", "earlier", "later"}


@pytest.mark.long
def test_a_failing_page_does_not_stop_the_others(comparison):
    source = (comparison.notebooks / "waves.ipynb").read_text("utf-8")
    parameters = yaml.safe_load(source)["cells"][0]["source"]
    write_notebook(comparison.notebooks / "waves.ipynb", "".join(parameters), "1 / len(level)")

    report = compare(comparison)

    assert report.failures == {"1": "waves.ipynb, cell 3: ZeroDivisionError: division by zero"}
    marked = soup(report.index.read_text("utf-8")).select(".contents li")
    assert [words(li.text) for li in marked if li.em] == ["1 Metingen (niet gelukt)"]


@pytest.mark.long
def test_waves_with_nothing_in_common_are_refused_before_anything_runs(comparison):
    file = comparison.later / "questionnaire.yml"
    form = yaml.safe_load(file.read_text("utf-8"))
    for level in form["levels"]:
        for outcome in level["outcomes"]:
            outcome["code"] += "_renamed"
    file.write_text(yaml.safe_dump(form))
    text = (comparison.later / "responses.csv").read_text("utf-8")
    for code in ("network", "region", "soft_skills", "skills"):
        text = text.replace(code, f"{code}_renamed")
    text = text.replace("soft_skills_renamed_renamed", "soft_skills_renamed")
    (comparison.later / "responses.csv").write_text(text)

    with pytest.raises(StudyError) as caught:
        compare(comparison)

    assert str(caught.value) == (
        f"{file}: no outcome in common with {comparison.earlier}, at levels school or pupil; "
        "expected a level school or pupil with outcomes of the same codes. Give what stayed the "
        "same the same code."
    )
    assert not comparison.output.parent.exists()
