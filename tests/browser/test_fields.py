"""A figure of an obligation in the text: a chip while writing, plain words in print."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from agreements.models import Clause, Event, Instrument, ObligationTerms
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import FITS, NARROWEST, Witness, picture
from tests.browser.test_surface import PASTE, finish
from tests.browser.writing import (
    SAVED,
    draft_of,
    eventually,
    field,
    open_editor,
    row,
    state,
    stored,
    write_in,
    written,
)

LogIn = Callable[[User], None]
TEXT = "Der Bezirk berichtet."
TOKEN = "{O-19 Menge: Wort}"
SAID = "zwei (Angabe aus O-19)"


@pytest.fixture
def draft(transactional_db: None, log_in: LogIn) -> Instrument:
    return draft_of({"p03-1": TEXT}, log_in)


def chip(page: Page) -> Locator:
    return field(page).locator(".chip")


def test_a_typed_token_becomes_a_chip_that_is_taken_as_a_whole(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    editor.keyboard.type(f" Es sind {TOKEN} Personen.")
    expect(chip(editor)).to_have_text(SAID)
    text = f"{TEXT} Es sind {TOKEN} Personen."
    expect(written(editor)).to_have_value(text)

    for _ in " Personen.":
        editor.keyboard.press("ArrowLeft")
    editor.keyboard.press("ArrowLeft")
    expect(editor.locator(".chip.ProseMirror-selectednode")).to_have_count(1)
    editor.keyboard.press("ArrowLeft")
    editor.keyboard.press("Delete")
    expect(written(editor)).to_have_value(f"{TEXT} Es sind  Personen.")
    editor.keyboard.press("Control+z")
    expect(written(editor)).to_have_value(text)
    editor.keyboard.press("ArrowRight")
    editor.keyboard.press("Backspace")
    expect(written(editor)).to_have_value(f"{TEXT} Es sind  Personen.")
    editor.keyboard.press("Control+z")
    expect(chip(editor)).to_have_text(SAID)
    assert editor.evaluate(FITS)

    finish(editor)
    expect(row(editor, "p03-1").locator(".clause-text")).to_contain_text("Es sind zwei Personen.")
    eventually(lambda: stored(draft)[0], text)


def test_chips_are_copied_and_pasted(editor: Page) -> None:
    write_in(editor, "p03-1")
    field(editor).evaluate(PASTE, ["", f"Mit {TOKEN} Personen, {TOKEN}."])
    expect(chip(editor)).to_have_count(2)
    expect(written(editor)).to_have_value(f"{TEXT}Mit {TOKEN} Personen, {TOKEN}.")

    field(editor).evaluate(PASTE, [f"<p>Und <b>{TOKEN}</b></p>", ""])
    expect(written(editor)).to_have_value(f"{TEXT}Mit {TOKEN} Personen, {TOKEN}.Und **{TOKEN}**")
    editor.keyboard.press("Control+z")
    editor.keyboard.press("Control+a")
    copied = field(editor).evaluate("""(field) => {
        const data = new DataTransfer();
        field.dispatchEvent(new ClipboardEvent("cut", { clipboardData: data, bubbles: true, cancelable: true }));
        return [data.getData("text/html"), data.getData("text/plain")];
    }""")
    assert copied[1] == f"{TEXT}Mit zwei Personen, zwei."
    expect(written(editor)).to_have_value("")
    field(editor).evaluate(PASTE, copied)
    expect(written(editor)).to_have_value(f"{TEXT}Mit {TOKEN} Personen, {TOKEN}.")


def test_what_names_nothing_stays_visible(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    editor.keyboard.type(" {O-77 Frist: Tag} {O-19 Unsinn}")
    expect(chip(editor)).to_have_text("{O-77 Frist: Tag} (Angabe fehlt)")
    finish(editor)
    expect(row(editor, "p03-1").locator(".clause-text mark")).to_have_text("{O-77 Frist: Tag}")
    eventually(lambda: stored(draft)[0], f"{TEXT} {{O-77 Frist: Tag}} {{O-19 Unsinn}}")


def shown(page: Page) -> Locator:
    return row(page, "p03-1").locator(".clause-text")


def terms(draft: Instrument, code: str) -> ObligationTerms:
    return draft.terms.get(obligation__code=code)


def open_dialog(page: Page) -> Locator:
    """Open the chip at the end of the Absatz, from the keyboard."""
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".chip.ProseMirror-selectednode")).to_have_count(1)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def test_a_value_is_inserted_read_otherwise_and_changed_by_keyboard(
    editor: Page, draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(422)
    write_in(editor, "p03-1")
    editor.keyboard.type(" Es sind {ansprech")
    offered = row(editor, "p03-1").get_by_role("option")
    expect(offered.first).to_have_text("O-19 Menge 2 · Ansprechpersonen benennen")
    picture(editor, "fields-offered")
    assert violations(editor) == []
    editor.keyboard.press("Enter")
    expect(chip(editor)).to_have_text("2 (Angabe aus O-19)")
    state(editor, "p03-1", SAVED)

    dialog = open_dialog(editor)
    expect(dialog.get_by_role("heading")).to_have_text("Angabe aus Pflicht O-19")
    assert violations(editor) == []
    picture(editor, "fields-dialog")
    dialog.get_by_label("So steht es im Text").select_option("genau zwei Personen")
    dialog.locator("[name=quantity]").fill("0")
    editor.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Die Menge muss größer als null sein.")
    dialog.locator("[name=quantity]").fill("3")
    editor.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(chip(editor)).to_have_text("genau drei Personen (Angabe aus O-19)")
    expect(field(editor)).to_be_focused()
    assert terms(draft, "O-19").quantity == 3
    state(editor, "p03-1", SAVED)
    eventually(lambda: stored(draft)[0], f"{TEXT} Es sind {{O-19 Menge: Geltung Wort Einheit}}")
    changed = Event.objects.filter(kind="obligation_edited").latest("sequence")
    assert changed.data["changes"] == {"quantity": ["2.00", "3"]}

    # how it reads is taken back; the value belongs to the obligation
    editor.keyboard.press("Control+z")
    expect(chip(editor)).to_have_text("3 (Angabe aus O-19)")
    open_dialog(editor)
    editor.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    open_dialog(editor)
    dialog.get_by_role("button", name="Als einfachen Text").press("Enter")
    expect(chip(editor)).to_have_count(0)
    expect(written(editor)).to_have_value(f"{TEXT} Es sind 3")
    editor.keyboard.press("Control+z")
    finish(editor)
    expect(shown(editor)).to_contain_text("Es sind 3")


def test_days_and_spans_and_shares_are_changed_with_the_mouse_and_on_a_phone(
    editor: Page, draft: Instrument
) -> None:
    editor.set_viewport_size(NARROWEST)
    Clause.objects.filter(section__instrument=draft, key="p03-1").update(
        text="bis {O-23 Frist: bis}, in {O-07 Frist: Dativ}, zu {O-01 Stelle 1: Prozent}"
    )
    open_editor(editor, draft)
    expect(shown(editor)).to_contain_text("bis bis zum 31. Januar, in 18 Monaten, zu 75 Prozent")
    write_in(editor, "p03-1")
    dialog = editor.get_by_role("dialog")
    for place, code, label, value, words in (
        (0, "O-23", "Tag", "15", "bis zum 15. Januar"),
        (1, "O-07", "Abstand", "20", "20 Monaten"),
        (2, "O-01", "Anteil", "0,5", "50 Prozent"),
    ):
        chip(editor).nth(place).click()
        expect(dialog.get_by_role("heading")).to_contain_text(code)
        assert editor.evaluate(FITS)
        picture(editor, f"fields-narrow-{place}")
        dialog.get_by_label(label).first.fill(value)
        dialog.get_by_role("button", name="Übernehmen").click()
        expect(chip(editor).nth(place)).to_contain_text(words)
    finish(editor)
    expect(shown(editor)).to_contain_text("bis bis zum 15. Januar, in 20 Monaten, zu 50 Prozent")


def test_two_people_change_chip_and_obligation_at_once(
    opens: Callable[[User], Page], witness: Witness, transactional_db: None
) -> None:
    witness.expect_status(409)
    coordinator = factories.coordinator()
    draft = factories.draft(factories.district(), coordinator)
    clauses = Clause.objects.filter(section__instrument=draft)
    clauses.filter(key="p03-1").update(text=f"{TEXT} Es sind {{O-19 Menge}}")
    amira, gerda = opens(coordinator), opens(factories.person(factories.Role.COORDINATOR, name="Gerda"))
    open_editor(amira, draft)
    write_in(amira, "p03-1")
    dialog = open_dialog(amira)
    expect(dialog.get_by_role("heading")).to_be_visible()

    # the obligation changes elsewhere: the dialog says so, and both values are shown
    gerda.goto(f"/urkunden/{draft.pk}/pflichten/O-19/angabe/menge/")
    gerda.locator("[name=quantity]").fill("5")
    gerda.keyboard.press("Enter")
    expect(gerda.get_by_text("Angabe gespeichert.")).to_be_visible()
    dialog.locator("[name=quantity]").fill("4")
    amira.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text(
        "Inzwischen hat jemand anderes diese Pflicht geändert."
    )
    assert violations(amira) == []
    dialog.get_by_role("button", name="Beide Fassungen ansehen").click()
    expect(amira.get_by_role("button", name="Ihre Angaben übernehmen")).to_be_visible()
    assert violations(amira) == []
    amira.get_by_role("button", name="Ihre Angaben übernehmen").click()
    expect(amira.get_by_text("Angabe gespeichert.")).to_be_visible()
    assert terms(draft, "O-19").quantity == 4

    # who has the text open sees that it shows another value, and gets it without losing what she writes
    open_editor(amira, draft)
    write_in(amira, "p03-1")
    amira.keyboard.press("Control+End")
    amira.keyboard.type(" Personen")
    open_editor(gerda, draft)
    expect(shown(gerda)).to_contain_text("Es sind 4")
    shown(gerda).get_by_text("Es sind 4").click(position={"x": 60, "y": 10})
    chip(gerda).click()
    gerda.get_by_role("dialog").locator("[name=quantity]").fill("6")
    gerda.get_by_role("button", name="Übernehmen").click()
    expect(chip(gerda)).to_contain_text("6")
    gerda.get_by_role("button", name="Fertig").click()
    amira.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    note = row(amira, "p03-1").locator(".presence-note", has_text="Pflicht O-19 wurde")
    amira.evaluate("dispatchEvent(new Event('online'))")
    expect(note).to_be_visible()
    note.get_by_role("button", name="Neu laden").click()
    expect(shown(amira)).to_contain_text("Es sind 6 Personen")
    eventually(lambda: stored(draft)[0], f"{TEXT} Es sind {{O-19 Menge}} Personen")

    # the obligation goes: the chip becomes a gap that says so, and can be taken out
    duties = gerda.locator("#pflicht-O-19")
    duties.locator("summary").click()
    expect(duties).to_contain_text("Der Text zeigt Angaben dieser Pflicht: § 3 (1)")
    duties.get_by_role("button", name="Wirklich entfernen").click()
    expect(gerda.get_by_text("Der Text zeigt dort, wo er sie nannte, eine Lücke: § 3 (1).")).to_be_visible()
    open_editor(gerda, draft)
    expect(shown(gerda).locator("mark")).to_have_text("{O-19 Menge}")
    write_in(gerda, "p03-1")
    chip(gerda).click()
    expect(gerda.get_by_role("dialog")).to_contain_text("Die Pflicht O-19 gibt es in diesem Vertrag nicht.")
    assert violations(gerda) == []
    gerda.get_by_role("button", name="Herausnehmen").click()
    expect(chip(gerda)).to_have_count(0)
    gerda.keyboard.press("Control+z")
    expect(chip(gerda)).to_have_text("{O-19 Menge} (Angabe fehlt)")


def test_an_answer_that_comes_late_leaves_the_next_dialog_alone(editor: Page, draft: Instrument) -> None:
    held: list[Route] = []
    editor.route(
        "**/angabe/**",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    write_in(editor, "p03-1")
    text = f"{TEXT} Es sind {{O-19 Menge}}, ja {TOKEN}"
    editor.keyboard.type(text.removeprefix(TEXT))
    dialog = open_dialog(editor)
    dialog.get_by_label("So steht es im Text").select_option("genau zwei Personen")
    dialog.locator("[name=quantity]").fill("3")
    with editor.expect_request(lambda request: request.method == "POST" and "/angabe/" in request.url):
        editor.keyboard.press("Enter")
    editor.keyboard.press("Enter")
    editor.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    chip(editor).first.click()
    expect(dialog).to_be_visible()
    held[0].continue_()
    expect(editor.locator(".writer .chip")).to_have_text(["3 (Angabe aus O-19)", "drei (Angabe aus O-19)"])
    expect(dialog).to_be_visible()
    editor.keyboard.press("Escape")
    expect(written(editor)).to_have_value(text)
    assert len(held) == 1
    assert terms(draft, "O-19").quantity == 3
