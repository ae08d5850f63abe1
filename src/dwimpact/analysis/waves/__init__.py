"""Waves of one questionnaire compared."""
