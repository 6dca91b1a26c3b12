"""Erasing what the law allows of a person; what is signed and the histories stay valid (Art. 17 GDPR).

What was erased is kept by its number, so that a restored backup is rid of it again.
"""

from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CASCADE, ManyToOneRel, Q, QuerySet

from agreements import policy
from agreements.errors import ActionRefused
from agreements.models import (
    Absence,
    Bounce,
    Digest,
    Event,
    Mail,
    Presence,
    Reminder,
    Signatory,
    SignatoryAddress,
    SigningLink,
)
from districts.erased_names import erased_name
from districts.four_eyes import done_on_server
from districts.four_eyes_choices import Deed
from districts.models import ErasedKind, Erasure, FourEyesRequest, User
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record
from mitwirkung.privacy.disclosure.person import Person, PersonKind, find_person
from mitwirkung.privacy.disclosure.queries import sessions_of
from mitwirkung.privacy.erasing.duties import duties

KEPT_BY_NUMBER = {LogEntry, Mail, Digest, Reminder}  # who changed and who was told what
WITH_THE_PERSON = "mit der Person gelöscht"  # in the place of what a request said
ALREADY = "Diese Person ist schon gelöscht. Es wurde nichts geändert."


@transaction.atomic
def erase_person(person: Person, *, by: User, at: datetime) -> None:
    """Erase an account, or the addresses of a signatory; must run while a request for it is being done. Raises ActionRefused."""
    policy.require(by, "four_eyes.decide")
    if person.account is not None:
        User.objects.select_for_update().get(pk=person.account)  # nobody gives it a duty meanwhile
    else:
        list(
            Signatory.objects.select_for_update(of=("self",)).filter(pk__in=person.signatories).order_by("pk")
        )
    if is_erased(person):
        raise ActionRefused(ALREADY)
    if obstacles := duties(person, by=by):
        reasons = " ".join(f"{one.reason} {one.way}." for one in obstacles)
        raise ActionRefused(f"{reasons} Es wurde nichts gelöscht.")
    record(SecurityKind.ERASED, at=at, by=by, about=f"{person.kind}={person.number}")
    _erase(person, erased_by=by.pk, at=at)


def is_erased(person: Person) -> bool:
    """Whether nothing is left that can be erased of a person."""
    if person.account is not None:
        return Erasure.objects.filter(kind=ErasedKind.ACCOUNT, number=person.account).exists()
    addresses = SignatoryAddress.objects.filter(signatory__in=person.signatories)
    return not addresses.exists() and not links_with_address(person).exists()


def links_with_address(person: Person) -> QuerySet[SigningLink]:
    return SigningLink.objects.filter(signatory__in=person.signatories).exclude(address="")


@transaction.atomic
def erase_account_again(number: int, *, erased_by: int, at: datetime) -> bool:
    """Erase an account that a restored backup still has; return whether it had it."""
    return _erase_again(ErasedKind.ACCOUNT, PersonKind.ACCOUNT, number, erased_by, at)


@transaction.atomic
def erase_signatory_again(number: int, *, erased_by: int, at: datetime) -> bool:
    """Erase the addresses of a signatory that a restored backup still has; return whether it had them."""
    return _erase_again(ErasedKind.SIGNATORY, PersonKind.SIGNATORY, number, erased_by, at)


def _erase_again(erased: ErasedKind, kind: PersonKind, number: int, erased_by: int, at: datetime) -> bool:
    model = User if erased == ErasedKind.ACCOUNT else Signatory
    is_done = Erasure.objects.filter(kind=erased, number=number).exists()
    if is_done or not model._base_manager.filter(pk=number).exists():
        return False
    person, reason = find_person(kind, number), "erased before the backup was restored"
    if kind == PersonKind.SIGNATORY:  # each of them has an entry of its own
        person = Person(kind=kind, number=number, name=person.name, signatories=frozenset({number}))
        again = done_on_server(Deed.ERASE_SIGNATORY, signatory=number, reason=reason, at=at)
    else:
        again = done_on_server(Deed.ERASE_ACCOUNT, person=User.objects.get(pk=number), reason=reason, at=at)
    with again:
        _erase(person, erased_by=erased_by, at=at)
    return True


def _erase(person: Person, *, erased_by: int, at: datetime) -> None:
    """Erase without asking; the entry stands first, since triggers ask for it."""
    if person.account is not None:
        kind, numbers = ErasedKind.ACCOUNT, {person.account}
    else:
        kind, numbers = ErasedKind.SIGNATORY, set(person.signatories)
    for number in sorted(numbers):
        facts = {"erased_at": at, "erased_by": erased_by}
        Erasure.objects.get_or_create(kind=kind, number=number, defaults=facts)
    if person.account is not None:
        about = Q(person=person.account)
        _erase_account(User.objects.get(pk=person.account), person.name, at)
    else:
        about = Q(signatory__in=person.signatories)
        _erase_addresses(person, at)
    FourEyesRequest.objects.filter(about).update(reason=WITH_THE_PERSON, preview=[])


def _erase_account(account: User, name: str, at: datetime) -> None:
    for session in sessions_of(account.pk):
        session.delete()
    for relation in own_rows():
        relation.related_model._base_manager.filter(**{relation.field.name: account}).delete()
    Absence.objects.filter(substitute=account).update(substitute=None)
    _erase_mail(Mail.objects.filter(person=account), at)
    shown = erased_name(account.pk)
    of_account = Q(content_type=ContentType.objects.get_for_model(User), object_id=str(account.pk))
    of_roles = Q(object_repr__startswith=f"{name}: ") | Q(change_message__contains=f"{name}: ")
    LogEntry.objects.filter(of_account | of_roles).update(object_repr=shown, change_message="")
    Event.objects.filter(actor_id=account.pk).exclude(actor_digest="").update(actor=shown, actor_salt="")
    account.username, account.first_name, account.last_name = f"geloescht-{account.pk}", "", shown
    account.email = account.office_phone = ""
    account.is_active = account.is_staff = account.is_superuser = False
    account.last_login, account.date_joined = None, at
    account.set_unusable_password()
    account.save()


def own_rows() -> list[ManyToOneRel]:
    """Return the relations whose rows go with an account: what would be deleted with it, unless it proves something."""
    return [
        relation
        for relation in User._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel)
        and (relation.on_delete is CASCADE or relation.related_model is Presence)
        and relation.related_model not in KEPT_BY_NUMBER
    ]


def _erase_addresses(person: Person, at: datetime) -> None:
    mail = Q(link__signatory__in=person.signatories) | Q(code__link__signatory__in=person.signatories)
    _erase_mail(Mail.objects.filter(mail), at)
    SignatoryAddress.objects.filter(signatory__in=person.signatories).delete()
    links_with_address(person).update(address="")


def _erase_mail(mails: QuerySet[Mail], at: datetime) -> None:
    """Erase addresses from what is known of e-mails, and send none any more."""
    Bounce.objects.filter(mail__in=mails).delete()
    mails.exclude(problem="").update(problem="")
    mails.filter(sent_at=None, dropped_at=None).update(dropped_at=at)
