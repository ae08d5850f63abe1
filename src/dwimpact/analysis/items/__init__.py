"""The questions beside the levels, counted."""
