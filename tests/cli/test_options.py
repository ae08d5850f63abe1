import re
from pathlib import Path

import pytest

from dwimpact.cli.options import MOST_WAVES, parse
from dwimpact.figures.looks import SIDE_LOOKS


@pytest.mark.parametrize("command", ["report", "reproduce", "pdf", "word", "slides"])
@pytest.mark.parametrize(
    ("options", "edition", "output"),
    [
        ([], "", "outputs"),
        (["--edition", "sector=hbo"], "sector=hbo", "editions/sector_hbo"),
        (["--edition", "Sector=HBO"], "sector=hbo", "editions/sector_hbo"),
        (["--edition", "place=north"], "place=north", "editions/place_north"),
        (["--edition", "sector=hbo", "--output", "elders"], "sector=hbo", "elders"),
    ],
)
def test_an_edition_has_a_folder_of_its_own(command, options, edition, output):
    got = parse([command, *options])

    assert (got.edition, got.output) == (edition, Path(output))


def test_each_study_and_file_of_responses_has_a_folder_for_its_tables(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)

    def tables(*options):
        return parse(["report", *map(str, options)]).processed

    assert tables() == tables("--study", tmp_path / "data/raw") == Path("data/processed/raw")
    assert tables("--edition", "sector=hbo") == tables("--output", "b") == tables()
    others = [
        tables("--study", "a/raw"),
        tables("--study", "b/raw"),
        tables("--study", "b/raw", "--responses", "x.csv"),
        tables("--responses", "x.csv"),
        tables("--responses", "y.csv"),
    ]
    assert len({*others, tables()}) == 6
    assert {re.sub(r"-[0-9a-f]{8}$", "", path.as_posix()) for path in others} == {
        "data/processed/raw"
    }
    assert tables("--responses", tmp_path / "x.csv") == tables("--responses", "data/../x.csv")
    assert tables("--processed", "elsewhere") == Path("elsewhere")


def test_editions_and_comparisons_stay_out_of_the_folder_of_the_report():
    assert parse(["editions"]).output == Path("editions")
    got = parse(["compare", "oud", "nieuw"])
    assert (got.earlier, got.later, got.output) == (Path("oud"), Path("nieuw"), Path("comparison"))


def test_waves_are_told_apart_by_place() -> None:
    options = parse(["compare", "a", "b", "c", "d"])
    given = (options.before, options.earlier, options.later)
    assert given == ([Path("a"), Path("b")], Path("c"), Path("d"))


def test_more_waves_than_a_figure_has_marks_for_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert len(SIDE_LOOKS) == MOST_WAVES
    with pytest.raises(SystemExit):
        parse(["compare", *"abcdef"])
    assert "6 waves; a figure tells at most 5 apart, so leave some out" in capsys.readouterr().err


def test_a_fleet_is_made_here_or_on_a_cluster_and_not_both(capsys):
    got = parse(["fleet", "plan.yml", "--workers", "3"])
    assert (got.plan, got.workers, got.scheduler) == (Path("plan.yml"), 3, "")
    assert (got.output, got.notebooks) == (Path("fleet"), Path("notebooks"))
    for wrong in (["--workers", "0"], ["--workers", "1", "--scheduler", "tcp://host:8786"]):
        with pytest.raises(SystemExit):
            parse(["fleet", "plan.yml", *wrong])
    assert "argument --workers: a number from 1 to 1000" in capsys.readouterr().err
