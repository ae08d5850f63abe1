"""The colour and shape of whatever a figure tells apart, the same in all figures of a study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from dwimpact.figures.theme import GROUP_COLOURS, TOTAL_COLOUR
from dwimpact.study.edition import ALL, EDITION
from dwimpact.study.questionnaire.model import UNKNOWN, labels
from dwimpact.study.study import Study
from dwimpact.tables.labels import category_labels, group_labels

SVG_STEPS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


@dataclass(frozen=True)
class Look:
    """The colour and shape (as Matplotlib names it) of a mark."""

    colour: str
    shape: str

    @property
    def outline(self) -> str:
        """The shape as a path of an SVG of 16 by 16."""
        mark = MarkerStyle(self.shape)
        placed = mark.get_transform() + Affine2D().scale(13, -13).translate(8, 8)
        path = mark.get_path().transformed(placed)
        steps = path.iter_segments(simplify=False, curves=True)
        return "".join(
            "Z"
            if code == Path.CLOSEPOLY
            else SVG_STEPS[code] + " ".join(f"{at:.4g}" for at in points)
            for points, code in steps
        )


TOTAL_LOOK = Look(TOTAL_COLOUR, "o")
# One more than there are colours for groups: no pair comes twice before all have been used.
GROUP_SHAPES = ("s", "D", "^", "v", "h", "p")
LEVEL_LOOKS = (Look("#0f6a8b", "P"), Look("#a03a6b", "X"), Look("#566b1a", "p"))
ANSWER_LOOKS = (
    Look("#2f4a9e", ">"),
    Look("#8a5a1c", "p"),
    Look("#6c6480", "<"),
    Look("#a3262f", "d"),
    Look("#2b6b3f", "H"),
    Look("#70401f", "8"),
)
UNKNOWN_LOOK = Look("#6b6b6b", "X")
SIDE_LOOKS = (  # of an edition and the others, and of as many waves as `compare` takes
    Look("#5f6670", "d"),
    Look("#8f1d3f", "p"),
    Look("#0b5f6e", ">"),
    Look("#5a3a8a", "<"),
    Look("#6b4e00", "H"),
)


def group_looks(study: Study) -> dict[Any, Look]:
    """Those of the total, of every group of the form in its order, and of waves or an edition."""
    asked = dict.fromkeys(
        c for choices in study.questionnaire.groups.values() for c in labels(choices)
    )
    looks = {ALL: TOTAL_LOOK, **dict(zip(asked, _pairs(len(asked)), strict=True))}
    sides = [code for code in study.group_names if code not in looks]
    looks |= _in_turn(sides, SIDE_LOOKS)
    if study.edition and study.edition.group in looks:
        looks[EDITION] = looks[study.edition.group]
    return looks


def level_looks(study: Study) -> dict[Any, Look]:
    """Those of the levels of the form."""
    return _in_turn([level.code for level in study.questionnaire.levels], LEVEL_LOOKS)


def answer_looks(study: Study) -> dict[Any, Look]:
    """Those of every status and nature, and of who did not say."""
    form = study.questionnaire
    answers = [choice.code for choices in form.characteristics.values() for choice in choices]
    return {**_in_turn(answers, ANSWER_LOOKS), UNKNOWN: UNKNOWN_LOOK}


def looks_by_label(study: Study) -> dict[str, Look]:
    """Those of groups, levels and answers by what they are called, for what is made of a report
    beside its pages.
    """
    form = study.questionnaire
    called = {**category_labels(form, "status"), **category_labels(form, "nature")}
    called |= {**group_labels(form, study.names), **labels(form.levels)}
    looks = {**answer_looks(study), **level_looks(study), **group_looks(study)}
    return {str(called[code]): look for code, look in looks.items() if code in called}


def look_of_each(codes: Iterable[Any], known: Mapping[Any, Look]) -> dict[Any, Look]:
    """The known look of each of these, and one by its place where there is none."""
    codes = list(codes)
    return {code: known.get(code, at) for code, at in zip(codes, _pairs(len(codes)), strict=True)}


def _pairs(number: int) -> list[Look]:
    colours = GROUP_COLOURS[1:]
    return [
        Look(colours[n % len(colours)], GROUP_SHAPES[n % len(GROUP_SHAPES)]) for n in range(number)
    ]


def _in_turn(codes: Sequence[Any], looks: Sequence[Look]) -> dict[Any, Look]:
    return {code: looks[n % len(looks)] for n, code in enumerate(codes)}
