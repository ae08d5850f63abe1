"""What is drawn of a study without microdata says what it is."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dwimpact.figures.known import plot_known, plot_known_item
from dwimpact.study.questionnaire.items import Item
from dwimpact.study.study import Study
from dwimpact.templates.html import BOUNDS_NOTICE

DAY = Item.model_validate({"code": "day", "label": "Dag", "kind": "date"})


def test_a_mark_of_the_reconstruction_is_called_so_where_its_table_has_no_counts(
    study: Study,
) -> None:
    ranges = pd.DataFrame(
        [("day", "2026", 0.2, 0.4, 0.3)], columns=["column", "option", "lowest", "highest", "share"]
    )
    figure = plot_known_item(ranges, study, DAY)
    assert figure.notice == BOUNDS_NOTICE
    assert figure.get_supxlabel().replace("\n", " ") == BOUNDS_NOTICE

    settings = study.settings.model_copy(update={"reconstructed": False})
    assert plot_known_item(ranges, replace(study, settings=settings), DAY).notice == ""


def known(*categories: str) -> pd.DataFrame:
    rows = [("school", "region", c, 6, 1, 4, 2) for c in categories]
    columns = ["level", "outcome", "category", "n", "smallest", "largest", "count"]
    return pd.DataFrame(rows, columns=columns)


def test_of_two_answers_one_is_drawn_with_what_is_known_of_it(study: Study) -> None:
    axes = plot_known(known("new", "strengthened"), study).axes[0]
    assert [line.get_label() for line in axes.lines] == ["Nieuw"]
    (band,) = axes.patches
    assert (round(band.get_x()), round(band.get_x() + band.get_width())) == (17, 67)
    assert axes.get_xlabel().startswith("Deel van de respondenten (n = 6) dat dit van")
