"""Looks at a page with axe-core: WCAG 2.2 AA and axe's good practice."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.browser import FITS, NARROWEST, picture

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """async rules => {
    const {passes, violations} = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
    return {checked: passes.length, violations};
}"""


def violations(page: Page) -> list[str]:
    """Return one readable line for each place that breaks a rule.

    The debugger's protocol carries axe into the page, so the page keeps its strict Content-Security-Policy.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN, RULES)
    assert found["checked"], "axe checked nothing"
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}, at {' '.join(map(str, node['target']))}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


WIDTHS = (720, 390, 1440)  # 720 is what 1440 pixels leave at a zoom of 200 %
LAYOUTS = (390, 1440)  # 720 shows the layout of 390, only wider


def troubles(page: Page) -> list[str]:
    """Return what is wrong with a page: a broken rule in one of its layouts, or something wider than a window.

    The page is left at the greatest width.
    """
    page.wait_for_load_state()  # a press that led here has not waited for it
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{width}: needs {wide} pixels"] if wide > width else []
        found += [f"{width}: {line}" for line in violations(page)] if width in LAYOUTS else []
    return found


def look(page: Page, name: str) -> None:
    """Look at a page at three widths: it is accessible and fits. Keeps pictures where somebody wants to look at them."""
    page.wait_for_load_state()
    before = page.viewport_size
    for width in (1440, 390, NARROWEST["width"]):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(FITS), (name, width)
        assert violations(page) == [], (name, width)
        picture(page, f"{name}-{width}")
    if before:
        page.set_viewport_size(before)
