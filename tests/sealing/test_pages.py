"""Pages of sealed and outstanding editions."""

from django.test import Client
from django.urls import reverse

from agreements.choices import EditionKind
from agreements.documents.editions import execution_edition, reading_edition
from agreements.dossier.bundle.collection import collect_bundle
from agreements.dossier.timeline import event_entry
from agreements.files import store
from agreements.models import SealRequest
from agreements.sealing import wording
from agreements.verification.file_answers import FileVerdict, file_answer
from agreements.verification_code import verification_code
from tests.due import seal_what_is_due
from tests.page import Page, page_queries, read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario, version_of
from tests.sealing.association import SealSetup
from tests.sealing.test_actions import LATER


def agreement_page(scenario: Scenario, who: str = "coordinator") -> Page:
    return read(
        scenario.browser(who).get(reverse("agreement_documents", args=[scenario.signed.agreement_id]))
    )


def test_the_page_says_that_the_seal_is_outstanding_and_to_some_why(scenario: Scenario) -> None:
    assert "noch nicht; das Siegeln übernimmt der Dienst im Hintergrund" in agreement_page(scenario).text
    seal_what_is_due(at=LATER)
    for who in ("coordinator", "admin"):
        text = agreement_page(scenario, who).text
        assert "Siegel ausstehend" in text
        assert wording.NO_SEAL in text
        assert "Jetzt versuchen" in text
    for who in ("staff", "observer"):
        text = agreement_page(scenario, who).text
        assert "Siegel ausstehend" in text
        assert "Die Unterschriften gelten. Das Siegel wird von selbst nachgeholt." in text
        assert wording.NO_SEAL not in text
        assert "Jetzt versuchen" not in text


def test_the_page_says_what_the_seal_is_and_what_it_is_not(scenario: Scenario, seal_setup: SealSetup) -> None:
    with seal_setup.running():
        (edition,) = seal_what_is_due(at=LATER)
    page = agreement_page(scenario, "observer")
    assert "mit Zeitstempel (B-T)" in page.text
    assert wording.LT_NO_DATA in page.text
    assert "MitWirkung, MitWirkung e. V." in page.text
    assert "Test Zeitstempeldienst, Testland" in page.text
    assert "das Siegel des Vereins und keine qualifizierte Unterschrift" in page.text
    assert "nur zum Ausprobieren" in page.text
    assert "Siegel ausstehend" not in page.text
    address = reverse("edition_file", args=[edition.pk])
    assert address in [said.get("href") for _, said in page.tags]
    answer = scenario.browser("observer").get(address)
    assert answer.getvalue().startswith(b"%PDF-")
    assert "lesefassung-mit-siegel" in answer["Content-Disposition"]
    event = scenario.signed.agreement.events.get(kind="sealed")
    told = event_entry(event)
    assert told.text.startswith("Lesefassung mit Siegel gesiegelt, mit Zeitstempel (B-T), Zeitstempel ")
    assert told.text.endswith(" Uhr")
    assert (told.who, told.note) == ("Siegel", "nur zum Ausprobieren")


def test_asking_again_is_answered_by_the_next_look(scenario: Scenario, seal_setup: SealSetup) -> None:
    seal_what_is_due(at=LATER)
    browser = scenario.browser("admin")
    address = reverse("seal_retry", args=[scenario.signed.pk])
    page = read(browser.post(address, {"back": "list"}, follow=True))
    assert "Der nächste Versuch beginnt gleich." in page.text
    asked = SealRequest.objects.get()
    assert asked.asked_by == scenario.people["admin"]
    with seal_setup.running():
        assert len(seal_what_is_due(at=asked.asked_at)) == 1
    late = read(browser.post(address, follow=True))
    assert "Hier steht kein Siegel mehr aus." in late.text
    assert "Es steht kein Siegel aus" in read(browser.get(reverse("seal_list"))).text


def test_the_list_names_what_is_missing_and_asks_as_often_for_many(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    assert (
        "Eine unterzeichnete Ausgabe trägt noch kein Siegel."
        in read(browser.get(reverse("agreement_list"))).text
    )
    assert "unterzeichnete Ausgabe" not in read(scenario.browser("staff").get(reverse("agreement_list"))).text

    few = page_queries(browser, reverse("seal_list"))
    version = version_of(scenario.signed)
    for number in range(3):
        version.seal_attempts.create(kind=EditionKind.COMPLETED, tried_at=LATER, problem=f"Grund {number}")
    assert page_queries(browser, reverse("seal_list")) == few
    shown = read(browser.get(reverse("seal_list"))).text
    assert "Grund 2" in shown
    assert scenario.signed.agreement.reference in shown


def test_the_public_page_and_the_bundle_know_the_sealed_files(
    scenario: Scenario, seal_setup: SealSetup
) -> None:
    with seal_setup.running():
        (edition,) = seal_what_is_due(at=LATER)
    code = verification_code(edition.version.fingerprint)
    words_of_it = (
        "Lesefassung mit Siegel (Siegel nur zum Ausprobieren, es beweist nichts; mit Zeitstempel (B-T))"
    )
    answer = file_answer(edition.file_id, as_of=LATER.date())
    assert answer.verdict == FileVerdict.GENUINE
    assert words_of_it in answer.sentences[0]
    assert words_of_it in read(Client().get(reverse("verify_code", args=[code]))).text
    stored = collect_bundle(scenario.signed.agreement).parts.stored
    assert stored["urkunden/0/fassung-1/lesefassung-mit-siegel.pdf"] == edition.file


def test_the_last_page_of_the_lesefassung_proves_how_it_was_concluded(scenario: Scenario) -> None:
    version = version_of(scenario.signed)
    page = page_texts(store.read(reading_edition(version).file))[-1]
    concluded = scenario.signed.agreement.events.get(kind="concluded")
    for said in (
        "Nachweis über den Abschluss",
        "Rosa Rathaus",
        "Wie: handschriftlich",
        "Wann: 10.03.2025 (Datum: steht neben der Unterschrift), festgehalten am 10.03.2025",
        "Wo: Berlin",
        "Nachweis: das unterschriebene Papier; ein Scan ist nicht hinterlegt",
        f"Prüfwert des Unterzeichneten (SHA-256): {version.fingerprint}",
        f"Zeichnungsfassung (SHA-256): {execution_edition(version).file_id}",
        f"Verlauf bei Abschluss, Eintrag Nr. {concluded.sequence} (SHA-256): {concluded.hash}",
        "eine qualifizierte Unterschrift ist es nicht",
    ):
        assert said in page
