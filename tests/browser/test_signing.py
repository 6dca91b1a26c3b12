"""What a coordinator records while an agreement is signed, in a browser: who declines, who stands in, the file, the day."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from agreements.choices import Side, Status
from agreements.files import store
from agreements.models import Instrument
from agreements.rendering.signature_fields import field_name
from districts.models import User
from tests import factories
from tests.browser.axe import troubles
from tests.browser.browser import Witness, follow
from tests.files.samples import locked_pdf, pdf
from tests.scenario import PNG, version_of
from tests.signing.ceremonies import picture
from tests.signing.conftest import own_loop
from tests.signing.examined import latest_file
from tests.signing.links.visitor import waiting
from tests.signing.pki import build_pki
from tests.signing.signer import sign

LogIn = Callable[[User], None]
EXAMINED = 30_000  # milliseconds: a process of its own reads the file
PROOF = {"name": "vollmacht.png", "mimeType": "image/png", "buffer": PNG}


@pytest.fixture
def contract(transactional_db: None, log_in: LogIn) -> Instrument:
    """A contract that the association has signed, and Amira at its page."""
    amira = factories.coordinator()
    made = factories.frozen_contract(factories.district("03"), amira)
    factories.sign(made, Side.ASSOCIATION, amira)
    log_in(amira)
    return made


def look(page: Page) -> None:
    """Hold a page against axe and every width."""
    assert troubles(page) == [], page.url


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(words))


def test_somebody_declines_and_somebody_else_may_sign_in_her_place(
    page: Page, contract: Instrument, witness: Witness
) -> None:
    witness.expect_status(422)
    rosa = waiting(contract)
    page.goto(reverse("declining_new", args=[contract.pk, rosa.key]))
    follow(page.get_by_role("button", name="Ablehnung festhalten"))
    look(page)  # with its summary of errors
    page.get_by_label("Grund").fill("Der Stellenanteil fehlt.")
    page.get_by_label(re.compile("bgelehnt am")).fill("2025-03-10")
    page.get_by_role("button", name="Ablehnung festhalten").click()
    expect(page.get_by_text("hat am 10.03.2025 abgelehnt: Der Stellenanteil fehlt.")).to_be_visible()

    page.goto(reverse("delegation_new", args=[contract.pk, rosa.key]))
    page.get_by_label("Name der Vertretung").fill("Vera Vertretung")
    page.get_by_label("Funktion der Vertretung").fill("stellvertretende Bezirksbürgermeisterin")
    page.get_by_label("Grundlage").fill("Vertretungsregelung des Bezirksamts")
    page.get_by_label(re.compile("rteilt am")).fill("2025-03-01")
    page.get_by_label("Nachweis der Vertretung").set_input_files(PROOF)
    look(page)
    page.get_by_role("button", name="Vertretung festhalten").click()
    expect(page.get_by_text("Vera Vertretung").first).to_be_visible()


def test_the_last_signature_on_paper_says_what_follows_and_keeps_the_chosen_scan(
    page: Page, contract: Instrument, witness: Witness
) -> None:
    witness.expect_status(422)
    address = reverse("signature_new", args=[contract.pk, waiting(contract).key])
    page.goto(address)
    expect(page.get_by_text("Dies ist die letzte erforderliche Unterschrift")).to_be_visible()
    page.get_by_role("link", name="Später").click()
    expect(page).to_have_url(re.compile(reverse("agreement_detail", args=[contract.agreement_id])))
    page.goto(address)
    page.get_by_label("Unterzeichnet am").fill("2025-03-10")
    scan = page.get_by_label("Scan der unterzeichneten Seite")
    scan.set_input_files({"name": "zu.pdf", "mimeType": "application/pdf", "buffer": locked_pdf()})
    conclude = page.get_by_role("button", name="Unterschrift festhalten und Vertrag schließen")
    conclude.click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Bitte bestätigen Sie, dass der Vertrag damit geschlossen ist"
    )
    assert chosen(scan) == ["zu.pdf"]
    page.get_by_role("checkbox", name=re.compile("wird der Vertrag geschlossen")).check()
    conclude.click()
    expect(page.get_by_role("alert")).to_contain_text("mit einem Passwort geschützt")
    assert chosen(scan) == ["zu.pdf"]
    look(page)
    scan.set_input_files({"name": "scan.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    conclude.click()
    expect(page.get_by_text("Unterschrift von Rosa Rathaus festgehalten.")).to_be_visible()
    contract.refresh_from_db()
    assert contract.status == Status.SIGNED


def chosen(field: Locator) -> list[str]:
    """Return the names of the files that a field holds."""
    names: list[str] = field.evaluate("field => [...field.files].map(file => file.name)")
    return names


def test_a_wrong_signature_is_corrected_and_the_chosen_scan_kept(
    page: Page, contract: Instrument, witness: Witness
) -> None:
    witness.expect_status(422)
    page.goto(reverse("agreement_signing", args=[contract.agreement_id]))
    page.get_by_role("link", name=re.compile("Unterschrift berichtigen")).click()
    heading(page, "Unterschrift berichtigen")
    look(page)
    page.get_by_label("Unterzeichnet am").fill("2025-03-07")
    scan = page.get_by_label("Scan der unterzeichneten Seite")
    scan.set_input_files({"name": "scan.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    send = page.get_by_role("button", name="Berichtigung festhalten")
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte „Begründung“ angeben")
    assert chosen(scan) == ["scan.pdf"]
    look(page)
    page.get_by_label("Begründung").fill("Auf dem Papier steht der 7. März.")
    send.click()
    expect(page.get_by_text("Tag 07.03.2025 statt 10.03.2025, Scan ergänzt").first).to_be_visible()
    look(page)


# the signing library leaves the stamp's font file to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signed_file_is_refused_with_a_sentence_and_the_right_one_concludes(
    page: Page, contract: Instrument, witness: Witness, tmp_path: Path
) -> None:
    witness.expect_status(422)
    issued, field = store.read(latest_file(version_of(contract))), field_name(waiting(contract).key)
    with own_loop():
        pki = build_pki()
        signed = sign(issued, field, pki.people["rosa"], stamped_by=pki)
    with override_settings(TRUST_ANCHORS=pki.anchors(tmp_path)):
        page.goto(reverse("signed_file_new", args=[contract.pk]))
        expect(page.get_by_text(re.compile(r"Höchstens \d+ MB")).first).to_be_visible()
        look(page)
        file = page.get_by_label("Signierte PDF-Datei")
        file.set_input_files({"name": "neu.pdf", "mimeType": "application/pdf", "buffer": pdf()})
        page.get_by_role("button", name="Hochladen und prüfen").click(timeout=EXAMINED)
        expect(page.get_by_text("Das ist nicht die Datei, die wir ausgegeben haben.").first).to_be_visible(
            timeout=EXAMINED
        )
        look(page)
        page.goto(reverse("signed_file_new", args=[contract.pk]))
        file.set_input_files({"name": "signiert.pdf", "mimeType": "application/pdf", "buffer": signed})
        page.get_by_role("button", name="Hochladen und prüfen").click(timeout=EXAMINED)
        proven = page.get_by_text("Es ist eine qualifizierte elektronische Signatur.")
        expect(proven.first).to_be_visible(timeout=EXAMINED)
        look(page)
    contract.refresh_from_db()
    assert contract.status == Status.SIGNED


def test_the_day_of_signing_with_a_photo_that_somebody_takes_back(
    page: Page, contract: Instrument, witness: Witness
) -> None:
    witness.expect_status(404)  # the picture, once its consent is gone
    page.goto(reverse("ceremony_new", args=[contract.pk]))
    page.get_by_label("Ort").fill("Rathaus Pankow")
    page.get_by_label(re.compile("Tag|Datum")).first.fill("2025-03-10")
    page.get_by_label("Funktion").first.fill("Bezirksstadträtin")
    page.get_by_label("Stelle").first.fill("Bezirksamt Pankow")
    look(page)
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name=re.compile("Foto hinzufügen")).click()
    page.locator("input[type=file]").set_input_files(
        {"name": "tag.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.get_by_label("Was zu sehen ist").fill("Zwei Menschen unterschreiben an einem Tisch.")
    page.get_by_label("Weitere Personen").fill("Bezirksstadträtin")
    look(page)
    page.get_by_role("button", name="Foto speichern").click()
    expect(page.get_by_role("button", name="Einwilligung festhalten")).to_be_visible()
    look(page)
    page.get_by_role("checkbox", name="Bezirksstadträtin").check()
    page.get_by_label("Wie erteilt").fill("schriftlich auf dem Einwilligungsbogen")
    page.get_by_label(re.compile("rteilt am")).fill("2025-03-10")
    follow(page.get_by_role("button", name="Einwilligung festhalten"))
    detail = page.url
    page.goto(reverse("agreement_signing", args=[contract.agreement_id]))
    shown = page.get_by_alt_text("Zwei Menschen unterschreiben an einem Tisch.")
    expect(shown).to_be_visible()
    look(page)
    page.goto(detail)
    page.get_by_label("Widerrufen am").fill("2025-04-01")
    follow(page.get_by_role("button", name="Widerruf festhalten"))
    look(page)
    page.goto(reverse("agreement_signing", args=[contract.agreement_id]))
    expect(page.get_by_text("wird nicht gezeigt").first).to_be_visible()
    expect(shown).to_have_count(0)
