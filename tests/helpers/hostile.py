"""Answers that a browser must never take for anything but text."""

from itertools import cycle
from pathlib import Path

import pandas as pd

HOSTILE = (
    "<script>window.hacked = 1; document.title = 'hacked'</script>",
    '<img src="x" onerror="window.hacked = 2"> plaatje',
    '<a href="javascript:window.hacked=3">een koppeling</a>',
    "[klik hier](javascript:window.hacked=4) en **vet**",
    "</td></table></main><style>body{display:none}</style>",
    "{{ 7 * 7 }} {% raw %} $\\alpha$ &amp; &lt;b&gt;",
    "# Geen kop\n\n- geen lijst",
    "lang" * 60,
)


def hostile_responses(source: Path, target: Path) -> Path:
    """A copy of an answer file in which every open text there is has become a hostile one."""
    table = pd.read_csv(source, dtype="str", keep_default_na=False)
    texts = cycle(HOSTILE)
    for column in filter(_is_open, table):
        for row in table.index[table[column] != ""]:
            table.loc[row, column] = next(texts)
    table.to_csv(target, index=False, lineterminator="\n")
    return target


def _is_open(column: str) -> bool:
    return (
        column.startswith("impact/")
        or column.endswith("/other_text")
        or "/explanation/" in column
        or column == "closing/remarks"
    )
