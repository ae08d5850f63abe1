"""The attack on all that a study publishes, made by command: report, editions and a comparison.

Slow: `pytest -m corpus tests/disclosure`. In strict mode nothing may follow; what a study that
shows what its publication showed gives away is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attack import answers, exactly_known, pinned, ranges, said_to_follow, told
from drawn_studies import DRAWS, SHIPPED, SMALL, Draw, publish, write_draw
from public import small_groups
from published import Reading, read_folders
from published_facts import Facts, collect
from published_texts import (
    drawn_more,
    ids_shown,
    lists_unread,
    row_level,
    text_candidates,
    unsorted_lists,
)
from truth import Study, false_facts, study_of

pytestmark = pytest.mark.corpus


@dataclass(frozen=True)
class Published:
    folders: list[Path]
    study: Study
    reading: Reading
    facts: Facts


def published_of(draw: Draw, mode: str, source: Path, notebooks: Path, folder: Path) -> Published:
    study = write_draw(draw, source, folder / "study", mode)
    folders = publish(study, notebooks, folder)
    reading, known = read_folders(folders), study_of(study)
    return Published(folders, known, reading, collect(reading, known.public))


@pytest.fixture(scope="module", params=DRAWS, ids=lambda draw: draw.name)
def strict(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Published:
    folder = tmp_path_factory.mktemp(request.param.name)
    return published_of(request.param, "strict", root / "data/raw", root / "notebooks", folder)


@pytest.fixture(scope="module")
def as_published(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("as_published")
    return published_of(SHIPPED, "as_published", root / "data/raw", root / "notebooks", folder)


def test_every_number_is_read_and_read_well(strict: Published) -> None:
    assert strict.facts.unread == []
    assert false_facts(strict.facts, strict.study.counts) == []


def test_nothing_small_is_pinned_down(strict: Published) -> None:
    study, facts = strict.study, strict.facts
    targets = small_groups(study.public, study.settings.withhold_below)
    width = study.settings.disclosure.width
    leaks = pinned(answers(ranges(facts, targets, study.counts, enough=width)), width)
    assert told(facts, targets, leaks) == []


def test_no_rows_of_respondents(strict: Published) -> None:
    columns = strict.study.public.form.raw_columns
    assert row_level(strict.reading, strict.study.tables, columns) == []
    assert ids_shown(strict.reading, strict.study.tables) == []


def test_lists_have_an_order_of_their_own(strict: Published) -> None:
    assert unsorted_lists(strict.reading, strict.study.tables) == []


def test_no_text_can_be_of_a_few_only(strict: Published) -> None:
    assert lists_unread(strict.reading, strict.facts, strict.study.tables) == []
    candidates = text_candidates(strict.reading, strict.facts, strict.study.tables)
    few = candidates[candidates["n"] < strict.study.settings.withhold_below]
    assert few.empty, few.to_string()


def test_figures_draw_no_more_than_their_tables_say(strict: Published) -> None:
    assert drawn_more(strict.reading) == []


def test_the_order_of_the_rows_leaves_no_trace(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same answers, as if others had been first and ids had been given out otherwise."""
    folder = tmp_path_factory.mktemp("orders")
    made = []
    for name in ("one", "other"):
        study = write_draw(SMALL, root / "data/raw", folder / name / "study", "strict")
        if made:
            file = study / "responses.csv"
            rows = pd.read_csv(file, dtype=str, keep_default_na=False)
            shuffled = rows.iloc[np.random.default_rng(1).permutation(len(rows))]
            shuffled.assign(respondent=list(rows["respondent"])).to_csv(file, index=False)
        report, *_ = publish(study, root / "notebooks", folder / name)
        blocks = read_folders([report]).blocks
        # The front page has the SHA-256 of the file with responses.
        shown = [
            b for b in blocks if "index.html" not in b.source and "report.html" not in b.source
        ]
        made.append([(b.source, b.kind, b.text, b.items, b.columns, b.rows) for b in shown])
    assert made[0] == made[1]


def test_appendix_6_says_what_as_published_gives_away(as_published: Published) -> None:
    study, facts = as_published.study, as_published.facts
    assert false_facts(facts, study.counts) == []
    known = exactly_known(study, facts)
    assert (6, 17) in known
    assert sorted(known) == said_to_follow(facts, editions=True)
