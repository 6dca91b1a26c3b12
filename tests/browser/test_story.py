"""The whole way through the house, told in a browser: from the model text to the signed PDF."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.choices import Status
from agreements.job_choices import Queue
from agreements.models import Agreement, Clause, Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import troubles, violations
from tests.browser.browser import Witness
from tests.due import freeze_what_is_due, somebody_works
from tests.signing.ceremonies import photo_of, shown_photo

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe"
    "dccc59e70000000049454e44ae426082"
)

LogIn = Callable[[User], None]


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the story's files apart."""
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path)


def test_a_coordinator_makes_a_contract_has_it_signed_and_downloads_the_pdf(
    page: Page, log_in: LogIn, transactional_db: None
) -> None:
    given_the_model_text_and_a_coordinator(log_in)
    when_she_makes_a_contract_for_neukoelln(page)
    when_she_shortens_the_clause_on_the_resolution(page)
    when_she_freezes_it(page)
    when_she_records_the_signature_of(page, "Nora Neumann")
    when_she_records_the_signature_of(page, "Viktor Verein")
    then_the_contract_is_signed_and_cannot_be_edited(page)
    then_the_pdf_is_tagged_and_lists_the_signatures(page)


def given_the_model_text_and_a_coordinator(log_in: LogIn) -> None:
    factories.district("08")
    factories.template()
    amira = factories.coordinator()
    factories.association(amira)
    log_in(amira)


