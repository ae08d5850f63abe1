"""Tidy tables as a report leaves them."""

from __future__ import annotations

from pathlib import Path

from dwimpact.study.files.manifest import write_manifest
from dwimpact.study.folder import digests_of
from dwimpact.tidy.tables import Tables, write_tables


def keep(tables: Tables, folder: Path, study: Path) -> Path:
    """Keep tidy tables in a folder as those of a study."""
    write_tables(tables, folder)
    write_manifest(folder, {"inputs": digests_of(study)})
    return folder
