"""Writing on while the server is still busy with a change: Absätze that go meanwhile take nothing with them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from agreements.models import Instrument
from districts.models import User
from tests.browser.writing import draft_of, eventually, field, row, stored, write_in, written

LogIn = Callable[[User], None]
FIRST, SECOND, THIRD = "Der erste Absatz.", "Der zweite Absatz.", "Der dritte Absatz."


@pytest.fixture
def draft(transactional_db: None, log_in: LogIn) -> Instrument:
    return draft_of({"p03-1": FIRST, "p03-2": SECOND, "p03-3": THIRD}, log_in)


@pytest.fixture
def moving(editor: Page) -> Route:
    """Move the third Absatz up; the server answers once the test lets it."""
    held: list[Route] = []
    editor.route("**/verschieben/", lambda route: held.append(route))  # noqa: PLW0108
    with editor.expect_request("**/verschieben/"):
        row(editor, "p03-3").press("Alt+ArrowUp")
    return held[0]


@pytest.mark.parametrize(
    "pressed", [["Control+z"], ["Control+Shift+Delete", "Control+Shift+Delete", "Escape"]]
)
def test_a_new_absatz_goes_before_its_turn_has_come(
    editor: Page, draft: Instrument, moving: Route, pressed: list[str]
) -> None:
    write_in(editor, "p03-1")
    editor.keyboard.press("Control+End")
    editor.keyboard.press("Enter")
    expect(written(editor)).to_have_value("")
    for key in pressed:
        editor.keyboard.press(key)
    expect(editor.locator(".edit-clause-new:visible")).to_have_count(0)
    moving.continue_()
    expect(row(editor, "p03-3").locator(".clause-number").first).to_have_text("(2) ")
    expect(editor.locator(".edit-clause-new")).to_have_count(0)
    eventually(lambda: stored(draft), [FIRST, THIRD, SECOND])


def test_what_is_being_joined_is_not_joined_again(editor: Page, draft: Instrument) -> None:
    held: list[Route] = []
    editor.route("**/verbinden/", lambda route: route.continue_() if held else held.append(route))
    write_in(editor, "p03-1")
    editor.keyboard.press("Control+End")
    with editor.expect_request("**/verbinden/"):
        editor.keyboard.press("Delete")
    editor.keyboard.press("Control+End")
    editor.keyboard.press("Delete")
    whole = f"{FIRST}\n{SECOND}\n{THIRD}"
    expect(written(editor)).to_have_value(whole)
    held[0].continue_()
    expect(row(editor, "p03-3")).to_have_count(0)
    expect(field(editor)).to_be_focused()
    eventually(lambda: stored(draft), [whole])


def test_an_absatz_is_shown_as_saved_while_another_one_is_being_made(editor: Page, draft: Instrument) -> None:
    """The server has made the new one before it gets the text of the first, and its answer comes last."""
    saves: list[Route] = []
    made: list[tuple[Route, APIResponse]] = []

    def make(route: Route) -> None:
        made.append((route, route.fetch()))
        for save in saves:
            save.continue_()

    editor.route("**/absatz/nach/p03-2/", make)
    editor.route("**/absaetze/p03-2/", lambda route: route.continue_() if made else saves.append(route))
    write_in(editor, "p03-2").fill("Es gilt:")
    editor.keyboard.press("Shift+Enter")
    editor.keyboard.type("1. eins")
    editor.keyboard.press("Enter")
    editor.keyboard.type("zwei")
    editor.keyboard.press("Enter")
    editor.keyboard.press("Enter")
    with editor.expect_response("**/absaetze/p03-2/"):
        editor.keyboard.type("Danach.")
        editor.keyboard.press("Escape")
    route, answer = made[0]
    route.fulfill(response=answer)
    expect(row(editor, "p03-2").locator("li")).to_have_count(2)
    eventually(lambda: stored(draft), [FIRST, "Es gilt:\n1. eins\n2. zwei", "Danach.", THIRD])
