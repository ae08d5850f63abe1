"""A study folder as read: its settings, questionnaire, registry, approached and corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from dwimpact.errors import Problem, StudyError, listed
from dwimpact.study.edition import ALL as ALL
from dwimpact.study.edition import Edition
from dwimpact.study.files.manifest import read_previous
from dwimpact.study.files.opening import is_there
from dwimpact.study.files.reading import read_csv, read_model
from dwimpact.study.folder import require_names
from dwimpact.study.questionnaire.background import Variable
from dwimpact.study.questionnaire.model import Questionnaire, codes
from dwimpact.study.schema import approached_schema, corrections_schema, registry_schema
from dwimpact.study.settings import Settings
from dwimpact.study.validation import validate

CLAIMS = "published.yml"
QUANTIFIERS = "quantifiers.yml"
CORRECTIONS, APPROACHED = "corrections.csv", "approached.csv"
REGISTRY_COLUMNS = ["code", "name", "other_spellings"]
APPROACHED_COLUMNS = ["dimension", "group", "approached"]
HIDDEN_COLUMNS = ["what", "level", "outcome", "by"]
CORRECTION_COLUMNS = ["respondent", "column", "expected", "new", "reason"]


@dataclass(frozen=True, repr=False)
class Study:
    """A study folder as read: settings, questionnaire and registry, without responses.

    `registry` has a row per value of the background variable that has one: code, name,
    other_spellings and what else its file has; no rows in a study without.
    `edition` is the part of the respondents it is about; None stands for all. `group_names`
    are the Dutch names of groups made of the respondents, such as 'all others' (see `names`), and
    `real_groups` those of responses in what is otherwise a reconstruction, as one of two waves.
    `hidden` says which counts are not shown, see disclosure/release.py, and `previous` is the
    manifest of the last report, if it was kept.
    """

    folder: Path
    settings: Settings
    questionnaire: Questionnaire
    registry: pd.DataFrame
    approached: pd.DataFrame
    corrections: pd.DataFrame = field(default_factory=lambda: no_corrections(), kw_only=True)
    edition: Edition | None = field(default=None, kw_only=True)
    group_names: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    real_groups: frozenset[str] = field(default=frozenset(), kw_only=True)
    hidden: pd.DataFrame = field(default_factory=lambda: nothing_hidden(), kw_only=True)
    previous: Mapping[str, Any] = field(default_factory=dict, kw_only=True)

    counted = False  # whether there are only counts of its respondents

    def __repr__(self) -> str:
        return f"<Study '{self.settings.title}' in {self.folder}>"

    @property
    def strict(self) -> bool:
        """Whether nothing may be shown from which the counts of a small group follow."""
        return self.settings.strict

    def assumes(self, group: object) -> bool:
        """Whether what is told of a group is of a reconstruction."""
        return self.settings.reconstructed and group not in self.real_groups

    @property
    def names(self) -> dict[str, str]:
        """Code → Dutch name of every group that the questionnaire does not know."""
        registry = zip(self.registry["code"], self.registry["name"], strict=True)
        return {**dict(registry), **self.group_names}

    def looked_up(self, variable: Variable, lines: pd.Series[str]) -> pd.Series[str]:
        """What a variable is, by the registry, for each of these codes of lines in it."""
        return lines.map(self.registry.set_index("code")[variable.code])

    @cached_property
    def spellings(self) -> dict[str, dict[str, str]]:
        """Background variable that is asked → every text that stands for a value → its code."""
        return {
            variable.code: {code: code for code in codes(variable.options)}
            or registry_spellings(self.registry)
            for variable in self.questionnaire.asked
        }

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """Column of the respondents → the codes that can stand in it, in order."""
        registered = self.questionnaire.registered
        places = {registered.code: list(self.registry["code"])} if registered else {}
        return {
            column: codes(choices) or places[column]
            for variable in self.questionnaire.background
            for column, choices in variable.columns.items()
        }

    @property
    def members(self) -> pd.DataFrame:
        """How many members of each kind a line of the registry has: a row per code, a column per
        option that the registry counts; no columns where it counts none.
        """
        counted = self.questionnaire.counted
        kinds = codes(counted.options) if counted else []
        return self.registry.set_index("code")[[kind for kind in kinds if kind in self.registry]]

    @property
    def split_columns(self) -> tuple[str, ...]:
        """The columns whose groups the report sets side by side; texts are listed by the first."""
        form, named = self.questionnaire, self.settings.splits
        chosen = form.split_by if named is None else _chosen(form, named)
        return tuple(variable.group_column for variable in chosen)

    @property
    def editions_by(self) -> tuple[Variable, ...]:
        """The background variables of which a group may have an edition."""
        form, named = self.questionnaire, self.settings.editions
        registered = (form.registered,) if form.registered else ()
        return (*form.split_by, *registered) if named is None else _chosen(form, named)

    @property
    def clusters(self) -> str:
        """The column of respondents with what they sit together in; '' where they do not."""
        return self.settings.design.clusters

    @property
    def sampled_from(self) -> dict[str, pd.Series[int]]:
        """`populations`, where intervals and tests are about the people approached."""
        if self.settings.design.target == "approached":
            return self.populations
        return {ALL: pd.Series(dtype="int64")}

    @property
    def population(self) -> int | None:
        """How many people were approached, in an edition for its own part; None if unknown."""
        known = self.populations[ALL]
        return int(known[ALL]) if ALL in known else None

    @cached_property
    def populations(self) -> dict[str, pd.Series[int]]:
        """People approached per group, by the column that groups respondents, where known.

        The total, under 'all', is that of the first variable counted, or of the edition; groups
        add up their options.
        """
        counts = self.approached.set_index(["dimension", "group"])["approached"]
        groups: dict[str, pd.Series[int]] = {ALL: pd.Series(dtype="int64")}
        for code in self.approached["dimension"].unique():
            groups[code] = counts.loc[code]
            variable = self.questionnaire.variable(code)
            if variable.groups:
                grouped = groups[code].groupby(variable.group_of.get, sort=False).sum()
                order = [group for group in codes(variable.groups) if group in grouped]
                groups[variable.group_column] = grouped[order]
            groups[ALL] = pd.Series({ALL: int(groups[code].sum())})
        return self.edition.populations(groups) if self.edition else groups


def read_study(folder: Path) -> Study:
    """Read the definition of a study. Raises StudyError for a file that is absent or wrong.

    >>> dw.read_study(study.folder).questionnaire.levels[2].code
    'student'
    """
    form = read_model(folder / "questionnaire.yml", Questionnaire)
    settings = read_model(folder / "study.yml", Settings)
    _require_variables(settings, form, folder / "study.yml")
    require_names(folder)
    registry = _read_registry(folder, form)
    return Study(
        folder=folder,
        settings=settings,
        questionnaire=form,
        registry=registry,
        approached=_read_approached(folder / APPROACHED, form, list(registry["code"])),
        corrections=_read_corrections(folder / CORRECTIONS),
        previous=read_previous(folder),
    )


def registry_spellings(registry: pd.DataFrame) -> dict[str, str]:
    """Every text that names a line of a registry (code, name, other spelling) → its code."""
    other = registry["other_spellings"].str.split("|").explode().dropna()
    return {
        **dict(zip(other, registry["code"].loc[other.index], strict=True)),
        **dict(zip(registry["name"], registry["code"], strict=True)),
        **{code: code for code in registry["code"]},
    }


def no_corrections() -> pd.DataFrame:
    """An empty corrections.csv: one row per correction of one cell of the responses."""
    return pd.DataFrame(columns=CORRECTION_COLUMNS, dtype="str")


def nothing_hidden() -> pd.DataFrame:
    """One row per count that is not shown, without rows."""
    return pd.DataFrame(columns=HIDDEN_COLUMNS, dtype="str")


def _chosen(form: Questionnaire, named: Sequence[str]) -> tuple[Variable, ...]:
    return tuple(form.variable(code) for code in named)


def _require_variables(settings: Settings, form: Questionnaire, path: Path) -> None:
    """Raise StudyError where study.yml names a background variable that there is not."""
    split_by = [variable.code for variable in form.split_by]
    known = {"splits": split_by, "editions": [variable.code for variable in form.background]}
    known["design: clusters"] = known["editions"]
    kind = {"splits": "background variable with options"}
    design = settings.design.clusters
    named = {
        "splits": settings.splits or (),
        "editions": settings.editions or (),
        "design: clusters": (design,) if design else (),
    }
    problems = [
        Problem(
            f"{name}: no {kind.get(name, 'background variable')} '{code}'",
            listed(known[name]),
            "Correct the entry.",
        )
        for name, entries in named.items()
        for code in entries
        if code not in known[name]
    ]
    if problems:
        raise StudyError(path, problems)


def _read_registry(folder: Path, form: Questionnaire) -> pd.DataFrame:
    """The registry with `code` for the column named after its variable; empty without one."""
    if not (variable := form.registered):
        return pd.DataFrame(columns=REGISTRY_COLUMNS, dtype="str")
    file = folder / variable.registry
    registry = validate(read_csv(file), registry_schema(variable, form), file)
    _require_members(registry, variable, form, file)
    spelled = registry if "other_spellings" in registry else registry.assign(other_spellings=None)
    return spelled.astype({"other_spellings": "str"}).rename(columns={variable.code: "code"})


def _require_members(
    registry: pd.DataFrame, variable: Variable, form: Questionnaire, path: Path
) -> None:
    """Raise StudyError where a registry that should count members counts none."""
    kinds = codes(form.counted.options) if form.counted else []
    if variable.members and not {*kinds} & {*registry}:
        problem = Problem(
            "no column that counts members",
            f"a column for {listed(kinds)}",
            "Add one, or take 'members' out of questionnaire.yml.",
        )
        raise StudyError(path, problem)


def _read_approached(path: Path, form: Questionnaire, registered: list[str]) -> pd.DataFrame:
    if not is_there(path):
        return pd.DataFrame(columns=APPROACHED_COLUMNS).astype({"approached": "int64"})
    known = {variable.code: codes(variable.options) or registered for variable in form.background}
    approached = validate(read_csv(path), approached_schema(known), path)
    if approached.empty:
        remedy = "Fill it in, or remove the file where it is not known how many were approached."
        raise StudyError(path, Problem("no row below the headings", "a row per group", remedy))
    _require_equal_totals(approached, path)
    return approached


def _read_corrections(path: Path) -> pd.DataFrame:
    if not is_there(path):
        return no_corrections()
    return validate(read_csv(path), corrections_schema(CORRECTION_COLUMNS), path)


def _require_equal_totals(approached: pd.DataFrame, path: Path) -> None:
    """Every variable counts the same people, or shares of them could not be compared."""
    totals = approached.groupby("dimension", sort=False)["approached"].sum()
    if totals.min() < totals.max():
        sums = " and ".join(f"{n} people by {dimension}" for dimension, n in totals.items())
        problem = Problem(
            what=f"the counts add up to {sums}",
            expected="the same people, counted each way",
            remedy="Correct the counts.",
        )
        raise StudyError(path, problem)
