"""Plans of tiny studies, made with the small notebooks."""

from __future__ import annotations

import pytest
import yaml
from dask_hosts import Hosts
from small_notebooks import write_notebooks

from dwimpact.fleet.plan import read_fleet
from dwimpact.fleet.tasks import Fleet

PAGES = {
    "prepare": "prepare.ipynb",
    "comparison": [{"title": "Metingen", "notebook": "waves.ipynb"}],
    "chapters": [{"title": "Begin", "notebook": "chapter.ipynb"}],
    "appendices": [{"title": "Slot", "notebook": "appendix.ipynb", "editions": "none"}],
}


@pytest.fixture
def write_tiny(write_study):
    """`write_tiny(folder)` writes a study that may show groups of three, by sector."""

    def write_tiny(folder):
        write_study(folder)
        settings = yaml.safe_load((folder / "study.yml").read_text("utf-8"))
        settings |= {"withhold_below": 3, "reconstructed": False, "drawn": True}
        settings["editions"] = ["sector"]
        (folder / "study.yml").write_text(yaml.safe_dump(settings))
        return folder

    return write_tiny


@pytest.fixture
def fleet_of(tmp_path):
    """`fleet_of(plan)` is the fleet of a plan, with notebooks of two pages; `appendix` is the code
    of the last.
    """

    def fleet_of(plan, **notebooks):
        folder = write_notebooks(tmp_path / "notebooks", **notebooks)
        (folder / "report.yml").write_text(yaml.safe_dump(PAGES))
        return Fleet(read_fleet(plan), tmp_path / "out", folder)

    return fleet_of


@pytest.fixture
def two_studies(write_tiny, tmp_path):
    """A folder with a study of one wave and a study of two."""
    write_tiny(tmp_path / "plan" / "noord")
    write_tiny(tmp_path / "plan" / "zuid" / "2023")
    write_tiny(tmp_path / "plan" / "zuid" / "2025")
    return tmp_path / "plan"


@pytest.fixture
def hosts(tmp_path):
    """A cluster of processes, of which nothing may be left."""
    (tmp_path / "logs").mkdir()
    hosts = Hosts(tmp_path / "logs")
    yield hosts
    assert hosts.left() == []
