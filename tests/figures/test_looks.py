"""The colour and shape of whatever a figure tells apart."""

from __future__ import annotations

import re

import pytest

from dwimpact.figures.looks import GROUP_SHAPES, TOTAL_LOOK, Look, group_looks, looks_by_label


def test_what_is_called_has_the_look_of_its_code(study) -> None:
    looks = looks_by_label(study)
    assert looks["Totaal"] == TOTAL_LOOK
    assert looks["mbo"] == group_looks(study)["mbo"]
    assert len(set(looks.values())) > 4


@pytest.mark.parametrize("shape", ["o", "d", "X", "P", "<", ">", "H", "8", *GROUP_SHAPES])
def test_an_outline_is_a_closed_path_around_the_middle_of_its_box(shape: str) -> None:
    outline = Look("#000000", shape).outline
    assert re.fullmatch(r"(M[-\d. ]+([LQC][-\d. ]+)+Z)+", outline)
    places = [float(number) for number in re.findall(r"-?[\d.]+", outline)]
    across, down = places[::2], places[1::2]
    assert (min(across) + max(across)) / 2 == pytest.approx(8, abs=1.1)
    assert (min(down) + max(down)) / 2 == pytest.approx(8, abs=1.1)
