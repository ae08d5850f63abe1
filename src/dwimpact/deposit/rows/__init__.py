"""Rows of a deposit: which may be open, and the study folder they become."""
