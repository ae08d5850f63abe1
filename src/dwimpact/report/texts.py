"""The texts of a large file as a table of their own, for the analyst alone."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dwimpact.errors import Problem, StudyError
from dwimpact.intake.examine import require_usable
from dwimpact.intake.files.kinds import is_large
from dwimpact.intake.files.parts import rows_in_files
from dwimpact.intake.large.examine import LargeExamined, with_large
from dwimpact.report.folders.ownership import Place
from dwimpact.report.folders.swap import swap_in, workspace
from dwimpact.rules import FILE
from dwimpact.study.files.manifest import write_manifest
from dwimpact.study.folder import digests_of
from dwimpact.study.study import Study, read_study
from dwimpact.tidy.every_text import ROW_READ, WRITTEN, WRITTEN_IN, every_text

TEXTS_FILE = "texts.parquet"
TEXT_TYPES = [(ROW_READ, pa.int64()), (WRITTEN_IN, pa.string()), (WRITTEN, pa.string())]
READABLE_BY_ITS_OWNER = 0o600


def write_texts(folder: Path, file: Path, place: Place, tool: str | None = None) -> Path:
    """Write every text of a large file with responses, masked; where the table stands. Raises
    StudyError for a smaller file, and for what stops a report.
    """
    study, target = read_study(folder), place.require_ours()
    if not is_large(file):
        what = "every text of a file of this size is in the tables of its report"
        remedy = "Make that, and load it: dwimpact.load() has them as open_answers and the like."
        raise StudyError(file, Problem(what, "an export of 100 MB or more, or Parquet", remedy))
    with workspace(target) as work:
        (made := work / "texts").mkdir()
        with_large(file, study, tool, lambda large: _write(large, study, made / TEXTS_FILE))
        write_manifest(made, {"inputs": digests_of(folder, file)})
        swap_in(made, place)
    return place.folder / TEXTS_FILE


def _write(large: LargeExamined, study: Study, file: Path) -> None:
    require_usable(large.examined, large.file)
    files = large.disk.parts
    schema = pa.schema([*TEXT_TYPES, *([(FILE, pa.string())] if files else [])])
    with pq.ParquetWriter(file, schema) as table:
        for texts in every_text(large, study):
            named = rows_in_files(texts, files) if files else texts
            table.write_table(pa.Table.from_pandas(named, schema, preserve_index=False))
    file.chmod(READABLE_BY_ITS_OWNER)
