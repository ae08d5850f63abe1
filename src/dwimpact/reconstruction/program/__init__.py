"""Everything that is not known of the answers, as an integer program over counts."""
