"""Retention and archiving: the day to offer, the order of steps, no deleting before a decision."""

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
    notice_months=3,
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
def test_retention_is_counted_from_the_end_of_the_term(
    ends_on: date | None, months: int, as_of: date, years: int, expected: date | None
) -> None:
    facts = ContractFacts(
        status=Status.SIGNED,
        begins_on=ENDS.begins_on,
        ends_on=ends_on,
        extension_months=months,
        notice_months=3,
        signed_on=ENDS.signed_on,
    )
    assert offered_from(facts, as_of, years) == expected


def test_an_agreement_never_in_force_is_not_offered() -> None:
    assert offered_from(None, date(2050, 1, 1), 10) is None
    open_draft = ContractFacts(
        status=Status.DRAFT,
        begins_on=None,
        ends_on=date(2020, 1, 1),
        extension_months=0,
        notice_months=3,
        signed_on=None,
    )
    assert offered_from(open_draft, date(2050, 1, 1), 10) is None


@pytest.mark.parametrize(
    ("as_of", "sentence", "due"),
    [
        (date(2036, 6, 30), "Nach heutigem Stand ab 01.07.2036 dem Landesarchiv anzubieten", False),
        (date(2036, 7, 1), "Seit 01.07.2036 dem Landesarchiv anzubieten", True),
    ],
)
def test_the_page_shows_the_day_to_offer(as_of: date, sentence: str, due: bool, scenario: Scenario) -> None:
    view = archive_view(scenario.amira, scenario.signed.agreement, ENDS, as_of)
    assert sentence in view.when
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


def test_a_date_before_the_offer_or_in_the_future_is_refused(scenario: Scenario) -> None:
    offered(scenario.signed.agreement, scenario.amira)
    for day, message in (
        (OFFERED_ON - timedelta(days=1), "früher kann das Landesarchiv nicht"),
        (factories.SIGNED_AT.date() + timedelta(days=1), "Zukunft"),
    ):
        with pytest.raises(ActionRefused, match=message):
            record_archive_step(
                scenario.signed.agreement,
                step=ArchiveStep.DECLINED,
                dated=day,
                by=scenario.amira,
                at=factories.SIGNED_AT,
            )


def test_the_action_asks_the_policy(scenario: Scenario) -> None:
    """Roles are in the table of `tests/permissions`."""
    with pytest.raises(ActionRefused, match="vorbehalten"):
        offered(scenario.signed.agreement, scenario.people["lead"])


def test_a_model_text_is_not_offered(scenario: Scenario) -> None:
    agreement = scenario.draft.agreement
    agreement.origin = "model"
    agreement.district = None
    with pytest.raises(ActionRefused):
        offered(agreement, scenario.amira)


def test_archiving_is_recorded_on_the_page(scenario: Scenario) -> None:
    agreement, browser = scenario.signed.agreement, scenario.browser("admin")
    detail, address = (reverse(name, args=[agreement.pk]) for name in ("agreement_documents", "archive_new"))
    page = read(browser.get(detail)).text
    assert "dem Landesarchiv anzubieten" in page
    assert "Löschen ist gesperrt" in page
    form = browser.get(address).content.decode()
    assert 'value="offered"' in form
    assert 'value="declined"' not in form
    data = {"step": "offered", "dated": "2025-03-05", "reference": "LAB 12/25"}
    reply = browser.post(address, {**data, "dated": "gestern"})
    assert reply.status_code == 422
    assert read(reply).fields["reference"] == "LAB 12/25"
    assert browser.post(address, {**data, "step": "declined"}).status_code == 422
    letter = SimpleUploadedFile("brief.png", PNG, "image/png")
    assert browser.post(address, {**data, "document": letter}, follow=True).status_code == 200
    assert "05.03.2025: dem Landesarchiv angeboten, Zeichen LAB 12/25" in read(browser.get(detail)).text
    history = read(browser.get(reverse("agreement_history", args=[agreement.pk]))).text
    assert "dem Landesarchiv angeboten am 05.03.2025" in history
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
    assert browser.post(address, data).status_code == 422
    assert Event.objects.filter(agreement=agreement, kind="archive_step").count() == 2
    page = read(scenario.browser("staff").get(detail)).text
    assert "dem Landesarchiv übergeben" in page
    assert "Nachweis herunterladen" not in page


def test_a_proof_of_another_file_type_is_refused(scenario: Scenario) -> None:
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


def test_the_admin_deletes_no_agreement(scenario: Scenario) -> None:
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
