"""Files for reading: the right bytes under a name that says what they are."""

from io import BytesIO

import pikepdf
from django.urls import reverse

from agreements.documents import store
from agreements.documents.editions import reading_edition
from agreements.models import Edition
from agreements.vocabulary import EditionKind
from tests.page import read
from tests.stage import Stage, version_of


def test_an_edition_is_sent_as_it_was_stored(stage: Stage) -> None:
    edition = version_of(stage.signed).editions.get(kind=EditionKind.EXECUTION)
    reference = stage.signed.agreement.reference.lower()
    sent = stage.browser("observer").get(reverse("edition_file", args=[edition.pk]))
    assert sent.getvalue() == store.read(edition.file)
    assert sent.headers["Content-Type"] == "application/pdf"
    assert (
        sent.headers["Content-Disposition"] == f'attachment; filename="{reference}-zeichnungsfassung-1.pdf"'
    )
    assert sent.headers["Cache-Control"] == "private, no-store"


def test_the_reading_copy_is_made_once_and_lists_the_signatures(stage: Stage) -> None:
    browser, address = stage.browser("observer"), reverse("reading_file", args=[stage.signed.pk])
    first = browser.get(address, follow=True)
    again = browser.get(address, follow=True)
    sent = first.getvalue()
    assert sent == again.getvalue() == store.read(reading_edition(version_of(stage.signed)).file)
    assert Edition.objects.filter(version=version_of(stage.signed), kind=EditionKind.READING).count() == 1
    with pikepdf.open(BytesIO(sent)) as pdf:
        assert version_of(stage.signed).content.encode() in [
            bytes(file.get_file().read_bytes()) for file in pdf.attachments.values()
        ]


def test_a_draft_carries_its_mark_and_is_not_kept(stage: Stage) -> None:
    before = Edition.objects.count()
    sent = stage.browser("coordinator").get(reverse("draft_pdf", args=[stage.draft.pk]))
    assert sent.content.startswith(b"%PDF-")
    reference = stage.draft.agreement.reference.lower()
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{reference}-entwurf.pdf"'
    assert Edition.objects.count() == before


def test_a_draft_that_cannot_be_printed_says_why(stage: Stage) -> None:
    stage.draft.placeholders["SOZIALRAEUME"] = "Nord 🦄"
    stage.draft.save()
    reply = stage.browser("coordinator").get(reverse("draft_pdf", args=[stage.draft.pk]))
    assert reply.status_code == 422
    assert "U+1F984" in reply.content.decode()


def test_the_page_offers_what_there_is(stage: Stage) -> None:
    page = read(stage.browser("staff").get(reverse("agreement_detail", args=[stage.signing.agreement_id])))
    links = [said.get("href") for tag, said in page.tags if tag == "a"]
    assert reverse("edition_file", args=[version_of(stage.signing).editions.get().pk]) in links
    assert reverse("signature_scan", args=[version_of(stage.signing).signatures.get().pk]) in links
    assert reverse("draft_pdf", args=[stage.signing.pk]) not in links
