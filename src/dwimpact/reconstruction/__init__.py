"""Responses that agree with every statement, and what the statements leave open."""
