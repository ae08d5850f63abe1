"""The form of a study as files: for form tools to import, and on paper."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from dwimpact.errors import StudyError
from dwimpact.forms.languages import languages_of, require_translated
from dwimpact.forms.limesurvey import limesurvey
from dwimpact.forms.paper import paper
from dwimpact.forms.xlsform import xlsform
from dwimpact.intake.tools.headings import LIMESURVEY, XLSFORM
from dwimpact.pages.workbook import write_sheets
from dwimpact.report.folders.ownership import Place
from dwimpact.report.folders.swap import swap_in, workspace
from dwimpact.study.files.manifest import MANIFEST, read_manifest, sha256, write_manifest
from dwimpact.study.folder import has_responses, input_files
from dwimpact.study.study import Study, read_study

PRINT = "print"
FORMS = (XLSFORM, LIMESURVEY, PRINT)
NAME = "formulier"


def make_forms(folder: Path, place: Place, to: Collection[str] = FORMS) -> list[Path]:
    """Write the form of a study; the files that were made. Raises StudyError where a text has no
    translation. Without Chromium there is no PDF of the page to print.
    """
    study, target = read_study(folder), place.require_ours()
    require_translated(study)
    writers: dict[str, Callable[[Study, Path], None]] = {
        XLSFORM: lambda study, at: write_sheets(xlsform(study), at / f"{NAME}.xlsx"),
        LIMESURVEY: _write_limesurvey,
        PRINT: _write_paper,
    }
    with workspace(target) as work:
        made = work / "forms"
        made.mkdir()
        inputs = {f.name: sha256(f) for f in input_files(folder) if not has_responses(f)}
        if read_manifest(target).get("inputs") == inputs:  # the others are as good as new
            shutil.copytree(target, made, dirs_exist_ok=True)
        for name in to:
            writers[name](study, made)
        names = sorted(file.name for file in made.iterdir() if file.name != MANIFEST)
        write_manifest(made, {"inputs": inputs})
        swap_in(made, place)
    return [place.folder / name for name in names]


def _write_limesurvey(study: Study, at: Path) -> None:
    # With a mark of UTF-8: LimeSurvey guesses the encoding from the first bytes.
    (at / f"{NAME}_limesurvey.txt").write_text(limesurvey(study), "utf-8-sig", newline="\n")


def _write_paper(study: Study, at: Path) -> None:
    languages = languages_of(study)
    for language in languages.all:
        ending = "" if language == languages.default else f"_{languages.tag(language)}"
        page = at / f"{NAME}{ending}.html"
        page.write_text(paper(study, language), "utf-8", newline="\n")
        _print(page)


def _print(page: Path) -> None:
    """Beside a page the same as a PDF, where there is a browser to print it."""
    try:
        from dwimpact.report.site.pdf import print_page
    except ImportError:  # the extra 'pdf' is not installed
        return
    try:
        print_page(page, page.with_suffix(".pdf"))
    except StudyError:  # no Chromium
        return
