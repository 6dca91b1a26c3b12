"""Two people in two browsers write the same contract at once: one journey through all that can happen."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from agreements.models import Clause
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import FITS, NARROW, WIDE, Witness, picture
from tests.browser.writing import SAVED, field, open_editor, row, state, stored, typed, write_in

BASE = "Der Bezirk benennt zwei Personen. Er berichtet einmal im Jahr."
OTHER = "Der zweite Absatz."


def test_two_people_write_the_same_contract_and_nothing_is_lost(
    opens: Callable[[User], Page], witness: Witness, transactional_db: None
) -> None:
    witness.expect_status(409, 422)
    coordinator = factories.coordinator()
    draft = factories.draft(factories.district(), coordinator)
    for key, text in (("p03-1", BASE), ("p03-2", OTHER)):
        Clause.objects.filter(section__instrument=draft, key=key).update(text=text)
    amira, gerda = opens(coordinator), opens(factories.person(factories.Role.COORDINATOR, name="Gerda"))
    for page in (amira, gerda):
        open_editor(page, draft)

    # different paragraphs disturb nobody
    typed(amira, "p03-1", f"{BASE} Mehr.")
    typed(gerda, "p03-2", f"{OTHER} Mehr.")
    for page, key in ((amira, "p03-1"), (gerda, "p03-2")):
        state(page, key, SAVED)
        page.keyboard.press("Escape")
        expect(page.locator("form.writer")).to_have_count(0)
    assert stored(draft)[:2] == [f"{BASE} Mehr.", f"{OTHER} Mehr."]
    row(amira, "p03-1").focus()
    amira.keyboard.press("Alt+ArrowDown")
    expect(row(amira, "p03-2").locator(".clause-text")).to_contain_text("(1) Der zweite Absatz. Mehr.")
    amira.keyboard.press("Alt+ArrowUp")
    expect(row(amira, "p03-1").locator(".clause-text")).to_contain_text("(1) ")

    # different words of one paragraph are merged
    for page in (amira, gerda):
        open_editor(page, draft)
    write_in(amira, "p03-1")
    before = stored(draft)[0]
    typed(gerda, "p03-1", before.replace("zwei", "drei"))
    state(gerda, "p03-1", SAVED)
    field(amira).fill(before.replace("einmal", "zweimal"))
    state(amira, "p03-1", "Inzwischen hat jemand anderes diesen Absatz geändert.")
    assert violations(amira) == []
    amira.get_by_role("button", name="Beide Fassungen ansehen").click()
    expect(amira.get_by_text("beide Änderungen wurden zusammengeführt")).to_be_visible()
    assert violations(amira) == []
    both = before.replace("zwei", "drei").replace("einmal", "zweimal")
    assert stored(draft)[0] == both

    # the same words are asked about in three columns, and decided with the keyboard
    for page in (amira, gerda):
        open_editor(page, draft)
    write_in(amira, "p03-1")
    typed(gerda, "p03-1", both.replace("drei", "vier"))
    state(gerda, "p03-1", SAVED)
    gerda.keyboard.press("Escape")
    field(amira).fill(both.replace("drei", "fünf"))
    state(amira, "p03-1", "Ihr Text ist hier")
    amira.get_by_role("button", name="Beide Fassungen ansehen").click()
    expect(amira.get_by_role("heading", name="Inzwischen gespeichert")).to_be_visible()
    assert len(set(tops(amira))) == 1
    assert violations(amira) == []
    picture(amira, "three-ways-wide")
    amira.set_viewport_size(NARROW)
    below = tops(amira)
    assert below == sorted(set(below))
    assert amira.evaluate(FITS)
    assert violations(amira) == []
    picture(amira, "three-ways-narrow")
    amira.set_viewport_size(WIDE)
    text = amira.get_by_role("textbox", name="Text des Absatzes")
    assert "⟦gespeichert: vier⟧ ⟦Ihr Text: fünf⟧" in text.input_value()
    amira.get_by_role("button", name="Diese Fassung speichern").press("Enter")
    expect(amira.get_by_text("Im Text stehen noch beide Fassungen").first).to_be_visible()
    assert stored(draft)[0] == both.replace("drei", "vier")
    text.fill(both.replace("drei", "vier bis fünf"))
    amira.get_by_role("button", name="Speichern").click()
    expect(amira.get_by_text("Absatz gespeichert.")).to_be_visible()
    assert stored(draft)[0] == both.replace("drei", "vier bis fünf")
    expect(amira.get_by_text("In diesem Browser liegt Text")).to_have_count(0)

    # a paragraph that somebody removed keeps what is being written
    for page in (amira, gerda):
        open_editor(page, draft)
    write_in(amira, "p03-2")
    row(gerda, "p03-2").focus()
    gerda.keyboard.press("Control+Shift+Delete")
    expect(row(gerda, "p03-2")).to_have_count(0)
    field(amira).fill("Daran sitze ich lange.")
    state(amira, "p03-2", "Inzwischen hat jemand anderes")
    amira.keyboard.press("Alt+ArrowUp")
    expect(amira.locator(".editor-told")).to_contain_text("entfernt")
    amira.get_by_role("button", name="Heutigen Stand zeigen").click()
    kept = amira.locator(".edit-clause-new textarea, .writer textarea")
    expect(kept).to_have_value("Daran sitze ich lange.")


def tops(page: Page) -> list[float]:
    """Return where the three columns begin, measured at one moment: the page may still grow above them."""
    found: list[float] = page.locator(".three-ways-column").evaluate_all(
        "columns => columns.map((column) => column.getBoundingClientRect().top)"
    )
    assert len(found) == 3
    return found
