"""Undo and redo while writing: everything, in the order in which it was done, and never the words of others."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from agreements.choices import SectionKind
from agreements.models import Clause, Instrument, ObligationTerms, Section
from districts.models import User
from tests.browser.browser import Witness
from tests.browser.writing import (
    caret,
    draft_of,
    eventually,
    field,
    keys,
    row,
    sections,
    stored,
    write_in,
    written,
)

LogIn = Callable[[User], None]
SAVED = re.compile(r"gespeichert \d\d:\d\d")
FIRST, SECOND, THIRD = "Erster Satz. Zweiter Satz.", "Der zweite Absatz.", "Der dritte Absatz."


@pytest.fixture
def draft(transactional_db: None, log_in: LogIn) -> Instrument:
    return draft_of({"p03-1": FIRST, "p03-2": SECOND, "p03-3": THIRD}, log_in)


def saved(page: Page) -> None:
    expect(page.locator(".writer:focus-within .keep-state")).to_have_text(SAVED)


def undo(page: Page, times: int = 1, key: str = "Control+z") -> None:
    for _ in range(times):
        page.keyboard.press(key)


def redo(page: Page, times: int = 1) -> None:
    undo(page, times, "Control+Shift+z")


def said(page: Page) -> Locator:
    return page.locator(".editor-said")


def remove_section(page: Page, key: str) -> None:
    head = page.locator(f"#abschnitt-{key}")
    head.hover()
    head.locator("details.confirm summary").click()
    head.get_by_role("button", name="Mit allen Absätzen entfernen").click()


def finish(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("form.writer")).to_have_count(0)


def test_typing_parting_and_joining_are_taken_back_to_the_first_letter_and_done_again(
    editor: Page, draft: Instrument
) -> None:
    write_in(editor, "p03-1")
    caret(editor, len("Erster Satz. "))
    editor.keyboard.type("Neu. ")
    editor.keyboard.press("Enter")
    expect(written(editor)).to_have_value("Zweiter Satz.")
    editor.keyboard.type("Ein ")
    saved(editor)
    editor.keyboard.press("Home")
    editor.keyboard.press("Backspace")
    expect(written(editor)).to_have_value("Erster Satz. Neu.\nEin Zweiter Satz.")
    saved(editor)
    eventually(lambda: stored(draft), ["Erster Satz. Neu.\nEin Zweiter Satz.", SECOND, THIRD])

    undo(editor)
    expect(written(editor)).to_have_value("Ein Zweiter Satz.")
    undo(editor, 2)
    expect(written(editor)).to_have_value("Erster Satz. Neu. Zweiter Satz.")
    undo(editor)
    expect(written(editor)).to_have_value(FIRST)
    saved(editor)
    eventually(lambda: stored(draft), [FIRST, SECOND, THIRD])

    redo(editor, 4)
    expect(written(editor)).to_have_value("Erster Satz. Neu.\nEin Zweiter Satz.")
    finish(editor)
    eventually(lambda: stored(draft), ["Erster Satz. Neu.\nEin Zweiter Satz.", SECOND, THIRD])


def test_a_joined_absatz_comes_back_with_its_key_and_its_obligation(editor: Page, draft: Instrument) -> None:
    owed = ObligationTerms.objects.filter(clause__section__instrument=draft, clause__key="p03-3").get()
    write_in(editor, "p03-3")
    caret(editor, 0)
    editor.keyboard.press("Backspace")
    expect(written(editor)).to_have_value(f"{SECOND}\n{THIRD}")
    saved(editor)
    owed.refresh_from_db()
    assert owed.clause is not None
    assert (owed.clause.key, keys(draft)) == ("p03-2", ["p03-1", "p03-2"])
    undo(editor)
    expect(row(editor, "p03-3")).to_be_visible()
    finish(editor)
    eventually(lambda: stored(draft), [FIRST, SECOND, THIRD])
    owed.refresh_from_db()
    assert owed.clause.key == "p03-3"


def test_removing_and_moving_are_taken_back_on_the_row(editor: Page, draft: Instrument) -> None:
    row(editor, "p03-2").focus()
    editor.keyboard.press("Alt+ArrowUp")
    expect(row(editor, "p03-2").locator(".clause-number")).to_have_text("(1) ")
    editor.keyboard.press("Control+Shift+Delete")
    expect(row(editor, "p03-2")).to_have_count(0)
    expect(row(editor, "p03-1")).to_be_focused()
    undo(editor)
    expect(row(editor, "p03-2").locator(".clause-number").first).to_have_text("(1)")
    undo(editor)
    expect(row(editor, "p03-1").locator(".clause-text .clause-number")).to_have_text("(1) ")
    redo(editor)
    expect(row(editor, "p03-1").locator(".clause-text .clause-number")).to_have_text("(2) ")
    redo(editor)
    expect(row(editor, "p03-2")).to_have_count(0)
    eventually(lambda: stored(draft), [FIRST, THIRD])


def test_moving_and_removing_a_whole_paragraph_are_taken_back_and_done_again(
    editor: Page, draft: Instrument
) -> None:
    order = sections(draft)
    texts = stored(draft, "p02")
    draft.terms.filter(clause__section__key="p02").update(clause=None)
    moved = [*order[:3], order[4], order[3], *order[5:]]
    write_in(editor, "p02-1")
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" Mehr.")
    finish(editor)
    editor.locator("#gliederung [data-key=p03]").get_by_role("button", name="nach unten").click()
    expect(said(editor)).to_contain_text("Verschoben.")
    eventually(lambda: sections(draft), moved)
    remove_section(editor, "p02")
    expect(said(editor)).to_contain_text("Entfernt.")
    assert "p02" not in sections(draft)

    undo(editor)
    expect(row(editor, "p02-1")).to_contain_text("Mehr.")
    expect(editor.locator("#abschnitt-p02")).to_be_focused()
    undo(editor)
    expect(editor.locator("#abschnitt-p03")).to_contain_text("§ 3")
    undo(editor)
    expect(written(editor)).to_have_value(texts[0])
    finish(editor)
    eventually(
        lambda: (sections(draft), keys(draft), stored(draft, "p02")),
        (order, ["p03-1", "p03-2", "p03-3"], texts),
    )

    redo(editor, 3)
    expect(editor.locator("#abschnitt-p02")).to_have_count(0)
    expect(editor.locator("#abschnitt-p04")).to_contain_text("§ 2")
    eventually(lambda: sections(draft), [key for key in moved if key != "p02"])
    undo(editor, 3)
    expect(editor.locator("#abschnitt-p03")).to_contain_text("§ 3")
    expect(editor.locator("form.writer")).to_have_count(1)
    finish(editor)
    eventually(lambda: (sections(draft), stored(draft, "p02")), (order, texts))


def test_a_paragraph_with_what_was_saved_while_another_one_moved_is_removed(
    editor: Page, draft: Instrument
) -> None:
    """The server moves before it gets the text, and its answer comes last."""
    draft.terms.filter(clause__section__key="p02").update(clause=None)
    before, texts = sections(draft), stored(draft, "p02")
    write_in(editor, "p02-1")
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" Mehr.")
    finish(editor)
    editor.locator("#gliederung [data-key=p03]").get_by_role("button", name="nach unten").click()
    expect(said(editor)).to_contain_text("Verschoben.")
    remove_section(editor, "p02")
    expect(said(editor)).to_contain_text("Entfernt.")
    undo(editor)
    expect(editor.locator("#abschnitt-p02")).to_be_focused()
    undo(editor)
    expect(editor.locator("#abschnitt-p03")).to_contain_text("§ 3")
    undo(editor)
    finish(editor)
    eventually(lambda: (sections(draft), stored(draft, "p02")), (before, texts))
    moved: list[tuple[Route, APIResponse]] = []
    editor.route("**/p03/platz/", lambda route: moved.append((route, route.fetch())))
    with editor.expect_response("**/absaetze/p02-1/"):
        redo(editor, 3)
    route, answer = moved[0]
    route.fulfill(response=answer)
    expect(editor.locator("#abschnitt-p02")).to_have_count(0)
    eventually(lambda: "p02" in sections(draft), False)


def test_a_paragraph_moved_in_the_outline_by_key_goes_back_from_there(
    editor: Page, draft: Instrument
) -> None:
    order = sections(draft)
    editor.locator("#gliederung [data-key=p03] a").focus()
    editor.keyboard.press("Alt+ArrowDown")
    expect(editor.locator("#abschnitt-p03")).to_contain_text("§ 4")
    undo(editor)
    expect(editor.locator("#abschnitt-p03")).to_contain_text("§ 3")
    eventually(lambda: sections(draft), order)


def test_an_added_paragraph_is_taken_away_and_comes_back(editor: Page, draft: Instrument) -> None:
    order = sections(draft)
    editor.get_by_role("link", name="Neuer Paragraf nach § 3").click()
    editor.get_by_label("Überschrift").fill("Ganz neu")
    editor.get_by_role("button", name="Speichern").click()
    editor.locator(".editor.is-live").wait_for()
    (new,) = set(sections(draft)) - set(order)
    undo(editor)
    expect(editor.locator(f"#abschnitt-{new}")).to_have_count(0)
    eventually(lambda: sections(draft), order)
    redo(editor)
    expect(editor.locator(f"#abschnitt-{new}")).to_contain_text("§ 4 Ganz neu")
    assert sections(draft).index(new) == order.index("p03") + 1
    editor.reload()
    editor.locator(".editor.is-live").wait_for()
    undo(editor)
    expect(editor.locator(f"#abschnitt-{new}")).to_be_visible()


def test_undo_of_a_paragraph_leaves_those_of_others_and_tells_what_it_cannot(
    editor: Page, draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(409)
    factory = {"instrument": draft, "kind": SectionKind.SECTION, "position": 90}
    Section.objects.create(key="gerda", heading="Von Gerda", **factory)
    editor.locator("#gliederung [data-key=p03]").get_by_role("button", name="nach unten").click()
    expect(editor.locator("#abschnitt-gerda")).to_be_visible()
    undo(editor)
    expect(editor.locator("#abschnitt-p03")).to_contain_text("§ 3")
    assert "gerda" in sections(draft)
    Section.objects.filter(instrument=draft, key="p03").update(revision=9)
    redo(editor)
    expect(editor.locator(".editor-told")).to_contain_text("inzwischen geändert")
    expect(editor.locator("#abschnitt-p03")).to_contain_text("§ 3")


def test_undo_goes_back_into_an_absatz_that_was_left(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" Mehr.")
    finish(editor)
    eventually(lambda: stored(draft)[0], f"{FIRST} Mehr.")
    undo(editor)
    expect(written(editor)).to_have_value(FIRST)
    finish(editor)
    eventually(lambda: stored(draft)[0], FIRST)


def test_undo_leaves_what_somebody_else_wrote(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" Mehr.")
    saved(editor)
    clause = Clause.objects.filter(section__instrument=draft, key="p03-1")
    clause.update(text=f"Von Gerda. {FIRST} Mehr.", revision=clause.get().revision + 1)
    row(editor, "p03-2").get_by_role("button", name="nach unten").click()
    expect(row(editor, "p03-1")).to_have_attribute("data-text", f"Von Gerda. {FIRST} Mehr.")
    expect(row(editor, "p03-1").locator(".writer")).to_have_count(0)  # who leaves it gets the Absatz back
    write_in(editor, "p03-1")
    undo(editor)
    expect(row(editor, "p03-2").locator(".clause-text .clause-number")).to_have_text("(2) ")
    undo(editor)
    expect(written(editor)).to_have_value(f"Von Gerda. {FIRST}")
    finish(editor)
    eventually(lambda: stored(draft), [f"Von Gerda. {FIRST}", SECOND, THIRD])


def test_a_refused_undo_is_told_and_takes_no_word(editor: Page, draft: Instrument, witness: Witness) -> None:
    witness.expect_status(409)
    write_in(editor, "p03-1")
    caret(editor, len("Erster Satz. "))
    editor.keyboard.press("Enter")
    expect(written(editor)).to_have_value("Zweiter Satz.")
    saved(editor)
    # the upper one has been read again, and is not any more
    expect(editor.locator("form.writer")).to_have_count(1)
    Clause.objects.filter(section__instrument=draft, key="p03-1").update(text="Von Gerda.", revision=9)
    undo(editor)
    expect(editor.locator(".editor-told")).to_contain_text("inzwischen geändert")
    eventually(lambda: stored(draft), ["Von Gerda.", "Zweiter Satz.", SECOND, THIRD])
    expect(field(editor)).to_be_visible()


def test_a_word_that_is_being_composed_keeps_its_field(editor: Page, draft: Instrument) -> None:
    """Telephones compose every word: what the server answers meanwhile waits for its end."""
    write_in(editor, "p03-1")
    caret(editor, len("Erster Satz. "))
    keyboard = editor.context.new_cdp_session(editor)
    with editor.expect_response("**/teilen/"):
        editor.keyboard.press("Enter")
        expect(written(editor)).to_have_value("Zweiter Satz.")
        keyboard.send("Input.imeSetComposition", {"text": "Ne", "selectionStart": 2, "selectionEnd": 2})
    keyboard.send("Input.imeSetComposition", {"text": "Neu", "selectionStart": 3, "selectionEnd": 3})
    keyboard.send("Input.insertText", {"text": "Neuer "})
    expect(written(editor)).to_have_value("Neuer Zweiter Satz.")
    saved(editor)
    finish(editor)
    eventually(lambda: stored(draft), ["Erster Satz.", "Neuer Zweiter Satz.", SECOND, THIRD])
