import csv
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import psutil
import pytest
from pages import contents
from small_notebooks import write_notebooks

from dwimpact.cli.commands import main
from dwimpact.cli.options import MAKE, as_given
from dwimpact.report.editions import Editions
from dwimpact.report.request import Report
from dwimpact.study.files.manifest import write_manifest

COMMANDS = [
    "report",
    "reproduce",
    "editions",
    "compare",
    "fleet",
    "deposit",
    "pdf",
    "word",
    "slides",
    "check",
    "verify",
    "identify",
    "reconstruct",
    "new-study",
    "schemas",
    "form",
    "texts",
    "draw",
    "clean",
]


def claim(name, equals, **where):
    """A claim that so many respondents are in a group."""
    quantity = {"of": "respondents", **where}
    return {
        "id": name,
        "section": "1.1",
        "says": "Zoveel mensen.",
        "check": {"value": quantity, "is": equals},
    }


@pytest.fixture
def run(capsys, tmp_path):
    """Run a command with small notebooks: its status, and the lines of its two streams."""
    notebooks = write_notebooks(tmp_path / "notebooks")
    handlers = {signum: signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM)}

    def run(command, *options):
        places = []
        if command == "report":
            places = ["--output", tmp_path / "report", "--processed", tmp_path / "processed"]
            places += ["--notebooks", notebooks]
        status = main([command, *map(str, places), *map(str, options)])
        out, err = capsys.readouterr()
        return status, out.splitlines(), err.splitlines()

    yield run
    for signum, handler in handlers.items():
        signal.signal(signum, handler)


def without_progress(lines):
    return [line for line in lines if line and "chapter/s" not in line and "s/chapter" not in line]


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])

    out = capsys.readouterr().out
    assert caught.value.code == 0
    assert re.findall(r"^    ([\w-]+)", out, re.MULTILINE) == COMMANDS


