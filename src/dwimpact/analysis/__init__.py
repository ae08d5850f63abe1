"""Figure tables: counts, shares, differences, themes, response, weights and waves."""
