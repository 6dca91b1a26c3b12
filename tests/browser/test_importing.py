"""Pasting a contract in the browser: what the clipboard holds, the preview, and the presses that it takes."""

import re
import textwrap
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from agreements.choices import SectionKind
from agreements.drafting.model_agreement import read_model_agreement
from agreements.models import Instrument, ObligationTerms
from agreements.texts.assembly import working_copy
from districts.models import User
from tests import factories
from tests.browser.axe import troubles
from tests.browser.browser import FITS, NARROWEST, Witness
from tests.drafting.importing.reading import TEXTS, content_words, recognise, words
from tests.drafting.importing.test_recognition import model_as_text

LogIn = Callable[[User], None]
READ = 120_000  # milliseconds
CASES = Path(__file__).parent.parent / "cases"
PASTE = """(area, {html, text}) => {
    const data = new DataTransfer();
    if (html) data.setData('text/html', html);
    data.setData('text/plain', text);
    area.focus();
    const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
    if (area.dispatchEvent(event)) area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
}"""
GOOGLE = (
    '<meta charset=\'utf-8\'><b style="font-weight:normal" id="docs-internal-guid-1"><p dir=ltr><span>§ 1 Gegenstand</span></p>'
    '<ol><li dir=ltr style="list-style-type:decimal"><p dir=ltr><span>Erstens</span></p></li><ol><li style="list-style-type:'
    'lower-alpha"><p><span>klein</span></p></li></ol></ol></b>'
)
OUTLOOK = (
    "<html><head><style>p{color:red}</style></head><body><div class=WordSection1><p class=MsoNormal style='margin:0'>§ 1 Eins"
    "<o:p></o:p></p><p class=MsoNormal style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>aa)"
    "<span style='font:7pt'>&nbsp; </span></span><![endif]>Buchstabe</p><p>Sicht<span style='display:none;mso-hide:all'>GEHEIM"
    "</span>bar<script>document.title='XSS'</script><img src=http://127.0.0.1:9/x.png onerror=\"document.title='XSS'\"></p>"
    "<p>Alt<del>gestrichen</del> neu</p></div></body></html>"
)
LIBREOFFICE = '<html><head><meta name="generator" content="LibreOffice 7.4"></head><body><ol><li>Gegenstand</ol></body></html>'


@pytest.fixture
def area(page: Page, transactional_db: None, log_in: LogIn) -> Locator:
    """The field to paste into, of a new contract."""
    factories.district("09")
    log_in(factories.coordinator())
    page.goto("/vertraege/neu/text/")
    page.evaluate(
        "() => { window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.blockedURI)); }"
    )
    return page.locator("#id_text")


def paste(area: Locator, text: str, html: str = "") -> str:
    area.evaluate(PASTE, {"html": html, "text": text})
    return area.input_value()


def test_word_comes_with_numbers_tables_and_notes(area: Locator, page: Page, witness: Witness) -> None:
    html = (CASES / "word-einfuegen.html").read_text()
    pasted = paste(area, "alles in einer Zeile", html)
    assert page.evaluate("refused") == []
    lines = pasted.split("\n")
    assert lines[0] == "Kooperationsvereinbarung"
    for line in (
        "(2) Näheres regelt § 2 Abs. 1.",
        "a) lädt vierteljährlich ein,",
        "   aa) mit Frist von zwei Wochen,[1]",
    ):
        assert line in lines, pasted
    assert "| Sachkosten |  | 150,00 € |" in lines
    expect(page.locator("[data-pasted]").first).to_contain_text("Mit Nummern und Tabellen")
    page.get_by_role("button", name="Vorschau ansehen").click()
    expect(page.get_by_role("heading", name="Was wird aus dem Text?")).to_be_visible()
    kinds = page.locator(".import-kind select").evaluate_all("all => all.map(one => one.value)")
    assert kinds[:3] == ["titel", "partei", "partei"]
    assert kinds[3:] == [
        *("paragraf", "absatz", "absatz", "paragraf", "absatz", "punkt", "punkt", "punkt", "weiter"),
        *("tabelle", "tabelle", "tabelle", "fussnote"),
    ]


