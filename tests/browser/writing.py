"""Writing in the page of a draft, as a browser sees it."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect

from agreements.models import Clause, Instrument
from districts.models import User
from tests import factories
from tests.http_sessions import until

SECTION = "p03"
SAVED = re.compile(r"gespeichert \d\d:\d\d")


def draft_of(texts: Mapping[str, str], log_in: Callable[[User], None]) -> Instrument:
    """Return a draft with the texts of some clauses, by their keys, and sign its coordinator in."""
    amira = factories.coordinator()
    draft = factories.draft(factories.district(), amira)
    for key, text in texts.items():
        Clause.objects.filter(section__instrument=draft, key=key).update(text=text)
    log_in(amira)
    return draft


def open_editor(page: Page, draft: Instrument) -> None:
    """Open the editor and wait until its script has taken over."""
    page.goto(f"/urkunden/{draft.pk}/bearbeiten/")
    page.locator(".editor.is-live").wait_for()


def row(page: Page, key: str) -> Locator:
    """Return the Absatz with a key."""
    return page.locator(f"#absatz-{key}")


def field(page: Page) -> Locator:
    """Return the field that is being written in."""
    return page.locator(".writer:focus-within [role=textbox]")


def written(page: Page) -> Locator:
    """Return what the form of the field says, as it is sent."""
    return page.locator(".writer:focus-within textarea")


def write_in(page: Page, key: str) -> Locator:
    """Begin to write in an Absatz, from the keyboard."""
    row(page, key).focus()
    page.keyboard.press("Enter")
    row(page, key).locator("[data-ready]").wait_for()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return field(page)


def typed(page: Page, key: str, text: str) -> None:
    """Write another text into an Absatz."""
    write_in(page, key).fill(text)


def state(page: Page, key: str, words: str | re.Pattern[str]) -> None:
    """Expect what the page says about how an Absatz is kept."""
    expect(row(page, key).locator(".keep-state")).to_contain_text(words, timeout=20_000)


def caret(page: Page, place: int) -> None:
    """Put the caret behind so many letters of the first line, and see that it stays there."""
    field(page).evaluate(
        """async (field, place) => {
            const words = document.createTreeWalker(field.firstElementChild, NodeFilter.SHOW_TEXT);
            let node = words.nextNode();
            for (; node && node.length < place; node = words.nextNode()) place -= node.length;
            const wanted = node ?? field.firstElementChild;
            const stands = () => getSelection().anchorNode === wanted && getSelection().anchorOffset === place;
            const frame = () => new Promise((done) => requestAnimationFrame(done));
            for (let quiet = 0; quiet < 4; quiet += 1) {
                if (!stands()) { getSelection().collapse(wanted, place); quiet = 0; }
                await frame();
            }
        }""",
        place,
    )


def stored(draft: Instrument, section: str = SECTION) -> list[str]:
    """Return the texts of a section as the house has them."""
    rows = Clause.objects.filter(section__instrument=draft, section__key=section)
    return list(rows.order_by("position").values_list("text", flat=True))


def eventually(read: Callable[[], object], wanted: object) -> None:
    """Wait until the house has what the page shows: a page goes on before its change has arrived."""
    with suppress(AssertionError):
        until(lambda: read() == wanted)
    assert read() == wanted


def keys(draft: Instrument, section: str = SECTION) -> list[str]:
    """Return the keys of the clauses of a section."""
    rows = Clause.objects.filter(section__instrument=draft, section__key=section)
    return list(rows.order_by("position").values_list("key", flat=True))


def sections(draft: Instrument) -> list[str]:
    """Return the keys of the sections."""
    return list(draft.sections.order_by("position").values_list("key", flat=True))
