"""One colour and shape per meaning, in all figures of a study."""

from __future__ import annotations

from dataclasses import replace

from labelled_study import study_with_labels

from dwimpact.figures.looks import (
    ANSWER_LOOKS,
    LEVEL_LOOKS,
    SIDE_LOOKS,
    TOTAL_LOOK,
    UNKNOWN_LOOK,
    answer_looks,
    group_looks,
    level_looks,
    look_of_each,
)
from dwimpact.figures.theme import contrast
from dwimpact.study.edition import Edition

GROUPS = {f"g{n}": f"groep {n}" for n in range(12)}


def test_no_two_meanings_look_alike_and_all_can_be_read() -> None:
    study = study_with_labels({"a": "A"}, GROUPS)
    groups = list(group_looks(study).values())
    every = [*groups, *LEVEL_LOOKS, *ANSWER_LOOKS, *SIDE_LOOKS, UNKNOWN_LOOK]
    assert len(set(every)) == len(every)
    assert min(contrast(look.colour, "white") for look in every) >= 4.5


def test_a_group_looks_the_same_whichever_are_drawn() -> None:
    looks = group_looks(study_with_labels({"a": "A"}, GROUPS))
    assert looks["all"] == TOTAL_LOOK
    assert look_of_each(["g3", "g1"], looks) == {"g3": looks["g3"], "g1": looks["g1"]}
    assert len(set(look_of_each(["new", "other"], looks).values())) == 2


def test_an_edition_looks_as_its_group_does_in_the_whole_report() -> None:
    study = study_with_labels({"a": "A"}, GROUPS)
    edition = Edition("part", "g2", "part", "g2", "groep 2")
    own = replace(study, edition=edition, group_names=edition.labels)
    assert group_looks(own)["edition"] == group_looks(study)["g2"]
    assert group_looks(own)["others"] in SIDE_LOOKS


def test_levels_and_answers_keep_their_look() -> None:
    study = study_with_labels(
        {"a": "A"}, statuses={"x": "X", "y": "Y"}, levels={"l": "L", "m": "M"}
    )
    assert list(level_looks(study)) == ["l", "m"]
    assert list(answer_looks(study)) == ["x", "y", "unknown"]
