"""Make the pictures in the README: docs/*.png, from a finished report, with Chromium; those of its
Word file and slides with LibreOffice and pdftoppm.
"""

import argparse
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from dwimpact.report.site.browser import open_browser

DOCS = Path(__file__).parents[1] / "docs"
DESKTOP, TALL = {"width": 1280, "height": 940}, {"width": 1280, "height": 1180}
PHONE = {"width": 360, "height": 760}
# Picture → page, window, and what to scroll to.
PICTURES = {
    "front": ("index.html", TALL, "h1"),
    "chapter": ("chapters/hoofdstuk_2.html", DESKTOP, "h1"),
    "phone-figure": ("chapters/hoofdstuk_2.html", PHONE, "#figuur_2_1"),
    "phone-answers": ("chapters/bijlage_3.html", PHONE, ".search"),
}
# Picture → document, and which page of it, from 1.
PAGES = {"word": ("report.docx", 6), "slide": ("report.pptx", 4)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("outputs"), help="the report's folder")
    outputs = parser.parse_args().output.resolve()
    DOCS.mkdir(exist_ok=True)
    with open_browser() as browser:
        for name, (file, window, place) in PICTURES.items():
            page = browser.new_page(viewport=window)
            page.goto((outputs / file).as_uri())
            if place != "h1":
                page.locator(place).evaluate("(e) => window.scrollTo(0, e.offsetTop - 16)")
            page.screenshot(path=DOCS / f"{name}.png")
            page.close()
    for name, (file, number) in PAGES.items():
        picture_of_page(outputs / file, number, DOCS / name)


def picture_of_page(document: Path, number: int, picture: Path) -> None:
    """A page of a document as LibreOffice prints it, at 60 dots per inch."""
    with TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*convert, document], check=True, capture_output=True)
        printed = Path(folder, document.name).with_suffix(".pdf")
        page = ["-f", str(number), "-l", str(number), "-r", "60", "-png", "-singlefile"]
        subprocess.run(["pdftoppm", *page, printed, picture], check=True)


if __name__ == "__main__":
    main()
