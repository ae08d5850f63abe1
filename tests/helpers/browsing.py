"""Sizes to look at pages in, and what axe is asked for."""

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SIZES = {
    "360": {"viewport": {"width": 360, "height": 740}},
    "768": {"viewport": {"width": 768, "height": 1024}},
    "1280": {"viewport": {"width": 1280, "height": 800}},
    # What a window of 1280 wide becomes when its reader zooms in to 200%.
    "200%": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}


def unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    if page.locator("#toon-code").count():
        page.locator("#toon-code").check()
