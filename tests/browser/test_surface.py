"""The field in which an Absatz is written: bold, placeholders, pasting, narrow screens, screen readers, no script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Clause, Instrument
from districts.models import User
from tests.browser.axe import troubles, violations
from tests.browser.browser import FITS, NARROWEST
from tests.browser.writing import draft_of, eventually, field, open_editor, row, stored, write_in, written

LogIn = Callable[[User], None]
TEXT = "Der Bezirk berichtet."
PASTE = """(field, [html, text]) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p { color: red }</style></head>
<body lang=DE style='tab-interval:35.4pt'><!--StartFragment-->
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Der Bezirk</b> und <span style="font-weight:700">der
Tr&auml;ger</span>&nbsp;vereinbaren<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>zu berichten,</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>aa)<span>&nbsp;</span></span>und
<i>zwar</i> je Jahr,</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>&middot;<span>&nbsp;</span></span>als
Punkt.</p>
<ol type=a start=3><li style="color:red">drittens<ul><li>innen</li></ul></li><li><p>viertens</p></li></ol>
<p style="background:url(https://example.org/x.png)">Ende<img src="https://example.org/y.png" onerror="x()"></p>
<!--EndFragment--></body></html>"""
PASTED = """**Der Bezirk** und **der Träger** vereinbaren
1. zu berichten,
   aa) und *zwar* je Jahr,
- als Punkt.
c) drittens
   - innen
