"""Addresses in the files of a study: of web pages and mailboxes, never of a script or a file."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def _link(text: str) -> str:
    """Pages link to it: only to a web page, never to a script or a file."""
    expected = "a link that begins with https:// or http://"
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError(expected) from None
    plain = text.isascii() and text.isprintable() and not set(text) & set(" <>\"'\\")
    if text and not (plain and parts.scheme in ("http", "https") and parts.hostname):
        raise ValueError(expected)
    return text


Link = Annotated[str, AfterValidator(_link)]


def _email(text: str) -> str:
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text, re.ASCII):
        raise ValueError("an e-mail address such as info@voorbeeld.nl")
    return text


Email = Annotated[str, AfterValidator(_email)]
