"""The PDF of a transcript: what is typed and what it is, without a code, a fingerprint or room to sign."""

import pytest
from django.urls import reverse

from agreements.models import Instrument
from agreements.recording.reading_copy import transcript_pdf
from agreements.texts.assembly import content_of
from tests.recording.recorded import duty, recorded
from tests.rendering.printed import opened, page_texts
from tests.scenario import Scenario


@pytest.fixture
def contract(scenario: Scenario) -> Instrument:
    made = recorded(scenario.amira, begins=None, ends=None, legal_form=None)
    duty(made, scenario.amira)
    return Instrument.objects.get(pk=made.pk)


def test_it_says_what_it_is_and_what_is_not_known(contract: Instrument) -> None:
    pages = page_texts(transcript_pdf(contract))
    assert "Nacherfassung – nicht das Original" in pages[0]
    assert "Unterzeichnet ist das Original (Scan, Prüfwert" in pages[0]
    assert "Unterzeichnet: 08.11.2023 (Scan, Seite 8)" in pages[0]
    assert "Ende der Laufzeit: nicht bekannt" in pages[0]
    assert "Erika Erdacht, Bezirksstadträtin (Erfundene Partei)" in pages[0]
    assert "§ 10 (1), Seite 6 Bericht vorlegen" in pages[-1]
    assert "Anlage" not in " ".join(pages), "the deed has none"


def test_it_claims_nothing_that_only_a_signed_text_has(contract: Instrument) -> None:
    pdf = transcript_pdf(contract)
    words = " ".join(page_texts(pdf))
    fingerprint = content_of(contract).fingerprint
    assert fingerprint[:12] not in words
    assert "Prüfcode" not in words
    assert "unbefristet" not in words
    assert fingerprint.encode() not in pdf
    with opened(pdf) as read:
        assert "/AcroForm" not in read.Root


def test_the_same_record_gives_the_same_bytes(contract: Instrument) -> None:
    assert transcript_pdf(contract) == transcript_pdf(contract)


def test_it_is_offered_on_the_page_of_the_agreement(contract: Instrument, scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    page = browser.get(reverse("agreement_documents", args=[contract.agreement_id]))
    address = reverse("record_pdf", args=[contract.pk])
    assert f'href="{address}"' in page.content.decode()
    answer = browser.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
