"""The register of what a publication states, and how its quantity words are read, as tables: a
dataset of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from dwimpact.published.words import READINGS, read_words
from dwimpact.study.files.opening import is_there
from dwimpact.study.files.reading import read_yaml
from dwimpact.study.study import CLAIMS, Study

CLAIM_COLUMNS = ["id", "section", "says", "note", "contradicts", "words", "check"]
WORD_COLUMNS = ["word", "reading", "of", "from", "above", "to", "below", "adds", "reason"]


def register_of(study: Study) -> dict[str, pd.DataFrame]:
    """The tables 'claims' (one row per statement, its check as JSON) and 'quantifiers' (one row per
    word, reading and what it is of); none for a study without a register.
    """
    path = study.folder / CLAIMS
    if not is_there(path):
        return {}
    claims = pd.DataFrame(map(_claim, read_yaml(path)), columns=CLAIM_COLUMNS)
    words = pd.DataFrame(_words(study), columns=WORD_COLUMNS)
    return {"claims": claims, "quantifiers": words}


def _claim(entry: dict[str, Any]) -> tuple[Any, ...]:
    check = entry["check"]
    told = [str(entry.get(name, "")).strip() for name in CLAIM_COLUMNS[:4]]
    contradicts = " ".join(entry.get("contradicts", []))
    return *told, contradicts, "; ".join(dict.fromkeys(_said(check))), _json(check)


def _said(check: Any) -> Iterator[str]:
    """Every quantity word in a check, at any depth."""
    if isinstance(check, dict):
        for name, value in check.items():
            if name == "word":
                yield str(value)
            else:
                yield from _said(value)
    elif isinstance(check, list):
        for part in check:
            yield from _said(part)


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, default=str)


def _words(study: Study) -> Iterator[tuple[Any, ...]]:
    for word, meaning in read_words(study).items():
        for name in READINGS:
            reading = meaning.reading(name)
            for of, bounds in (("share", reading), ("count", reading.count)):
                if not bounds.says_nothing:
                    limits = (bounds.from_, bounds.above, bounds.to, bounds.below)
                    told = ["" if limit is None else str(limit) for limit in limits]
                    reason = " ".join(meaning.reason.split())
                    yield word, name, of, *told, meaning.adds, reason
