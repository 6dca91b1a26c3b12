"""Downloads of editions and drafts."""

from io import BytesIO

import pikepdf
from django.urls import reverse

from agreements.choices import EditionKind
from agreements.documents.editions import reading_edition
from agreements.files import store
from agreements.models import Edition
from tests.page import read
from tests.scenario import Scenario, version_of


def test_an_edition_is_sent_as_it_was_stored(scenario: Scenario) -> None:
    edition = version_of(scenario.signed).editions.get(kind=EditionKind.EXECUTION)
    reference = scenario.signed.agreement.reference.lower()
    sent = scenario.browser("observer").get(reverse("edition_file", args=[edition.pk]))
    assert sent.getvalue() == store.read(edition.file)
    assert sent.headers["Content-Type"] == "application/pdf"
    assert f'filename="{reference}-zeichnungsfassung-1.pdf"' in sent.headers["Content-Disposition"]
    assert sent.headers["Cache-Control"] == "private, no-store"


def test_the_reading_copy_is_made_once_and_lists_the_signatures(scenario: Scenario) -> None:
    browser, address = scenario.browser("observer"), reverse("reading_file", args=[scenario.signed.pk])
    first = browser.get(address, follow=True)
    again = browser.get(address, follow=True)
    sent = first.getvalue()
    assert sent == again.getvalue() == store.read(reading_edition(version_of(scenario.signed)).file)
    assert Edition.objects.filter(version=version_of(scenario.signed), kind=EditionKind.READING).count() == 1
    with pikepdf.open(BytesIO(sent)) as pdf:
        assert version_of(scenario.signed).content.encode() in [
            bytes(file.get_file().read_bytes()) for file in pdf.attachments.values()
        ]


def test_a_draft_pdf_is_not_stored(scenario: Scenario) -> None:
    before = Edition.objects.count()
    sent = scenario.browser("coordinator").get(reverse("draft_pdf", args=[scenario.draft.pk]))
    assert sent.content.startswith(b"%PDF-")
    reference = scenario.draft.agreement.reference.lower()
    assert f'filename="{reference}-entwurf.pdf"' in sent.headers["Content-Disposition"]
    assert Edition.objects.count() == before


def test_a_draft_that_cannot_be_printed_says_why(scenario: Scenario) -> None:
    scenario.draft.placeholders["SOZIALRAEUME"] = "Nord 🦄"
    scenario.draft.save()
    reply = scenario.browser("coordinator").get(reverse("draft_pdf", args=[scenario.draft.pk]))
    assert reply.status_code == 422
    assert "U+1F984" in reply.content.decode()


def test_the_page_links_the_available_files(scenario: Scenario) -> None:
    browser, pk = scenario.browser("staff"), scenario.signing.agreement_id
    pages = [read(browser.get(reverse(f"agreement_{name}", args=[pk]))) for name in ("documents", "signing")]
    links = [attributes.get("href") for page in pages for tag, attributes in page.tags if tag == "a"]
    assert reverse("edition_file", args=[version_of(scenario.signing).editions.get().pk]) in links
    assert reverse("signature_scan", args=[version_of(scenario.signing).signatures.get().pk]) in links
    assert reverse("draft_pdf", args=[scenario.signing.pk]) not in links
