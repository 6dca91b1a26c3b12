"""A quarter of staff release in a real browser: by keyboard, prefilled, refused and sent again, then seen as a chart."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from agreements.models import ReleaseReport
from districts.models import User
from tests import factories
from tests.browser.axe import troubles
from tests.browser.browser import Witness
from tests.tracking.staff_release.quarter_reports import COORDINATION, Q3, make_quarter_report


def test_a_quarter_is_reported_by_keyboard(
    page: Page, log_in: Callable[[User], None], witness: Witness
) -> None:
    place = factories.district("03")
    contract = factories.signed_contract(place, factories.coordinator()).agreement
    make_quarter_report(contract, Q3, factories.lead(place), datetime(2026, 1, 15, 10, 0, tzinfo=UTC))
    log_in(factories.staff(place))
    witness.expect_status(422)
    page.goto("/freistellung/")
    assert troubles(page) == []
    page.get_by_role("link", name="Pankow").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="4. Quartal 2025 melden").focus()
    page.keyboard.press("Enter")
    line = page.get_by_role("group", name=COORDINATION)
    line.get_by_label("Besetzter Anteil").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("75")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Meinten Sie 75 %?")
    assert troubles(page) == []
    expect(line.get_by_label("Besetzter Anteil")).to_have_value("75")
    line.get_by_label("Besetzter Anteil").focus()
    page.keyboard.press("End")
    page.keyboard.type(" %")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens what else there is to say
    line.get_by_label("Unbesetzt ab").fill("2025-12-01")
    line.get_by_label("Bemerkung").fill("Ausgeschrieben")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Die Freistellung für das 4. Quartal 2025 ist gemeldet.")).to_be_visible()
    chart = page.get_by_role("img", name="Freistellung insgesamt")
    expect(chart).to_have_count(1)  # one of the two sizes; the other is not there for anybody
    expect(chart).to_be_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.chart-agreed')).strokeDasharray") != "none"
    )
    assert troubles(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    expect(chart).to_have_count(1)
    drawn = page.locator(".release-chart-narrow .chart-words").first
    assert drawn.evaluate("text => text.getBoundingClientRect().height") >= 12
    made = ReleaseReport.objects.get(quarter_on="2025-10-01")
    assert made.lines.get(post__function=COORDINATION).remark == "Ausgeschrieben"
