"""The exports in this folder: this project's forms and answers as KoboToolbox writes them.

Tool: formpack 3.0.0 (kobotoolbox/formpack, commit 176f619aba8f of 2026-06-17) with pyxform 3.0.0
and XlsxWriter 3.2.9, called as KPI (kobotoolbox/kpi, commit 2e5efb0172e6 of 2026-08-21) calls it.
Made on 2026-11-26 from this project at c7551d5. formpack is GPL-3.0; none of it is kept here.

How to run, WORK being an empty folder and CHECKOUT the one formpack is in, if not installed:

    python tests/tools/kobo/make_fixtures.py prepare WORK            # by dwimpact
    python tests/tools/kobo/make_fixtures.py export WORK [CHECKOUT]  # by formpack
"""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

HERE = Path(__file__).resolve().parent
STUDIES = {"raw": "data/raw", "buurthuizen": "examples/buurthuizen"}
OPENED = {"raw": datetime(2023, 5, 8, 9), "buurthuizen": datetime(2026, 4, 6, 9)}
# The form, then what the one who exports chose: values and headers, groups, select-many.
FIXTURES = (
    "raw_xml_groups_both.csv", "raw_xml_groups_summary.csv", "raw_xml_groups_details.csv",
    "raw_xml_nogroups_both.csv", "raw_labels_groups_both.csv", "raw_labels_nogroups_both.csv",
    "raw_xml_groups_both_two_versions.csv", "raw_xml_groups_both_option_removed.csv",
    "raw_xml_groups_both.xlsx", "buurthuizen_xml_groups_both.xlsx",
    "buurthuizen_xml_groups_both.csv",
)  # fmt: skip
LANGUAGES = {"xml": False, "labels": None}  # what KPI makes of '_xml' and of '_default'
VERSIONS = "vFirstVersion1111111111", "vLatestVersion222222222"  # KPI's are v and 22 signs too
NEW_OPTION, NEW_QUESTION = ("programme_outcomes", "student_intake"), "closing_remarks"
FIRST_ID, IN_FIRST_VERSION = 1000, 15
ALWAYS = {"_status": "submitted_via_web", "_submitted_by": None, "_attachments": []}
REVIEWED = {1: "Approved", 2: "On Hold", 3: "Not Approved"}  # in the exports without groups


def prepare(work: Path) -> None:
    """Of each study the form as XLSForm, and the answers under the names of its questions."""
    import pandas as pd

    from dwimpact.forms.xlsform import xlsform
    from dwimpact.pages.workbook import write_sheets
    from dwimpact.study.questionnaire.columns import xlsform_name
    from dwimpact.study.study import read_study

    for name, folder in STUDIES.items():
        copy = shutil.copytree(HERE.parents[2] / folder, work / name)
        if not (copy / "responses.csv").exists():
            draw = [sys.executable, "-m", "dwimpact", "draw", "40", "--study", str(copy)]
            subprocess.run(draw, check=True)
        write_sheets(xlsform(read_study(copy)), work / f"{name}.xlsx")
        answers = pd.read_csv(copy / "responses.csv", dtype=str, keep_default_na=False)
        answers.rename(columns=xlsform_name).to_csv(work / f"{name}.csv", index=False)


def content_of(form: Path) -> dict:
    """A form as KPI keeps it once it is uploaded."""
    from formpack.utils.expand_content import expand_content
    from pyxform.xls2json_backends import xlsx_to_dict

    sheets = xlsx_to_dict(str(form))
    return expand_content({k: v for k, v in sheets.items() if not k.endswith("_header")})


def first_version(content: dict) -> dict:
    """The form before an option of a level, with its rows, and a question were added."""
    older, level = deepcopy(content), NEW_OPTION[0].removesuffix("_outcomes")
    gone = re.compile(rf"{NEW_QUESTION}|{level}_[a-z]+_{NEW_OPTION[1]}")
    older["survey"] = [row for row in older["survey"] if not gone.fullmatch(row.get("name", ""))]
    older["choices"] = [c for c in older["choices"] if (c["list_name"], c["name"]) != NEW_OPTION]
    return older


