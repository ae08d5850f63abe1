"""Sentences about waves of one questionnaire."""
