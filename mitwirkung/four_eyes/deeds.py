"""What a second person confirms: about whom it is, what stands in its way, and how it is done."""

from collections.abc import Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.urls import reverse

from districts.account_letters import AccountLetter, post_account_letter
from districts.four_eyes import give_admin_role, is_last_admin, take_admin_role
from districts.four_eyes_choices import Deed
from districts.models import Membership, User
from districts.offboarding import Obstacle
from districts.roles import Role
from mitwirkung.privacy.disclosure.person import Person, PersonKind, find_person
from mitwirkung.privacy.erasing.actions import erase_person, is_erased
from mitwirkung.privacy.erasing.duties import duties
from mitwirkung.second_factor.actions import switch_off_factors

GONE = "nicht mehr da"  # in the place of the name
ERASING = frozenset({Deed.ERASE_ACCOUNT, Deed.ERASE_SIGNATORY})
# what the person hears when it is asked for, and when it is done
ASKED = {
    Deed.SWITCH_OFF_FACTORS: AccountLetter.FACTORS_OFF_ASKED,
    Deed.ERASE_ACCOUNT: AccountLetter.ERASURE_ASKED,
}
DONE_LETTERS = {
    Deed.GIVE_ADMIN: AccountLetter.ADMIN_GIVEN,
    Deed.TAKE_ADMIN: AccountLetter.ADMIN_TAKEN,
    Deed.SWITCH_OFF_FACTORS: AccountLetter.FACTORS_OFF,
}


def find_subject(deed: Deed, number: int) -> Person:
    """Return whom a deed is about; raises Http404."""
    return find_person(PersonKind.SIGNATORY if deed == Deed.ERASE_SIGNATORY else PersonKind.ACCOUNT, number)


def obstacles(deed: Deed, person: Person, *, by: User) -> list[Obstacle]:
    """Return why it cannot be done now, in German with the page where that is put right."""
    if is_erased(person):
        return [
            Obstacle(
                reason="Hier ist nichts mehr zu löschen oder zu ändern.",
                way="Was noch dasteht",
                url=page_of(person),
            )
        ]
    if deed in ERASING:
        return duties(person, by=by)
    return list(_of_account(deed, User.objects.get(pk=person.number)))


def page_of(person: Person) -> str:
    if person.name == GONE:
        return reverse("person_search")
    return reverse("person_detail", args=[person.kind, person.number])


def _of_account(deed: Deed, account: User) -> Iterator[Obstacle]:
    is_holder = Membership.objects.filter(user=account, role=Role.ADMIN).exists()
    match deed:
        case Deed.GIVE_ADMIN if is_holder and account.is_active:
            yield _about(account, f"{account} hat die Rolle „Administration“ schon.")
        case Deed.TAKE_ADMIN if not is_holder:
            yield _about(account, f"{account} hat die Rolle „Administration“ nicht.")
        case Deed.TAKE_ADMIN if is_last_admin(account):
            yield _about(account, "Sonst käme niemand mehr in die Verwaltung.")
        case Deed.SWITCH_OFF_FACTORS if not Authenticator.objects.filter(user=account).exists():
            yield _about(account, f"{account} hat keinen zweiten Faktor.")


def _about(account: User, reason: str) -> Obstacle:
    page = reverse("admin:districts_user_change", args=[account.pk])
    return Obstacle(reason=reason, way="Zum Konto", url=page)


def do(deed: Deed, person: Person, *, by: User | None, at: datetime) -> None:
    """Do it; must run while a request for it is being done. Only a person erases. Raises ActionRefused."""
    if deed in ERASING:
        if by is None:
            raise NotImplementedError(deed)
        erase_person(person, by=by, at=at)
        return
    account = User.objects.get(pk=person.number)
    match deed:
        case Deed.GIVE_ADMIN:
            give_admin_role(account)
        case Deed.TAKE_ADMIN:
            take_admin_role(account)
        case Deed.SWITCH_OFF_FACTORS:
            switch_off_factors(account)
    tell(account, DONE_LETTERS[deed], at=at)


def tell(account: User, letter: AccountLetter | None, *, at: datetime) -> None:
    """Queue an e-mail to whom it is about, if there is one and she can be reached."""
    if letter is not None and account.email:
        post_account_letter(account, letter, at=at)
