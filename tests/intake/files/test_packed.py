"""What is packed in a file is read, or told of: nothing in it is left out in silence."""

from __future__ import annotations

import errno
import gc
import gzip
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from exported_files import texts, told
from tiny import zipped

from dwimpact.intake.files.export import read_export

TABLE = "respondent,sector,text\nR1,mbo,één café\nR2,hbo,naïef\n"
ANSWERS = ["één café", "naïef"]
WRITE = Callable[[str, bytes], Path]
# Packed files stay open until they are forgotten: test_a_packed_file_is_closed.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """So that no other test hears of files that stay open."""
    yield
    gc.collect()


@pytest.fixture
def write(tmp_path: Path) -> WRITE:
    def file(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return file


PACKED = {
    "a.csv.gz": gzip.compress(TABLE.encode()),
    "utf_16.csv.gz": gzip.compress(TABLE.encode("utf-16")),
    "filled_up.csv.gz": gzip.compress(TABLE.encode()) + b"\0" * 9,
    "a.zip": zipped(form=TABLE),
    "beside.zip": zipped(**{"FORM.CSV": TABLE, "README.txt": "x", "audit/a.csv": "x"}),
    "odk.zip": zipped(**{"form-children.csv": "a,b\n", "form": TABLE}),
    "mac.zip": zipped(**{"form": TABLE, "__MACOSX/._form.csv": "x"}),
    "without_extension": zipped(form=TABLE),
}


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_is_read(name: str, write: WRITE) -> None:
    assert texts(read_export(write(name, PACKED[name]))) == ANSWERS


@pytest.mark.parametrize(
    ("found", "files"),
    [
        ("a.txt", {"a.txt": "x"}),
        ("first.csv, second.csv", {"first": TABLE, "second": TABLE}),
        ("a.txt, b.txt, c.txt and more", {f"{n}.txt": "" for n in "abcd"}),
        ("word/document.xml", {"word/document.xml": "x"}),
    ],
)
def test_a_zip_file_without_one_table(found: str, files: dict[str, str], write: WRITE) -> None:
    assert told(write("a.zip", zipped(**files))) == (
        f"no table with responses is packed in the file, but {found}; expected one file with "
        "responses. Unpack it, and give the file with the responses."
    )


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz"])
def test_what_unpacks_to_too_much(name: str, write: WRITE, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dwimpact.intake.files.kinds.MOST_BYTES", 3 << 20)
    bomb = b"a,b\n" * (1 << 20)
    file = write(name, zipped(a=bomb) if name == "a.zip" else gzip.compress(bomb))
    assert file.stat().st_size < 1 << 16
    assert told(file) == (
        "what is packed in the file takes more than 3 MB; expected an export. "
        "Unpack it, and leave out what does not belong."
    )


def damaged(content: bytes) -> bytes:
    return content[:45] + bytes(255 - byte for byte in content[45:60]) + content[60:]


DAMAGED = {
    "cut.csv.gz": gzip.compress(TABLE.encode())[:-9],
    "no_more.csv.gz": b"\x1f\x8b\x08" + b"x" * 40,
    "damaged.csv.gz": damaged(gzip.compress(TABLE.encode())),
    "cut.zip": zipped(form=TABLE)[:-30],
    "damaged.zip": damaged(zipped(form=TABLE)),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_cannot_be_unpacked(name: str, write: WRITE) -> None:
    assert told(write(name, DAMAGED[name])) == (
        "the file is damaged or cut off (it cannot be unpacked); expected a whole file. "
        "Export it again from the form tool."
    )


def test_a_packed_file_is_closed(write: WRITE) -> None:
    """Until then Windows lets nobody move it."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        for name in ("a.csv.gz", "a.zip"):
            read_export(write(name, PACKED[name]))
    assert said == []


@pytest.mark.parametrize("second", ["form_old", "form2", "formulier"])
def test_two_tables_in_a_zip_are_told(second: str, write: WRITE) -> None:
    """As two months of answers: those of the second were left out in silence."""
    assert told(write("a.zip", zipped(**{"form": TABLE, second: TABLE}))).startswith("no table")


def test_the_one_table_of_a_packed_folder_is_read(write: WRITE) -> None:
    """As a Finder packs it: 'no table with responses … but export/form.csv'."""
    assert texts(read_export(write("a.zip", zipped(**{"export/form.csv": TABLE})))) == ANSWERS


@pytest.mark.parametrize(
    ("inside", "what"),
    [(gzip.compress(b"a,b"), "a compressed file"), (zipped(form=TABLE), "a zip file")],
    ids=["gz", "zip"],
)
def test_what_is_packed_twice_is_told(inside: bytes, what: str, write: WRITE) -> None:
    said = told(write("a.csv.gz", gzip.compress(inside)))
    assert said.startswith(f"no table with responses is packed in the file, but {what}; expected")


def test_a_zip_file_with_a_password_is_locked(write: WRITE) -> None:
    content = bytearray(zipped(form=TABLE))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1  # says that it is encrypted
    assert told(write("a.zip", bytes(content))).startswith("the file is locked with a password")


def test_a_full_disk_is_no_damaged_file(write: WRITE, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dwimpact.intake.files.kinds.shutil.copyfileobj", full)
    assert "no space left on device" in told(write("a.csv.gz", PACKED["a.csv.gz"]))
