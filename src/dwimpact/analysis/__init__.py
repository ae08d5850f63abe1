"""Figure tables: differences, questions beside the levels, themes, response, weights and waves."""
