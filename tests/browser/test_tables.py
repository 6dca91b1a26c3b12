"""Tables and footnotes while writing: from the keyboard, pasted, long, on a narrow screen, and back to the text."""

from collections.abc import Callable
from time import perf_counter

import pytest
from playwright.sync_api import Locator, Page, expect

from agreements.drafting.actions.text import CLAUSE_LIMIT
from agreements.models import Clause, Instrument
from districts.models import User
from tests.browser.axe import troubles, violations
from tests.browser.browser import FITS
from tests.browser.test_surface import PASTE, finish
from tests.browser.writing import draft_of, eventually, field, open_editor, row, stored, write_in, written

LogIn = Callable[[User], None]
TEXT = "Der Bezirk berichtet."
TABLE = "| Jahr | Betrag |\n|---|--:|\n| 2027 | 12.000 € |"
EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table border=0><colgroup><col width=80></colgroup>
<tr><td class=xl65><b>Jahr</b></td><td><b>Betrag</b></td></tr>
<tr><td>2027</td><td align=right>12.000,00&nbsp;&euro;</td></tr>
<tr><td colspan=2><p>Summe | brutto</p><p>ohne Steuer</p></td></tr><tr><td></td><td></td></tr></table></body></html>"""
NOTED = """<p>Eins<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>,
zwei<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</p>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1"
name="_ftn1">[1]</a> Stand:<br>2026]</p></div></div>
<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a> so</p></div>"""
OUTLOOK = """<table role=presentation><tr><td><table><tr><td><p>Guten Tag,</p><p>anbei der Text.</p></td></tr></table></td></tr></table>"""


@pytest.fixture
def draft(transactional_db: None, log_in: LogIn) -> Instrument:
    return draft_of({"p03-1": TEXT}, log_in)


def with_text(draft: Instrument, text: str) -> None:
    Clause.objects.filter(section__instrument=draft, key="p03-1").update(text=text)


def tool(page: Page, name: str) -> Locator:
    return page.locator(".writer:focus-within").get_by_role("button", name=name, exact=True)


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def test_a_table_is_written_from_the_keyboard(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    tool(editor, "Tabelle").press("Enter")
    expect(field(editor).locator("th")).to_have_count(3)
    for word in ("Jahr", "Wofür", "Betrag", "2027", "Räume", "5 | 6", "2028"):
        editor.keyboard.type(word)
        keys(editor, "Tab")
    keys(editor, "Tab")
    editor.keyboard.type("9")
    expect(editor.locator(".editor-offered")).to_have_text("Zeile 3, Spalte 3: Betrag")
    keys(editor, "Tab")
    editor.keyboard.type("2029")
    text = f"{TEXT}\n| Jahr | Wofür | Betrag |\n|---|---|---|\n| 2027 | Räume | 5 \\| 6 |\n| 2028 |  | 9 |\n| 2029 |  |  |"
    expect(written(editor)).to_have_value(text)

    tool(editor, "Zeile entfernen").press("Enter")
    tool(editor, "Spalte entfernen").press("Enter")
    tool(editor, "Spalte daneben").press("Enter")
    editor.keyboard.type("X")
    tool(editor, "Spalte rechtsbündig").press("Enter")
    short = f"{TEXT}\n| Wofür |  | Betrag |\n|---|--:|---|\n| Räume |  | 5 \\| 6 |\n|  | X | 9 |"
    expect(written(editor)).to_have_value(short)
    for _ in range(5):
        keys(editor, "Control+z")
    expect(written(editor)).to_have_value(text)
    for _ in range(5):
        keys(editor, "Control+Shift+z")
    expect(written(editor)).to_have_value(short)

    keys(editor, "Enter")
    editor.keyboard.type("Danach.")
    expect(written(editor)).to_have_value(f"{short}\nDanach.")
    finish(editor)
    expect(row(editor, "p03-1").locator(".clause-text th")).to_have_count(2)
    eventually(lambda: stored(draft)[0], f"{short}\nDanach.")

    editor.reload()
    editor.locator(".editor.is-live").wait_for()
    write_in(editor, "p03-1")
    expect(written(editor)).to_have_value(f"{short}\nDanach.")
    expect(field(editor).locator("th")).to_have_count(3)


def test_keys_never_break_a_table(editor: Page, draft: Instrument) -> None:
    with_text(draft, f"{TABLE}\n| 2028 | 9 |")
    open_editor(editor, draft)
    write_in(editor, "p03-1")
    whole = f"{TABLE}\n| 2028 | 9 |"
    keys(editor, "Control+Home", "Backspace")
    expect(editor.locator(".table-tools")).to_be_visible()  # the caret is known
    keys(editor, "Shift+Tab")
    expect(editor.locator(".table-tools :focus")).to_have_count(1)  # Tab backwards leaves the first cell
    keys(editor, "Tab", "Control+Home", "Backspace", "End", "Delete", "Shift+Enter", "ArrowRight")
    expect(written(editor)).to_have_value(whole)

    keys(
        editor,
        "Control+Home",
        "Shift+ArrowRight",
        "Shift+ArrowRight",
        "Shift+ArrowRight",
        "Shift+ArrowRight",
        "Shift+ArrowRight",
        "Shift+ArrowRight",
        "Delete",
    )
    expect(field(editor).locator("tr").first.locator("th")).to_have_count(2)
    keys(editor, "Control+z")
    expect(written(editor)).to_have_value(whole)

    keys(editor, "Control+a", "Delete")
    expect(written(editor)).to_have_value("")
    keys(editor, "Control+z")
    expect(written(editor)).to_have_value(whole)
    keys(editor, "Control+Home", "ArrowUp")
    editor.keyboard.type("Davor")
    expect(written(editor)).to_have_value(f"Davor\n{whole}")


def test_cells_are_cut_and_pasted_without_breaking_the_table(editor: Page, draft: Instrument) -> None:
    with_text(draft, f"{TABLE}\n| 2028 | 9 |")
    open_editor(editor, draft)
    write_in(editor, "p03-1")
    for _ in range(5):  # a field that was just opened may still put the caret back
        keys(editor, "Control+Home", *["Shift+ArrowRight"] * 14)
        copied = field(editor).evaluate("""(field) => {
            const data = new DataTransfer();
            field.dispatchEvent(new ClipboardEvent("cut", { clipboardData: data, bubbles: true, cancelable: true }));
            return [data.getData("text/html"), data.getData("text/plain")];
        }""")
        if copied[1]:
            break
    left = "|  |  |\n|---|--:|\n| 27 | 12.000 € |"
    expect(written(editor)).to_have_value(f"{left}\n| 2028 | 9 |")
    field(editor).locator("td").last.click()
    keys(editor, "End")
    field(editor).evaluate(PASTE, copied)
    expect(written(editor)).to_have_value(f"{left}\n| 2028 | 9Jahr Betrag 20 |")
    keys(editor, "Control+z", "Control+z")
    expect(written(editor)).to_have_value(f"{TABLE}\n| 2028 | 9 |")


@pytest.mark.parametrize("key", ["Enter", "Shift+Enter"])
def test_a_table_that_is_selected_as_a_whole_is_left_behind_it(
    editor: Page, draft: Instrument, key: str
) -> None:
    with_text(draft, f"{TABLE}\nDanach.")
    open_editor(editor, draft)
    write_in(editor, "p03-1")
    keys(editor, "Control+End", "Home", "Backspace")
    expect(field(editor).locator("table.ProseMirror-selectednode")).to_have_count(1)
    keys(editor, key)
    editor.keyboard.type("Und ")
    expect(written(editor)).to_have_value(f"{TABLE}\nUnd Danach.")
    keys(editor, "Control+a", "Shift+Enter")
    editor.keyboard.type("Neu")
    expect(written(editor)).to_have_value("\nNeu")


def test_the_buttons_of_a_table_are_reached_from_every_cell(editor: Page, draft: Instrument) -> None:
    with_text(draft, f"{TABLE}\n| 2028 | 9 |\nDanach.")
    open_editor(editor, draft)
    write_in(editor, "p03-1")
    field(editor).locator("td").first.click()
    expect(editor.locator(".editor-offered")).to_have_text("Zeile 2, Spalte 1: Jahr")
    keys(editor, "Alt+F10")
    expect(editor.locator(".table-tools :focus")).to_have_text("Zeile darunter")
    keys(editor, "Tab", "Enter")
    expect(field(editor)).to_be_focused()
    expect(written(editor)).to_have_value("| Jahr | Betrag |\n|---|--:|\n| 2028 | 9 |\nDanach.")
    keys(editor, "Control+End", "Alt+F10")
    expect(editor.locator(".writer-bar :focus")).to_have_attribute("data-do", "bold")


def test_a_footnote_is_written_changed_and_taken_out(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    tool(editor, "Fußnote").press("Enter")
    words = editor.get_by_label("Worte der Fußnote")
    expect(words).to_be_focused()
    editor.keyboard.type("Stand: 1. März ]2026")
    assert not violations(editor)
    keys(editor, "Enter")
    chip = field(editor).locator(".chip-note")
    expect(chip).to_have_text("Stand: 1. März ]2026 (Fußnote)")
    expect(written(editor)).to_have_value(f"{TEXT}[^Stand: 1. März \\]2026]")
    editor.keyboard.type(" Und mehr[^zweite].")
    expect(chip).to_have_count(2)

    chip.first.click()
    words.fill("[BEZIRK] prüft")
    editor.get_by_role("button", name="Übernehmen").click()
    expect(written(editor)).to_have_value(f"{TEXT}[^[BEZIRK] prüft] Und mehr[^zweite].")
    keys(editor, "Control+z")
    expect(chip.first).to_have_text("Stand: 1. März ]2026 (Fußnote)")
    keys(editor, "Control+Shift+z")
    chip.last.click()
    editor.get_by_role("button", name="Fußnote entfernen").click()
    expect(written(editor)).to_have_value(f"{TEXT}[^[BEZIRK] prüft] Und mehr.")

    finish(editor)
    call = row(editor, "p03-1").get_by_role("link", name="Fußnote 1")
    expect(call).to_have_text("1")
    call.click()
    expect(editor.locator("#fussnote-1")).to_contain_text("prüft")
    eventually(lambda: stored(draft)[0], f"{TEXT}[^[BEZIRK] prüft] Und mehr.")
    assert not troubles(editor)
    assert not violations(editor)


def test_pasted_tables_become_tables(editor: Page) -> None:
    write_in(editor, "p03-1")
    field(editor).evaluate(PASTE, [EXCEL, "Jahr\tBetrag"])
    table = "| Jahr | Betrag |\n|---|---|\n| 2027 | 12.000,00 € |\n| Summe \\| brutto ohne Steuer |  |"
    expect(written(editor)).to_have_value(f"{TEXT}\n{table.replace('|---|---|', '|---|--:|')}")
    keys(editor, "Control+z")
    expect(written(editor)).to_have_value(TEXT)

    field(editor).evaluate(PASTE, [OUTLOOK, ""])
    expect(written(editor)).to_have_value(f"{TEXT}Guten Tag,\nanbei der Text.")
    keys(editor, "Control+z")
    field(editor).evaluate(PASTE, ["", TABLE])
    tables = field(editor).locator("table")
    expect(tables).to_have_count(1)
    tables.locator("td").first.click()
    field(editor).evaluate(PASTE, ["<p>eins</p><p>zwei</p>", ""])
    expect(tables).to_contain_text("eins zwei")
    expect(tables.locator("tr")).to_have_count(2)


def test_pasted_footnotes_come_to_where_they_are_called(editor: Page) -> None:
    write_in(editor, "p03-1")
    field(editor).evaluate(PASTE, [NOTED, ""])
    expect(field(editor).locator(".chip-note")).to_have_count(2)
    expect(written(editor)).to_have_value(f"{TEXT}Eins[^Stand: 2026\\]], zwei[^so].")


def test_a_text_that_only_looks_like_a_table_stays_as_it_is(editor: Page, draft: Instrument) -> None:
    text = "| a | b |\n| c\n|--|\n[^offen\n|a|b|\n|---|---|\n| c |"
    with_text(draft, text)
    open_editor(editor, draft)
    write_in(editor, "p03-1")
    expect(written(editor)).to_have_value(text)
    keys(editor, "Control+End")
    editor.keyboard.type("!")
    expect(written(editor)).to_have_value(f"{text}!")


@pytest.mark.parametrize("width", [320, 390])
def test_a_wide_table_scrolls_on_a_telephone(editor: Page, draft: Instrument, width: int) -> None:
    long = "Jugendhilfeplanungsausschuss"
    with_text(draft, f"|{f' {long} |' * 8}\n{'|---' * 8}|\n|{f' {long}[^Note] |' * 8}")
    editor.set_viewport_size({"width": width, "height": 800})
    open_editor(editor, draft)
    region = row(editor, "p03-1").get_by_role("group", name=f"Tabelle: {long}")
    region.focus()
    expect(region).to_be_focused()
    assert region.evaluate("(one) => one.scrollWidth > one.clientWidth")
    assert editor.evaluate(FITS)
    assert not violations(editor)
    write_in(editor, "p03-1")
    expect(field(editor).locator("th")).to_have_count(8)
    assert editor.evaluate(FITS)


def test_a_table_of_500_rows_can_be_written(editor: Page, draft: Instrument) -> None:
    rows = "\n".join(f"| Zeile {n} | {n}.000 € | {'ja' if n % 2 else 'nein'} |" for n in range(500))
    text = f"| Nr. | Betrag | Ja? |\n|---|--:|---|\n{rows}"
    assert len(text) < CLAUSE_LIMIT
    with_text(draft, text)
    open_editor(editor, draft)
    begin = perf_counter()
    write_in(editor, "p03-1")
    expect(field(editor).locator("tr")).to_have_count(501)
    editor.keyboard.type("x")
    expect(written(editor)).to_have_value(f"{text[:-1]}x |".replace(" x |", "x |"))
    assert perf_counter() - begin < 10