def when_she_makes_a_contract_for_neukoelln(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Meine Arbeit", level=1)).to_be_visible()
    page.get_by_role("link", name="Verträge", exact=True).click()
    page.get_by_role("link", name="Neuer Vertrag").first.click()
    page.get_by_role("combobox", name="Bezirk").select_option(label="Neukölln")
    page.get_by_label("Geschäftszeichen").fill("Jug 7/2026")
    today = timezone.localdate()
    page.get_by_label("Beginn", exact=True).fill(today.isoformat())
    page.get_by_label("Ende").fill((today + timedelta(days=1095)).isoformat())
    district = page.get_by_role("group", name="Unterzeichnet für den Bezirk")
    district.get_by_label("Name").fill("Nora Neumann")
    district.get_by_label("Funktion").fill("Bezirksstadträtin für Jugend")
    association = page.get_by_role("group", name="Unterzeichnet für MitWirkung")
    expect(association.get_by_label("Viktor Verein, Vorstand")).to_be_checked()
    page.get_by_label("Der Beschluss des Bezirksamts zur IBS liegt vor").check()
    page.get_by_label("Sozialräume").fill("Nord-Neukölln und Gropiusstadt")
    page.get_by_label("Stelle der Koordination").fill("Stabsstelle im Jugendamt")
    page.get_by_role("button", name="Entwurf anlegen").click()
    expect(page.get_by_role("heading", name="Neukölln, Kooperationsvertrag", level=1)).to_be_visible()
    page.get_by_text("Es fehlt:").click()
    expect(page.get_by_role("link", name="Angabe zu „Nummer des BA-Beschlusses")).to_be_visible()


def when_she_shortens_the_clause_on_the_resolution(page: Page) -> None:
    expect(page.locator(".is-live")).to_be_visible()
    page.get_by_role("group", name=re.compile(r"^§\s9 \(1\)$")).locator(".clause-text").click()
    page.get_by_role("textbox", name="Text des Absatzes").fill(factories.NO_RESOLUTION_YET)
    expect(page.locator(".keep-state")).to_contain_text(re.compile(r"gespeichert \d\d:\d\d"), timeout=15_000)
    page.get_by_role("button", name="Fertig").click()
    expect(page.get_by_text("Es fehlt:")).to_have_count(0)


def when_she_freezes_it(page: Page) -> None:
    page.get_by_role("link", name="Zur Vertragsseite").click()
    page.get_by_role("link", name="Zur Zeichnung festschreiben").click()
    when_she_confirms_what_text_and_obligations_do_not_say_alike(page)
    for box in page.get_by_role("checkbox").all():  # what stays open, too
        box.check()
    somebody_works(Queue.RENDER, at=timezone.now())
    page.get_by_role("button", name="Zur Zeichnung festschreiben").click()
    expect(page.get_by_role("status")).to_contain_text("Zeichnungsfassung wird erstellt …")
    assert violations(page) == []
    assert freeze_what_is_due(at=timezone.now())
    expect(page.get_by_text("Die Zeichnungsfassung ist fertig und gespeichert")).to_be_visible()
    expect(page.get_by_role("heading", name="Unterschriften einholen")).to_be_visible()


def when_she_confirms_what_text_and_obligations_do_not_say_alike(page: Page) -> None:
    page.get_by_label("Warum soll es so bleiben?").wait_for()
    for box in page.locator("input[name=stays]").all():
        box.check()
    page.get_by_label("Warum soll es so bleiben?").fill("So besprochen.")
    page.get_by_role("button", name="So bestätigen").click()
    expect(page.get_by_role("region", name="So bestätigt")).to_contain_text("So besprochen.")


def when_she_records_the_signature_of(page: Page, name: str) -> None:
    page.get_by_role("link", name="Unterzeichnung", exact=True).click()
    page.get_by_role("link", name=re.compile(rf"^Unterschrift festhalten\s*: {name}")).first.click()
    page.get_by_label("Unterzeichnet am").fill(timezone.localdate().isoformat())
    page.get_by_role("textbox", name="Ort").fill("Berlin-Neukölln")
    page.get_by_label("Scan der unterzeichneten Seite").set_input_files(
        {"name": "scan.png", "mimeType": "image/png", "buffer": PNG}
    )
    if (last := page.get_by_role("checkbox", name=re.compile("wird der Vertrag geschlossen"))).count():
        last.check()
    page.get_by_role("button", name="Unterschrift festhalten").click()
    expect(page.get_by_text(f"Unterschrift von {name} festgehalten.")).to_be_visible()


def then_the_contract_is_signed_and_cannot_be_edited(page: Page) -> None:
    expect(page.get_by_role("heading", name="Laufzeit")).to_be_visible()
    expect(page.get_by_role("link", name="Text bearbeiten")).to_have_count(0)
    assert violations(page) == []


def then_the_pdf_is_tagged_and_lists_the_signatures(page: Page) -> None:
    page.get_by_role("link", name="Dokumente", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Lesefassung").first.click()
    data = Path(download.value.path()).read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "de"
        assert "vertrag.json" in pdf.attachments
    content = Instrument.objects.get().frozen_version
    assert content is not None
    assert {person.name for person in content.read().signatories} == {"Nora Neumann", "Viktor Verein"}


def test_pankows_staff_sees_only_pankow(
    page: Page, log_in: LogIn, transactional_db: None, witness: Witness
) -> None:
    amira = factories.coordinator()
    pankow, neukoelln = factories.district("03"), factories.district("08")
    own = factories.signed_contract(pankow, amira).agreement
    foreign: Agreement = factories.signed_contract(neukoelln, amira).agreement
    log_in(factories.staff(pankow))

    page.goto("/")
    expect(page.get_by_role("heading", name="Was steht an", level=1)).to_be_visible()
    expect(page.get_by_text("Neukölln")).to_have_count(0)
    page.get_by_role("link", name="Verträge", exact=True).click()
    expect(page.get_by_role("link", name=own.reference).first).to_be_visible()
    expect(page.get_by_text("Neukölln")).to_have_count(0)
    page.get_by_role("link", name="Bezirke", exact=True).click()
    expect(page.get_by_text("Neukölln")).to_have_count(0)
    witness.expect_status(404)
    for address in (f"/vertraege/{foreign.pk}/", "/bezirke/neukoelln/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404


def test_an_admin_cannot_change_a_signed_clause(page: Page, log_in: LogIn, transactional_db: None) -> None:
    instrument = factories.signed_contract(factories.district(), factories.coordinator())
    clause = Clause.objects.filter(section__instrument=instrument, key="p01-1").get()
    log_in(factories.admin())

    page.goto(f"/admin/agreements/clause/{clause.pk}/change/")
    expect(page.locator(".readonly", has_text=clause.text)).to_be_visible()
    expect(page.get_by_role("textbox", name="Text")).to_have_count(0)
    expect(page.get_by_role("button", name="Sichern")).to_have_count(0)
    assert Instrument.objects.get().status == Status.SIGNED


def pages_of_a_signed_contract(amira: User) -> Iterator[str]:
    signed = factories.signed_contract(factories.district("03"), amira)
    shown = shown_photo(signed, amira)
    asked = photo_of(shown.signing_event, amira, "Gast", colour="#335577")
    yield from ("/vertraege/", "/vertraege/neu/", "/pflichten/", "/bezirke/", "/bezirke/pankow/")
    for name in ("", "beschluesse/neu/", "landesarchiv/neu/"):
        yield f"/vertraege/{signed.agreement_id}/{name}"
    yield f"/urkunden/{signed.pk}/termine/{shown.signing_event_id}/fotos/neu/"
    for photo in (shown, asked):
        yield f"/urkunden/{signed.pk}/fotos/{photo.pk}/"
    yield f"/pflichten/{signed.agreement.obligations.earliest('pk').pk}/"


def pages_of_a_draft(amira: User) -> Iterator[str]:
    draft = factories.draft(factories.district("08"), amira)
    yield f"/vertraege/{draft.agreement_id}/"
    for name in (
        *("bearbeiten", "kopf", "parteien/district", "absaetze/p01-1", "abschnitte/p01"),
        *("fassungen", "vergleich", "schritt/freeze", "schritt/withdraw"),
    ):
        yield f"/urkunden/{draft.pk}/{name}/"


def forms_of_a_draft(amira: User) -> Iterator[str]:
    draft = factories.draft(factories.district("08"), amira)
    for name in (
        *("pflichten/O-02", "pflichten/O-09", "pflichten/O-11", "pflichten/neu/staff_release"),
        *("abschnitte/neu/section", "abschnitte/p01/absatz", "unterzeichnende/neu"),
        f"unterzeichnende/{draft.signatories.earliest('pk').key}",
    ):
        yield f"/urkunden/{draft.pk}/{name}/"


def pages_out_for_signing(amira: User) -> Iterator[str]:
    waiting = factories.frozen_contract(factories.district("01"), amira)
    for name in ("", "meilensteine/neu/"):
        yield f"/vertraege/{waiting.agreement_id}/{name}"
    signatory = waiting.signatories.earliest("pk").key
    for name in (f"unterschriften/{signatory}", "schritt/unfreeze", "fassungen/1"):
        yield f"/urkunden/{waiting.pk}/{name}/"


@pytest.mark.parametrize(
    "addresses", [pages_of_a_signed_contract, pages_of_a_draft, forms_of_a_draft, pages_out_for_signing]
)
def test_the_working_pages_are_accessible(
    addresses: Callable[[User], Iterator[str]], page: Page, log_in: LogIn, transactional_db: None
) -> None:
    amira = factories.coordinator()
    found = list(addresses(amira))
    log_in(amira)
    for address in found:
        page.goto(address)
        assert troubles(page) == [], address


def test_a_clause_is_moved_and_changed_by_keyboard(page: Page, log_in: LogIn, transactional_db: None) -> None:
    amira = factories.coordinator()
    draft = factories.draft(factories.district(), amira)
    log_in(amira)
    page.goto(f"/urkunden/{draft.pk}/bearbeiten/")
    page.get_by_role("button", name=re.compile(r"^§\s1\s\(1\) nach unten")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Verschoben.")).to_be_visible()
    order = Clause.objects.filter(section__instrument=draft, section__key="p01").order_by("position")
    assert list(order.values_list("key", flat=True)) == ["p01-2", "p01-1", "p01-3"]
    page.get_by_role("link", name=re.compile(r"^Ändern\s*: §\s1\s\(1\)")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Text des Absatzes")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Mit der Tastatur.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Fertig")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#absatz-p01-2 .clause-text")).to_contain_text("Mit der Tastatur.")
    assert Clause.objects.get(section__instrument=draft, key="p01-2").text.endswith("Mit der Tastatur.")