def paths_of(content: dict) -> dict[str, str]:
    """Question → its place in a submission, groups included."""
    groups, paths = [], {}
    for row in content["survey"]:
        if row["type"] == "begin_group":
            groups.append(row["name"])
        elif row["type"] == "end_group":
            groups.pop()
        else:
            paths[row["name"]] = "/".join([*groups, row["name"]])
    return paths


def submissions(answers: Iterable[dict], paths: dict, opened: datetime, two: bool, states: dict):
    """Answers as KPI hands them to formpack: what was not answered has no key, nor have notes."""
    left = IN_FIRST_VERSION if two else 0  # the first whose answers fit have the first version
    for number, given in enumerate(answers, 1):
        fits = left and not given[NEW_QUESTION] and NEW_OPTION[1] not in given[NEW_OPTION[0]]
        left -= bool(fits)
        uuid, label = str(uuid5(NAMESPACE_URL, f"dwimpact/{number}")), states.get(number, "")
        status = f"validation_status_{label.lower().replace(' ', '_')}"
        began = opened + timedelta(hours=5 * number)
        yield {
            "_id": FIRST_ID + number,
            "formhub/uuid": uuid5(NAMESPACE_URL, "dwimpact").hex,
            "start": f"{began:%Y-%m-%dT%H:%M:%S}.000+02:00",
            "end": f"{began + timedelta(minutes=11):%Y-%m-%dT%H:%M:%S}.000+02:00",
            **{paths[name]: answer for name, answer in given.items() if answer and name in paths},
            "__version__": VERSIONS[not fits],
            **dict.fromkeys(["meta/instanceID", "meta/rootUuid"], f"uuid:{uuid}"),
            "_uuid": uuid,
            "_submission_time": f"{began - timedelta(minutes=109):%Y-%m-%dT%H:%M:%S}",  # in UTC
            "_validation_status": {"uid": status, "label": label} if label else {},
            **ALWAYS,
        }


def export(work: Path) -> None:
    """Every fixture, with the options that KPI passes on; CSV with line ends as KPI writes them."""
    from formpack import FormPack
    from formpack.schema import fields as of

    copied = (of.IdCopyField, "_uuid", of.SubmissionTimeCopyField, of.ValidationStatusCopyField)
    copied += (of.NotesCopyField, "_status", "_submitted_by", "__version__", of.TagsCopyField)
    options = {"copy_fields": (*copied, "meta/rootUuid"), "tag_cols_for_header": ["hxl"]}
    options |= {"group_sep": "/", "force_index": True, "include_media_url": True}
    for name in FIXTURES:
        study, lang, groups, many, *kind = Path(name).stem.split("_")
        content, two = content_of(work / f"{study}.xlsx"), kind[:1] == ["two"]
        forms = [first_version(content)] * bool(kind) + [content] * (two or not kind)
        versions = VERSIONS[-len(forms) :]
        schemas = [{"content": f, "version": v} for f, v in zip(forms, versions, strict=True)]
        pack = FormPack(schemas, title=content["settings"]["form_title"], id_string="aForm")
        options |= {"versions": versions, "lang": LANGUAGES[lang], "multiple_select": many}
        options |= {"hierarchy_in_labels": groups == "groups"}
        made = pack.export(**options, xls_types_as_text=name.endswith(".csv"))
        answers = csv.DictReader((work / f"{study}.csv").read_text("utf-8").splitlines(True))
        states = {} if groups == "groups" else REVIEWED
        rows = submissions(answers, paths_of(content), OPENED[study], two, states)
        if name.endswith(".csv"):
            (HERE / name).write_bytes("".join(f"{line}\r\n" for line in made.to_csv(rows)).encode())
        else:
            made.to_xlsx(str(HERE / name), rows)
    shutil.copy(work / "buurthuizen" / "responses.csv", HERE.parent / "buurthuizen_responses.csv")


if __name__ == "__main__":
    step, folder, *checkout = sys.argv[1:]
    sys.path[:0] = [str(Path(path, "src")) for path in checkout]
    {"prepare": prepare, "export": export}[step](Path(folder))
