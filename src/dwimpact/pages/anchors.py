"""What can be linked to on a page, and what a figure says in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dwimpact.prose.front import describe_base

ANCHOR = "dwimpact"


@dataclass(frozen=True)
class Anchor:
    """Something on a page that can be linked to; kept with the notebook's output, so that the
    contents and the front page can list it.
    """

    kind: str
    id: str = ""
    title: str = ""
    caption: str = ""


def alt_text(caption: str, message: Iterable[str], table: pd.DataFrame) -> str:
    """What a figure says, for who does not see it: subject, message, and base with its n."""
    return " ".join([f"Grafiek: {caption}.", *message, describe_base(table)])
