import pytest
from pages import contents

from dwimpact.errors import StudyError
from dwimpact.report.swap import copy_in, swap_in, workspace


def write(folder, **files):
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


class Killed(BaseException):
    """Stands for the end of the process."""


def folders(folder):
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def test_a_workspace_lies_beside_the_output_and_goes_afterwards(tmp_path):
    output = tmp_path / "new" / "report"

    with workspace(output) as work:
        write(work / "outputs", page="x")
        assert work.parent == output.parent

    assert folders(output.parent) == []


def test_a_workspace_goes_after_an_error_too(tmp_path):
    def fail():
        with workspace(tmp_path / "report") as work:
            write(work / "outputs", page="x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert folders(tmp_path) == []


def test_what_a_killed_run_left_is_removed(tmp_path):
    with workspace(tmp_path / "report") as work:
        name = work.name
    write(tmp_path / f"{name}left", page="half")
    write(tmp_path / "other", page="x")

    with workspace(tmp_path / "report"):
        assert f"{name}left" not in folders(tmp_path)
    assert folders(tmp_path) == ["other"]


def test_one_run_at_a_time_for_an_output(tmp_path):
    output = tmp_path / "report"

    with workspace(output) as work:
        with pytest.raises(StudyError) as caught, workspace(output):
            pass
        assert work.is_dir()
        with workspace(tmp_path / "another"):
            pass

    assert str(caught.value) == (
        f"{output}: another run is making a report here; expected one run at a time for an output "
        "folder. Wait until it is done, or name another folder with --output."
    )
    with workspace(output):
        pass


@pytest.fixture(params=["in one step", "in two steps"])
def exchange(request, monkeypatch):
    """Systems that can let two folders change places, and those that cannot."""
    if request.param == "in two steps":
        monkeypatch.setattr("dwimpact.report.swap._exchange", lambda one, other: False)


def test_a_folder_takes_the_place_of_the_last_as_a_whole(exchange, tmp_path):
    new = write(tmp_path / "work" / "outputs", page="new", more="x")
    write(tmp_path / "report", page="old", left="x")

    swap_in(new, tmp_path / "report")

    assert contents(tmp_path / "report") == {"page": b"new", "more": b"x"}
    assert folders(tmp_path / "work") == []


def test_a_folder_can_be_the_first(exchange, tmp_path):
    swap_in(write(tmp_path / "work", page="new"), tmp_path / "deep" / "report")

    assert contents(tmp_path) == {"deep/report/page": b"new"}


def test_a_copy_takes_the_place_of_the_last_as_a_whole(exchange, tmp_path):
    new = write(tmp_path / "work", table="new")
    write(tmp_path / "data" / "processed", table="old", left="x")

    copy_in(new, tmp_path / "data" / "processed")

    assert contents(tmp_path / "work") == {"table": b"new"}
    assert contents(tmp_path / "data" / "processed") == {"table": b"new"}
    assert folders(tmp_path / "data") == ["processed"]


def test_a_kill_between_the_two_renames_does_not_lose_the_last_report(tmp_path, monkeypatch):
    monkeypatch.setattr("dwimpact.report.swap._exchange", lambda one, other: False)
    left = write(tmp_path / ".report-making-x" / "outputs", page="new").parent
    write(tmp_path / "report", page="old")
    rename = type(tmp_path).rename

    def rename_once(path, target):
        if path.name == "outputs":
            raise Killed
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(type(tmp_path), "rename", rename_once)
        with pytest.raises(Killed):
            swap_in(left / "outputs", tmp_path / "report")
    assert not (tmp_path / "report").exists()

    with workspace(tmp_path / "report"):
        assert contents(tmp_path / "report") == {"page": b"old"}
    assert folders(tmp_path) == ["report"]


def test_what_a_kill_after_both_renames_left_is_removed(tmp_path):
    write(tmp_path / ".report-making-x" / "report-old", page="old")
    write(tmp_path / "report", page="new")

    with workspace(tmp_path / "report"):
        assert contents(tmp_path / "report") == {"page": b"new"}
    assert folders(tmp_path) == ["report"]
