# /// script
# requires-python = ">=3.11"
# dependencies = ["svy==0.35.0"]
# ///
"""A third opinion for tests/inference/test_clusters.py, by svy: Python, and no kin of R's survey.

`uv run tests/reference/clusters_svy.py` writes clusters_svy.csv beside this script, from the cases
of clusters.csv. The tests only read that file; svy is not in their environment.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import svy

FOLDER = Path(__file__).parent
COLUMNS = {"est": "share", "se": "se", "df": "df", "lci": "low", "uci": "high"}


def sample_of(people: pl.DataFrame) -> svy.Sample:
    """People of clusters, drawn from a population that is endless where the fraction is 0."""
    fraction = float(people["fraction"][0])
    clusters = people["cluster"].n_unique()
    weight, size = (1 / fraction, clusters / fraction) if fraction else (1.0, 0.0)
    people = people.with_columns(weight=pl.lit(weight), size=pl.lit(size))
    finite = {"pop_size": "size"} if fraction else {}
    return svy.Sample(data=people, design=svy.Design(psu="cluster", wgt="weight", **finite))


def opinions(case: str, people: pl.DataFrame) -> Iterator[dict[str, object]]:
    """The share of each group and of all with its interval after Korn and Graubard, and the test of
    Rao and Scott of all.
    """
    sample = sample_of(people)
    f = sample.categorical.tabulate("group", "answer").stats.f
    for by in (None, "group"):
        shares = sample.estimation.prop("answer", by=by, ci_method="korn-graubard").to_polars()
        for row in shares.filter(pl.col("answer").cast(pl.Int64) == 1).to_dicts():
            told = {ours: row[theirs] for theirs, ours in COLUMNS.items()}
            test = {"f": f.value, "ndf": f.df_num, "ddf": f.df_den, "p": f.p_value}
            yield {"case": case, "group": row.get("group", "all"), **told, **test}


def main() -> None:
    cases = pl.read_csv(FOLDER / "clusters.csv", schema_overrides={"cluster": pl.String})
    rows = [
        row
        for (case,), people in cases.group_by("case", maintain_order=True)
        for row in opinions(str(case), people)
    ]
    pl.DataFrame(rows).write_csv(FOLDER / "clusters_svy.csv")


if __name__ == "__main__":
    main()
