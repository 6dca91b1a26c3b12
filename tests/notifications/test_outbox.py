"""Notices: their recipients, and that rows are queued in the transaction of the event."""

import pytest
from django.db import transaction

from agreements import history, policy, transitions
from agreements.choices import Side, Status
from agreements.events import NOTICES, EventKind
from agreements.models import Declining, Event, Mail
from agreements.notices import Recipients
from agreements.notifications.message import body, letter_of, notice_of
from agreements.signing.transition_actions import take_step
from tests import factories
from tests.scenario import Scenario
from tests.signing.delegates import declined, granted

# C coordinator · D people of the district; a draft that is withdrawn was never shown to the district
WHO = """
frozen              C D
unfrozen            C D
withdrawn           C D
signature_recorded  C D
signature_declined  C D
delegation_recorded C D
concluded           C D
sealed              C D
handed_over         C
"""
LETTERS = {"C": Recipients.COORDINATOR, "D": Recipients.DISTRICT}


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
        assert letter_of(mail).link.endswith(f"/vertraege/{mail.agreement.pk}/")
    take_step(reached.signing, "withdraw", reason="Es kommt anders.", by=jonas, at=factories.SIGNED_AT)
    for mail in Mail.objects.filter(event__kind="withdrawn", person=reached.people["staff"]):
        letter = letter_of(mail)
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


def test_every_entry_of_the_table_has_words_from_what_it_tells(reached: Scenario) -> None:
    for event in Event.objects.filter(kind__in=NOTICES):
        notice = notice_of(event)
        assert notice.subject
        assert "None" not in f"{notice.happened} {notice.now}"
        assert notice.happened.endswith((".", "!"))
