"""Files too large for memory: DuckDB finds the few rows that a rule may be about."""
