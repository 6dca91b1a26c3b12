"""What two people of the administration do together: asked for by one, confirmed by another, done with the confirmation."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from agreements.errors import ActionRefused
from agreements.models import Mail, SignatoryAddress
from agreements.notifications.message import letter_of
from agreements.notifications.queries import is_obsolete
from districts.account_letters import AccountLetter
from districts.four_eyes_choices import Deed, RequestOutcome
from districts.models import FourEyesRequest, Membership, SecurityEvent, User
from districts.policy import is_admin
from districts.roles import Role
from districts.security_kinds import SecurityKind
from mitwirkung.four_eyes.actions import confirm, decline, withdraw
from mitwirkung.four_eyes.queries import waiting_for
from tests import factories
from tests.four_eyes.requests import asked, confirmed, shown
from tests.page import read, signed_in

pytestmark = pytest.mark.django_db
AT = factories.SIGNED_AT


def with_address(person: User) -> User:
    person.email = f"{person.username}@example.org"
    person.save(update_fields=["email"])
    return person


@pytest.fixture
def dana() -> User:
    """Who asks."""
    return with_address(factories.admin())


@pytest.fixture
def ada() -> User:
    """Who decides."""
    return with_address(factories.admin())


@pytest.fixture
def bogdan() -> User:
    """Whom it is about."""
    return with_address(factories.staff(factories.district("03")))


def letters(person: User) -> list[str]:
    return [str(mail.account_letter) for mail in Mail.objects.filter(person=person).order_by("pk")]


def holds_role(person: User) -> bool:
    return is_admin(User.objects.get(pk=person.pk))


def test_the_admin_role_is_given_when_a_second_person_confirms(dana: User, ada: User, bogdan: User) -> None:
    request = asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT)
    assert not holds_role(bogdan)
    assert (letters(dana), letters(ada), letters(bogdan)) == ([], [AccountLetter.REQUEST_WAITING], [])

    done = confirmed(request, by=ada, at=AT + timedelta(days=1))
    assert holds_role(bogdan)
    assert (done.outcome, done.decided_by, done.done_at) == (RequestOutcome.CONFIRMED, ada, done.decided_at)
    assert letters(bogdan) == [AccountLetter.ADMIN_GIVEN]
    assert letters(dana) == [AccountLetter.REQUEST_DECIDED]
    about = f"give_admin account={bogdan.pk} request={request.pk}"
    kinds = [SecurityKind.REQUEST_MADE, SecurityKind.REQUEST_CONFIRMED]
    logged = SecurityEvent.objects.filter(kind__in=kinds).order_by("sequence")
    assert [(one.kind, one.person, one.about) for one in logged] == [
        (SecurityKind.REQUEST_MADE, dana.pk, about),
        (SecurityKind.REQUEST_CONFIRMED, ada.pk, about),
    ]


def test_a_locked_account_is_opened_with_the_role(dana: User, ada: User, bogdan: User) -> None:
    User.objects.filter(pk=bogdan.pk).update(is_active=False)
    confirmed(asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT), by=ada, at=AT)
    assert holds_role(bogdan)


def test_the_admin_role_is_taken_when_a_second_person_confirms(dana: User, ada: User) -> None:
    confirmed(asked(Deed.TAKE_ADMIN, dana.pk, by=dana, at=AT), by=ada, at=AT)
    assert not holds_role(dana)
    assert letters(dana) == [AccountLetter.REQUEST_DECIDED, AccountLetter.ADMIN_TAKEN]


def test_lost_factors_are_switched_off_and_their_owner_is_told(dana: User, ada: User, bogdan: User) -> None:
    for kind in Authenticator.Type.values:
        Authenticator.objects.create(user=bogdan, type=kind, data={})
    signed_in(bogdan)
    before = Session.objects.count()
    request = asked(Deed.SWITCH_OFF_FACTORS, bogdan.pk, by=dana, at=AT)
    assert Authenticator.objects.filter(user=bogdan).count() == 3
    assert letters(bogdan) == [AccountLetter.FACTORS_OFF_ASKED]

    confirmed(request, by=ada, at=AT)
    assert not Authenticator.objects.filter(user=bogdan).exists()
    assert Session.objects.count() == before - 1
    told = Mail.objects.get(person=bogdan, account_letter=AccountLetter.FACTORS_OFF)
    assert letter_of(told, AT).subject == "Ihr zweiter Faktor wurde abgeschaltet"
    gone = SecurityEvent.objects.filter(kind=SecurityKind.FACTOR_REMOVED).values_list("about", flat=True)
    assert set(gone) == {f"account={bogdan.pk} {kind}" for kind in Authenticator.Type.values}


def test_whose_account_is_to_be_erased_hears_of_it_in_time(dana: User, ada: User, bogdan: User) -> None:
    asked(Deed.ERASE_ACCOUNT, bogdan.pk, by=dana, at=AT)
    assert letters(bogdan) == [AccountLetter.ERASURE_ASKED]
    told = letter_of(Mail.objects.get(person=bogdan), AT)
    assert "Noch ist nichts geschehen" in " ".join(told.paragraphs)


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
def test_whoever_was_told_of_it_hears_that_nothing_happens(
    how: str, dana: User, ada: User, bogdan: User
) -> None:
    request = asked(Deed.ERASE_ACCOUNT, bogdan.pk, by=dana, at=AT)
    waiting = Mail.objects.get(person=ada)
    assert not is_obsolete(waiting, AT)
    if how == "declined":
        decline(request, by=ada, at=AT)
    else:
        withdraw(request, by=dana, at=AT)
    assert letters(bogdan) == [AccountLetter.ERASURE_ASKED, AccountLetter.REQUEST_DROPPED]
    assert letters(dana) == ([AccountLetter.REQUEST_DECIDED] if how == "declined" else [])
    assert is_obsolete(waiting, AT), "nobody is asked to decide what is decided"


@pytest.mark.parametrize(
    "letter", sorted(set(AccountLetter) - {AccountLetter.INVITATION, AccountLetter.RESET})
)
def test_every_letter_has_words(letter: AccountLetter, bogdan: User) -> None:
    words = letter_of(Mail.objects.create(person=bogdan, account_letter=letter, queued_at=AT), AT)
    assert words.subject
    assert "10.03.2025 um 16:30 Uhr" in words.paragraphs[0]


def test_a_request_outlives_whom_it_was_about(dana: User, ada: User) -> None:
    """A signatory may be taken out of a draft."""
    draft = factories.draft(factories.district("03"), factories.coordinator())
    person = draft.signatories.all()[0]
    SignatoryAddress.objects.create(
        signatory=person, email="rosa@example.org", changed_at=AT, changed_by=draft.agreement.coordinator
    )
    request = asked(Deed.ERASE_SIGNATORY, person.pk, by=dana, at=timezone.now())
    person.delete()
    page = read(signed_in(ada).get(reverse("four_eyes_detail", args=[request.pk])))
    assert "nichts mehr zu löschen" in page.text
    decline(request, by=ada, at=timezone.now())


def test_what_a_request_said_goes_with_the_person(dana: User, ada: User, bogdan: User) -> None:
    asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT)
    confirmed(asked(Deed.ERASE_ACCOUNT, bogdan.pk, by=dana, at=AT, reason="Bogdan zieht um"), by=ada, at=AT)
    left = FourEyesRequest.objects.filter(person=bogdan).values_list("reason", "preview")
    assert set(map(str, left)) == {"('mit der Person gelöscht', [])"}


def decided_by_somebody_else(request: FourEyesRequest, dana: User, ada: User) -> None:
    decline(request, by=ada, at=AT)


def withdrawn(request: FourEyesRequest, dana: User, ada: User) -> None:
    withdraw(request, by=dana, at=AT)


def asker_left(request: FourEyesRequest, dana: User, ada: User) -> None:
    factories.no_more_admin(dana)


def asker_locked(request: FourEyesRequest, dana: User, ada: User) -> None:
    User.objects.filter(pk=dana.pk).update(is_active=False)


def decider_left(request: FourEyesRequest, dana: User, ada: User) -> None:
    factories.no_more_admin(ada)


def done_meanwhile(request: FourEyesRequest, dana: User, ada: User) -> None:
    assert request.person is not None
    factories.make_admin(request.person)


def address_changed(request: FourEyesRequest, dana: User, ada: User) -> None:
    User.objects.filter(pk=request.person_id).update(email="jemand@anderswo.example")


def person_locked(request: FourEyesRequest, dana: User, ada: User) -> None:
    User.objects.filter(pk=request.person_id).update(is_active=False)


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (decided_by_somebody_else, "schon abgelehnt"),
        (withdrawn, "schon zurückgezogen"),
        (asker_left, "gehört nicht mehr zur Administration"),
        (asker_locked, "gehört nicht mehr zur Administration"),
        (decider_left, "Rolle"),
        (done_meanwhile, "hat die Rolle „Administration“ schon"),
        (address_changed, "hat sich geändert, was geschehen würde"),
        (person_locked, "hat sich geändert, was geschehen würde"),
    ],
)
def test_what_happened_meanwhile_keeps_it_from_being_done(
    meanwhile: Callable[[FourEyesRequest, User, User], None], why: str, dana: User, ada: User, bogdan: User
) -> None:
    request = asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT)
    page = shown(request)
    meanwhile(request, dana, ada)
    roles = Membership.objects.count()
    with pytest.raises(ActionRefused, match=why):
        confirm(request, shown=page, by=ada, at=AT)
    assert Membership.objects.count() == roles
    request.refresh_from_db()
    assert request.done_at is None


def test_nobody_confirms_or_declines_what_she_asked_for(dana: User, ada: User, bogdan: User) -> None:
    request = asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT)
    for act in (lambda: confirmed(request, by=dana, at=AT), lambda: decline(request, by=dana, at=AT)):
        with pytest.raises(ActionRefused, match="Sie haben das selbst beantragt"):
            act()
    with pytest.raises(ActionRefused, match="nur, wer ihn gestellt hat"):
        withdraw(request, by=ada, at=AT)
    assert not holds_role(bogdan)


def test_of_two_one_cannot_switch_off_the_others_factors_but_the_command_can(dana: User, ada: User) -> None:
    """Whoever lost them cannot come in to confirm, and whoever has them needs nobody."""
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(ActionRefused, match="sonst niemanden"):
        asked(Deed.SWITCH_OFF_FACTORS, ada.pk, by=dana, at=AT)
    call_command("four_eyes_on_server", "switch_off_factors", ada.username, "--reason", "Telefon verloren")
    assert not Authenticator.objects.exists()


def test_nobody_confirms_what_is_done_to_her_own_account(dana: User, ada: User) -> None:
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={})
    request = asked(Deed.SWITCH_OFF_FACTORS, ada.pk, at=AT)
    assert AccountLetter.REQUEST_WAITING not in letters(ada)
    assert waiting_for(ada, AT) == 0
    with pytest.raises(ActionRefused, match="Ihr eigenes Konto"):
        confirmed(request, by=ada, at=AT)
    assert waiting_for(dana, AT) == 1
    confirmed(request, by=dana, at=AT)


@pytest.mark.parametrize(
    ("after", "is_done"), [(timedelta(days=7, seconds=-1), True), (timedelta(days=7), False)]
)
def test_a_request_holds_for_seven_days(
    after: timedelta, is_done: bool, dana: User, ada: User, bogdan: User
) -> None:
    request = asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT)
    if is_done:
        confirmed(request, by=ada, at=AT + after)
    else:
        with pytest.raises(ActionRefused, match="verfallen"):
            confirmed(request, by=ada, at=AT + after)
        again = asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT + after)
        request.refresh_from_db()
        assert request.outcome == RequestOutcome.EXPIRED
        confirmed(again, by=ada, at=AT + after)
    assert holds_role(bogdan)


def test_the_same_is_not_asked_for_twice(dana: User, ada: User, bogdan: User) -> None:
    asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT)
    with pytest.raises(ActionRefused, match="schon beantragt"):
        asked(Deed.GIVE_ADMIN, bogdan.pk, by=ada, at=AT)


def test_only_the_administration_asks_and_decides(dana: User, ada: User, bogdan: User) -> None:
    amira = factories.coordinator()
    with pytest.raises(ActionRefused, match="vorbehalten: Administration"):
        asked(Deed.GIVE_ADMIN, bogdan.pk, by=amira, at=AT)
    request = asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT)
    for decide in (confirmed, decline, withdraw):
        with pytest.raises(ActionRefused, match="vorbehalten: Administration"):
            decide(request, by=amira, at=AT)


def test_whoever_is_alone_cannot_ask(dana: User, bogdan: User) -> None:
    with pytest.raises(ActionRefused, match="sonst niemanden"):
        asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT)
    assert not FourEyesRequest.objects.filter(outcome="").exists()


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        (Deed.TAKE_ADMIN, "hat die Rolle „Administration“ nicht"),
        (Deed.SWITCH_OFF_FACTORS, "hat keinen zweiten Faktor"),
    ],
)
def test_what_cannot_be_done_is_not_asked_for(
    deed: Deed, why: str, dana: User, ada: User, bogdan: User
) -> None:
    with pytest.raises(ActionRefused, match=why):
        asked(deed, bogdan.pk, by=dana, at=AT)


def test_where_there_is_no_second_person_a_command_on_the_server_does_it(dana: User, bogdan: User) -> None:
    before = timezone.now()
    call_command("four_eyes_on_server", "give_admin", bogdan.username, "--reason", "Vorstand, 1.12.")
    assert holds_role(bogdan)
    made = FourEyesRequest.objects.get(person=bogdan)
    assert (made.outcome, made.reason, made.asked_by) == (RequestOutcome.ON_SERVER, "Vorstand, 1.12.", None)
    assert letters(dana) == [AccountLetter.DONE_ON_SERVER], "nothing happens behind the others' back"
    entry = SecurityEvent.objects.get(kind=SecurityKind.DONE_ON_SERVER, at__gte=before)
    assert entry.about == f"give_admin account={bogdan.pk} request={made.pk}"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["take_admin", "person1", "--reason", "x"], "käme niemand mehr in die Verwaltung"),
        (["give_admin", "niemand", "--reason", "x"], "no account 'niemand'; nothing was changed"),
        (["give_admin", "person1", "--reason", " "], "A reason is needed"),
        (["erase_account", "person1", "--reason", "x"], "invalid choice"),
    ],
)
def test_the_command_says_what_it_does_not_do(arguments: list[str], why: str, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(username="person1")
    with pytest.raises(CommandError, match=why):
        call_command("four_eyes_on_server", *arguments)
    assert [row.role for row in Membership.objects.all()] == [Role.ADMIN]
