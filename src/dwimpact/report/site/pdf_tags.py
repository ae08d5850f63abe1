"""What PDF/UA asks and Chromium leaves out, and what Chromium numbers by chance.

ISO 14289-1 (PDF/UA-1): the file says that it follows it (5), every figure has an alternative
text (7.3), every link a description (7.18.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

XMP = """<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end='r'?>"""


def complete_tags(printed: bytes, links: Mapping[str, str], headings: Sequence[str]) -> bytes:
    """A tagged PDF of Chromium as PDF/UA-1: the same pages, their tags completed.

    `links` holds what the page says on each link, by its address, and `headings` what its headings
    say: in its outline, Chromium leaves out the space where a line ends. The same report gives the
    same bytes: Chromium names the cells of tables by the order in which it first met them.
    """
    reader = PdfReader(BytesIO(printed))
    _tree(reader).pop("/IDTree", None)  # made again, of new names
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = "%PDF-1.7"
    tree = _tree(writer)
    tree[NameObject("/RoleMap")] = DictionaryObject({NameObject("/Strong"): NameObject("/Span")})
    elements = list(_elements(tree["/K"]))
    _name_cells(tree, elements)
    for element in elements:
        if element["/S"] == "/Figure" and "/Alt" not in element:
            element[NameObject("/S")] = NameObject("/Div")  # what holds a figure and its caption
    for page in writer.pages:
        for reference in page.get("/Annots", []):
            link = reference.get_object()
            address = _address(link)
            link[NameObject("/Contents")] = TextStringObject(links.get(address, address))
    for entry, heading in zip(_entries(writer.root_object.get("/Outlines")), headings, strict=True):
        entry[NameObject("/Title")] = TextStringObject(heading)
    writer.root_object[NameObject("/Metadata")] = writer._add_object(_metadata(writer))
    finished = BytesIO()
    writer.write(finished)
    return finished.getvalue()


def _tree(pdf: PdfReader | PdfWriter) -> Any:
    return pdf.root_object["/StructTreeRoot"]


def _elements(node: PdfObject) -> Iterator[Any]:
    """Every element of the tree that a screen reader reads, in that order."""
    held = node.get_object()
    if isinstance(held, ArrayObject):
        for child in held:
            yield from _elements(child)
    elif isinstance(held, DictionaryObject) and "/S" in held:
        yield held
        yield from _elements(held.get("/K", ArrayObject()))


def _entries(outline: Any) -> Iterator[Any]:
    """Every entry of the outline, in order."""
    entry = outline.get("/First") if outline else None
    while entry:
        yield entry.get_object()
        yield from _entries(entry.get_object())
        entry = entry.get_object().get("/Next")


def _name_cells(tree: Any, elements: list[Any]) -> None:
    """Name the cells of tables in reading order, in the tags and in their index."""
    named = [element for element in elements if "/ID" in element]
    names = {e["/ID"]: TextStringObject(f"cel{number:08}") for number, e in enumerate(named)}
    for element in named:
        element[NameObject("/ID")] = names[element["/ID"]]
    for attributes in (a for element in elements for a in element.get("/A", [])):
        if "/Headers" in attributes:
            headers = ArrayObject(names[name] for name in attributes["/Headers"])
            attributes[NameObject("/Headers")] = headers
    if named:
        index = ArrayObject(part for e in named for part in (e["/ID"], e.indirect_reference))
        tree[NameObject("/IDTree")] = DictionaryObject({NameObject("/Names"): index})


def _address(link: Any) -> str:
    """Where a link leads, as it stands in the page."""
    return f"#{link['/Dest'].lstrip('/')}" if "/Dest" in link else str(link["/A"]["/URI"])


def _metadata(writer: PdfWriter) -> StreamObject:
    """The XMP packet: title and language of the document, and that it is PDF/UA-1."""
    title = writer.metadata.title if writer.metadata else ""
    text = XMP.format(title=escape(title or ""), language=writer.root_object["/Lang"])
    stream = StreamObject()
    stream.set_data(text.encode())
    stream[NameObject("/Type")] = NameObject("/Metadata")
    stream[NameObject("/Subtype")] = NameObject("/XML")
    return stream
