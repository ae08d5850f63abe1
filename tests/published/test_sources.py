from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd
import pytest

from dwimpact.published.quantity import Quantity
from dwimpact.published.sources import Sources, counter, option_kinds, registry_sources, sources
from dwimpact.study.study import Study
from dwimpact.tidy.tables import Tables


@pytest.fixture(scope="module")
def tiny(study: Study, tables: Tables) -> Sources:
    return sources(study, tables)


@pytest.mark.parametrize(
    ("of", "where", "exp"),
    [
        ("approached", {"dimension": "tranche"}, 12),
        ("approached", {"dimension": "tranche", "group": ["1", "2"]}, 10),
        ("approached", {"dimension": "sector", "group": "hbo"}, 4),
        ("registry", {}, 3),
        ("registry", {"responded": False}, 1),
        ("registry", {"mbo": True, "tranche": 1}, 1),
        ("registry", {"wo": True}, 1),
        ("members", {}, 6),
        ("members", {"sector": "mbo"}, 3),
        ("members", {"workplace": "gamma", "sector": "hbo"}, 0),
        ("respondents", {}, 6),
        ("respondents", {"sector_group": "higher", "tranche_group": "late"}, 1),
        ("respondents", {"tranche": [2, 3]}, 3),
        ("options", {}, 6 * 4),
        ("options", {"level": "school", "sector": "mbo"}, 3 * 2),
        ("mentions", {"level": "school"}, 7),
        ("mentions", {"level": "school", "kind": "listed"}, 5),
        ("mentions", {"kind": "other"}, 1),
        ("mentions", {"kind": "none"}, 2),
        ("mentions", {"outcome": "network", "status": "realised"}, 2),
        ("mentions", {"nature": ["new", "strengthened"], "workplace": "alfa"}, 7),
        ("explanations", {}, 2),
        ("explanations", {"level": "pupil", "outcome": "skills"}, 1),
        ("open_answers", {}, 3),
        ("open_answers", {"sector": "mbo"}, 1),
        ("other_outcomes", {"level": "school"}, 1),
        ("other_outcomes", {"level": "pupil"}, 0),
        ("remarks", {"workplace": "alfa"}, 1),
    ],
)
def test_count_of_a_quantity(tiny: Sources, of: Any, where: dict[str, Any], exp: int) -> None:
    assert counter(tiny)(Quantity(of=of, **where)) == exp


def test_column_that_a_source_does_not_have_is_refused(tiny: Sources) -> None:
    with pytest.raises(KeyError) as error:
        counter(tiny)(Quantity(of="approached", level="school"))
    assert error.value.args[0] == "level"


def test_registry_does_not_need_answers(study: Study) -> None:
    got = registry_sources(study, set())
    assert set(got) == {"approached", "registry", "members"}
    assert not got["registry"]["responded"].any()


def test_a_study_without_registry_has_no_sources_of_it(study: Study) -> None:
    form = study.questionnaire.model_copy(update={"background": ()})
    got = registry_sources(dataclasses.replace(study, questionnaire=form), set())
    assert set(got) == {"approached"}


def test_kind_of_an_option() -> None:
    options = pd.DataFrame({"outcome": ["network", "other", "none"]})
    assert option_kinds(options)["kind"].tolist() == ["listed", "other", "none"]
    assert list(options) == ["outcome"]
