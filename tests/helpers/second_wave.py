"""A made-up second wave of the study in this repository, for tests that compare two."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from dwimpact.reconstruction.reconstruct import draw
from dwimpact.study.files.reading import read_csv

FILES = ("study.yml", "workplaces.csv", "approached.csv")
DROPPED, ADDED = "vocational_higher_relation", "lifelong_learning"
REWORDED = "Nieuwe samenwerking met andere onderwijsinstellingen"  # the first outcome


def write_second_wave(study: Path, folder: Path, size: int) -> Path:
    """Write a study folder with rows drawn from another: at the first level one outcome has
    made place for a new one, and the first is worded otherwise.
    """
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copy(study / name, folder / name)
    form = yaml.safe_load((study / "questionnaire.yml").read_text("utf-8"))
    outcomes: list[dict[str, Any]] = form["levels"][0]["outcomes"]
    outcomes[0]["label"] = REWORDED
    (dropped,) = [outcome for outcome in outcomes if outcome["code"] == DROPPED]
    dropped.update(
        code=ADDED,
        label="Meer aandacht voor een leven lang leren",
        short="Leven lang leren",
        phrase="het leven lang leren",
    )
    text = yaml.safe_dump(form, allow_unicode=True, sort_keys=False)
    (folder / "questionnaire.yml").write_text(text, "utf-8")
    responses = draw(read_csv(study / "responses.csv"), size, seed=size)
    responses = responses.rename(columns=lambda column: column.replace(DROPPED, ADDED))
    ticked = f"{form['levels'][0]['code']}/outcomes"
    responses[ticked] = responses[ticked].str.replace(DROPPED, ADDED)
    responses.to_csv(folder / "responses.csv", index=False)
    return folder
