"""What a study has to report on, by the names with which pages and cells say what they need."""

from __future__ import annotations

from typing import Literal

from dwimpact.study.files.opening import is_there
from dwimpact.study.questionnaire.model import Level
from dwimpact.study.study import CLAIMS, Study

Need = Literal[
    "responses",
    "respondents",
    "population",
    "weighting",
    "claims",
    "opening",
    "status",
    "nature",
    "characteristics",
    "explanation",
    "other",
    "remarks",
    "closing",
    "items",
]


def parts_of(study: Study, level: Level | None = None) -> frozenset[Need]:
    """What there is: responses (no reconstruction of them), respondents one by one (not only
    counts), people approached, weights (by these, or in the file), a register of claims, and of
    what may be asked (of one level, or of any) an opening question, status, nature, either
    (`characteristics`), explanations, other outcomes, remarks, whatever else closes the form, and
    questions beside the levels.
    """
    form = study.questionnaire
    levels = form.levels if level is None else (level,)
    asks = {matrix for one in levels for matrix in one.asks}
    there: dict[Need, bool] = {
        "responses": not study.settings.reconstructed,
        "respondents": not study.counted,
        "population": not study.approached.empty,
        "weighting": not study.approached.empty or study.settings.weights is not None,
        "claims": is_there(study.folder / CLAIMS),
        "opening": any(one.opening for one in levels),
        "status": "status" in asks,
        "nature": "nature" in asks,
        "characteristics": bool({"status", "nature"} & asks),
        "explanation": "explanation" in asks,
        "other": any(one.other_text_columns for one in levels),
        "remarks": bool(form.questions.remarks),
        "closing": bool(form.closing_columns),
        "items": bool(form.items),
    }
    return frozenset(name for name, is_so in there.items() if is_so)
