"""How much of small groups follows from what is shown as it was published."""

from dataclasses import replace

import pandas as pd
import pytest

from dwimpact.disclosure.pinned import pinned_counts
from dwimpact.tidy.tables import with_background


def test_a_group_at_the_threshold_is_shown_and_gives_what_is_left_away(study, tables):
    """Of six: three of mbo and two of hbo are shown, so all of the one other follows."""
    outcomes = with_background(tables.outcomes, tables.respondents)
    listed = outcomes[~outcomes["outcome"].isin(["other", "none"])]

    got = pinned_counts(study, tables.respondents, listed).set_index("group")

    assert got.loc["other"].to_dict() == {"n": 1, "alone": 4, "pinned": 4, "outcomes": 4}


@pytest.mark.long
def test_whole_percentages_of_weighted_shares_tell_more(study, tables):
    """Of three of mbo and two of hbo the one other counts for as much as all of these."""
    outcomes = with_background(tables.outcomes, tables.respondents)
    listed = outcomes[~outcomes["outcome"].isin(["other", "none"])]
    larger = replace(study, settings=study.settings.model_copy(update={"withhold_below": 4}))
    people = tables.respondents.set_index("respondent")
    weights = people["sector"].eq("other").map({True: 5.0, False: 1.0})
    given = [pinned_counts(larger, tables.respondents, listed, w) for w in (None, weights)]

    before, after = (table.set_index("group")["pinned"] for table in given)

    assert (before["other"], after["other"]) == (0, 4)
    # What tells people of one cell apart is not known to a reader.
    own = pd.Series(range(1, 7), index=people.index, dtype="float64")
    apart = pinned_counts(larger, tables.respondents, listed, own)
    assert apart.equals(given[0])


@pytest.mark.long
def test_the_publication_gives_its_group_of_six_away(real_study, real_tables):
    outcomes = with_background(real_tables.outcomes, real_tables.respondents)
    listed = outcomes[~outcomes["outcome"].isin(["other", "none"])]

    got = pinned_counts(real_study, real_tables.respondents, listed).set_index("group")

    assert got.loc["wo_other"].to_dict() == {"n": 6, "alone": 17, "pinned": 17, "outcomes": 17}
    assert got["pinned"].drop("wo_other").eq(0).all()
