"""Of each list of texts a sample, in which stands what a small file would give."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from drawn_studies import LARGE, write_draw

from dwimpact.intake.large.examine import examine_large
from dwimpact.intake.responses import read_responses
from dwimpact.study.questionnaire.model import EXPLANATION
from dwimpact.study.study import Study, read_study
from dwimpact.tidy import sampled
from dwimpact.tidy.clean import clean_responses
from dwimpact.tidy.counted import counted_tables
from dwimpact.tidy.masking.mask import mark_of
from dwimpact.tidy.tables import Tables, with_background

FEW = 7


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Study:
    return read_study(
        write_draw(LARGE, root / "data/raw", tmp_path_factory.mktemp("s") / "study", "as_published")
    )


@pytest.fixture(scope="module")
def listed_texts(study: Study) -> Tables:
    return clean_responses(read_responses(study.folder / "responses.csv", study), study)


def counted(study: Study) -> Tables:
    with examine_large(study.folder / "responses.csv", study) as large:
        return counted_tables(large, study)


def lists(tables: Tables) -> dict[tuple[str, ...], Counter[tuple[str, ...]]]:
    """What was asked, about what → each text, with the sector and workplace of who wrote it."""
    made: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}
    explained = tables.outcomes.dropna(subset=[EXPLANATION])
    kinds = {
        "open_answers": tables.open_answers,
        "other_outcomes": tables.other_outcomes,
        "remarks": tables.remarks.assign(level=""),
        "explanations": explained.assign(text=explained[EXPLANATION]),
    }
    for what, table in kinds.items():
        about = table if "outcome" in table else table.assign(outcome="")
        for row in with_background(about, tables.respondents).to_dict("records"):
            key = (what, str(row["level"]), str(row["outcome"]))
            made.setdefault(key, Counter())[row["text"], row["sector"], row["workplace"]] += 1
    return made


@pytest.mark.long
def test_lists_that_are_short_are_whole(study: Study, listed_texts: Tables) -> None:
    assert lists(counted(study)) == lists(listed_texts)


@pytest.mark.long
def test_longer_lists_are_sampled_and_the_same_each_time(
    study: Study, listed_texts: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampled, "MOST_TEXTS", FEW)
    got, again, every = lists(counted(study)), lists(counted(study)), lists(listed_texts)
    assert got == again
    assert {k: texts.total() for k, texts in got.items()} == {
        k: min(texts.total(), FEW) for k, texts in every.items()
    }
    assert all(texts <= every[k] for k, texts in got.items())
    assert any(texts.total() > FEW for texts in every.values())


@pytest.mark.long
def test_texts_are_masked(study: Study) -> None:
    tables = counted(study)
    texts = [*tables.remarks["text"], *tables.open_answers["text"]]
    assert any(mark_of(study) in text for text in texts)
