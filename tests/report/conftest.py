"""A report on the tiny study, made with the small notebooks."""

import dataclasses
import shutil

import pytest
from small_notebooks import write_notebooks

from dwimpact.report.build import build_report
from dwimpact.report.request import Request


@pytest.fixture
def request_of(write_study, tmp_path):
    """A request for a report on the tiny study with the small notebooks."""

    def request_of(**changes):
        request = Request(
            study=write_study(tmp_path / "study"),
            output=tmp_path / "out" / "report",
            processed=tmp_path / "processed",
            notebooks=write_notebooks(tmp_path / "notebooks"),
        )
        return dataclasses.replace(request, **changes)

    return request_of


@pytest.fixture
def built(request_of, tmp_path_factory, once={}):  # noqa: B006 - the report is made once
    """A request whose report has been made; the folders are this test's own."""
    request = request_of()
    if not once:
        copy = tmp_path_factory.mktemp("built")
        first = dataclasses.replace(request, output=copy / "out", processed=copy / "processed")
        once["report"] = build_report(first)
        once["request"] = first
    assert once["report"].failures == {}
    shutil.copytree(once["request"].output, request.output)
    shutil.copytree(once["request"].processed, request.processed)
    return request