d) viertens
Ende"""


@pytest.fixture
def draft(transactional_db: None, log_in: LogIn) -> Instrument:
    return draft_of({"p03-1": TEXT}, log_in)


def finish(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("form.writer")).to_have_count(0)


def select(page: Page, words: str) -> None:
    """Select words of the first line, and wait until the field knows."""
    field(page).evaluate(
        """async (field, words) => {
            const text = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
            let node = text.nextNode();
            while (!node.data.includes(words)) node = text.nextNode();
            const from = node.data.indexOf(words);
            getSelection().setBaseAndExtent(node, from, node, from + words.length);
            await new Promise((next) => setTimeout(next, 100));
        }""",
        words,
    )


def test_bold_is_bold_while_writing(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    select(editor, "Bezirk")
    editor.keyboard.press("Control+b")
    expect(field(editor).locator("strong")).to_have_text("Bezirk")
    expect(written(editor)).to_have_value("Der **Bezirk** berichtet.")
    bold = editor.get_by_role("button", name="fett")
    expect(bold).to_have_attribute("aria-pressed", "true")
    editor.keyboard.press("Control+b")
    expect(written(editor)).to_have_value(TEXT)
    expect(bold).to_have_attribute("aria-pressed", "false")
    select(editor, "richt")
    editor.get_by_role("button", name="kursiv").click()
    expect(field(editor).locator("em")).to_have_text("berichtet.")
    editor.keyboard.press("Control+End")
    editor.keyboard.press("Control+i")
    editor.keyboard.type(" Und **so** auch, 2 * 3, Bürger*innen.")
    expect(written(editor)).to_have_value("Der Bezirk *berichtet.* Und **so** auch, 2 * 3, Bürger*innen.")
    finish(editor)
    expect(row(editor, "p03-1").locator(".clause-text strong")).to_have_text("so")
    eventually(lambda: stored(draft)[0], "Der Bezirk *berichtet.* Und **so** auch, 2 * 3, Bürger*innen.")


def test_what_cannot_be_shown_letter_by_letter_is_written_as_it_is_stored(
    editor: Page, draft: Instrument
) -> None:
    doubtful = "Siehe oben*) und fett**er** Text."
    Clause.objects.filter(section__instrument=draft, key="p03-1").update(text=doubtful)
    editor.reload()
    editor.locator(".editor.is-live").wait_for()
    write_in(editor, "p03-1")
    expect(field(editor)).to_have_text(doubtful)
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" Mehr.")
    editor.keyboard.press("Shift+Home")
    editor.keyboard.press("Control+i")
    expect(written(editor)).to_have_value(f"*{doubtful} Mehr.*")
    editor.keyboard.press("Control+z")
    finish(editor)
    eventually(lambda: stored(draft)[0], f"{doubtful} Mehr.")


def test_placeholders_are_offered_and_chosen_from_the_keyboard(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" In [bez")
    offered = editor.get_by_role("listbox", name="Platzhalter")
    expect(offered.get_by_role("option").first).to_contain_text("[BEZIRK] Name des Bezirks")
    expect(editor.locator(".editor-offered")).to_contain_text("Pfeiltasten")
    assert violations(editor) == []
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("ArrowUp")
    chosen = offered.locator("[aria-selected=true]")
    expect(field(editor)).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    editor.keyboard.press("Enter")
    expect(offered).to_be_hidden()
    expect(written(editor)).to_have_value(f"{TEXT} In [BEZIRK]")
    editor.keyboard.type(" und [")
    expect(offered).to_be_visible()
    editor.keyboard.press("Escape")
    expect(offered).to_be_hidden()
    editor.keyboard.type("x]")
    editor.keyboard.press("Control+z")
    finish(editor)
    expect(row(editor, "p03-1").locator(".clause-text")).to_contain_text("In Pankow")


def test_pasting_from_word_keeps_words_bold_and_marks_and_offends_no_policy(
    editor: Page, draft: Instrument
) -> None:
    editor.evaluate(
        "window.offences = []; document.addEventListener('securitypolicyviolation', (e) => offences.push(e.violatedDirective))"
    )
    write_in(editor, "p03-1").evaluate("field => getSelection().selectAllChildren(field)")
    editor.keyboard.press("Control+a")
    field(editor).evaluate(PASTE, [WORD, "ohne"])
    expect(written(editor)).to_have_value(PASTED)
    editor.keyboard.press("Control+z")
    expect(written(editor)).to_have_value(TEXT)
    editor.keyboard.press("Control+a")
    field(editor).evaluate(
        PASTE, [Path(settings.BASE_DIR, "tests/cases/word-einfuegen.html").read_text(), ""]
    )
    expect(written(editor)).to_have_value(
        "Kooperationsvereinbarung\n"
        "zwischen dem Bezirksamt Musterbezirk von Berlin, vertreten durch die Bezirksstadträtin\n"
        "und dem Träger Beispiel gGmbH, vertreten durch zwei Geschäftsführende\n"
        "§ 1 Gegenstand\n(1) Gegenstand ist die gemeinsame Arbeit im Familienzentrum.\n"
        "(2) Näheres regelt § 2 Abs. 1.\n§ 2 Aufgaben\n(1) Der Träger\na) lädt vierteljährlich ein,\n"
        "   aa) mit Frist von zwei Wochen,[1]\nb) führt Protokoll,\nsoweit die Mittel reichen.\n"
        "| Posten | Stunden | Betrag |\n|---|---|--:|\n| Koordination | 20 | 1.200,00 € |\n| Sachkosten |  | 150,00 € |\n"
        "[1] außer in den Schulferien"
    )
    editor.keyboard.press("Control+a")
    field(editor).evaluate(PASTE, ["", "Erstens **fett**\r\nzweitens"])
    expect(written(editor)).to_have_value("Erstens **fett**\nzweitens")
    finish(editor)
    assert editor.evaluate("window.offences") == []


def test_a_screen_reader_hears_a_named_field_with_its_words(editor: Page) -> None:
    write_in(editor, "p03-1")
    expect(editor.get_by_role("textbox", name="Text des Absatzes § 3 (1)")).to_be_focused()
    expect(editor.locator(".writer:focus-within .surface")).to_match_aria_snapshot(
        """
        - textbox "Text des Absatzes § 3 (1)":
          - paragraph: Der Bezirk berichtet.
        """
    )
    assert field(editor).get_attribute("aria-multiline") == "true"
    assert violations(editor) == []


def test_it_is_written_on_a_narrow_screen(page: Page, draft: Instrument) -> None:
    page.set_viewport_size(NARROWEST)
    open_editor(page, draft)
    write_in(page, "p03-1")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen [")
    expect(page.get_by_role("listbox", name="Platzhalter")).to_be_visible()
    assert page.evaluate(FITS)
    page.keyboard.press("Escape")
    assert troubles(page) == []
    page.keyboard.press("Backspace")
    finish(page)


def test_without_script_the_form_is_the_field(
    browser: Browser, live_server: LiveServer, page: Page, draft: Instrument
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"/urkunden/{draft.pk}/bearbeiten/")
    plain.locator("#abschnitt-p03 .edit-open").click()
    plain.get_by_role("link", name=re.compile("^Ändern")).first.click()
    plain.get_by_label("Text des Absatzes").fill("**Ohne** Skript.")
    plain.get_by_role("button", name="Speichern").click()
    expect(plain.locator("#absatz-p03-1 strong")).to_have_text("Ohne")
    context.close()
    assert stored(draft)[0] == "**Ohne** Skript."
