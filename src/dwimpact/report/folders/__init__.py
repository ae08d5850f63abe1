"""Folders that a report is written to: whose they are, and how they appear whole or not at all."""
