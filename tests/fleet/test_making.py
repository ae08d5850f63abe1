"""One report of a fleet: made once, from what was checked, and told when it fails."""

import dataclasses
import threading

import pytest
from pages import contents

from dwimpact.errors import NotebookFailed, sentence_of
from dwimpact.fleet import making
from dwimpact.fleet.making import make
from dwimpact.fleet.tasks import plan_tasks
from dwimpact.report.build import build_report
from dwimpact.report.folders.swap import workspace
from dwimpact.report.request import FAILED, MADE
from dwimpact.study.files.manifest import read_manifest


@pytest.fixture
def task_of(fleet_of, write_tiny, tmp_path):
    """The task of the report of one study; `appendix` is the code of its last page."""

    def task_of(**notebooks):
        return plan_tasks(fleet_of(write_tiny(tmp_path / "noord"), **notebooks)).tasks[0]

    return task_of


@pytest.mark.long
def test_a_task_makes_the_report_of_one_machine_and_makes_it_once(task_of, tmp_path):
    task = task_of()
    before = contents(tmp_path / "noord")

    first, second = make(task, 2), make(task, 2)

    assert (first.became, [*first.sentences], second.became) == (MADE, [], making.UNCHANGED)
    assert first.manifest == second.manifest == read_manifest(task.request.output)
    assert first.size == sum(map(len, contents(task.request.output).values()))
    assert contents(tmp_path / "noord") == before
    alone = tmp_path / "alone"
    build_report(
        dataclasses.replace(task.request, output=alone / "out", processed=alone / "tables")
    )
    assert contents(alone / "out") == contents(task.request.output)


def test_what_has_changed_since_it_was_checked_is_not_made(task_of, tmp_path, monkeypatch):
    task = task_of()
    monkeypatch.setattr(making.socket, "gethostname", lambda: "host")
    other = dataclasses.replace(task, origin={**task.origin, "code": "another"})
    assert make(other, 1).sentences == [
        "host: this worker has another dwimpact, or other libraries, than the fleet began with; "
        "expected the same on every machine. Install there what requirements.lock pins, and run "
        "the fleet again."
    ]
    with (tmp_path / "noord" / "study.yml").open("a") as file:
        file.write("subtitle: anders\n")

    outcome = make(task, 1)

    assert (outcome.became, outcome.manifest) == (FAILED, {})
    assert outcome.sentences == [
        f"{tmp_path}/noord: what it is made from has changed since it was checked; expected files "
        "that stay as they are while a fleet runs. Run the fleet again."
    ]
    assert not task.request.output.exists()


@pytest.mark.long
def test_a_chapter_that_fails_is_told_with_its_sentence(task_of):
    task = task_of(appendix="1 / 0")

    outcome = make(task, 2)

    assert outcome.became == FAILED
    assert outcome.sentences == [
        "Chapter B1 failed: appendix.ipynb, cell 3: ZeroDivisionError: division by zero"
    ]
    assert read_manifest(task.request.output)["chapters"]["B1"] == "failed"


@pytest.mark.long
def test_who_is_at_the_same_report_is_waited_for(task_of, tmp_path):
    task = task_of()
    made = tmp_path / "made"
    build_report(dataclasses.replace(task.request, output=made, processed=tmp_path / "tables"))
    outcomes = []
    with workspace(task.request.output):  # a worker that was cut off, and still at it
        waiting = threading.Thread(target=lambda: outcomes.append(make(task, 2)))
        waiting.start()
        waiting.join(2)
        assert waiting.is_alive()
        made.rename(task.request.output)
        waiting.join(60)

    assert [outcome.became for outcome in outcomes] == [making.UNCHANGED]


def test_every_error_has_its_sentence():
    missing = FileNotFoundError(2, "No such file or directory", "/x")
    assert sentence_of(missing) == "/x: No such file or directory."
    assert sentence_of(NotebookFailed("a.ipynb: no")) == (
        "The data could not be prepared: a.ipynb: no"
    )
    # What a message might quote of an answer is left out.
    assert sentence_of(ValueError("of somebody")) == "dwimpact could not go on: ValueError."


def test_a_study_that_is_gone_is_told(task_of, tmp_path):
    task = task_of()
    (tmp_path / "noord" / "responses.csv").unlink()

    outcome = make(task, 1)

    assert outcome.became == FAILED
    assert "responses.csv" in outcome.sentences[0]
