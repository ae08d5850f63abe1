"""That a reader can tell what every number of a reconstruction rests on.

A reconstruction is one of many that agree with the publication. Another one is made here, and the
report of it: whatever differs between the two reports was assumed, and has to say so.
"""

import difflib
import re
import shutil

import pytest
import yaml
from made_once import made_once, make_report
from pages import soup, words

from dwimpact.cli.commands import main

BLOCKS = "p, li, dd, dt, h1, h2, h3, figcaption, summary, table, svg"
WITHIN = ["table", "svg", "pre"]
SAYS_SO = ("reconstructie", "voorbeeldteksten")


@pytest.fixture(scope="session")
def pages(root, tmp_path_factory):
    """Name → the page, of the report as it is shipped, and of that of another reconstruction."""

    def as_shipped(folder):
        return make_report(root / "data/raw", folder, root / "notebooks")

    def otherwise(folder):
        study = folder / "study"
        shutil.copytree(root / "data/raw", study)
        (study / "themes_by_hand.csv").unlink()  # of answers that others give now
        file = study / "reconstruction/assumptions.yml"
        assumed = assume_otherwise(yaml.safe_load(file.read_text("utf-8")))
        for seed in range(20):  # not all seeds leave a respondent for each text
            file.write_text(yaml.safe_dump(assumed | {"seed": seed}), encoding="utf-8")
            if main(["reconstruct", "--study", str(study)]) == 0:
                break
        return make_report(study, folder, root / "notebooks")

    reports = [
        made_once(tmp_path_factory, "full-report", as_shipped),
        made_once(tmp_path_factory, "other-reconstruction", otherwise),
    ]
    return [
        {file.stem: soup(file.read_text("utf-8")) for file in sorted(report.folder.rglob("*.html"))}
        for report in reports
    ]


def assume_otherwise(assumed):
    """Other numbers of mentions, statuses and natures."""
    for outcomes in assumed["outcomes"].values():
        for outcome in outcomes.values():
            outcome["mentioned"] = {g: count + 2 for g, count in outcome["mentioned"].items()}
            for name, by in (("status", (2, -3, 1)), ("nature", (-4, 4))):
                moved = zip(outcome[name].items(), by, strict=True)
                outcome[name] = {code: max(0, count + d) for (code, count), d in moved}
    return assumed


def blocks(page):
    """What a reader sees as one thing, in the order of the page: its text, and its element."""
    for code in page.select("details.code"):
        code.decompose()
    found = page.main.select(BLOCKS)
    whole = [b for b in found if not b.find_parent(WITHIN) and not (b.name != "p" and b.p)]
    return [(words(b.get_text(" ")), b) for b in whole]


def says_what_it_is(text, block):
    """Whether a block, the exhibit that it stands in, or the line that it is folded under, says
    that it is not from the publication.
    """
    exhibit, folds = block.find_parent(class_="exhibit"), block.find_parents("details")
    above = [fold.summary.get_text(" ") for fold in folds]
    notices = [n.get_text(" ") for n in exhibit.select(".notice")] if exhibit else []
    return any(word in part.lower() for part in [text, *above, *notices] for word in SAYS_SO)


@pytest.mark.long
def test_what_another_reconstruction_has_otherwise_is_called_assumed(pages):
    differing = 0
    for name, page in pages[0].items():
        mine, theirs = blocks(page), blocks(pages[1][name])
        matcher = difflib.SequenceMatcher(
            None, [text for text, _ in mine], [text for text, _ in theirs], autojunk=False
        )
        for kind, start, end, *_ in matcher.get_opcodes():
            for text, block in mine[start:end] if kind != "equal" else ():
                differing += bool(re.search(r"\d", text))
                hashes = block.find_parent(class_="inputs")
                assert hashes or says_what_it_is(text, block), (name, text)
    assert differing > 20  # figures in numbers, evidence beside claims, what was filled in


@pytest.mark.long
def test_the_front_page_is_that_of_any_reconstruction(pages):
    mine, theirs = (
        [text for text, block in blocks(made["index"]) if not block.find_parent(class_="inputs")]
        for made in pages
    )
    assert mine == theirs
