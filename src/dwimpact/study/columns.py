"""What a column of the raw layout is called in a form tool: the same going out and coming back."""

from __future__ import annotations

import re


def xlsform_name(column: str) -> str:
    """The name of a question in an XLSForm: 'institution/status/other' → with '_' for '/'."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", column)
