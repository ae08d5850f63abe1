"""From a plan to tasks, each named by what goes in."""

import dataclasses

import pytest

from dwimpact.fleet.plan import FleetStudy
from dwimpact.fleet.tasks import plan_tasks, remove_withheld
from dwimpact.report.build import build_report
from dwimpact.report.inputs import made_from


@pytest.fixture
def planned(fleet_of, two_studies):
    return plan_tasks(fleet_of(two_studies))


def test_every_wave_has_its_report_and_editions_and_is_compared(planned):
    assert [task.name for task in planned.tasks] == [
        "noord/report",
        "noord/sector_mbo",
        "zuid/2023/report",
        "zuid/2023/sector_mbo",
        "zuid/2025/report",
        "zuid/2025/sector_mbo",
        "zuid/comparison_2023_2025",
    ]
    assert planned.unusable == {}
    assert planned.withheld["noord/sector_hbo"] == (
        "it has 2 respondents, and a group below 3 is not shown apart"
    )


@pytest.mark.long
def test_a_task_is_known_by_what_goes_in_and_where_it_goes(planned, fleet_of, two_studies):
    edition = planned.tasks[1]
    assert edition.origin == made_from(edition.request)
    assert len({task.key for task in planned.tasks}) == len(planned.tasks)

    again = plan_tasks(fleet_of(two_studies))
    assert [task.key for task in again.tasks] == [task.key for task in planned.tasks]

    with (two_studies / "noord" / "study.yml").open("a") as file:
        file.write("subtitle: anders\n")
    changed = plan_tasks(fleet_of(two_studies))
    differs = [a.key != b.key for a, b in zip(changed.tasks, planned.tasks, strict=True)]
    assert [t.name for t, d in zip(planned.tasks, differs, strict=True) if d] == [
        t.name for t in planned.tasks if t.study == "noord"
    ]


def test_a_study_that_is_wrong_is_named_and_stops_no_other(fleet_of, two_studies):
    (two_studies / "zuid" / "2023" / "questionnaire.yml").write_text("title: [")

    planned = plan_tasks(fleet_of(two_studies))

    assert [*planned.unusable] == ["zuid/2023/report"]
    assert "questionnaire.yml: the file is not valid YAML" in planned.unusable["zuid/2023/report"]
    assert "zuid/2025/report" in [task.name for task in planned.tasks]
    assert not any("comparison" in task.name for task in planned.tasks)


@pytest.mark.long
def test_editions_are_those_that_the_plan_asks_for(fleet_of, two_studies):
    fleet = fleet_of(two_studies)
    waves = (str(two_studies / "noord"),)
    asked = FleetStudy(name="noord", waves=waves, editions=("sector=mbo", "sector=hbo"))

    planned = plan_tasks(dataclasses.replace(fleet, studies=[asked]))
    none = asked.model_copy(update={"editions": "none"})
    without = plan_tasks(dataclasses.replace(fleet, studies=[none]))

    assert [task.name for task in planned.tasks] == ["noord/report", "noord/sector_mbo"]
    assert "no edition for sector=hbo: it has 2 resp" in planned.unusable["noord/sector_hbo"]
    assert [task.name for task in without.tasks] == ["noord/report"]
    assert (without.unusable, without.withheld) == ({}, {})


@pytest.mark.long
def test_an_edition_that_may_no_longer_be_shown_is_removed(fleet_of, two_studies, tmp_path):
    fleet = fleet_of(two_studies)
    edition = fleet.request(str(two_studies / "noord"), "noord/sector_mbo", "sector=mbo")
    build_report(dataclasses.replace(edition, processed=tmp_path / "tables"))
    settings = two_studies / "noord" / "study.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("withhold_below: 3", "withhold_below: 5")
    )
    (edition.output / "notes.txt").touch()

    (refusal,) = remove_withheld(fleet, plan_tasks(fleet))
    assert "or what was changed since: notes.txt; " in str(refusal)
    (edition.output / "notes.txt").unlink()

    assert remove_withheld(fleet, plan_tasks(fleet)) == []
    assert not edition.output.exists()
