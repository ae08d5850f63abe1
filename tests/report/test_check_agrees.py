"""Of what `check` calls in order a report can be made: study folders with one thing changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_quickly import built_quickly

from dwimpact.cli.commands import main
from dwimpact.report.new_study import write_drawn, write_new_study

ROOT = Path(__file__).parents[2]
Change = Callable[[dict[str, Any]], None]


def _set(*path: Any, to: Any) -> Change:
    def change(content: dict[str, Any]) -> None:
        place: Any = content
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


def _drop(*path: Any) -> Change:
    def change(content: dict[str, Any]) -> None:
        place: Any = content
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


STATUS = [{"code": "now", "label": "Nu"}, {"code": "later", "label": "Later"}]
BY_ITEM = {"code": "by_item", "label": "antwoord", "plural": "antwoorden", "item": "satisfaction"}
QUESTIONNAIRE: dict[str, list[Change]] = {
    "as it is": [],
    "no background": [_set("background", to=[])],
    "no terms": [_drop("terms")],
    "no items": [_drop("items")],
    "no remarks, other or none": [_drop("answers"), _drop("questions", "remarks")],
    "an opening question": [_set("questions", "impact", to="Wat merkt u?")],
    "explanations": [_set("questions", "explanation", to="Waarom?")],
    "a status": [_set("questions", "status", to="Wanneer?"), _set("statuses", to=STATUS)],
    "a status of one level": [
        _set("questions", "status", to="Wanneer?"),
        _set("statuses", to=STATUS),
        _set("levels", 0, "asks", to=[]),
    ],
    "a nature": [_set("questions", "nature", to="Nieuw?"), _set("natures", to=STATUS)],
    "one level": [_drop("levels", 1)],
    "a level of some": [_set("levels", 1, "asked_if", to={"region": ["south"]})],
    "a level of who answered": [_set("levels", 1, "blank", to="not_asked")],
    "an item of some": [_set("items", 0, "asked_if", to={"region": ["north"]})],
    "a split by an item": [lambda form: form["background"].append(BY_ITEM)],
    "one outcome": [_drop("levels", 0, "outcomes", 1)],
    "a level by the name of an item": [_set("items", 0, "code", to="home")],
    "an option by the name of an outcome": [_set("background", 0, "options", 0, "code", to="time")],
    "long labels": [_set("levels", 0, "label", to="een heel lange naam " * 12)],
    "letters from elsewhere": [_set("levels", 0, "outcomes", 0, "label", to="数字化 и عربى")],
    "braces in a label": [_set("levels", 0, "outcomes", 0, "label", to="{outcomes} {0} %s")],
    "a noun that is a heading": [_set("terms", "outcome", "singular", to="aantal")],
}


def changed(folder: Path, changes: list[Change], **settings: Any) -> Path:
    """A new study with its questionnaire and settings changed, and responses drawn anew."""
    write_new_study(folder)
    form, study = folder / "questionnaire.yml", folder / "study.yml"
    content = yaml.safe_load(form.read_text("utf-8"))
    for change in changes:
        change(content)
    form.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    known = {**yaml.safe_load(study.read_text("utf-8")), **settings}
    if not content["background"]:
        known.pop("splits", None)
    study.write_text(yaml.safe_dump(known, allow_unicode=True), "utf-8")
    return folder


@pytest.mark.long
def test_weights_of_the_file_have_a_page(tmp_path: Path) -> None:
    """Without a number approached."""
    reason = {"mode": "as_published", "reason": "een proef."}
    folder = changed(tmp_path / "study", [], disclosure=reason, weights="gewicht")
    write_drawn(folder, 40)
    file = folder / "responses.csv"
    heading, *rows = file.read_text("utf-8").splitlines()
    weights = (f"{row},{1 + n % 3}" for n, row in enumerate(rows))
    file.write_text("\n".join([f"{heading},gewicht", *weights]) + "\n", "utf-8")

    assert main(["check", "--study", str(folder)]) == 0
    reading = built_quickly(folder, ROOT / "notebooks", tmp_path / "made")
    said = " ".join(str(block) for block in reading.blocks)
    assert "De gewichten stonden bij de antwoorden en lopen van 1,0 tot 3,0" in said


@pytest.mark.long
@pytest.mark.parametrize("mode", ["strict", "as_published"])
@pytest.mark.parametrize("name", QUESTIONNAIRE)
def test_what_check_calls_in_order_has_a_report(
    name: str, mode: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disclosure = {"mode": mode, **({} if mode == "strict" else {"reason": "een proef."})}
    folder = changed(tmp_path / "study", QUESTIONNAIRE[name], disclosure=disclosure)
    if main(["check", "--study", str(folder)]) == 2:
        assert capsys.readouterr().err  # refused in words
        return
    write_drawn(folder, 40)
    shutil.rmtree(folder / "schemas")

    assert main(["check", "--study", str(folder)]) == 0
    reading = built_quickly(folder, ROOT / "notebooks", tmp_path / "made")

    assert len(reading.blocks) > 20
