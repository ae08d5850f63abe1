"""Shared fixtures: a tiny study written out in full, and the real one in data/raw.

The tiny study has two levels of two outcomes, three workplaces and six respondents. Nobody
of 'gamma' (tranche 3) and no 'wo' answered, so that there are groups without respondents.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hostile import hostile_responses
from hypothesis import settings
from kept import keep
from made_once import Made, made_once, make_report

from dwimpact.published.register import read_claims
from dwimpact.reconstruction.ranges.identify import Identified, identify, with_known
from dwimpact.report.folders.sealed import KNOWN
from dwimpact.shares import at_level
from dwimpact.study.files.reading import read_csv
from dwimpact.study.questionnaire.model import Questionnaire
from dwimpact.study.settings import Settings
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.clean import clean
from dwimpact.tidy.tables import Tables, with_background

ROOT = Path(__file__).resolve().parents[1]

# Under `make test` too messages name options as the command line does.
os.environ.pop("MAKELEVEL", None)
# What is solved of the shipped study takes longest: once for all tests, and kept from run to run.
os.environ.setdefault(KNOWN, str(Path(__file__).parents[1] / ".pytest_cache" / "known"))

# How long an example takes says more about the machine than about the code.
settings.register_profile("quick", deadline=None, max_examples=10)
settings.register_profile("long", deadline=None)
settings.load_profile("quick")

FORM: dict[str, Any] = {
    "title": "Formulier van de proef",
    "introduction": "Dit formulier gaat over de proef.",
    "terms": {
        "outcome": {"singular": "opbrengst", "plural": "opbrengsten"},
        "level": {"singular": "niveau", "plural": "niveaus", "article": "het"},
    },
    "background": [
        {
            "code": "workplace",
            "label": "werkplaats",
            "plural": "werkplaatsen",
            "registry": "workplaces.csv",
            "members": {"of": "sector", "plural": "scholen"},
        },
        {
            "code": "sector",
            "label": "sector",
            "plural": "sectoren",
            "options": [
                {"code": "mbo", "label": "mbo", "group": "mbo"},
                {"code": "hbo", "label": "hbo", "group": "higher"},
                {"code": "wo", "label": "wo", "group": "higher"},
                {"code": "other", "label": "overig", "group": "rest"},
            ],
            "groups": [
                {"code": "mbo", "label": "mbo"},
                {"code": "higher", "label": "hbo en wo"},
                {"code": "rest", "label": "overige instellingen"},
            ],
        },
        {
            "code": "tranche",
            "label": "tranche",
            "plural": "tranches",
            "known_from": "workplace",
            "options": [
                {"code": "1", "label": "tranche 1", "group": "early"},
                {"code": "2", "label": "tranche 2", "group": "late"},
                {"code": "3", "label": "tranche 3", "group": "late"},
            ],
            "groups": [
                {"code": "early", "label": "tranche 1"},
                {"code": "late", "label": "tranches 2 en 3"},
            ],
        },
    ],
    "statuses": [
        {"code": "realised", "label": "Gerealiseerd", "description": "Is er al."},
        {"code": "expected", "label": "Verwacht", "description": "Komt nog."},
    ],
    "natures": [
        {"code": "new", "label": "Nieuwe opbrengst", "short": "Nieuw"},
        {"code": "strengthened", "label": "Versterking van iets", "short": "Versterking"},
    ],
    "questions": {
        "impact": "Wat is de impact?",
        "outcomes": "Welke opbrengsten ziet u?",
        "status": "Hoe ver is elke opbrengst?",
        "nature": "Is elke opbrengst nieuw?",
        "explanation": "Kunt u dat toelichten?",
        "remarks": "Hebt u opmerkingen?",
        "has_material": "Hebt u materiaal?",
        "share_material": "Mag dat gedeeld worden?",
        "email": "Wat is uw e-mailadres?",
    },
    "answers": {"other": "Andere opbrengsten", "none": "Geen opbrengsten"},
    "levels": [
        {
            "code": "school",
            "label": "schoolniveau",
            "description": "De hele school.",
            "outcomes": [
                {
                    "code": "network",
                    "label": "(Meer) contact met andere scholen",
                    "short": "Contact met scholen",
                    "phrase": "het contact met scholen",
                },
                {"code": "region", "label": "Positie in de regio", "phrase": "de positie"},
            ],
        },
        {
            "code": "pupil",
            "label": "leerlingniveau",
            "description": "De leerlingen.",
            "outcomes": [
                {"code": "skills", "label": "Vaardigheden", "phrase": "vaardigheden"},
                # On purpose a code that has another code in it.
                {"code": "soft_skills", "label": "Soft skills", "phrase": "soft skills"},
            ],
        },
    ],
}

SETTINGS: dict[str, Any] = {
    "title": "De proef",
    "population": "docenten van scholen",
    "question": "Wat levert de proef op?",
    "reconstructed": True,
    "withhold_below": 3,
    "disclosure": {"mode": "as_published", "reason": "een proef."},
}

WORKPLACES: list[dict[str, Any]] = [
    {"workplace": "alfa", "name": "Werkplaats Alfa", "other_spellings": "WA|Alpha"}
    | {"tranche": "1", "mbo": 2, "hbo": 1, "wo": 0},
    {"workplace": "beta", "name": "Werkplaats Bèta", "other_spellings": None}
    | {"tranche": "2", "mbo": 1, "hbo": 1, "wo": 0},
    {"workplace": "gamma", "name": "Werkplaats Gamma", "other_spellings": None}
    | {"tranche": "3", "mbo": 0, "hbo": 0, "wo": 1},
]

APPROACHED: list[tuple[str, str, int]] = [
    ("tranche", "1", 6),
    ("tranche", "2", 4),
    ("tranche", "3", 2),
    ("sector", "mbo", 5),
    ("sector", "hbo", 4),
    ("sector", "wo", 2),
    ("sector", "other", 1),  # as many as answered: a census of one
]

# What each respondent filled in; the 1/0 columns follow from the ticked codes.
RESPONSES: list[dict[str, str]] = [
    {
        "respondent": "R1",
        "workplace": "alfa",
        "sector": "mbo",
        "impact/school": "Meer contact",
        "impact/pupil": "Zelfvertrouwen",
        "school/outcomes": "network region",
        "school/status/network": "realised",
        "school/status/region": "expected",
        "school/nature/network": "new",
        "school/nature/region": "strengthened",
        "school/explanation/network": "Wij bellen vaker",
        "pupil/outcomes": "soft_skills",
        "pupil/status/soft_skills": "realised",
        "pupil/nature/soft_skills": "new",
        "closing/remarks": "Ga zo door",
        "closing/has_material": "yes",
        "closing/share_material": "no",
        "closing/email": "r1@school.example",
    },
    {
        "respondent": "R2",
        "workplace": "Werkplaats Alfa",
        "sector": "hbo",
        "impact/school": " Een plek in de stad ",
        "school/outcomes": "region",
        "school/status/region": "realised",
        "pupil/outcomes": "none",
        "closing/has_material": "no",
    },
    {
        "respondent": "R3",
        "workplace": "WA",
        "sector": "mbo",
        "impact/pupil": "  ",
        "school/outcomes": "network other",
        "school/other_text": "Een prijs gewonnen",
        "school/status/network": "realised",
        "school/status/other": "expected",
        "school/nature/network": "strengthened",
        "school/nature/other": "new",
        "pupil/outcomes": "skills soft_skills",
        "pupil/status/skills": "expected",
        "pupil/status/soft_skills": "realised",
        "pupil/nature/skills": "new",
        "pupil/nature/soft_skills": "strengthened",
    },
    {
        "respondent": "R4",
        "workplace": "beta",
        "sector": "hbo",
        "pupil/outcomes": "skills",
        "pupil/status/skills": "realised",
        "pupil/nature/skills": "new",
        "pupil/explanation/skills": "Leren door te doen",
    },
    {
        "respondent": "R5",
        "workplace": "beta",
        "sector": "mbo",
        "school/outcomes": "network",
        "school/status/network": "expected",
        "school/nature/network": "new",
    },
    {
        "respondent": "R6",
        "workplace": "beta",
        "sector": "other",
        "impact/school": "Geen idee",
        "school/outcomes": "none",
        "pupil/outcomes": "soft_skills",
        "pupil/status/soft_skills": "expected",
        "pupil/nature/soft_skills": "strengthened",
    },
]


@pytest.fixture(scope="session")
def form_data() -> dict[str, Any]:
    """What questionnaire.yml of the tiny study says."""
    return FORM


@pytest.fixture(scope="session")
def form() -> Questionnaire:
    return Questionnaire.model_validate(FORM)


@pytest.fixture(scope="session")
def study(form: Questionnaire) -> Study:
    return Study(
        folder=Path("proef"),
        # Below what a study.yml may say, so that the few respondents here make groups.
        settings=Settings.model_validate(SETTINGS).model_copy(update={"withhold_below": 2}),
        questionnaire=form,
        registry=pd.DataFrame(WORKPLACES)
        .rename(columns={"workplace": "code"})
        .astype({"other_spellings": "str"}),
        approached=pd.DataFrame(APPROACHED, columns=["dimension", "group", "approached"]),
    )


def make_raw(form: Questionnaire) -> pd.DataFrame:
    frame = pd.DataFrame(RESPONSES, columns=list(form.raw_columns), dtype="str")
    for level in form.levels:
        ticked = frame[level.answers_column].str.split(" ")
        for option in level.options:
            tick = ticked.map(lambda codes, o=option: str(int(o in codes)), na_action="ignore")
            frame[level.tick_column(option)] = tick.astype("str")
    return frame


@pytest.fixture(scope="session")
def new_raw(form: Questionnaire) -> Callable[[], pd.DataFrame]:
    """Makes the tiny study's responses, as `read_csv` gives them."""
    return partial(make_raw, form)


