"""Make the pictures in the README: docs/*.png, from a finished report, with Chromium."""

import argparse
from pathlib import Path

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


if __name__ == "__main__":
    main()
