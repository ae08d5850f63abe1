"""Elements of DDI-Codebook 2.6, with their text, language and attributes."""

from __future__ import annotations

from typing import Any

from lxml import etree

DDI = "ddi:codebook:2_6"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES: Any = {None: DDI, "xsi": XSI}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def add(parent: Any, tag: str, text: str = "", lang: str = "", **attributes: str) -> Any:
    """A child element with its text, its language and its attributes, those that are blank left
    out.
    """
    made = etree.SubElement(parent, f"{{{DDI}}}{tag}")
    if text:
        made.text = text
    if lang:
        made.set(LANG, lang)
    for attribute, value in attributes.items():
        if value:
            made.set(attribute, value)
    return made


def add_concept(parent: Any, concept: tuple[str, str], vocabulary: str) -> None:
    code, address = concept
    add(parent, "concept", code, vocab=vocabulary, vocabURI=address)
