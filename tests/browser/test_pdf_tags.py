"""A page printed by Chromium, with its tags completed."""

import re
from collections import Counter
from io import BytesIO

import pytest
from pypdf import PdfReader

from dwimpact.report.site.pdf_tags import complete_tags

PAGE = """<!doctype html><html lang="nl"><title>Titel</title><h1>Kop</h1><h2>Op twee<br>regels</h2>
<p>Zie <a href="#verder">tabel 1</a> en <a href="https://example.org/a">het web</a>.
<strong>Let op.</strong></p>
<figure><div role="img" aria-label="Grafiek: 3">||||</div><figcaption>Figuur 1</figcaption></figure>
<table id="verder"><thead><tr><th scope="col">Wat<th scope="col">Hoeveel</thead>
<tbody><tr><th scope="row">Bier<td>1<tr><th scope="row">Brood<td>2</tbody></table>"""
TEXTS = {
    "links": {"#verder": "tabel 1", "https://example.org/a": "het web"},
    "headings": ["Kop", "Op twee regels"],
}


@pytest.fixture(scope="module")
def raw(chromium, browser):
    page = browser.new_page()
    page.set_content(PAGE)
    return page.pdf(tagged=True, outline=True)


@pytest.fixture(scope="module")
def root(raw):
    return PdfReader(BytesIO(complete_tags(raw, **TEXTS))).trailer["/Root"]


def elements(node):
    node = node.get_object()
    for child in node if isinstance(node, list) else [node]:
        child = child.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from elements(child.get("/K", []))


@pytest.mark.long
def test_names_of_cells_met_in_another_order_give_the_same_bytes(raw):
    names = sorted(set(re.findall(rb"node\d{8}", raw)))
    backwards = dict(zip(names, reversed(names), strict=True))
    other = re.sub(rb"node\d{8}", lambda name: backwards[name.group()], raw)

    assert len(names) > 1
    assert complete_tags(other, **TEXTS) == complete_tags(raw, **TEXTS)


def test_cells_are_found_by_name(root):
    tree = root["/StructTreeRoot"]
    names = tree["/IDTree"]["/Names"]
    index = dict(zip(names[::2], names[1::2], strict=True))
    headers = [
        [index[name].get_object()["/S"] for name in attributes["/Headers"]]
        for cell in elements(tree["/K"])
        for attributes in cell.get("/A", [])
        if "/Headers" in attributes
    ]

    assert names[::2] == sorted(names[::2])
    assert all(index[name].get_object()["/ID"] == name for name in index)
    assert headers == [["/TH", "/TH"]] * 2


def test_every_figure_has_a_text_and_every_link_a_description(raw, root):
    found = Counter(element["/S"] for element in elements(root["/StructTreeRoot"]["/K"]))
    figures = [e for e in elements(root["/StructTreeRoot"]["/K"]) if e["/S"] == "/Figure"]
    pages = PdfReader(BytesIO(complete_tags(raw, **TEXTS))).pages
    links = [link.get_object() for page in pages for link in page["/Annots"]]

    assert [figure["/Alt"] for figure in figures] == ["Grafiek: 3"]
    assert found["/Div"] == 1
    assert [link["/Contents"] for link in links] == ["tabel 1", "het web"]


def test_the_outline_has_headings_in_full(raw):
    def flat(entries):
        for entry in entries:
            yield from flat(entry) if isinstance(entry, list) else [entry.title]

    made = PdfReader(BytesIO(complete_tags(raw, **TEXTS)))

    assert list(flat(made.outline)) == ["Kop", "Op twee regels"]


def test_it_says_that_it_follows_pdf_ua_and_no_tag_is_of_a_later_version(raw, root):
    metadata = root["/Metadata"].get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert '<rdf:li xml:lang="x-default">Titel</rdf:li>' in metadata
    assert "<dc:language><rdf:Bag><rdf:li>nl</rdf:li></rdf:Bag></dc:language>" in metadata
    assert complete_tags(raw, **TEXTS).startswith(b"%PDF-1.7")
    assert root["/StructTreeRoot"]["/RoleMap"] == {"/Strong": "/Span"}
