from pathlib import Path

import pytest

from dwimpact.cli.options import parse


@pytest.mark.parametrize("command", ["report", "reproduce", "pdf"])
@pytest.mark.parametrize(
    ("options", "edition", "output"),
    [
        ([], "", "outputs"),
        (["--sector", "hbo"], "sector=hbo", "editions/sector_hbo"),
        (["--tranche", "1-2"], "tranche=1-2", "editions/tranche_1-2"),
        (["--workplace", "utrecht"], "workplace=utrecht", "editions/workplace_utrecht"),
        (["--sector", "hbo", "--output", "elders"], "sector=hbo", "elders"),
    ],
)
def test_an_edition_has_a_folder_of_its_own(command, options, edition, output):
    got = parse([command, *options])

    assert (got.edition, got.output) == (edition, Path(output))


def test_one_part_at_a_time(capsys):
    with pytest.raises(SystemExit) as caught:
        parse(["report", "--sector", "hbo", "--tranche", "3"])

    assert caught.value.code == 2
    assert "argument --tranche: not allowed with argument --sector" in capsys.readouterr().err


def test_editions_and_comparisons_stay_out_of_the_folder_of_the_report():
    assert parse(["editions"]).output == Path("editions")
    got = parse(["compare", "oud", "nieuw"])
    assert (got.earlier, got.later, got.output) == (Path("oud"), Path("nieuw"), Path("comparison"))
