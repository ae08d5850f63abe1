"""A tiny study with every kind of question beside its levels, two groups and nothing published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from dwimpact.published.claims import Claim
from dwimpact.study.study import Study, read_study

ONE, MANY, SCALE = "colour", "shops", "opinion"
FORM: dict[str, Any] = {
    "title": "Vragen van de proef",
    "introduction": "Dit formulier gaat over de proef.",
    "background": [
        {
            "code": "town",
            "label": "stad",
            "plural": "steden",
            "options": [{"code": "east", "label": "oost"}, {"code": "west", "label": "west"}],
        }
    ],
    "questions": {"outcomes": "Wat ziet u?"},
    "answers": {"none": "Niets"},
    "levels": [
        {
            "code": "street",
            "label": "straat",
            "description": "De straat.",
            "outcomes": [
                {"code": code, "label": label}
                for code, label in (("trees", "Bomen"), ("cars", "Auto's"), ("dogs", "Honden"))
            ],
        }
    ],
    "items": [
        {
            "code": ONE,
            "label": "Kleur",
            "kind": "choice",
            "options": [
                {"code": "red", "label": "rood"},
                {"code": "blue", "label": "blauw"},
                {"code": "grey", "label": "grijs"},
            ],
        },
        {
            "code": MANY,
            "label": "Winkels",
            "kind": "choices",
            "at_most": 2,
            "options": [
                {"code": "baker", "label": "bakker"},
                {"code": "butcher", "label": "slager"},
                {"code": "grocer", "label": "kruidenier"},
            ],
        },
        {
            "code": SCALE,
            "label": "Mening",
            "kind": "scale",
            "unknown": "none",
            "rows": [{"code": "safe", "label": "Veilig"}, {"code": "quiet", "label": "Rustig"}],
            "options": [
                {"code": "no", "label": "oneens"},
                {"code": "so_so", "label": "half"},
                {"code": "yes", "label": "eens"},
                {"code": "none", "label": "weet niet"},
            ],
        },
        {"code": "visits", "label": "Bezoeken", "kind": "number", "unit": "bezoeken"},
        {
            "code": "bus",
            "label": "Bus",
            "kind": "choice",
            "asked_if": {"town": ["west"]},
            "options": [
                {"code": "daily", "label": "dagelijks"},
                {"code": "never", "label": "nooit"},
            ],
        },
        {
            "code": "trade",
            "label": "Vak",
            "kind": "choice",
            "blank": "not_asked",
            "options": [
                {"code": "smith", "label": "smid"},
                {"code": "tailor", "label": "kleermaker"},
            ],
        },
    ],
}
SETTINGS: dict[str, Any] = {
    "title": "De proef",
    "population": "bewoners van twee steden",
    "reconstructed": True,
    "withhold_below": 3,
    "disclosure": {"mode": "as_published", "reason": "een proef."},
}


def claims(*checks: Any) -> list[Claim]:
    """A claim for each check, c0 and on."""
    return [
        Claim.model_validate({"id": f"c{i}", "section": "1", "says": "x", "check": check})
        for i, check in enumerate(checks)
    ]


def people(n: int, **where: Any) -> dict[str, Any]:
    """That so many answered."""
    return {"value": {"of": "respondents", **where}, "is": n}


def write_asking(folder: Path, *checks: Any, **of_level: Any) -> Path:
    """The study as a folder, with claims to reconstruct it from; `of_level` changes its level."""
    assumptions = {"seed": 1, "none": {"street": 0}, "blank": {"street": 0}}
    entries = [
        {"id": f"c{i}", "section": "1", "says": "x", "check": c} for i, c in enumerate(checks)
    ]
    files: dict[str, Any] = {
        "study.yml": SETTINGS,
        "questionnaire.yml": {**FORM, "levels": [{**FORM["levels"][0], **of_level}]},
        "published.yml": entries,
        "reconstruction/assumptions.yml": {**assumptions, "outcomes": {"street": {}}},
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml.safe_dump(content), "utf-8")
    return folder


def asking(folder: Path) -> Study:
    """The study, read."""
    return read_study(write_asking(folder))
