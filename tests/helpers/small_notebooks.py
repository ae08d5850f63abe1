"""Small notebooks for the tests of the report: they run in a fraction of a second."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

PREPARE = 'study = ""\nprocessed = ""'
PREPARE_CODE = """
from pathlib import Path
Path(processed).mkdir()
rows = Path(study, "responses.csv").read_text("utf-8").splitlines()
Path(processed, "rows.txt").write_text(str(len(rows) - 1))
"""
CHAPTER = 'study = ""\nprocessed = ""\noutputs = ""\nnumber = ""\ncontents = []\nlevel = ""'
CHAPTER += '\nedition = ""'
CHAPTER_CODE = """
from pathlib import Path
tables = Path(outputs, "tables")
tables.mkdir(parents=True, exist_ok=True)
rows = Path(processed, "rows.txt").read_text()
name = f"tabel_{number.lower()}_1.csv"
_ = (tables / name).write_text(f"number,level,rows\\n{number},{level},{rows}\\n")
print(f"{rows} rijen, {len(contents)} pagina's{edition}")
"""
WAVES = """
waves = []
outputs = ""
number = ""
level = ""
"""
WAVES_CODE = """
from pathlib import Path
rows = [Path(tables, "rows.txt").read_text() for _, tables in waves]
print(f"{level}: {' en '.join(rows)} rijen")
"""
PLAN = """
prepare: prepare.ipynb
comparison:
- {title: Metingen, notebook: waves.ipynb}
- {title: "Metingen op {level}", notebook: waves.ipynb, each_level: true}
series:
- {title: Alle metingen, notebook: waves.ipynb}
chapters:
- {title: Begin, notebook: chapter.ipynb}
- {title: "Over {level}", notebook: chapter.ipynb, each_level: true}
appendices:
- {title: Bijvoegsel, notebook: appendix.ipynb}
- {title: Slot, notebook: chapter.ipynb}
"""


def make_notebook(parameters: str, *sources: str) -> NotebookNode:
    """A notebook whose first cell is tagged 'parameters'."""
    cells = [new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    cells += [new_code_cell(source) for source in sources]
    for position, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{position}"  # not a random one: the manifest has their SHA-256
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "language": "python",
        "display_name": "Python 3",
    }
    return notebook


def write_notebook(path: Path, parameters: str, *sources: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(make_notebook(parameters, *sources), path)
    return path


def write_notebooks(
    folder: Path, appendix: str = CHAPTER_CODE, prepare: str = PREPARE_CODE
) -> Path:
    """A notebooks folder with a plan of five pages on a study with two levels.

    `appendix` and `prepare` are the code of those notebooks, instead of what works.
    """
    write_notebook(folder / "prepare.ipynb", PREPARE, prepare)
    write_notebook(folder / "chapter.ipynb", CHAPTER, CHAPTER_CODE)
    write_notebook(folder / "appendix.ipynb", CHAPTER, appendix)
    write_notebook(folder / "waves.ipynb", WAVES, WAVES_CODE)
    (folder / "report.yml").write_text(PLAN, encoding="utf-8")
    return folder
