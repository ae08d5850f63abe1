"""From raw responses to tidy tables."""
