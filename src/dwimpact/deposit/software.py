"""The wheel of this package, for whoever reports on a deposit when no index has it (any more).

The format is that of PyPA's specification 'Binary distribution format': the code, and beside it a
folder with what the package says of itself and the hash of every file.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path

from dwimpact.deposit.zipped import write_zip
from dwimpact.report.inputs import SOURCE_CODE, code_files

WHEEL = "Wheel-Version: 1.0\nGenerator: dwimpact\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
TOLD = ("METADATA", "entry_points.txt", "licenses/LICENSE")


def wheel_name() -> str:
    """The name of the file, which tells pip the version."""
    return f"dwimpact-{distribution('dwimpact').version}-py3-none-any.whl"


def write_wheel(folder: Path) -> None:
    """Write the code that runs now as a file that pip installs."""
    about = f"dwimpact-{distribution('dwimpact').version}.dist-info"
    files = {**_code(), **_told(about)}
    record = "".join(_line(name, content) for name, content in files.items())
    files[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n".encode()
    write_zip(folder / wheel_name(), files.items())


def identifier_of(file: Path) -> str:
    """What names the content of a file wherever that is kept: its Software Heritage identifier, as
    an address.
    """
    content = file.read_bytes()
    # Git names a blob so, whence the algorithm; nothing is kept safe by it.
    digest = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False)
    return f"https://identifiers.org/swh:1:cnt:{digest.hexdigest()}"


def _code() -> Mapping[str, bytes]:
    root = SOURCE_CODE.parent
    return {f.relative_to(root).as_posix(): f.read_bytes() for f in code_files(SOURCE_CODE)}


def _told(about: str) -> Mapping[str, bytes]:
    """What the installed package says of itself: its needs, commands and licence."""
    texts = {name: distribution("dwimpact").read_text(name) for name in TOLD}
    known = {name: text for name, text in texts.items() if text}
    return {f"{about}/{name}": text.encode() for name, text in {**known, "WHEEL": WHEEL}.items()}


def _line(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"
