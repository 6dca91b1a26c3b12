"""Retention and the Landesarchiv: from when to offer, the order of the steps, and no deleting before a decision."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.test import override_settings
from django.urls import reverse

from agreements.choices import ArchiveStep, Status
from agreements.dossier.archive.actions import record_archive_step
from agreements.dossier.archive.presenters import archive_view
from agreements.errors import ActionRefused
from agreements.models import Agreement, ArchiveRecord, Event, StoredFile
from agreements.state import ContractFacts, offered_from
from tests import factories
from tests.dossier.archive_steps import OFFERED_ON, decided, offered
from tests.page import read
from tests.scenario import PNG, Scenario

ENDS = ContractFacts(
    status=Status.SIGNED,
    begins_on=date(2023, 7, 1),
    ends_on=date(2026, 6, 30),
    extension_months=0,
    signed_on=date(2023, 7, 3),
)
STEPS = list(ArchiveStep)


@pytest.mark.parametrize(
    ("ends_on", "months", "as_of", "years", "expected"),
    [
        (date(2026, 6, 30), 0, date(2024, 1, 1), 10, date(2036, 7, 1)),
        (date(2026, 6, 30), 0, date(2050, 1, 1), 10, date(2036, 7, 1)),
        (date(2026, 6, 30), 0, date(2024, 1, 1), 0, date(2026, 7, 1)),
        (date(2024, 2, 29), 0, date(2024, 1, 1), 10, date(2034, 3, 1)),
        (date(2026, 6, 30), 12, date(2026, 6, 30), 10, date(2036, 7, 1)),
        (date(2026, 6, 30), 12, date(2026, 7, 1), 10, date(2037, 7, 1)),
        (None, 12, date(2026, 7, 1), 10, None),
    ],
)
def test_the_day_is_counted_from_the_end_as_it_runs_on_a_day(
    ends_on: date | None, months: int, as_of: date, years: int, expected: date | None
) -> None:
    facts = ContractFacts(
        status=Status.SIGNED,
        begins_on=ENDS.begins_on,
        ends_on=ends_on,
        extension_months=months,
        signed_on=ENDS.signed_on,
    )
    assert offered_from(facts, as_of, years) == expected


def test_what_never_came_into_force_has_no_day() -> None:
    assert offered_from(None, date(2050, 1, 1), 10) is None
    open_draft = ContractFacts(
        status=Status.DRAFT, begins_on=None, ends_on=date(2020, 1, 1), extension_months=0, signed_on=None
    )
    assert offered_from(open_draft, date(2050, 1, 1), 10) is None


@pytest.mark.parametrize(
    ("as_of", "words", "due"),
    [
        (date(2036, 6, 30), "Nach heutigem Stand ab 01.07.2036 dem Landesarchiv anzubieten", False),
        (date(2036, 7, 1), "Seit 01.07.2036 dem Landesarchiv anzubieten", True),
    ],
)
def test_the_page_says_from_when(as_of: date, words: str, due: bool, scenario: Scenario) -> None:
    view = archive_view(scenario.amira, scenario.signed.agreement, ENDS, as_of)
    assert words in view.when
    assert "§\N{NO-BREAK SPACE}5 ArchGB" in view.when
    assert view.is_due == due
    with override_settings(RETENTION_YEARS=30):
        assert "01.07.2056" in archive_view(scenario.amira, scenario.signed.agreement, ENDS, as_of).when


def test_an_offer_is_no_longer_due(scenario: Scenario) -> None:
    offered(scenario.signed.agreement, scenario.amira)
    assert not archive_view(scenario.amira, scenario.signed.agreement, ENDS, date(2040, 1, 1)).is_due


@pytest.mark.parametrize("first", STEPS)
@pytest.mark.parametrize("second", STEPS)
def test_only_an_offer_begins_and_only_a_decision_follows(
    first: ArchiveStep, second: ArchiveStep, scenario: Scenario
) -> None:
    agreement = scenario.signed.agreement
    if first != ArchiveStep.OFFERED:
        with pytest.raises(ActionRefused, match="was ihm angeboten wurde"):
            decided(agreement, first, scenario.amira)
        assert not ArchiveRecord.objects.exists()
        return
    offered(agreement, scenario.amira)
    if second == ArchiveStep.OFFERED:
        with pytest.raises(ActionRefused, match="jedes nur einmal"):
            decided(agreement, second, scenario.amira)
        return
    decided(agreement, second, scenario.amira)
    for third in STEPS:
        with pytest.raises(ActionRefused, match="jedes nur einmal"):
            decided(agreement, third, scenario.amira)
    assert agreement.archive_records.count() == 2


def test_days_make_sense(scenario: Scenario) -> None:
    offered(scenario.signed.agreement, scenario.amira)
    for day, words in (
        (OFFERED_ON - timedelta(days=1), "früher kann das Landesarchiv nicht"),
        (factories.SIGNED_AT.date() + timedelta(days=1), "Zukunft"),
    ):
        with pytest.raises(ActionRefused, match=words):
            record_archive_step(
                scenario.signed.agreement,
                step=ArchiveStep.DECLINED,
                dated=day,
                by=scenario.amira,
                at=factories.SIGNED_AT,
            )


@pytest.mark.parametrize("who", ["staff", "lead", "observer", "neighbour"])
def test_only_coordination_and_administration_record(who: str, scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="vorbehalten"):
        offered(scenario.signed.agreement, scenario.people[who])
    assert offered(scenario.signed.agreement, scenario.people["admin"])


def test_a_model_text_is_not_offered(scenario: Scenario) -> None:
    agreement = scenario.draft.agreement
    agreement.origin = "model"
    agreement.district = None
    with pytest.raises(ActionRefused):
        offered(agreement, scenario.amira)


# --- the pages ----------------------------------------------------------------------------------------------------


def test_it_is_recorded_in_the_page(scenario: Scenario) -> None:
    agreement, browser = scenario.signed.agreement, scenario.browser("admin")
    detail, address = (reverse(name, args=[agreement.pk]) for name in ("agreement_detail", "archive_new"))
    page = read(browser.get(detail)).text
    assert "dem Landesarchiv anzubieten" in page
    assert "Löschen ist gesperrt" in page
    form = browser.get(address).content.decode()
    assert 'value="offered"' in form
    assert 'value="declined"' not in form
    sent = {"step": "offered", "dated": "2025-03-05", "reference": "LAB 12/25"}
    reply = browser.post(address, {**sent, "dated": "gestern"})
    assert reply.status_code == 422
    assert read(reply).fields["reference"] == "LAB 12/25"
    assert browser.post(address, {**sent, "step": "declined"}).status_code == 422
    letter = SimpleUploadedFile("brief.png", PNG, "image/png")
    assert browser.post(address, {**sent, "document": letter}, follow=True).status_code == 200
    page = read(browser.get(detail)).text
    assert "05.03.2025: dem Landesarchiv angeboten, Zeichen LAB 12/25" in page
    assert "dem Landesarchiv angeboten am 05.03.2025" in page, "the history tells it"
    row = ArchiveRecord.objects.get()
    assert browser.get(reverse("archive_document", args=[agreement.pk, row.pk])).getvalue() == PNG
    assert (
        browser.get(reverse("archive_document", args=[scenario.draft.agreement_id, row.pk])).status_code
        == 404
    )
    browser.post(address, {"step": "handed_over", "dated": "2025-03-07"})
    page = read(browser.get(detail)).text
    assert "Löschen ist gesperrt" not in page
    assert "Archivierung ist abgeschlossen" in read(browser.get(address)).text
    assert browser.post(address, sent).status_code == 422
    assert Event.objects.filter(agreement=agreement, kind="archive_step").count() == 2
    seen = read(scenario.browser("staff").get(detail)).text
    assert "dem Landesarchiv übergeben" in seen
    assert "Nachweis herunterladen" not in seen


def test_a_proof_that_is_no_document_is_refused(scenario: Scenario) -> None:
    files = StoredFile.objects.count()
    with pytest.raises(ActionRefused, match="weder PDF noch PNG"):
        record_archive_step(
            scenario.signed.agreement,
            step=ArchiveStep.OFFERED,
            dated=OFFERED_ON,
            document=b"MZ" + bytes(99),
            by=scenario.amira,
            at=factories.SIGNED_AT,
        )
    assert StoredFile.objects.count() == files


# --- deleting -----------------------------------------------------------------------------------------------------


def test_the_admin_deletes_no_agreement_whatever_is_recorded(scenario: Scenario) -> None:
    agreement, browser = scenario.signed.agreement, scenario.browser("admin")
    delete = reverse("admin:agreements_agreement_delete", args=[agreement.pk])
    listed = reverse("admin:agreements_agreement_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [agreement.pk], "post": "yes"}
    for prepare in (lambda: None, lambda: offered(agreement, scenario.amira)):
        prepare()
        assert browser.post(delete, {"post": "yes"}).status_code == 403
        browser.post(listed, chosen)
        with pytest.raises(ProtectedError):
            Agreement.objects.filter(pk=agreement.pk).delete()
        assert Agreement.objects.filter(pk=agreement.pk).exists()