@pytest.mark.parametrize("arguments", [[], ["raport"], ["report", "--outptu", "x"]])
def test_a_wrong_command_line_is_refused(capsys, arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert "usage: python -m dwimpact" in capsys.readouterr().err


def test_the_package_is_a_program():
    done = subprocess.run(
        [sys.executable, "-m", "dwimpact", "verify", "--study", "nergens"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "nergens/questionnaire.yml: the file is not there; expected a file as data/raw/README.md "
        "describes it. Put the file there, or name another study folder with --study.\n"
    )


@pytest.mark.long
def test_verify_confirms_every_claim_on_the_real_study(run, root):
    status, out, err = run("verify", "--study", root / "data/raw")

    claims = (root / "data/raw/published.yml").read_text("utf-8").count("\n- id: ")
    assert (status, err) == (0, [])
    assert len(out) == claims + 1
    verdicts = [line[:13].strip() for line in out[:-1]]
    # One claim says of itself that another of the publication rules it out.
    assert set(verdicts) == {"confirmed", "not checkable", "contradictory"}
    confirmed = verdicts.count("confirmed")
    rest = claims - confirmed - 1
    assert out[-1] == f"{confirmed} confirmed, {rest} not checkable, 1 contradictory"


@pytest.mark.long
def test_verify_fails_when_the_data_contradict_a_claim(run, root, real_raw, tmp_path):
    real_raw.head(63).to_csv(tmp_path / "fewer.csv", index=False)

    status, out, _ = run(
        "verify", "--study", root / "data/raw", "--responses", tmp_path / "fewer.csv"
    )

    assert status == 1
    contradicted = [line for line in out if line.startswith("contradicted")]
    assert contradicted
    assert f", {len(contradicted)} contradicted" in out[-1]


def test_verify_prints_a_verdict_per_claim(run, write_study, tmp_path):
    claims = [claim("six", 6), claim("mbo", 4, sector="mbo")]

    got = run("verify", "--study", write_study(tmp_path / "study", claims=claims))

    assert got == (
        1,
        [
            "confirmed      1.1         six: 6",
            "contradicted   1.1         mbo: 3",
            "1 confirmed, 1 contradicted",
        ],
        [],
    )


@pytest.mark.long
def test_verify_names_the_claims_that_cannot_all_be_so(run, write_study, tmp_path):
    claims = [claim("six", 6), claim("mbo", 4, sector="mbo"), claim("hbo", 3, sector="hbo")]
    study = write_study(tmp_path / "study", claims=claims)

    status, out, err = run("verify", "--study", study)

    assert (status, out[-1]) == (2, "2 contradicted, 1 confirmed")
    register = study / "published.yml"
    lines = [
        n for n, text in enumerate(register.read_text("utf-8").splitlines(), 1) if "id:" in text
    ]
    six, mbo, hbo = lines
    assert err == [
        f"{register}: these cannot all be so: 'six' (line {six}), 'mbo' (line {mbo}), 'hbo' (line "
        f"{hbo}); expected statements that some set of responses agrees with. Correct one of them; "
        "without any one the others can all be so."
    ]


def test_verify_says_what_each_claim_adds(run, write_study, tmp_path):
    claims = [claim("six", 6), claim("again", 6), claim("mbo", 3, sector="mbo")]

    got = run("verify", "--witness", "--study", write_study(tmp_path / "study", claims=claims))

    assert got == (
        0,
        [
            "confirmed      1.1         six: 6",
            "confirmed      1.1         again: 6",
            "confirmed      1.1         mbo: 3",
            "3 confirmed",
            "implied        1.1         six by again",
            "implied        1.1         again by six",
            "own            1.1         mbo",
            "2 implied, 1 own",
            "removed        0 of 10 changes noticed",
            "added          0 of 40 changes noticed",
            "moved          0 of 6 changes noticed",
            "status         0 of 10 changes noticed",
            "nature         0 of 9 changes noticed",
            "swapped        0 of 15 changes noticed",
            "shuffled       0 of 1000 changes noticed",
        ],
        [],
    )


@pytest.mark.long
def test_identify_needs_no_responses(run, write_study, tmp_path):
    network = {"of": "mentions", "level": "school", "outcome": "network"}
    checks = [{"value": {"of": "respondents"}, "is": 3}, {"value": network, "from": 2}]
    claims = [
        {"id": f"c{n}", "section": "1", "says": "x", "check": check}
        for n, check in enumerate(checks)
    ]
    study = write_study(tmp_path / "study", claims=claims)
    (study / "responses.csv").unlink(missing_ok=True)
    status, out, err = run("identify", "--study", study)
    assert (status, err) == (0, [])
    line = "mentioned  school/network  all: 2 to 3 of 3 (narrow 2 to 3, wide 2 to 3)"
    assert line in out
    empty = write_study(tmp_path / "empty")
    assert run("identify", "--study", empty) == (0, ["nothing follows"], [])


def test_verify_without_claims_has_nothing_to_contradict(run, write_study, tmp_path):
    assert run("verify", "--study", write_study(tmp_path / "study")) == (0, ["no claims"], [])


def test_reconstruct_writes_the_responses(run, monkeypatch, raw, tmp_path):
    monkeypatch.setattr("dwimpact.reconstruction.reconstruct.reconstruct", lambda folder: raw)
    monkeypatch.setattr("dwimpact.reconstruction.reconstruct.left_out", lambda folder: ("a", "b"))

    got = run("reconstruct", "--output", tmp_path / "made.csv")

    told = ["Claims that were not solved for: a, b"]
    assert got == (0, [f"6 reconstructed respondents in {tmp_path / 'made.csv'}"], told)
    assert b"\r" not in (tmp_path / "made.csv").read_bytes()
    with (tmp_path / "made.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == raw.fillna("").to_dict("records")


def test_reconstruct_draws_as_many_as_asked(run, monkeypatch, raw, tmp_path):
    monkeypatch.setattr("dwimpact.reconstruction.reconstruct.reconstruct", lambda folder: raw)
    monkeypatch.setattr("dwimpact.reconstruction.reconstruct.left_out", lambda folder: ("a", "b"))

    status, out, _ = run("reconstruct", "--respondents", 50, "--output", tmp_path / "made.csv")

    assert (status, out) == (0, [f"50 reconstructed respondents in {tmp_path / 'made.csv'}"])
    made = pd.read_csv(tmp_path / "made.csv", dtype="str")
    assert len(made) == 50
    assert made["respondent"].is_unique


@pytest.mark.long
def test_report_tells_where_it_is(run, write_study, tmp_path):
    study = write_study(tmp_path / "study")

    status, out, err = run("report", "--study", study, "--chapter", "1")

    assert (status, out) == (0, [str(tmp_path / "report" / "index.html")])
    assert without_progress(err) == []
    assert (tmp_path / "report" / "index.html").is_file()


@pytest.mark.long
def test_report_is_made_once_unless_asked_again(run, write_study, tmp_path):
    study, page = write_study(tmp_path / "study"), tmp_path / "report" / "index.html"
    run("report", "--study", study)
    made = page.stat().st_mtime_ns

    got = run("report", "--study", study)
    assert got == (0, [str(page)], ["Nothing has changed since this report was made; see --again."])
    assert page.stat().st_mtime_ns == made

    status, out, err = run("report", "--study", study, "--again", "--chapter", "1")
    assert (status, out, without_progress(err)) == (0, [str(page)], [])
    assert page.stat().st_mtime_ns > made


@pytest.mark.long
def test_report_says_which_chapters_it_had_to_make_as_well(run, write_study, raw, tmp_path):
    study = write_study(tmp_path / "study")
    run("report", "--study", study)
    write_study(study, responses=raw.head(4))

    status, _, err = run("report", "--study", study, "--chapter", "B1", "2")

    assert (status, without_progress(err)) == (
        0,
        [
            "Made as well: chapter 1, 3, B2; the last report was made from other files, and a "
            "report has one origin."
        ],
    )


@pytest.mark.long
def test_report_writes_how_long_each_part_took(run, write_study, tmp_path):
    file = tmp_path / "timings.txt"

    run("report", "--study", write_study(tmp_path / "study"), "--chapter", "1", "--timings", file)

    lines = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
    assert [part for _, part in lines] == [
        "check the input",
        "prepare the tables",
        "chapter 1",
        "write the pages",
        "all",
    ]
    *parts, whole = [float(seconds) for seconds, _ in lines]
    assert 0 < sum(parts) <= whole


@pytest.mark.long
def test_report_names_chapters_that_fail_and_makes_the_others(run, write_study, tmp_path):
    write_notebooks(tmp_path / "notebooks", appendix='raise KeyError("opbrengst")')

    study = write_study(tmp_path / "study")

    status, out, err = run("report", "--study", study, "--chapter", "B1", "B2")

    assert (status, out) == (1, [str(tmp_path / "report" / "index.html")])
    assert without_progress(err) == [
        "Chapter B1 failed: appendix.ipynb, cell 3: KeyError: 'opbrengst'",
        f"The failed notebooks, with the error in place, are in {tmp_path}/report/notebooks",
    ]
    assert (tmp_path / "report/chapters/bijlage_2.html").is_file()


@pytest.mark.long
def test_report_says_that_the_data_cannot_be_prepared(run, write_study, tmp_path):
    write_notebooks(tmp_path / "notebooks", prepare='raise MemoryError("te veel")')

    got = run("report", "--study", write_study(tmp_path / "study"))

    assert got == (
        1,
        [],
        ["The data could not be prepared: prepare.ipynb, cell 3: MemoryError: te veel"],
    )
    assert not (tmp_path / "report").exists()


def test_report_of_unknown_codes_names_each_and_keeps_the_last_report(
    run, write_study, raw, tmp_path
):
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "index.html").write_text("het vorige")
    write_manifest(tmp_path / "report", {"inputs": {}})
    before = contents(tmp_path / "report")
    raw.loc[0, "pupil/status/soft_skills"] = "bijna"
    raw.loc[3, "sector"] = "mavo"
    study = write_study(tmp_path / "study", responses=raw)

    got = run("report", "--study", study)

    file = study / "responses.csv"
    assert got == (
        2,
        [],
        [
            f"{file}: row 2, column 'pupil/status/soft_skills': unknown value "
            "(a text of 5 characters); expected realised or expected. Correct the cell.",
            f"{file}: row 5, column 'sector': unknown value (a text of 4 "
            "characters); expected mbo, hbo, wo or other. Correct the cell.",
        ],
    )
    assert contents(tmp_path / "report") == before


def test_report_refuses_a_chapter_there_is_not(run, write_study, tmp_path):
    got = run("report", "--study", write_study(tmp_path / "study"), "--chapter", "2", "12")

    assert got == (
        2,
        [],
        ["report.yml: no chapter 12; expected 1, 2, 3, B1 or B2. Name one of those."],
    )


def test_report_says_that_a_folder_cannot_be_written(run, write_study, tmp_path):
    (tmp_path / "file").write_text("geen map")

    got = run(
        "report", "--study", write_study(tmp_path / "study"), "--output", tmp_path / "file" / "out"
    )

    assert got == (
        2,
        [],
        [
            f"{tmp_path / 'file'}: File exists. Check that the folder can be written and has "
            "space, or name another one."
        ],
    )


def test_stopping_is_told_and_has_a_status_of_its_own(run, monkeypatch):
    def stop(folder):
        raise KeyboardInterrupt

    monkeypatch.setattr("dwimpact.reconstruction.reconstruct.reconstruct", stop)

    assert run("reconstruct") == (130, [], ["Stopped. What was there before is unchanged."])


@pytest.mark.parametrize(
    ("differences", "exp"),
    [
        ([], (0, ["The same, byte for byte."], [])),
        (
            ["inputs: study.yml: different made afresh", "outputs: a: absent on disk"],
            (
                1,
                [
                    "inputs: study.yml: different made afresh",
                    "outputs: a: absent on disk",
                    "2 differences",
                ],
                [],
            ),
        ),
    ],
)
def test_reproduce_says_whether_all_is_the_same(run, monkeypatch, differences, exp):
    monkeypatch.setattr("dwimpact.report.reproduce.differences", lambda request: differences)

    assert run("reproduce") == exp


@pytest.mark.long
def test_report_refuses_an_edition_that_is_too_small(run, write_study, tmp_path):
    study = write_study(tmp_path / "study")

    got = run("report", "--study", study, "--edition", "sector=wo")

    assert got == (
        2,
        [],
        [
            f"{study}: no edition for sector=wo: it has 0 respondents, and a group below 3 is not "
            "shown apart; expected sector=mbo. Name one of those."
        ],
    )


def test_editions_names_what_failed_and_what_was_not_made(run, monkeypatch, tmp_path):
    def build(request):
        assert request.output == Path("editions")
        index = Path("editions/sector_mbo/index.html")
        reports = [Report(index, {"2": "outcomes.ipynb, cell 3: ValueError: x"})]
        return Editions(Path("editions/index.html"), reports, ["sector=wo: it has 4 respondents"])

    monkeypatch.setattr("dwimpact.report.editions.build_editions", build)

    assert run("editions", "--cold") == (
        1,
        ["editions/index.html"],
        [
            "Chapter 2 failed: outcomes.ipynb, cell 3: ValueError: x",
            "The failed notebooks, with the error in place, are in editions/sector_mbo/notebooks",
            "Not made: sector=wo: it has 4 respondents",
        ],
    )


@pytest.mark.long
def test_stopping_while_editions_are_made_leaves_nothing(write_study, tmp_path):
    started = tmp_path / "started"
    wait = f"import pathlib, time; pathlib.Path({str(started)!r}).touch(); time.sleep(60)"
    write_notebooks(tmp_path / "notebooks", prepare=wait)
    study = write_study(tmp_path / "study")
    places = ["--study", study, "--notebooks", tmp_path / "notebooks"]
    places += ["--output", tmp_path / "out" / "editions", "--processed", tmp_path / "processed"]
    command = [sys.executable, "-m", "dwimpact", "editions", "--jobs", "2", *places]

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        while not started.exists() and run.poll() is None:
            time.sleep(0.05)
        processes = psutil.Process(run.pid).children(recursive=True)
        run.send_signal(signal.SIGTERM)
        out, err = run.communicate(timeout=60)

    assert (run.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "Stopped. What was there before is unchanged."
    assert "Traceback" not in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".editions.lock"]
    assert processes
    assert psutil.wait_procs(processes, timeout=10)[1] == []


@pytest.mark.long
def test_who_reads_along_may_stop(root):
    """As `check | head` does: that is no fault of a folder."""
    command = [sys.executable, "-m", "dwimpact", "check", "--study", "tests/surveys/star_wars"]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        told = process.stderr.read()
        assert (process.wait(), told) == (141, b"")


@pytest.mark.parametrize(
    ("by_make", "exp"),
    [
        (False, "Name another one with --output, or see --again and --debug."),
        (True, "Name another one with OUTPUT=path, or see AGAIN=1 and --debug."),
    ],
)
def test_a_user_of_make_is_told_in_its_words(monkeypatch, by_make, exp):
    monkeypatch.delenv("MAKELEVEL", raising=False)
    if by_make:
        monkeypatch.setenv("MAKELEVEL", "1")

    assert as_given("Name another one with --output, or see --again and --debug.") == exp


def test_make_has_what_messages_name(root):
    makefile = (root / "Makefile").read_text("utf-8")
    for option, words in MAKE.items():
        variable = words.partition("=")[0]
        assert re.search(rf"\$\({variable}\)", makefile)
        assert option in makefile


def test_a_chapter_that_is_not_there_is_refused_when_nothing_has_changed(
    monkeypatch, capsys, write_study, tmp_path
):
    def is_up_to_date(_):
        raise AssertionError("asked first")

    monkeypatch.setattr("dwimpact.report.folders.reuse.is_up_to_date", is_up_to_date)

    status = main(["report", "--study", str(write_study(tmp_path)), "--chapter", "99"])

    assert status == 2
    assert "report.yml: no chapter 99; expected 1, 2, 3, 4" in capsys.readouterr().err
