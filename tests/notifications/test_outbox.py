"""Notices: their recipients, and that rows are queued in the transaction of the event."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from agreements import history, policy, transitions
from agreements.choices import Addressee, Side, Status
from agreements.drafting.clearance.actions import open_round
from agreements.drafting.comments.actions import CommentTarget, open_thread
from agreements.drafting.comments.suggestions import suggest
from agreements.events import NOTICES, EventKind
from agreements.models import Declining, Event, Mail
from agreements.notices import Recipients
from agreements.notifications.message import body, letter_of, notice_of
from agreements.signing.transition_actions import take_step
from agreements.tracking.actions import report_several
from districts.models import User
from tests import factories
from tests.page import read
from tests.scenario import Scenario
from tests.signing.delegates import declined, granted
from tests.tracking.report_factories import DONE, answer_report, make_report, obligation_of, statement

DAY = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)

# C coordinator · D people of the district · A the side that answers · M who is mentioned;
# a draft that is withdrawn was never shown to the district
WHO = """
frozen              C D
unfrozen            C D
withdrawn           C D
signature_recorded  C D
signature_corrected C D
signature_declined  C D
delegation_recorded C D
concluded           C D
sealed              C D
termination_recorded C D
termination_retracted C D
handed_over         C
clearance_opened    D
clearance_asked     D
thread_opened       M
thread_answered     M
suggestion_made     C
reported            A
report_answered     A
release_reported    C
release_answered    D
"""
LETTERS = {
    "C": Recipients.COORDINATOR,
    "D": Recipients.DISTRICT,
    "A": Recipients.ASKED,
    "M": Recipients.MENTIONED,
}


def recipients_of(kind: str) -> set[str]:
    """Return the names of the recipients of the last event of a kind."""
    last = Event.objects.filter(kind=kind).latest("pk")
    return {address.partition("@")[0] for address in last.mails.values_list("person__email", flat=True)}


def test_the_table_says_who_is_told() -> None:
    read = {
        kind: {LETTERS[letter] for letter in who} for kind, *who in map(str.split, WHO.strip().splitlines())
    }
    assert read == {kind: notice.to for kind, notice in NOTICES.items()}


def test_every_step_of_signing_is_told_to_both_sides(reached: Scenario) -> None:
    jonas = factories.coordinator()
    district = {"staff", "lead"}
    for action in (declined, granted):
        action(reached.signing, jonas)
    assert (
        recipients_of("signature_declined")
        == recipients_of("delegation_recorded")
        == {"coordinator", *district}
    )
    factories.sign(reached.signing, Side.DISTRICT, jonas)
    assert recipients_of("signature_recorded") == {"coordinator", *district}
    assert recipients_of("concluded") == {"coordinator", *district}
    frozen = factories.freeze_draft(reached.draft, jonas)
    assert recipients_of("frozen") == {"coordinator", *district}
    take_step(frozen, "unfreeze", reason="Ein Satz fehlt.", by=jonas, at=factories.SIGNED_AT)
    assert recipients_of("unfrozen") == {"coordinator", *district}
    take_step(frozen, "withdraw", reason="Es kommt anders.", by=jonas, at=factories.SIGNED_AT)
    assert recipients_of("withdrawn") == {"coordinator", *district}


def test_reports_and_questions_are_told_to_the_side_that_answers(reached: Scenario) -> None:
    bogdan, first = reached.people["staff"], obligation_of(reached.signed, "O-06")
    several = [(one, statement(one, DONE, DAY)) for one in (first, obligation_of(reached.signed, "O-25"))]
    made, _ = report_several(several, by=bogdan, at=DAY)
    told = Mail.objects.get(event__kind="reported")
    letter = letter_of(told, DAY)
    assert told.person == reached.amira
    assert f"{bogdan} hat zu O-06, O-25 gemeldet: " in body(letter)
    assert letter.link.endswith(reverse("obligation_detail", args=[first.pk]))
    assert letter.contact == f"{bogdan}, staff@example.org", "whoever is responsible asks who has reported"
    answer_report(made, reached.amira, DAY, question="Wo liegt „sie“?")
    assert recipients_of("report_answered") == {"staff", "lead"}
    asked = Mail.objects.filter(event__kind="report_answered")[0]
    assert "„Wo liegt ‚sie‘?“" in body(letter_of(asked, DAY))
    answer_report(make_report(first, DONE, bogdan, DAY), reached.amira, DAY)
    assert Mail.objects.filter(event__kind="report_answered").count() == 2, (
        "nobody waits for what is confirmed"
    )


def test_a_mention_a_suggestion_and_a_clearance_are_told_to_whom_they_wait_for(reached: Scenario) -> None:
    review, bogdan = reached.contracts[Status.REVIEW], reached.people["staff"]
    thread = open_thread(
        review,
        target=CommentTarget(clause="p03-1"),
        addressee=Addressee.DISTRICT,
        text="Passt das so?",
        mentioned=[bogdan.pk],
        by=reached.amira,
        at=factories.FROZEN_AT,
    ).thread
    assert recipients_of("thread_opened") == {"staff"}
    mail = Mail.objects.get(event__kind="thread_opened")
    assert letter_of(mail, DAY).link.endswith(reverse("thread_detail", args=[review.pk, thread.key]))
    suggest(thread, text="Ganz anders.", by=bogdan, at=factories.FROZEN_AT)
    assert recipients_of("suggestion_made") == {"coordinator"}
    open_round(
        review,
        offices=[],
        names=["Rechtsamt"],
        due_on=factories.FROZEN_AT.date() + timedelta(days=9),
        by=reached.amira,
        at=factories.FROZEN_AT,
    )
    assert recipients_of("clearance_opened") == {"staff", "lead"}
    asked = letter_of(Mail.objects.filter(event__kind="clearance_opened")[0], DAY)
    assert asked.link.endswith(reverse("clearance_detail", args=[review.pk]))


def test_whoever_did_it_is_not_told_of_it(reached: Scenario) -> None:
    declined(reached.signing, reached.amira)
    assert recipients_of("signature_declined") == {"staff", "lead"}


def test_a_draft_that_nobody_saw_is_withdrawn_without_telling_the_district(reached: Scenario) -> None:
    take_step(
        reached.draft,
        "withdraw",
        reason="Es war ein Versuch.",
        by=factories.coordinator(),
        at=factories.SIGNED_AT,
    )
    assert recipients_of("withdrawn") == {"coordinator"}


def test_whoever_is_told_may_see_it_or_has_seen_it(reached: Scenario) -> None:
    """The district cannot see a withdrawn text any more: its e-mail says so and has no link."""
    jonas = factories.coordinator()
    declined(reached.signing, jonas)
    for mail in Mail.objects.select_related("person", "event__agreement"):
        assert mail.person is not None
        assert policy.visible_to(mail.person).filter(pk=mail.agreement.pk).exists()
        assert letter_of(mail, DAY).link.endswith(f"/vertraege/{mail.agreement.pk}/")
    take_step(reached.signing, "withdraw", reason="Es kommt anders.", by=jonas, at=factories.SIGNED_AT)
    for mail in Mail.objects.filter(event__kind="withdrawn", person=reached.people["staff"]):
        letter = letter_of(mail, DAY)
        assert letter.link == ""
        assert "Begründung: Es kommt anders." in body(letter)


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_who_has_no_address_or_no_account_any_more_gets_nothing(
    change: dict[str, object], reached: Scenario
) -> None:
    for name, value in change.items():
        setattr(reached.people["staff"], name, value)
    reached.people["staff"].save()
    declined(reached.signing, reached.amira)
    assert recipients_of("signature_declined") == {"lead"}


def test_an_action_that_is_rolled_back_tells_nobody(reached: Scenario) -> None:
    before = Mail.objects.count()
    with transaction.atomic():
        declined(reached.signing, reached.amira)
        assert Mail.objects.count() == before + 2
        transaction.set_rollback(True)
    assert (Declining.objects.count(), Mail.objects.count()) == (0, before)


def test_other_entries_tell_nobody(reached: Scenario) -> None:
    review = reached.contracts[Status.REVIEW]
    history.record(review.agreement, EventKind.CLAUSE_EDITED, by=reached.amira, at=factories.SIGNED_AT)
    transitions.apply_transition(review, "back_to_draft", by=reached.amira, at=factories.SIGNED_AT)
    assert not Mail.objects.filter(event__agreement=review.agreement).exists()


def test_who_cannot_be_reached_is_named_to_whoever_looks_after_it(reached: Scenario) -> None:
    User.objects.filter(pk=reached.people["lead"].pk).update(email="")
    page = reverse("agreement_detail", args=[reached.signing.agreement_id])
    told = f"Nachrichten zu diesem Vertrag erreichen nicht: {reached.people['lead']}."
    assert told in read(reached.browser("coordinator").get(page)).text
    assert told not in read(reached.browser("staff").get(page)).text


def test_every_entry_of_the_table_has_words_from_what_it_tells(reached: Scenario) -> None:
    for event in Event.objects.filter(kind__in=NOTICES):
        notice = notice_of(event)
        assert notice.subject
        assert "None" not in f"{notice.happened} {notice.now}"
        assert notice.happened.endswith((".", "!"))