@pytest.mark.parametrize(
    ("html", "text", "expected"),
    [
        (GOOGLE, "x", "§ 1 Gegenstand\n1. Erstens\n   a) klein"),
        (OUTLOOK, "x", "§ 1 Eins\n   aa) Buchstabe\nSichtbar\nAlt neu"),
        (LIBREOFFICE, "§ 1 Gegenstand", "§ 1 Gegenstand"),
        ("", "nur\nText", "nur\nText"),
    ],
    ids=["Google Docs", "Outlook", "LibreOffice", "plain"],
)
def test_other_programs(area: Locator, page: Page, html: str, text: str, expected: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    title = page.title()
    assert paste(area, text, html) == expected
    page.wait_for_load_state("networkidle")
    assert page.evaluate("refused") == []
    assert (page.title(), asked) == (title, [])


def outlook(lines: list[str]) -> tuple[str, str]:
    """Return a mail as Outlook has it on the clipboard, with a picture from elsewhere in it."""
    paragraphs = "".join(
        f"<p class=MsoNormal style='margin:0cm'><span style='font-family:\"Arial\",sans-serif'>{escape(line) or '&nbsp;'}"
        "<o:p></o:p></span></p>"
        for line in lines
    )
    picture = '<img src="http://127.0.0.1:9/logo.png" onerror="document.title=\'XSS\'">'
    return f"<html><head><style>p{{color:red}}</style></head><body>{picture}{paragraphs}</body></html>", "x"


def libreoffice(lines: list[str]) -> tuple[str, str]:
    """Return what LibreOffice has: HTML that has lost the numbers, and plain text with tabs behind them."""
    tabbed = "\n".join(re.sub(r"^(§ \d+|\(\d+\)) ", r"\1\t", line) for line in lines)
    return '<meta name="generator" content="LibreOffice 24.2 (Linux)"><ol><li>Gegenstand</ol>', tabbed


def pdf_viewer(lines: list[str]) -> tuple[str, str]:
    """Return lines as a viewer copies them from pages."""
    wrapped = [piece for line in lines for piece in textwrap.wrap(line, 88, break_on_hyphens=False) or [""]]
    pages = [wrapped[start : start + 48] for start in range(0, len(wrapped), 48)]
    return "", "\n".join(
        line for n, page in enumerate(pages, start=1) for line in [*page, f"Seite {n} von {len(pages)}"]
    )


@pytest.mark.parametrize("program", [outlook, libreoffice, pdf_viewer])
def test_ten_pages_come_whole_and_fetch_nothing(
    area: Locator, page: Page, program: Callable[[list[str]], tuple[str, str]]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    html, text = program(model_as_text().split("\n"))
    found = recognise(paste(area, text, html))
    model = read_model_agreement(1)
    assert [section.name for section in found.sections] == [section.heading for section in model.sections]
    assert [[clause.text for clause in section.clauses] for section in found.sections] == [
        [clause.text for clause in section.clauses] for section in model.sections
    ]
    page.wait_for_load_state("networkidle")
    assert (page.evaluate("refused"), asked) == ([], [])


def test_two_megabytes_are_pasted_whole_and_what_is_too_much_is_said(
    area: Locator, page: Page, witness: Witness
) -> None:
    witness.expect_status(422)
    text = "Ein Satz mit Worten.\n" * 99_000
    pasted = paste(area, text, "".join(f"<p>{line}</p>" for line in text.split("\n")))
    assert len(pasted) > 2_000_000
    # two megabytes are read for ten seconds on a quiet machine, and sent and shown again
    page.get_by_role("button", name="Vorschau ansehen").click(timeout=READ)
    expect(page.get_by_text("auf einmal gehen höchstens 1.500").first).to_be_visible(timeout=READ)
    assert area.input_value() == pasted


def test_a_table_of_500_rows_is_seen_row_by_row(area: Locator, page: Page) -> None:
    rows = "".join(f"<tr><td>Kita {n} | Haus B</td><td align=right>{n},00 €</td></tr>" for n in range(1, 501))
    paste(
        area, "x", f"<p>§ 1 Kosten</p><p>(1) So:</p><table><tr><td>Ort</td><td>Betrag</td></tr>{rows}</table>"
    )
    page.get_by_role("button", name="Vorschau ansehen").click()
    expect(page.locator(".import-kind select")).to_have_count(503)  # a page of this size arrives in parts
    kinds = page.locator(".import-kind select").evaluate_all("all => all.map(one => one.value)")
    assert kinds == ["paragraf", "absatz", *["tabelle"] * 501]
    expect(page.locator(".import-source").last).to_contain_text("Kita 500")


def test_a_contract_takes_few_presses(area: Locator, page: Page) -> None:
    paste(area, TEXTS["artikel"])
    presses = 0

    def press(target: Locator) -> None:
        nonlocal presses
        presses += 1
        target.click()

    press(page.get_by_role("button", name="Vorschau ansehen"))
    assert troubles(page) == []
    page.set_viewport_size(NARROWEST)
    assert page.evaluate(FITS)
    for box in page.locator("input[name=pflicht]").all():
        press(box)
    presses += 3  # open the list, choose, close
    page.locator("#id_district").select_option(label="Treptow-Köpenick")
    press(page.get_by_role("button", name="Entwurf anlegen"))
    page.wait_for_url(re.compile(r"/bearbeiten/"))
    draft = Instrument.objects.get()
    content = working_copy(draft)
    assert presses <= 40
    assert [section.kind for section in content.sections].count(SectionKind.SECTION) == 5
    assert ObligationTerms.objects.filter(instrument=draft).count() == 3
    frame = words(
        "wird folgende Vereinbarung geschlossen zwischen und nachfolgend der Für Berlin den ____________________"
    )
    assert set(words(TEXTS["artikel"]) - content_words(content)) <= {*frame, "Bezirk", "Träger"}


def test_it_works_without_script(page: Page, area: Locator) -> None:
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False,
        base_url=page.url.split("/vertraege")[0],
        storage_state=page.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto("/vertraege/neu/text/")
    plain.locator("#id_text").fill(TEXTS["roemisch"])
    plain.get_by_role("button", name="Vorschau ansehen").click()
    plain.get_by_label("Zeile 1 wird").select_option("absatz")
    plain.get_by_role("button", name="Vorschau auffrischen").click()
    expect(plain.get_by_label("Zeile 1 wird")).to_have_value("absatz")
    context.close()
