from __future__ import annotations

from pathlib import Path

from asking import MANY, asking

from dwimpact.reconstruction.drawing import draw_at_random


def test_nobody_ticks_more_than_the_form_allows(tmp_path: Path) -> None:
    drawn = draw_at_random(asking(tmp_path), 200)
    ticked = drawn[MANY].dropna().str.split()
    assert {len(codes) for codes in ticked} == {1, 2}
    assert {code for codes in ticked for code in codes} == {"baker", "butcher", "grocer"}
