"""The preview in the editor: pages of the PDF as images, and the page of a clause."""

import json
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image

from agreements.content import Clause
from agreements.documents import previews
from agreements.drafting.actions.text import edit_clause
from agreements.models import Clause as ClauseRow
from agreements.rendering.pdf import PdfKind
from agreements.texts.assembly import working_copy
from tests import factories
from tests.rendering.printed import page_texts, render
from tests.rendering.sample import MOMENT, full_content, short_content
from tests.scenario import Scenario


@pytest.fixture(autouse=True)
def empty_cache():
    previews.CACHE.clear()


def begin_of(clause: Clause) -> str:
    """Return the first words of an Absatz as they are printed."""
    return " ".join(clause.text.replace("‹", "").replace("›", "").replace("*", "").split()[:7])


def test_every_clause_is_found_on_the_page_where_it_begins():
    content = full_content()
    texts = page_texts(render(content, PdfKind.DRAFT))
    clauses = [clause for section in content.sections for clause in section.clauses]
    assert len(clauses) > 50

    found = [previews.draft_pages(content, clause=clause.key, moment=MOMENT) for clause in clauses]

    assert {shown.pages for shown in found} == {len(texts)}
    assert [shown.page for shown in found] == sorted(shown.page for shown in found)
    for clause, shown in zip(clauses, found, strict=True):
        assert begin_of(clause) in texts[shown.page - 1], clause.key


@pytest.mark.parametrize("before", range(20, 32))
def test_a_clause_near_the_foot_of_a_page_is_found_where_its_first_line_is(before):
    content = short_content("Hier beginnt der gesuchte Absatz. " + "Er ist lang. " * 60, before=before)
    texts = page_texts(render(content, PdfKind.DRAFT))

    shown = previews.draft_pages(content, clause=f"c{before}", moment=MOMENT)

    assert "Hier beginnt der gesuchte Absatz." in texts[shown.page - 1]


@pytest.mark.parametrize("key", ["", "gibtesnicht", "ä", "\x00", "x" * 100_000])
def test_a_clause_that_is_not_there_leads_to_the_first_page(key):
    assert previews.draft_pages(short_content(), clause=key, moment=MOMENT).page == 1


def test_the_cache_holds_the_pdf_and_at_most_twelve():
    contents = [short_content(f"Text {number}") for number in range(20)]
    for content in contents[:2]:
        previews.draft_pages(content, moment=MOMENT)
    kept = previews.CACHE.get(contents[0].fingerprint)
    assert kept == render(contents[0], PdfKind.DRAFT)

    for content in contents[2:]:
        previews.CACHE.set(content.fingerprint, kept)
    assert sum(previews.CACHE.get(content.fingerprint) is not None for content in contents) <= 12


def test_paging_does_not_render_again():
    content = full_content()
    first = previews.page_picture(content, 1, moment=MOMENT)

    later = previews.page_picture(content, 1, moment=MOMENT.replace(year=2030))

    assert first == later, "the first page prints the moment of rendering"


def test_the_pages_of_a_draft_are_pictures(scenario: Scenario):
    browser = scenario.browser("coordinator")
    clause = "p09-1"
    shown = browser.get(reverse("draft_preview", args=[scenario.draft.pk]), {"absatz": clause})
    said = json.loads(shown.content)
    pdf = browser.get(reverse("draft_pdf", args=[scenario.draft.pk])).content
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert said["pages"] == len(opened.pages) == len(said["images"])
    assert begin_of(Clause(key="", text=factories.NO_RESOLUTION_YET)) in page_texts(pdf)[said["page"] - 1]
    assert shown.headers["Cache-Control"] == "private, no-store"

    page = browser.get(said["images"][said["page"] - 1])

    assert page.headers["Content-Type"] == "image/png"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    width, height = Image.open(BytesIO(page.content)).size
    assert width > 1000
    assert height / width == pytest.approx(297 / 210, rel=0.01)


def test_a_changed_text_changes_the_urls_of_images(scenario: Scenario):
    browser, address = scenario.browser("coordinator"), reverse("draft_preview", args=[scenario.draft.pk])
    before = browser.get(address).json()["images"]
    clause = ClauseRow.objects.get(section__instrument=scenario.draft, key="p09-1")
    edit_clause(
        scenario.draft,
        key=clause.key,
        text="Ganz anders.",
        revision=clause.revision,
        by=scenario.amira,
        at=factories.FROZEN_AT,
    )

    after = browser.get(address).json()["images"]

    assert not set(before) & set(after)
    assert working_copy(scenario.draft).fingerprint[:12] in after[0]
    assert browser.get(before[0]).content == browser.get(after[0]).content, (
        "an old address shows the text of today"
    )


@pytest.mark.parametrize("number", [0, 99, 10**30])
def test_a_page_that_is_not_there(scenario: Scenario, number):
    assert (
        scenario.browser("coordinator")
        .get(reverse("draft_preview_page", args=[scenario.draft.pk, number]))
        .status_code
        == 404
    )


@pytest.mark.parametrize(("name", "more"), [("draft_preview", []), ("draft_preview_page", [1])])
def test_unprintable_characters_are_named(scenario: Scenario, name, more):
    scenario.draft.placeholders["SOZIALRAEUME"] = "Nord 🦄"
    scenario.draft.save()

    reply = scenario.browser("coordinator").get(reverse(name, args=[scenario.draft.pk, *more]))

    assert reply.status_code == 422
    assert "U+1F984" in (reply.json()["reason"] if name == "draft_preview" else reply.content.decode())
