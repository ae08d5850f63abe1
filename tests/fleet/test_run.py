"""A whole fleet on this machine: what is done stays done, and what fails is named."""

import pytest
from pages import soup, words

from dwimpact.cli.commands import main
from dwimpact.fleet import cluster
from dwimpact.fleet.making import Outcome, make
from dwimpact.fleet.run import run_fleet_plan


@pytest.fixture
def at_once(monkeypatch):
    """Tasks are made here, one by one, instead of by a cluster; the names of those that were."""
    asked = []

    def outcomes(client, tasks):
        for task in tasks:
            asked.append(task.name)
            yield task, make(task, 2)

    monkeypatch.setattr(cluster, "cluster", lambda *_: cluster.suppress())
    monkeypatch.setattr(cluster, "outcomes", outcomes)
    return asked


@pytest.mark.long
def test_one_that_fails_is_named_and_stops_no_other(
    at_once, fleet_of, write_tiny, tmp_path, capsys, monkeypatch
):
    fails = "from pathlib import Path\n'Zuid' in Path(study, 'study.yml').read_text() and 1 / 0"
    fleet = fleet_of(write_tiny(tmp_path / "plan" / "noord").parent, appendix=fails)
    settings = write_tiny(tmp_path / "plan" / "zuid") / "study.yml"
    settings.write_text(settings.read_text("utf-8") + "subtitle: Zuid\n")
    (tmp_path / "plan" / "west").mkdir()
    (tmp_path / "plan" / "west" / "study.yml").write_text("{}")
    given = ["--output", fleet.output, "--notebooks", fleet.notebooks]

    status = main(["fleet", *map(str, [tmp_path / "plan", *given])])

    out, err = capsys.readouterr()
    assert status == 1
    assert out.splitlines() == [str(fleet.output / "overview" / "index.html")]
    failed = [line for line in err.splitlines() if line.startswith("Failed: ")]
    assert failed[0].startswith(f"Failed: west/report: {tmp_path}/plan/west/")
    assert failed[1:] == [
        "Failed: zuid/report: Chapter B1 failed: appendix.ipynb, cell 3: ZeroDivisionError: "
        "division by zero"
    ]
    made = at_once.copy()
    assert {"noord/report", "noord/sector_mbo", "zuid/report"} <= {*made}
    page = soup((fleet.output / "overview" / "index.html").read_text("utf-8"))
    stands = {
        a["href"]: words(a.find_parent("tr").select("td")[1].text) for a in page.select("tbody a")
    }
    assert stands["../noord/report/index.html"] == "gemaakt"
    assert stands["../zuid/report/index.html"] == "niet gelukt"

    assert main(["fleet", *map(str, [tmp_path / "plan", *given])]) == 1
    assert at_once[len(made) :] == ["zuid/report"]  # what is done is not done again

    monkeypatch.chdir(tmp_path)
    fleet.output.rename(tmp_path / "fleet")
    assert main(["clean"]) == 0
    assert [*(tmp_path / "fleet").rglob("*.html")] == []


def test_a_report_that_this_machine_does_not_see_is_no_report(
    monkeypatch, at_once, fleet_of, write_tiny, tmp_path
):
    fleet = fleet_of(write_tiny(tmp_path / "noord"))
    elsewhere = Outcome("made", {"inputs": {}, "outputs": {}})
    monkeypatch.setattr(
        cluster, "outcomes", lambda client, tasks: ((task, elsewhere) for task in tasks)
    )

    made = run_fleet_plan(fleet)

    assert {*made.failures} == {"noord/report", "noord/sector_mbo"}
    assert made.failures["noord/report"].startswith("This machine does not see what the worker ")


def test_without_the_extra_the_command_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    assert main(["fleet", str(tmp_path)]) == 2

    assert capsys.readouterr().err == (
        "fleet: the package distributed is not installed; expected what the extra 'fleet' "
        "installs. Run: pip install 'dwimpact[fleet]'.\n"
    )


def test_an_address_where_nothing_answers_is_told(monkeypatch, fleet_of, write_tiny, tmp_path):
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 1)
    with pytest.raises(cluster.StudyError, match=r"^tcp://127\.0\.0\.1:9: no scheduler answers "):
        run_fleet_plan(fleet_of(write_tiny(tmp_path / "noord")), "tcp://127.0.0.1:9")

    assert not (tmp_path / "out").exists()