@pytest.fixture
def raw(new_raw: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The tiny study's responses; every test gets its own."""
    return new_raw()


@pytest.fixture(scope="session")
def tables(study: Study) -> Tables:
    """The tidy tables of the tiny study, shared by all tests: not to be changed."""
    return clean(make_raw(study.questionnaire), study)


@pytest.fixture(scope="session")
def outcomes(tables: Tables) -> pd.DataFrame:
    """The tidy outcomes with the background of their respondents."""
    return with_background(tables.outcomes, tables.respondents)


@pytest.fixture
def write_study(study: Study, raw: pd.DataFrame) -> Callable[..., Path]:
    """`write_study(folder)` writes the tiny study as a study folder and returns the folder.

    `responses` (a raw frame) takes the place of its own; `claims` become published.yml.
    """

    def write(
        folder: Path,
        responses: pd.DataFrame | None = None,
        claims: Sequence[dict[str, Any]] | None = None,
    ) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        write_yaml(folder / "study.yml", SETTINGS)
        write_yaml(folder / "questionnaire.yml", FORM)
        registry = study.registry.rename(columns={"code": "workplace"})
        registry.to_csv(folder / "workplaces.csv", index=False)
        study.approached.to_csv(folder / "approached.csv", index=False)
        (raw if responses is None else responses).to_csv(folder / "responses.csv", index=False)
        if claims is not None:
            write_yaml(folder / "published.yml", list(claims))
        return folder

    return write


@pytest.fixture
def folders(write_study: Callable[..., Path], tables: Tables, tmp_path: Path) -> tuple[Path, Path]:
    """A study folder and the folder with its tidy tables."""
    study = write_study(tmp_path / "study")
    return study, keep(tables, tmp_path / "processed", study)


@pytest.fixture(scope="session")
def hostile_report(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The full report on data/raw with answers full of markup and scripts."""

    def make(folder: Path) -> Made:
        answers = hostile_responses(root / "data/raw/responses.csv", folder / "responses.csv")
        return make_report(root / "data/raw", folder, root / "notebooks", answers=answers)

    made: Made = made_once(tmp_path_factory, "hostile-report", make)
    assert made.status == 0, made.err
    return made


@pytest.fixture(scope="session")
def identified(
    real_study: Study, real_tables: Tables, tmp_path_factory: pytest.TempPathFactory
) -> Identified:
    """What the publication leaves possible of the shipped study, read centrally."""

    def make(_: Path) -> Identified:
        return identify(real_study, real_tables, read_claims(real_study))

    identified: Identified = made_once(tmp_path_factory, "identified", make)
    return identified


@pytest.fixture(scope="session")
def known_tables(
    real_study: Study, real_tables: Tables, tmp_path_factory: pytest.TempPathFactory
) -> Tables:
    """The tables of the shipped study with what its publication leaves possible, read each way."""

    def make(_: Path) -> Tables:
        return with_known(real_tables, real_study)

    made: Tables = made_once(tmp_path_factory, "known_tables", make)
    return made


def write_yaml(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def real_study() -> Study:
    return read_study(ROOT / "data/raw")


@pytest.fixture(scope="session")
def real_raw() -> pd.DataFrame:
    return read_csv(ROOT / "data/raw/responses.csv")


@pytest.fixture(scope="session")
def real_tables(real_study: Study, real_raw: pd.DataFrame) -> Tables:
    return clean(real_raw, real_study)


@pytest.fixture
def school(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The outcomes of the tiny study's school level."""
    return at_level(outcomes, "school")


@pytest.fixture(scope="session")
def real_outcomes(real_tables: Tables) -> pd.DataFrame:
    """The shipped study's outcomes with the background of their respondents."""
    return with_background(real_tables.outcomes, real_tables.respondents)
