# /// script
# requires-python = ">=3.11"
# dependencies = ["ortools==9.15.6755"]
# ///
"""Bounds of the study in data/raw by another solver, CP-SAT of OR-tools, for
tests/reconstruction/ranges/test_identify.py: a sample of them, in each of the three readings.

Two steps, as OR-tools and HiGHS cannot be loaded into one process. To be run again when the
register of data/raw changes; the tests only read the file that is made, and need no OR-tools.

    .venv/bin/python tests/reference/bounds_cp_sat.py ask asked.json
    uv run tests/reference/bounds_cp_sat.py solve asked.json

writes bounds_cp_sat.csv beside this script.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SAMPLE = 20
KEYS = ["characteristic", "level", "outcome", "group", "category"]


def ask() -> list[dict[str, Any]]:
    """Per reading: the upper bounds of all counts, the rows, and questions with their sums."""
    from dwimpact.published.quantity import Quantity
    from dwimpact.published.register import read_claims
    from dwimpact.published.words import READINGS
    from dwimpact.reconstruction.program.form import form_counts
    from dwimpact.reconstruction.program.open_texts import with_open_texts
    from dwimpact.reconstruction.ranges.identify import ranges_in_each_reading
    from dwimpact.study.edition import ALL
    from dwimpact.study.study import read_study

    study = read_study(FOLDER.parents[1] / "data" / "raw")
    (by, *_) = study.split_columns
    sample = ranges_in_each_reading(study)[KEYS].sample(SAMPLE, random_state=14)
    asked = []
    for reading in READINGS:
        claims = read_claims(study, reading)
        counts = with_open_texts(form_counts(study, claims), claims)
        counts.take(claims)
        questions = []
        for question in sample.itertuples(index=False):
            where = {} if question.group == ALL else {by: question.group}
            where |= {question.characteristic: question.category} if question.category else {}
            about = Quantity(of="mentions", level=question.level, outcome=question.outcome, **where)
            questions.append([list(question), list((counts.expression(about) or {}).items())])
        program = counts.program
        upper = [int(u) if math.isfinite(u) else counts.most for u in program.upper]
        rows = [[list(row.items()), low, high] for row, low, high in program.rows]
        asked.append({"reading": reading, "upper": upper, "rows": rows, "questions": questions})
    return asked


def solve(asked: list[dict[str, Any]]) -> list[list[object]]:
    """Per reading and question the smallest and the largest sum, each proved."""
    from ortools.sat.python import cp_model

    found = []
    for part in asked:
        model = cp_model.CpModel()
        x = [model.new_int_var(0, upper, str(n)) for n, upper in enumerate(part["upper"])]
        for row, low, high in part["rows"]:
            total = sum(int(weight) * x[variable] for variable, weight in row)
            if math.isfinite(low):
                model.add(total >= math.ceil(low))
            if math.isfinite(high):
                model.add(total <= math.floor(high))
        for question, expression in part["questions"]:
            ends = []
            for sign in (1, -1):
                model.minimize(sign * sum(int(weight) * x[v] for v, weight in expression))
                solver = cp_model.CpSolver()
                if solver.solve(model) != cp_model.OPTIMAL:
                    raise RuntimeError(f"{question}: {solver.status_name()}")
                ends.append(sign * round(solver.objective_value))
            found.append([part["reading"], *question, *ends])
    return found


def main(step: str, file: str) -> None:
    if step == "ask":
        Path(file).write_text(json.dumps(ask()), encoding="utf-8")
        return
    rows = solve(json.loads(Path(file).read_text("utf-8")))
    with (FOLDER / "bounds_cp_sat.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([["reading", *KEYS, "smallest", "largest"], *rows])


if __name__ == "__main__":
    main(*sys.argv[1:])
