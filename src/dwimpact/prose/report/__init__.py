"""Sentences about the report as a whole, and about the study it is of."""
