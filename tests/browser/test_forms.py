"""What every form does in a browser: errors come first, days and limits are said, and a double click counts once."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from agreements.choices import ObligationKind
from agreements.models import Instrument, Thread
from districts.models import User
from tests import factories
from tests.browser.browser import FITS, NARROWEST, Witness, follow, picture

WIDTHS = (1440, 390, 320)
LINE = "Wort " * 11 + "Ende\n"  # 60 letters; a browser takes seconds to fill in thousands of lines


@pytest.fixture
def draft(transactional_db: None) -> Instrument:
    return factories.draft(factories.district("08"), factories.coordinator())


def look(page: Page, name: str) -> None:
    """Hold a page against every width; it is left at the narrowest."""
    for width in WIDTHS:
        page.set_viewport_size(ViewportSize(width=width, height=900))
        assert page.evaluate(FITS), (name, width)
        picture(page, f"{name}-{width}")


def test_an_incomplete_post_is_said_first_and_each_error_leads_to_its_field(
    page: Page, log_in: Callable[[User], None], draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(422)
    page.set_viewport_size(NARROWEST)
    log_in(draft.agreement.coordinator)
    page.goto(f"/urkunden/{draft.pk}/pflichten/neu/{ObligationKind.STAFF_RELEASE}/#stelle")
    onward = page.get_by_role("button", name="Weiter")
    onward.click()
    onward.click()
    page.get_by_label("Pflicht in Kurzform").fill("Freistellung für die Koordination")
    onward.click()
    page.get_by_label("Funktion").first.fill("Jugendhilfeplanung")
    onward.click()
    page.get_by_role("radio", name="Einmal, an einem festen Tag").check()
    onward.click()
    onward.click()
    page.get_by_role("button", name="Speichern").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    words = summary.get_by_role("listitem").all_inner_texts()
    assert len(words) == len(set(words))
    assert {"Bitte „fester Tag“ angeben.", "Stelle 1: Bitte „Bereich“ angeben."} <= set(words)
    for link in summary.get_by_role("link").all():
        link.click()
        expect(page.locator(":is(input, select, textarea):focus")).to_have_count(1)
    look(page, "forms-errors")


def test_a_year_of_two_digits_is_read_in_this_century(
    page: Page, log_in: Callable[[User], None], draft: Instrument
) -> None:
    log_in(draft.agreement.coordinator)
    page.goto(f"/urkunden/{draft.pk}/kopf/")
    day = page.get_by_label("Ende")
    day.fill("")
    day.press_sequentially("063027")  # month first: this browser's own words are English
    page.get_by_label("Gegenstand").focus()
    expect(day).to_have_value("2027-06-30")
    follow(page.get_by_role("button", name="Speichern"))
    draft.refresh_from_db()
    assert draft.ends_on == date(2027, 6, 30)


def test_a_long_comment_is_counted_kept_whole_and_sent_once(
    page: Page, log_in: Callable[[User], None], draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(422)
    page.set_viewport_size(NARROWEST)
    log_in(draft.agreement.coordinator)
    page.goto(f"/urkunden/{draft.pk}/anmerkungen/neu/absatz/p03-1/")
    text = page.get_by_label("Ihr Beitrag")
    text.fill(LINE * 200)
    expect(page.get_by_text("11.999 von 10.000 Zeichen: 1.999 Zeichen zu viel.")).to_be_visible()
    look(page, "forms-limit")
    page.get_by_role("button", name="Anmerkung senden").click()
    expect(page.locator(".error-summary")).to_contain_text("Höchstens 10.000 Zeichen; es sind 11.999.")
    assert len(page.get_by_label("Ihr Beitrag").input_value()) >= 11_999
    page.get_by_label("Ihr Beitrag").fill(LINE * 160)

    posts: list[Route] = []

    def hold(route: Route) -> None:
        posts.append(route)
        route.fulfill(status=204)  # the page stays, as it does while a server takes its time

    page.route("**/neu/**", hold)
    button = page.get_by_role("button", name="Anmerkung senden")
    button.dblclick()
    expect(page.get_by_role("button", name="Wird gesendet …")).to_be_visible()
    look(page, "forms-sending")
    assert len(posts) == 1
    page.unroute("**/neu/**")
    page.evaluate("window.dispatchEvent(new Event('pageshow'))")  # „Back“ shows the page as it was left
    button.dblclick()
    expect(page.get_by_text("Anmerkung gespeichert.")).to_be_visible()
    assert Thread.objects.count() == 1
