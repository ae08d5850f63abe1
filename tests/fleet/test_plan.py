"""A plan of studies, as a file and as a folder."""

import pytest

from dwimpact.errors import StudyError
from dwimpact.fleet.plan import read_fleet

PLAN = """
studies:
  - programmes/noord
  - name: zuid
    waves: [zuid/2023, zuid/2025]
    editions: [sector=hbo]
    comparisons: false
"""


def test_a_plan_names_studies_with_their_waves(tmp_path):
    file = tmp_path / "plan.yml"
    file.write_text(PLAN)

    noord, zuid = read_fleet(file)

    assert (noord.name, noord.editions, noord.comparisons) == ("noord", "all", True)
    assert noord.waves == (str(tmp_path / "programmes" / "noord"),)
    assert (zuid.name, zuid.editions, zuid.comparisons) == ("zuid", ("sector=hbo",), False)
    assert zuid.waves == (str(tmp_path / "zuid" / "2023"), str(tmp_path / "zuid" / "2025"))


def test_a_folder_of_study_folders_is_a_plan_too(two_studies):
    (two_studies / "notes").mkdir()

    found = read_fleet(two_studies)

    assert {study.name: study.waves for study in found} == {
        "noord": (str(two_studies / "noord"),),
        "zuid": (str(two_studies / "zuid" / "2023"), str(two_studies / "zuid" / "2025")),
    }
    (alone,) = read_fleet(two_studies / "noord")
    assert (alone.name, alone.waves) == ("noord", (str(two_studies / "noord"),))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("studies: []", "entry 'studies' is wrong; expected at least 1 in the list. "),
        ("studies: [{name: a}]", "no entry 'studies.1.waves'; expected it to be there. Add it."),
        (
            "studies: [{name: a, waves: [a], edition: none}]",
            "unknown entry 'studies.1.edition'; expected one that docs/reference.md names. Is "
            "'editions' meant?",
        ),
        (
            "studies: [a, b/A]",
            "entry 'studies' is wrong; expected studies: used more than once: ['a']. ",
        ),
        (
            "studies: [overview]",
            "entry 'studies' is wrong; expected studies: used more than once: ['overview']. ",
        ),
        (
            "studies: [{name: a, waves: [x/1, y/1]}]",
            "entry 'studies.1.waves' is wrong; expected waves: used more than once: ['1']. ",
        ),
        ("studies: [{name: ../a, waves: [a]}]", "entry 'studies.1.name' is wrong, found '../a'; "),
        ('studies: ["a\\0"]', "entry 'studies.1.name' is wrong, found 'a\\x00'; "),
    ],
)
def test_what_is_wrong_with_a_plan_is_told_with_file_and_entry(tmp_path, text, message):
    file = tmp_path / "plan.yml"
    file.write_text(text)

    with pytest.raises(StudyError) as caught:
        read_fleet(file)

    assert str(caught.value).startswith(f"{file}: {message}")


def test_a_plan_that_is_not_there_or_holds_no_study_is_refused(tmp_path):
    with pytest.raises(StudyError) as absent:
        read_fleet(tmp_path / "plan.yml")
    with pytest.raises(StudyError) as empty:
        read_fleet(tmp_path)

    assert str(absent.value) == (
        f"{tmp_path}/plan.yml: there is no such plan; expected a YAML file or a folder. Correct "
        "its name."
    )
    assert str(empty.value) == (
        f"{tmp_path}: no study in it; expected folders with a study.yml. Name another folder."
    )
