"""Writing in the page that looks like the contract: by keyboard, with all that the keys do."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from agreements.models import Clause, Instrument
from agreements.numbering import Numbering
from districts.models import User
from tests.browser.axe import troubles, violations
from tests.browser.browser import FITS, NARROW, NARROWEST, WIDE, Witness
from tests.browser.writing import (
    SAVED,
    caret,
    draft_of,
    eventually,
    field,
    keys,
    open_editor,
    row,
    sections,
    stored,
    write_in,
    written,
)

LogIn = Callable[[User], None]
FIRST, SECOND, THIRD = "Erster Satz. Zweiter Satz.", "Der zweite Absatz.", "Der dritte Absatz."


@pytest.fixture
def draft(transactional_db: None, log_in: LogIn) -> Instrument:
    """A draft whose § 3 we know; its third Absatz has an obligation."""
    return draft_of({"p03-1": FIRST, "p03-2": SECOND, "p03-3": THIRD}, log_in)


def test_a_click_opens_an_absatz_where_it_stands_and_escape_closes_it(
    editor: Page, draft: Instrument
) -> None:
    row(editor, "p03-2").locator(".clause-text").click()
    expect(written(editor)).to_have_value(SECOND)
    field(editor).fill("Der zweite Absatz, [BEZIRK].")
    expect(row(editor, "p03-2").locator(".keep-state")).to_have_text(SAVED, timeout=15_000)
    eventually(lambda: stored(draft)[1], "Der zweite Absatz, [BEZIRK].")
    editor.keyboard.press("Escape")
    expect(row(editor, "p03-2")).to_be_focused()
    expect(row(editor, "p03-2").locator(".clause-text")).to_have_text("(2) Der zweite Absatz, Pankow.")
    expect(editor.locator("form.writer")).to_have_count(0)


def test_enter_parts_and_backspace_joins(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    caret(editor, len("Erster Satz. "))
    editor.keyboard.press("Enter")
    editor.keyboard.type("Neu. ")
    expect(written(editor)).to_have_value("Neu. Zweiter Satz.")
    expect(editor.locator("#vertragstext .writer:focus-within .clause-number")).to_have_text("(2)")
    expect(row(editor, "p03-2").locator(".clause-number").first).to_have_text("(3) ")
    expect(editor.locator(".writer:focus-within .keep-state")).to_have_text(SAVED, timeout=15_000)
    eventually(lambda: stored(draft), ["Erster Satz.", "Neu. Zweiter Satz.", SECOND, THIRD])
    caret(editor, 0)
    editor.keyboard.press("Backspace")
    expect(written(editor)).to_have_value("Erster Satz.\nNeu. Zweiter Satz.")
    editor.keyboard.type("Auch ")
    expect(editor.locator(".writer:focus-within .keep-state")).to_have_text(SAVED, timeout=15_000)
    expect(row(editor, "p03-2").locator(".clause-number").first).to_have_text("(2) ")
    eventually(lambda: stored(draft), ["Erster Satz.\nAuch Neu. Zweiter Satz.", SECOND, THIRD])


def test_enter_at_the_end_makes_an_absatz_that_is_stored_when_it_has_text(
    editor: Page, draft: Instrument
) -> None:
    write_in(editor, "p03-2")
    editor.keyboard.press("End")
    editor.keyboard.press("Enter")
    expect(written(editor)).to_have_value("")
    expect(editor.locator(".edit-clause-new")).to_have_count(1)
    editor.keyboard.press("Backspace")
    expect(written(editor)).to_have_value(SECOND)
    eventually(lambda: stored(draft), [FIRST, SECOND, THIRD])
    editor.keyboard.press("Control+End")
    editor.keyboard.press("Enter")
    editor.keyboard.type("Ganz neu.")
    editor.keyboard.press("Enter")
    editor.keyboard.type("Noch einer.")
    editor.keyboard.press("Escape")
    expect(editor.locator("form.writer")).to_have_count(0, timeout=15_000)
    eventually(lambda: stored(draft), [FIRST, SECOND, "Ganz neu.", "Noch einer.", THIRD])
    expect(row(editor, "p03-3").locator(".clause-number")).to_have_text("(5) ")


def test_enumerations_go_on_and_end(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-2")
    editor.keyboard.press("Control+A")
    editor.keyboard.type("Es gilt:")
    editor.keyboard.press("Shift+Enter")
    editor.keyboard.type("1. eins")
    editor.keyboard.press("Enter")
    editor.keyboard.type("zwei")
    editor.keyboard.press("Enter")
    expect(written(editor)).to_have_value("Es gilt:\n1. eins\n2. zwei\n3. ")
    editor.keyboard.press("Enter")
    editor.keyboard.type("Danach.")
    editor.keyboard.press("Escape")
    expect(editor.locator("form.writer")).to_have_count(0, timeout=15_000)
    eventually(lambda: stored(draft), [FIRST, "Es gilt:\n1. eins\n2. zwei", "Danach.", THIRD])
    expect(row(editor, "p03-2").locator("li")).to_have_count(2)


def test_items_of_a_text_with_figures_are_counted_in_their_absatz(editor: Page, draft: Instrument) -> None:
    Instrument.objects.filter(pk=draft.pk).update(numbering=Numbering.DECIMAL)
    open_editor(editor, draft)
    write_in(editor, "p03-2").fill("Es gilt:")
    editor.keyboard.press("Shift+Enter")
    editor.keyboard.type("eins")
    editor.get_by_role("button", name="Aufzählung mit Zahlen").click()
    editor.keyboard.press("End")
    editor.keyboard.press("Enter")
    editor.keyboard.type("drei")
    expect(field(editor)).to_contain_text(re.compile(r"3\.2\.1 eins.*3\.2\.2 drei"))
    editor.keyboard.press("ArrowUp")
    editor.keyboard.press("End")
    editor.keyboard.press("Enter")
    editor.keyboard.type("zwei")
    expect(field(editor)).to_contain_text(re.compile(r"3\.2\.1 eins.*3\.2\.2 zwei.*3\.2\.3 drei"))
    expect(written(editor)).to_have_value("Es gilt:\n{#} eins\n{#} zwei\n{#} drei")
    editor.keyboard.press("Escape")
    expect(row(editor, "p03-2").locator("li .item-mark").last).to_have_text("3.2.3 ")
    editor.keyboard.press("Alt+ArrowUp")
    expect(row(editor, "p03-2").locator("li .item-mark").last).to_have_text("3.1.3 ")
    assert violations(editor) == []

    write_in(editor, "p03-3").fill("Danach:")
    editor.keyboard.press("Shift+Enter")
    editor.keyboard.type("3.3.1 der eine")
    editor.keyboard.press("Enter")
    editor.keyboard.type("nach Ziffer 3.1.2")
    expect(editor.get_by_role("listbox", name="Verweise").get_by_role("option").first).to_contain_text(
        "3.1.2"
    )
    editor.keyboard.press("Enter")
    expect(written(editor)).to_have_value("Danach:\n{#} der eine\n{#} nach {→ p03-2}.2")
    editor.keyboard.press("Control+A")
    editor.keyboard.press("Control+b")
    expect(written(editor)).to_have_value("**Danach:**\n{#} **der eine**\n{#} **nach {→ p03-2}.2**")


def test_the_toolbar_marks_what_is_selected_and_undo_takes_it_back(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-2")
    editor.keyboard.press("Control+A")
    editor.keyboard.press("Control+b")
    expect(written(editor)).to_have_value(f"**{SECOND}**")
    editor.keyboard.press("Control+z")
    expect(written(editor)).to_have_value(SECOND)
    editor.get_by_role("button", name="Aufzählung mit Buchstaben").click()
    expect(written(editor)).to_have_value(f"a) {SECOND}")
    editor.get_by_role("button", name="Aufzählung mit Buchstaben").click()
    expect(written(editor)).to_have_value(SECOND)


def test_an_absatz_moves_while_it_is_written(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-2")
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" Mehr.")
    editor.keyboard.press("Alt+ArrowUp")
    expect(editor.locator(".writer .clause-number")).to_have_text("(1)")
    editor.keyboard.type(" Und mehr.")
    expect(row(editor, "p03-2").locator(".keep-state")).to_have_text(SAVED, timeout=15_000)
    eventually(lambda: stored(draft), [f"{SECOND} Mehr. Und mehr.", FIRST, THIRD])
    editor.keyboard.press("Escape")
    expect(row(editor, "p03-2")).to_be_focused()
    editor.keyboard.press("Alt+ArrowDown")
    expect(row(editor, "p03-2").locator(".clause-text .clause-number")).to_have_text("(2) ")
    expect(row(editor, "p03-2")).to_be_focused()
    editor.keyboard.press("ArrowUp")
    expect(row(editor, "p03-1")).to_be_focused()


def test_what_was_removed_comes_back(editor: Page, draft: Instrument) -> None:
    row(editor, "p03-2").focus()
    editor.keyboard.press("Control+Shift+Delete")
    expect(row(editor, "p03-2")).to_have_count(0)
    expect(row(editor, "p03-3")).to_be_focused()
    eventually(lambda: keys(draft), ["p03-1", "p03-3"])
    editor.get_by_role("button", name="Rückgängig").click()
    expect(row(editor, "p03-2").locator(".clause-text")).to_have_text(f"(2) {SECOND}")
    row(editor, "p03-2").focus()
    editor.keyboard.press("Control+Shift+Delete")
    editor.get_by_text("Zuletzt entfernt (1)").click()
    expect(editor.locator("#entferntes")).to_contain_text(f"Absatz aus § 3: „{SECOND}“")
    assert violations(editor) == []
    editor.get_by_role("button", name="Wieder einfügen").click()
    expect(row(editor, "p03-2")).to_be_focused()
    eventually(lambda: stored(draft), [FIRST, SECOND, THIRD])


def test_a_refusal_is_told_and_takes_nothing_away(editor: Page, draft: Instrument, witness: Witness) -> None:
    witness.expect_status(409)
    row(editor, "p03-3").focus()
    editor.keyboard.press("Control+Shift+Delete")
    expect(editor.locator(".editor-told")).to_contain_text("Ordnen Sie sie zuerst einem anderen Absatz zu.")
    assert violations(editor) == []
    row(editor, "p16-2").locator(".clause-text").click()
    expect(editor.locator(".editor-told")).to_contain_text("gesperrt")
    expect(editor.locator("form.writer")).to_have_count(0)
    Clause.objects.filter(section__instrument=draft, key="p03-1").update(
        text="Von jemand anderem.", revision=9
    )
    write_in(editor, "p03-1")
    caret(editor, 12)
    editor.keyboard.press("Enter")
    expect(editor.locator(".editor-told")).to_contain_text("inzwischen geändert")
    expect(written(editor)).to_have_value(FIRST)
    eventually(lambda: stored(draft), ["Von jemand anderem.", SECOND, THIRD])


def test_the_outline_orders_the_sections_by_mouse_and_by_keyboard(editor: Page, draft: Instrument) -> None:
    before = sections(draft)
    entry = editor.locator('#gliederung > [data-key="p03"]')
    entry.hover()
    grip = entry.locator("[data-grip]").bounding_box()
    target = editor.locator('#gliederung > [data-key="p01"]').bounding_box()
    assert grip is not None
    assert target is not None
    editor.mouse.move(grip["x"] + 8, grip["y"] + 8)
    editor.mouse.down()
    editor.mouse.move(target["x"] + 20, target["y"] + 3, steps=4)
    expect(editor.locator("#gliederung .drop-before")).to_have_count(1)
    editor.mouse.up()
    expect(editor.locator("#gliederung > li").nth(1)).to_contain_text("Grundsätze der Zusammenarbeit")
    eventually(lambda: sections(draft)[1:4], ["p03", "p01", "p02"])
    link = editor.locator('#gliederung > [data-key="p03"] a')
    for key, words in (("ArrowDown", "§ 2"), ("ArrowDown", "§ 3")):
        link.focus()
        editor.keyboard.press(f"Alt+{key}")
        expect(link).to_contain_text(words)
    expect(link).to_be_focused()
    eventually(lambda: sections(draft), before)


def test_an_absatz_is_dragged_into_another_section(editor: Page, draft: Instrument) -> None:
    row(editor, "p03-1").hover()
    grip = row(editor, "p03-1").locator("[data-grip]").bounding_box()
    target = row(editor, "p02-3").bounding_box()
    assert grip is not None
    assert target is not None
    editor.mouse.move(grip["x"] + 8, grip["y"] + 8)
    editor.mouse.down()
    editor.mouse.move(target["x"] + 50, target["y"] + target["height"] - 4, steps=4)
    editor.mouse.up()
    expect(row(editor, "p03-1").locator(".clause-number")).to_have_text("(4) ")
    eventually(lambda: keys(draft, "p02")[-1], "p03-1")


def test_the_printed_page_stands_beside_the_text(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p09-1")
    editor.get_by_role("button", name="Vorschau").click()
    picture = editor.get_by_role("img", name=re.compile(r"Seite \d+ von \d+ der Druckansicht"))
    expect(picture).to_be_visible(timeout=30_000)
    assert not (picture.get_attribute("alt") or "").startswith("Seite 1 von")
    assert violations(editor) == []


@pytest.mark.parametrize(("size", "top"), [(WIDE, 160), (NARROW, 330), (NARROWEST, 480)])
def test_the_text_begins_at_the_top_and_the_bar_stays(
    page: Page, draft: Instrument, size: ViewportSize, top: int
) -> None:
    """Given an empty placeholder, when she scrolls and writes, then the bar still says what is missing and saved."""
    Instrument.objects.filter(pk=draft.pk).update(file_reference="")
    page.set_viewport_size(size)
    open_editor(page, draft)
    assert page.locator("#vertragstext").evaluate("text => text.getBoundingClientRect().top") <= top
    assert page.evaluate(FITS)

    page.locator("#abschnitt-p09").evaluate("head => head.scrollIntoView()")
    expect(page.locator("#gliederung [aria-current]")).to_have_attribute("href", "#abschnitt-p09")
    bar = page.get_by_role("region", name="Vertrag und Stand")
    expect(bar).to_be_in_viewport()
    lack = bar.get_by_text("Es fehlt: 1")
    lack.click()
    expect(bar.get_by_text("Geschäftszeichen fehlt")).to_be_in_viewport(ratio=0.9)
    assert page.evaluate(FITS)
    page.keyboard.press("Escape")
    expect(lack).to_be_focused()
    bar.get_by_text("Mehr").click()
    expect(bar.get_by_role("link", name="Vergleichen")).to_be_in_viewport()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(bar.get_by_role("link", name="Vergleichen")).to_be_hidden()

    write_in(page, "p03-2")
    page.keyboard.type("Mehr. ")
    expect(bar.get_by_text(SAVED)).to_be_visible(timeout=15_000)
    page.keyboard.press("Escape")
    expect(page.locator("form.writer")).to_have_count(0)


def test_the_page_is_accessible_and_fits_at_every_width(editor: Page) -> None:
    outline = editor.locator(".outline > details").first
    assert outline.evaluate("details => details.open")
    assert troubles(editor) == []
    write_in(editor, "p03-1")
    assert troubles(editor) == []
    editor.set_viewport_size(NARROW)
    editor.reload()
    assert not outline.evaluate("details => details.open")
    assert violations(editor) == []


LISTS = [
    ("1. eins", 7, "1. eins\n2. ", "next"),
    ("a) eins", 7, "a) eins\nb) ", "next"),
    ("- eins", 6, "- eins\n- ", "next"),
    ("   - innen", 10, "   - innen\n   - ", "next"),
    ("1. ab\n2. c\n3. d", 4, "1. a\n2. b\n3. c\n4. d", "next"),
    ("Kein Punkt", 10, "", "none"),
    ("(1) eins", 8, "(1) eins\n(2) ", "next"),
    ("1) eins", 7, "1) eins\n2) ", "next"),
    ("   bb) zwei", 11, "   bb) zwei\n   cc) ", "next"),
    ("3.1.9 neun", 10, "3.1.9 neun\n3.1.10 ", "next"),
    ("IV. vier", 8, "IV. vier\nV. ", "next"),
    ("i) eins", 7, "i) eins\nii) ", "next"),
    ("h) acht\ni) neun", 15, "h) acht\ni) neun\nj) ", "next"),
    ("– eins", 6, "– eins\n– ", "next"),
    ("1. Januar", 9, "", "none"),
    ("1. Okt. 2027", 12, "", "none"),
    ("1. und 2. Klasse", 16, "", "none"),
    ("– nachfolgend „Bezirk“ –", 24, "", "none"),
    ("1. eins\n2. ", 11, "1. eins", "leave"),
    ("1. eins", 0, "", "none"),
    ("\ue002 eins\n\ue002 zwei", 6, "\ue002 eins\n\ue002 \n\ue002 zwei", "next"),
    ("\ue002 eins\n\ue002 ", 9, "\ue002 eins", "leave"),
]


def test_what_enter_means_in_a_list(editor: Page) -> None:
    script = """async ([text, place]) => {
        const { afterEnter } = await import("/static/js/editor/lists.js");
        const before = text.slice(0, place).split("\\n");
        const lines = text.split("\\n");
        const at = before.length - 1;
        const meant = afterEnter(lines, at, before.at(-1).length);
        if (!meant) return ["none", ""];
        if (meant.leave) return ["leave", lines.slice(0, at).join("\\n")];
        const rest = `${meant.mark}${lines[at].slice(before.at(-1).length)}`;
        const behind = lines.slice(at + 1).map((line, one) => {
            const change = meant.marks[one];
            return change ? change.mark + line.slice(change.length) : line;
        });
        return ["next", [...lines.slice(0, at), before.at(-1), rest, ...behind].join("\\n")];
    }"""
    for typed, place, expected, outcome in LISTS:
        assert editor.evaluate(script, [typed, place]) == [outcome, expected], typed
