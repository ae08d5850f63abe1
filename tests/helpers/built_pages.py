"""The pages that the report on the study in this repository has."""

from pathlib import Path

from dwimpact.report.plan import chapters_of, read_plan
from dwimpact.study.study import read_study

ROOT = Path(__file__).parents[2]
STUDY = read_study(ROOT / "data/raw")
CHAPTERS = [c.name for c in chapters_of(read_plan(ROOT / "notebooks"), STUDY)]
PAGES = [
    "index.html",
    "report.html",
    "verkennen.html",
    *(f"chapters/{name}.html" for name in CHAPTERS),
]
