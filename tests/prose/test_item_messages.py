"""What figures of the questions beside the levels are called."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from sentences import Said

from dwimpact.analysis.items.chosen import REST
from dwimpact.prose.item_messages import LITTLE_KNOWN, message_of_item, message_of_known_item
from dwimpact.statistics import wilson_interval
from dwimpact.study.evidence import ASSUMED, BOUNDED
from dwimpact.study.questionnaire.items import Item


def asked(kind: str, *options: str, **more: Any) -> Item:
    labels = [{"code": option, "label": option} for option in options]
    made = {"code": "q", "label": "Vraag", "kind": kind, **more}
    return Item.model_validate({**made, **({"options": labels} if options else {})})


def shares(n: int, column: str = "q", **counts: int) -> pd.DataFrame:
    low, high = wilson_interval(list(counts.values()), n)
    told = {"option": list(counts), "count": list(counts.values()), "low": low, "high": high}
    table = pd.DataFrame({"column": column, "n": n, **told})
    return table.assign(share=table["count"] / n)


DRINK = asked("choices", "tea", "milk", "beer")
ONE = asked("choice", "tea", "milk", "beer", "wine")


@pytest.mark.parametrize(
    ("counts", "exp"),
    [
        ({"tea": 60, "milk": 20, "beer": 10}, "‘tea’ is het vaakst gekozen"),
        ({"tea": 60, "milk": 55, "beer": 10}, "‘tea’ en ‘milk’ zijn het vaakst gekozen"),
        ({"tea": 33, "milk": 30, "beer": 29}, ""),
        ({"tea": 0, "milk": 0, "beer": 0}, ""),
        ({"tea": 60, "milk": 20}, ""),  # hidden: nearly everybody may have chosen it
    ],
)
def test_of_several_choices(said: Said, counts: dict[str, int], exp: str) -> None:
    assert said(message_of_item, shares(80, **counts), DRINK) == exp


def test_answers_that_are_taken_together_may_hold_the_first(said: Said) -> None:
    assert (
        said(message_of_item, shares(80, tea=60, **{REST: 20}), ONE)
        == "‘tea’ is het vaakst gekozen"
    )
    assert said(message_of_item, shares(80, tea=30, milk=5, **{REST: 28}), ONE) == ""
    assert said(message_of_item, shares(80, tea=60), ONE) == ""


def test_classes_of_a_number_have_its_unit(said: Said) -> None:
    visits = asked("number", unit="bezoeken")
    told = said(message_of_item, shares(80, **{"0:2": 10, "2:4": 60, "4:6": 10}), visits)
    assert told == "‘2 tot 4 bezoeken’ is het vaakst genoemd"
    since = asked("date")
    told = said(message_of_item, shares(80, **{"2025-11": 60, "2025-12": 20}), since)
    assert told == "‘november 2025’ is het vaakst genoemd"


ROWS = [{"code": "safe", "label": "Veilig"}, {"code": "quiet", "label": "Rustig"}]
VIEW = asked("scale", "bad", "fair", "good", "best", rows=ROWS)
GOOD = "good+best"


def judged(safe: int, quiet: int) -> pd.DataFrame:
    rows = {"q/safe": safe, "q/quiet": quiet}
    return pd.concat([shares(80, row, **{GOOD: k}) for row, k in rows.items()], ignore_index=True)


@pytest.mark.parametrize(
    ("counts", "exp"),
    [
        ((20, 60), "‘Rustig’ krijgt het vaakst ‘good’ of ‘best’"),
        ((60, 62), "Bij elke regel antwoordt ten minste de helft ‘good’ of ‘best’"),
        ((20, 18), "Bij elke regel antwoordt minder dan de helft ‘good’ of ‘best’"),
        ((40, 43), ""),
    ],
)
def test_of_the_rows_of_a_scale(said: Said, counts: tuple[int, int], exp: str) -> None:
    assert said(message_of_item, judged(*counts), VIEW) == exp
    assert said(message_of_item, judged(*counts)[:1], VIEW) == ""  # a row is not shown


def test_of_a_scale_without_rows(said: Said) -> None:
    mark = asked("scale", "bad", "fair", "good")
    assert (
        said(message_of_item, shares(80, good=60), mark) == "Ten minste de helft antwoordt ‘good’"
    )
    assert (
        said(message_of_item, shares(80, good=20), mark) == "Minder dan de helft antwoordt ‘good’"
    )
    assert said(message_of_item, shares(80, good=41), mark) == ""
    assert said(message_of_item, shares(80, good=41)[:0], mark) == ""


def ranges(evidence: str = BOUNDED, **bounds: tuple[float, ...]) -> pd.DataFrame:
    columns = ["lowest", "highest", "wide_lowest", "wide_highest"]
    table = pd.DataFrame.from_dict(bounds, "index", columns=columns, dtype="float64")
    return table.rename_axis("option").reset_index().assign(column="q", evidence=evidence)


NONE = (0.0, 0.1, 0.0, 0.1)


@pytest.mark.parametrize(
    ("bounds", "exp"),
    [
        (
            {"tea": (0.5, 0.6, 0.5, 0.6), "milk": (0.2, 0.4, 0.2, 0.4)},
            "‘tea’ is het vaakst gekozen",
        ),
        (  # read more widely it may be the other
            {"tea": (0.5, 0.6, 0.4, 0.6), "milk": (0.2, 0.4, 0.2, 0.45)},
            "‘tea’ of ‘milk’ is het vaakst gekozen",
        ),
        (  # where the other reading leaves nothing possible there is only the one
            {"tea": (0.5, 0.6, None, None), "milk": (0.2, 0.5, None, None)},
            "Geen antwoord is vaker gekozen dan ‘tea’",
        ),
        ({"tea": (0.0, 0.2, 0.0, 0.2), "milk": (0.0, 0.2, 0.0, 0.2)}, ""),
    ],
)
def test_what_is_surely_chosen_most(
    said: Said, bounds: dict[str, tuple[float, ...]], exp: str
) -> None:
    table = ranges(**bounds, beer=NONE)
    assert said(message_of_known_item, table, DRINK) == exp
    assert said(message_of_known_item, table.iloc[:2], DRINK) == ""  # of an answer nothing is known


def test_of_what_the_publication_leaves_open_there_is_one_message(said: Said) -> None:
    table = ranges(ASSUMED, tea=(0.0, 1.0, 0.0, 1.0), milk=(0.0, 1.0, 0.0, 1.0))
    assert said(message_of_known_item, table, DRINK) == LITTLE_KNOWN
    assert said(message_of_known_item, table[:0], DRINK) == ""
    rows = ranges(tea=NONE, milk=NONE)
    assert said(message_of_known_item, rows, VIEW) == ""
