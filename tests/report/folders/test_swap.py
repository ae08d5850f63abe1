import pytest
from pages import contents

from dwimpact.errors import StudyError
from dwimpact.report.folders import swap
from dwimpact.report.folders.ownership import Place
from dwimpact.report.folders.swap import copied, swap_in, workspace
from dwimpact.study.files.manifest import write_manifest


def write(folder, **files):
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def made(folder, **files):
    """A folder that is ours."""
    write_manifest(write(folder, **files), {"inputs": {}})
    return folder


def without_manifest(folder):
    return {k: v for k, v in contents(folder).items() if not k.endswith("manifest.json")}


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
    write(tmp_path / f"{name}left", **{".dwimpact": "", "page": "half"})
    write(tmp_path / f"{name}left" / "outputs", page="half")
    write(tmp_path / f"{name}none")
    write(tmp_path / "other", page="x")

    with workspace(tmp_path / "report"):
        assert [name for name in folders(tmp_path) if name.endswith(("left", "none"))] == []
    assert folders(tmp_path) == ["other"]


def test_a_folder_by_such_a_name_that_is_not_ours_stays(tmp_path):
    write(tmp_path / ".report-making-notes", page="x")
    (tmp_path / ".report-making-link").symlink_to(tmp_path / ".report-making-notes")

    with workspace(tmp_path / "report"):
        pass

    assert contents(tmp_path / ".report-making-notes") == {"page": b"x"}
    assert (tmp_path / ".report-making-link").is_symlink()


def test_a_name_with_signs_of_a_pattern_is_a_name(tmp_path):
    with workspace(tmp_path / "a[b]") as work:
        left = work.name
    write(tmp_path / f"{left}x", **{".dwimpact": ""})

    with workspace(tmp_path / "a[b]"):
        pass

    assert folders(tmp_path) == []


def test_a_file_by_the_name_of_the_lock_stays(tmp_path):
    lock = tmp_path / ".report.lock"
    lock.write_text("notes")

    with pytest.raises(StudyError) as caught, workspace(tmp_path / "report"):
        pass

    assert str(caught.value) == (
        f"{lock}: there is something by that name; expected no file yet, or one that is known to "
        "be made by this command. Move it elsewhere, or name another file with --output."
    )
    assert lock.read_text() == "notes"


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
        monkeypatch.setattr(swap, "_exchange_at_once", lambda one, other: False)


def test_a_folder_takes_the_place_of_the_last_as_a_whole(exchange, tmp_path):
    new = write(tmp_path / "work" / "outputs", page="new", more="x")
    made(tmp_path / "report", page="old", left="x")

    swap_in(new, Place(tmp_path / "report", {}))

    assert contents(tmp_path / "report") == {"page": b"new", "more": b"x"}
    assert folders(tmp_path / "work") == []


def test_a_folder_can_be_the_first(exchange, tmp_path):
    swap_in(write(tmp_path / "work", page="new"), Place(tmp_path / "deep" / "report", {}))

    assert contents(tmp_path) == {"deep/report/page": b"new"}


def test_a_copy_takes_the_place_of_the_last_as_a_whole(exchange, tmp_path):
    new = write(tmp_path / "work", table="new")
    target = made(tmp_path / "data" / "processed", table="old", left="x")

    with copied(new, target) as copy:
        assert without_manifest(target) == {"table": b"old", "left": b"x"}
        swap_in(copy, Place(target, {}))

    assert contents(tmp_path / "work") == {"table": b"new"}
    assert contents(tmp_path / "data" / "processed") == {"table": b"new"}
    assert folders(tmp_path / "data") == ["processed"]


def test_a_kill_between_the_two_renames_does_not_lose_the_last_report(tmp_path, monkeypatch):
    monkeypatch.setattr(swap, "_exchange_at_once", lambda one, other: False)
    left = write(tmp_path / ".report-making-x", **{".dwimpact": ""})
    write(left / "outputs", page="new")
    made(tmp_path / "report", page="old")
    rename = type(tmp_path).rename

    def rename_once(path, target):
        if path.name == "outputs":
            raise Killed
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(type(tmp_path), "rename", rename_once)
        with pytest.raises(Killed):
            swap_in(left / "outputs", Place(tmp_path / "report", {}))
    assert not (tmp_path / "report").exists()

    with workspace(tmp_path / "report"):
        assert without_manifest(tmp_path / "report") == {"page": b"old"}
    assert folders(tmp_path) == ["report"]


def test_what_a_kill_after_both_renames_left_is_removed(tmp_path):
    write(tmp_path / ".report-making-x", **{".dwimpact": ""})
    write(tmp_path / ".report-making-x" / "report-old", page="old")
    write(tmp_path / "report", page="new")

    with workspace(tmp_path / "report"):
        assert contents(tmp_path / "report") == {"page": b"new"}
    assert folders(tmp_path) == ["report"]


def put_a_stranger_there(target, how):
    if how == "a file":
        (target / "notes.txt").write_text("mine")
    elif how == "a change":
        (target / "page").write_text("mine")
    else:
        target.rename(target.with_name("moved"))
        target.symlink_to(target.with_name("moved"))


@pytest.mark.parametrize("moment", ["before", "between"])
@pytest.mark.parametrize("how", ["a file", "a change", "a link"])
def test_what_comes_there_during_a_run_stays_and_the_report_too(
    exchange, tmp_path, monkeypatch, how, moment
):
    new = write(tmp_path / "work" / "outputs", page="new")
    target = made(tmp_path / "report", page="old")
    if moment == "before":
        put_a_stranger_there(target, how)
    else:  # after the last look, and before the folders change places
        look = Place.require_ours

        def look_and_put(place):
            found = look(place)
            put_a_stranger_there(target, how)
            return found

        monkeypatch.setattr(Place, "require_ours", look_and_put)
    with pytest.raises(StudyError) as caught:
        swap_in(new, Place(target, {}))

    assert str(caught.value).startswith(f"{target}: ")
    assert str(caught.value).endswith(f" What was made is in {tmp_path / 'report-new'}.")
    assert contents(tmp_path / "report-new") == {"page": b"new"}
    exp = {"page": b"old"}
    exp |= {"a file": {"notes.txt": b"mine"}, "a change": {"page": b"mine"}, "a link": {}}[how]
    assert without_manifest(target) == exp
    assert target.is_symlink() == (how == "a link")
    assert folders(tmp_path / "work") == []


def test_what_could_not_be_put_in_place_before_is_kept_too(tmp_path):
    write(tmp_path / "report", notes="mine")
    for text in ("first", "second"):
        with pytest.raises(StudyError):
            swap_in(write(tmp_path / "work", page=text), Place(tmp_path / "report", {}))

    assert contents(tmp_path) == {
        "report/notes": b"mine",
        "report-new/page": b"first",
        "report-new2/page": b"second",
    }
