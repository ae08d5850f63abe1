"""What a type checker sees of the public names; mypy reads this in `make lint`, nothing runs it."""

from __future__ import annotations

from typing import assert_type

import pandas as pd

import dwimpact as dw
from dwimpact.dataset import CleanStudy
from dwimpact.figures.layout import ReportFigure
from dwimpact.reconstruction.ranges.identify import Identified

study = dw.load("data/raw", edition="sector=hbo")
shares = study.mention_shares("student", by="sector_group")

assert_type(study, CleanStudy)
assert_type(shares, pd.DataFrame)
assert_type(dw.withhold(shares, study), pd.DataFrame)
assert_type(dw.compare_groups(shares), pd.DataFrame)
assert_type(dw.describe_withheld({"wo": 6}, {"wo": "wo"}, below=10), str)
assert_type(dw.describe_ranking(shares, study), list[str])
assert_type(dw.plot_mention_shares(shares, study, title="Genoemd"), ReportFigure)
assert_type(dw.identify(study, study.tables, dw.read_claims(study)), Identified)

dw.load(1)  # type: ignore[arg-type]
dw.describe_withheld({"wo": 6}, {"wo": "wo"})  # type: ignore[call-arg]
dw.plot_everything()  # type: ignore[attr-defined]
