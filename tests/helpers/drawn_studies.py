"""Studies to attack: the shipped one, a skewed one, and some of other sizes drawn with a seed.

All count as real responses. Those drawn put blocks of answers of different respondents together,
with texts of their own, so that no two are alike; some leave blocks or statuses open.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from second_wave import write_second_wave

from dwimpact.study.files.reading import read_csv
from dwimpact.study.questionnaire.model import CLOSING_COLUMNS, Questionnaire, text_columns
from dwimpact.study.study import read_study

KEPT = ("questionnaire.yml", "workplaces.csv", "themes.yml")
SYLLABLES = "ba de fi go hu ja ke li mo nu pa re si to vu wa ze".split()  # noqa: SIM905
BLANK_BLOCK, BLANK_ANSWER = 0.05, 0.04


@dataclass(frozen=True)
class Draw:
    """So many respondents of each sector, and how the tranches are weighted among them. Without
    `sectors` the shipped responses as they are; `mixed`: with blocks of answers put together.
    """

    name: str
    sectors: Mapping[str, int] | None = None
    tranches: Mapping[str, float] | None = None
    mixed: bool = True
    seed: int = 0


SHIPPED = Draw("shipped")
SKEWED = Draw("skewed", {"mbo": 12, "hbo": 43, "wo": 5, "other": 4}, mixed=False, seed=1)
SMALL = Draw(
    "small", {"mbo": 7, "hbo": 20, "wo": 2, "other": 1}, {"1": 1, "2": 3, "3": 5, "4": 2}, seed=2
)
MIDDLE = Draw(
    "middle", {"mbo": 41, "hbo": 33, "wo": 3, "other": 11}, {"1": 1, "2": 1, "3": 6, "4": 8}, seed=3
)
LARGE = Draw(
    "large", {"mbo": 16, "hbo": 110, "wo": 19, "other": 5}, {"1": 4, "2": 4, "3": 1, "4": 6}, seed=4
)
DRAWS = (SHIPPED, SKEWED, SMALL, MIDDLE, LARGE)


def write_draw(draw: Draw, source: Path, folder: Path, mode: str = "", **changes: Any) -> Path:
    """Write a study folder. `mode` goes under disclosure in study.yml, `changes` beside it."""
    folder.mkdir(parents=True)
    for name in KEPT:
        shutil.copy(source / name, folder / name)
    settings = yaml.safe_load((source / "study.yml").read_text("utf-8"))
    for own in ("disclosure", "deposit"):  # what the shipped study says of itself
        settings.pop(own, None)
    settings |= {"reconstructed": False, **changes}
    if mode:
        settings["disclosure"] = {"mode": mode}
        if mode != "strict":
            settings["disclosure"]["reason"] = "Een proef."
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    (folder / "study.yml").write_text(text, "utf-8")
    responses = read_csv(source / "responses.csv")
    study = read_study(source)
    if draw.sectors:
        workplaces = study.registry.rename(columns={"code": "workplace"})
        responses = _drawn(draw, responses, study.questionnaire, workplaces)
        approached = _approached(responses, study.questionnaire, workplaces, draw.seed)
        approached.to_csv(folder / "approached.csv", index=False)
    else:
        shutil.copy(source / "approached.csv", folder / "approached.csv")
    responses.to_csv(folder / "responses.csv", index=False)
    return folder


def publish(study: Path, notebooks: Path, folder: Path) -> list[Path]:
    """Make the report, all editions and a comparison with a second wave, by command; returns the
    folders that are published.
    """
    later = write_second_wave(study, folder / "second_wave", 60)
    made = {name: folder / name for name in ("report", "editions", "comparison")}
    shared = ["--notebooks", notebooks, "--output"]
    given = ["--study", study, "--processed", folder / "processed"]
    _run("report", *given, *shared, made["report"])
    _run("editions", *given, *shared, made["editions"])
    _run("compare", study, later, *shared, made["comparison"])
    return list(made.values())


def _run(*words: object) -> None:
    command = [sys.executable, "-m", "dwimpact", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{words[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")


def _drawn(
    draw: Draw, responses: pd.DataFrame, form: Questionnaire, workplaces: pd.DataFrame
) -> pd.DataFrame:
    random = np.random.default_rng(draw.seed)
    assert draw.sectors
    sectors = [sector for sector, n in draw.sectors.items() for _ in range(n)]
    n = len(sectors)
    if not draw.mixed:
        made = responses.sample(n, random_state=draw.seed).reset_index(drop=True)
    else:
        made = _mixed(responses, form, n, random)
    made["sector"] = random.permutation(sectors)
    weights = workplaces["tranche"].map(draw.tranches or {}).fillna(1).to_numpy(float)
    for row in made.index:
        # A workplace has no respondents of a sector that it has no institutions of.
        sector = made.loc[row, "sector"]
        may = workplaces[sector].gt(0).to_numpy() if sector in workplaces else weights > 0
        keep = made.loc[row, "workplace"] in set(workplaces["workplace"][may])
        if draw.tranches or not keep:
            odds = weights * may / (weights * may).sum()
            made.loc[row, "workplace"] = random.choice(workplaces["workplace"], p=odds)
    names = random.permutation(np.arange(10_000, 99_999))[:n]
    made["respondent"] = [f"p{name}q" for name in names]
    return _with_own_texts(made, form, random)


def _mixed(
    responses: pd.DataFrame, form: Questionnaire, n: int, random: np.random.Generator
) -> pd.DataFrame:
    """Rows of which every block is that of some respondent, or blank."""
    made = pd.DataFrame(index=range(n), columns=responses.columns, dtype="str")
    made["workplace"] = random.choice(responses["workplace"], n)
    blocks = [level.columns for level in form.levels]
    openings = [level.open_answer_column for level in form.levels]
    for columns in [*blocks, openings, list(CLOSING_COLUMNS)]:
        donors = random.integers(0, len(responses), n)
        made[columns] = responses[columns].iloc[donors].to_numpy()
    for level, columns in zip(form.levels, blocks, strict=True):
        made.loc[random.random(n) < BLANK_BLOCK, columns] = None
        for matrix in ("status", "nature"):
            for row in level.rows:
                made.loc[random.random(n) < BLANK_ANSWER, level.matrix_column(matrix, row)] = None
    return made


def _with_own_texts(
    made: pd.DataFrame, form: Questionnaire, random: np.random.Generator
) -> pd.DataFrame:
    """Every text with a made-up word at its end, so that no two are the same."""
    made, used = made.copy(), set()
    for column in text_columns(form):
        for row in made.index[made[column].notna()]:
            while (word := "".join(random.choice(SYLLABLES, 5))) in used:
                pass
            used.add(word)
            made.loc[row, column] = f"{made.loc[row, column]} {word}"
    return made


def _approached(
    responses: pd.DataFrame, form: Questionnaire, workplaces: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """More people approached than answered, of each group; the same total by both."""
    random = np.random.default_rng(seed)
    codes = dict(zip(workplaces["workplace"], workplaces["tranche"], strict=True))
    of_row = {"tranche": responses["workplace"].map(codes), "sector": responses["sector"]}
    groups = {
        by: [option.code for option in form.variable(by).options] for by in ("tranche", "sector")
    }
    more, rows = 2 * len(responses), []
    for dimension, values in groups.items():
        answered = [int((of_row[dimension] == value).sum()) for value in values]
        extra = random.multinomial(more, (np.array(answered) + 1) / (sum(answered) + len(values)))
        rows += [
            (dimension, str(value), n + int(plus))
            for value, n, plus in zip(values, answered, extra, strict=True)
        ]
    return pd.DataFrame(rows, columns=["dimension", "group", "approached"])
