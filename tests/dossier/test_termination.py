"""Notices of termination: what is recorded, what holds, and who follows it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.choices import Side
from agreements.dossier.agreement_list import agreement_rows, agreements_for_list
from agreements.dossier.archive.presenters import archive_view
from agreements.dossier.termination.actions import NoticeEffect
from agreements.dossier.termination.presenters import end_view
from agreements.dossier.termination.queries import contract_with_facts
from agreements.errors import ActionRefused
from agreements.models import Event, ObligationTerms, StoredFile, TerminationNotice
from agreements.parties import FIRST_TWO
from agreements.state import AgreementState, agreement_state, last_day, offered_from
from agreements.termination_choices import RetractionCause, TerminationKind
from agreements.texts.in_force import text_in_force
from agreements.texts.overlaps import Span, overlapping_contracts
from agreements.tracking.overview.cached_summary import cached_summaries
from agreements.tracking.queries.obligations import all_occurrences, newest_terms
from agreements.tracking.queries.schedule_facts import contracts_of
from tests import factories
from tests.amending import amend
from tests.dossier.termination_notices import ENDS_ON, LAST_NOTICE_ON, NEXT_END, noticed, retracted
from tests.drafting.differences import confirm_open
from tests.page import read
from tests.scenario import PNG, Scenario

DAY = timedelta(days=1)
LATE = LAST_NOTICE_ON + DAY


def ends(scenario: Scenario, as_of: date) -> date | None:
    return last_day(contract_with_facts(scenario.signed.agreement)[1], as_of)


def state(scenario: Scenario, as_of: date) -> AgreementState:
    return agreement_state(contract_with_facts(scenario.signed.agreement)[1], as_of)


def test_a_notice_received_on_the_last_day_and_recorded_later_is_in_time(scenario: Scenario) -> None:
    assert ends(scenario, date(2030, 1, 15)) == date(2030, 3, 31)
    notice = noticed(scenario.signed.agreement, scenario.amira)
    assert notice.ends_on == ENDS_ON
    assert ends(scenario, date(2030, 1, 15)) == ENDS_ON
    assert [state(scenario, day) for day in (LAST_NOTICE_ON, ENDS_ON, ENDS_ON + DAY)] == [
        AgreementState.NOTICED,
        AgreementState.NOTICED,
        AgreementState.ENDED,
    ]


def test_an_amended_period_of_notice_counts_from_its_first_day_on(scenario: Scenario) -> None:
    """One month instead of three, from a day on that is too late for the running term."""
    agreement, amira, begins_on = scenario.signed.agreement, scenario.amira, date(2028, 3, 15)
    signed_at = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
    amend(scenario.signed, {}, begins_on=begins_on, by=amira, at=signed_at, notice_months=1)
    for day, words in (
        (LAST_NOTICE_ON, "kündbar bis 31.12.2027 (Zugang), sonst Verlängerung bis 31.03.2029"),
        (LATE, "kündbar war bis 31.12.2027 (Zugang)"),
        (begins_on, "kündbar war bis 31.12.2027 (Zugang)"),
        (ENDS_ON + DAY, "kündbar bis 28.02.2029 (Zugang), sonst Verlängerung bis 31.03.2030"),
    ):
        end = end_view(amira, *contract_with_facts(agreement), day)
        assert end.outlook.startswith(words), day
    for too_late in (LATE, date(2028, 2, 29), begins_on):
        with pytest.raises(ActionRefused, match=r"bis zum 31\.12\.2027 zugehen müssen"):
            noticed(agreement, amira, too_late)
    assert noticed(agreement, amira, date(2029, 2, 28)).ends_on == NEXT_END
    assert noticed(agreement, amira, LAST_NOTICE_ON, side=Side.ASSOCIATION).ends_on == ENDS_ON


def test_of_a_late_notice_a_person_decides(scenario: Scenario) -> None:
    agreement, files = scenario.signed.agreement, StoredFile.objects.count()
    with pytest.raises(ActionRefused, match=r"nächste mögliche Tag ist der 31\.03\.2029"):
        noticed(agreement, scenario.amira, LATE)
    assert StoredFile.objects.count() == files
    assert not TerminationNotice.objects.exists()
    assert noticed(agreement, scenario.amira, LATE, effect=NoticeEffect.NONE).ends_on is None
    assert state(scenario, LATE) == AgreementState.IN_FORCE
    assert noticed(agreement, scenario.amira, LATE, effect=NoticeEffect.NEXT_END).ends_on == NEXT_END
    assert ends(scenario, LATE) == NEXT_END


def test_of_two_notices_the_earliest_end_holds(scenario: Scenario) -> None:
    agreement = scenario.signed.agreement
    late = noticed(agreement, scenario.amira, LATE, effect=NoticeEffect.NEXT_END)
    in_time = noticed(agreement, scenario.amira, side=Side.ASSOCIATION)
    assert ends(scenario, LATE) == ENDS_ON
    retracted(in_time, scenario.amira)
    assert ends(scenario, LATE) == NEXT_END
    retracted(late, scenario.amira)
    assert ends(scenario, LATE) == date(2028, 3, 31)
    assert state(scenario, LATE) == AgreementState.IN_FORCE


def test_a_notice_is_retracted_once_with_consent_while_the_agreement_lasts(scenario: Scenario) -> None:
    notice = noticed(scenario.signed.agreement, scenario.amira)
    for given, words in (
        ({"document": b""}, "Zustimmung der anderen Seite"),
        ({"dated": LAST_NOTICE_ON - DAY}, "davor lässt sie sich nicht zurücknehmen"),
        ({"dated": ENDS_ON + DAY}, "braucht es einen neuen Vertrag"),
        ({"dated": date(2031, 1, 1)}, "liegt in der Zukunft"),
    ):
        with pytest.raises(ActionRefused, match=words):
            retracted(notice, scenario.amira, **given)
    assert ends(scenario, date(2029, 1, 1)) == ENDS_ON
    # a mistake is put right at any time, without anybody's consent
    retracted(notice, scenario.amira, cause=RetractionCause.MISTAKE, dated=date(2029, 1, 1), document=b"")
    assert ends(scenario, date(2029, 1, 1)) == NEXT_END
    with pytest.raises(ActionRefused, match="gilt schon nicht mehr"):
        retracted(notice, scenario.amira)


def test_an_extraordinary_notice_needs_a_reason_and_ends_with_its_receipt(scenario: Scenario) -> None:
    agreement, kind = scenario.signed.agreement, TerminationKind.EXTRAORDINARY
    with pytest.raises(ActionRefused, match="Grund"):
        noticed(agreement, scenario.amira, date(2026, 5, 4), kind=kind, reason="  ")
    notice = noticed(agreement, scenario.amira, date(2026, 5, 4), kind=kind, reason="Die Förderung entfällt.")
    assert notice.ends_on == date(2026, 5, 4)
    assert state(scenario, date(2026, 5, 5)) == AgreementState.ENDED


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"form": "email"}, "Kündigung per E-Mail gilt nicht.*§ 57 VwVfG"),
        ({"received_on": date(2030, 1, 16)}, "Zukunft"),
        ({"received_on": date(2025, 3, 9)}, "erst, wenn er unterzeichnet ist"),
        ({"written_on": LATE}, "nicht vor seinem Datum zugegangen"),
        ({"document": b""}, "leer"),
        ({"document": b"MZ" + bytes(99)}, "weder PDF noch PNG"),
    ],
)
def test_what_cannot_be_leaves_everything_as_it_was(
    given: dict[str, object], words: str, scenario: Scenario
) -> None:
    with pytest.raises(ActionRefused, match=words):
        noticed(scenario.signed.agreement, scenario.amira, **given)
    assert not TerminationNotice.objects.exists()


def test_only_a_contract_with_facts_is_terminated(scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="nur ein unterzeichneter Vertrag"):
        noticed(scenario.signing.agreement, scenario.amira)
    with pytest.raises(ActionRefused, match="vorbehalten"):
        noticed(scenario.signed.agreement, scenario.people["lead"])


def test_everything_that_asks_for_the_end_follows(scenario: Scenario) -> None:
    agreement, amira, after = scenario.signed.agreement, scenario.amira, ENDS_ON + DAY
    following = Span(ENDS_ON + DAY, date(2031, 3, 31))
    terms = newest_terms().filter(instrument__agreement=agreement)
    assert text_in_force(agreement, after) is not None
    assert any("MW-03" in words for words in overlapping_contracts(scenario.place, following, after))
    before = cached_summaries([agreement.pk], after)[agreement.pk]
    assert before.last_day == NEXT_END
    notice = noticed(agreement, amira)
    agreement.refresh_from_db()
    assert text_in_force(agreement, ENDS_ON) is not None
    assert text_in_force(agreement, after) is None
    assert contracts_of(terms, after)[agreement.pk].events.last_day == ENDS_ON
    summary = cached_summaries([agreement.pk], after)[agreement.pk]
    assert summary.last_day == ENDS_ON
    own = f"{agreement.reference} "
    assert not any(words.startswith(own) for words in overlapping_contracts(scenario.place, following, after))
    [row] = [
        row for row in agreement_rows(amira, agreements_for_list(amira), after) if row.agreement == agreement
    ]
    assert (row.state, row.ends_on, row.outlook) == (
        AgreementState.ENDED,
        ENDS_ON,
        "gekündigt zum 31.03.2028",
    )
    facts = contract_with_facts(agreement)[1]
    offered = offered_from(facts, after, settings.RETENTION_YEARS)
    assert offered == date(ENDS_ON.year + settings.RETENTION_YEARS, 4, 1)
    assert f"{offered:%d.%m.%Y}" in archive_view(amira, agreement, facts, after).when

    retracted(notice, amira)
    agreement.refresh_from_db()
    assert text_in_force(agreement, after) is not None
    assert contracts_of(terms, after)[agreement.pk].events.last_day == NEXT_END
    assert cached_summaries([agreement.pk], after)[agreement.pk].last_day == NEXT_END
    offered = offered_from(contract_with_facts(agreement)[1], after, settings.RETENTION_YEARS)
    assert offered == date(NEXT_END.year + settings.RETENTION_YEARS, 4, 1)
    assert (
        f"{offered:%d.%m.%Y}" in archive_view(amira, agreement, contract_with_facts(agreement)[1], after).when
    )


@pytest.mark.parametrize(("survives", "reports"), [(False, 0), (True, 1)])
def test_what_is_due_after_the_end_stays_due(survives: bool, reports: int, scenario: Scenario) -> None:
    """What is due every 31 December is due once more, for the period in which the agreement ends."""
    draft, amira = factories.draft(factories.district("05"), scenario.amira), scenario.amira
    ObligationTerms.objects.filter(instrument=draft, obligation__code="O-13").update(survives=survives)
    confirm_open(draft)
    contract = factories.freeze_draft(draft, amira)
    for side in FIRST_TWO:
        factories.sign(contract, side, amira)
    noticed(contract.agreement, amira)
    terms = newest_terms().filter(instrument__agreement=contract.agreement, obligation__code="O-13")
    dates = [
        one.status.occurrence.due_on for one in all_occurrences(terms, NEXT_END) if one.status.occurrence
    ]
    assert dates
    assert len([day for day in dates if day and day > ENDS_ON]) == reports


def test_notices_are_recorded_read_and_retracted_on_pages(scenario: Scenario) -> None:
    agreement, browser = scenario.signed.agreement, scenario.browser("coordinator")
    detail, address = (reverse(name, args=[agreement.pk]) for name in ("agreement_detail", "termination_new"))
    assert "31.12.2027" in read(browser.get(address)).text
    sent = {
        "side": "district",
        "kind": "extraordinary",
        "form": "email",
        "written_on": "01.06.2026",
        "received_on": "02.06.2026",
        "claimed_on": "30.06.2027",
        "effect": "as_given",
        "reason": "Der Haushalt ist gesperrt.",
    }

    def post(**given: str) -> str:
        file = SimpleUploadedFile("brief.png", PNG, "image/png")
        return read(browser.post(address, {**sent, **given, "document": file}, follow=True)).text

    assert "Kündigung per E-Mail gilt nicht" in post()
    assert "beendet den Vertrag mit Ablauf des 30.06.2027" in post(form="paper")
    page = read(browser.get(detail)).text
    assert "Gekündigt zum 30.06.2027" in page
    assert "gekündigt" in read(browser.get(reverse("agreement_list"))).text
    row = TerminationNotice.objects.get()
    letter = reverse("termination_document", args=[agreement.pk, row.pk])
    assert browser.get(letter).getvalue() == PNG
    for who, sees in (("staff", True), ("observer", False)):
        page = read(scenario.browser(who).get(detail)).text
        assert "Gekündigt zum 30.06.2027" in page
        assert ("Der Haushalt ist gesperrt." in page) == sees
        assert scenario.browser(who).get(letter).status_code == (200 if sees else 403)
    retract = reverse("termination_retract", args=[agreement.pk, row.pk])
    wrong = {"cause": "consent", "dated": "10.06.2026", "reason": "Die Sperre ist aufgehoben."}
    assert browser.post(retract, wrong).status_code == 422
    file = SimpleUploadedFile("zustimmung.png", PNG, "image/png")
    page = read(browser.post(retract, {**wrong, "document": file}, follow=True)).text
    assert "kündbar bis 31.12.2027 (Zugang), sonst Verlängerung bis 31.03.2029" in page
    assert "mit Zustimmung der anderen Seite zurückgenommen" in page
    assert browser.get(reverse("retraction_document", args=[agreement.pk, row.pk])).getvalue() == PNG
    other = reverse("termination_document", args=[scenario.draft.agreement_id, row.pk])
    assert browser.get(other).status_code == 404
    kinds = Event.objects.filter(agreement=agreement, kind__startswith="termination").values_list(
        "kind", flat=True
    )
    assert sorted(kinds) == ["termination_recorded", "termination_retracted"]
