"""Whom a disclosure is about: an account, or everybody who signs under one name or address. Pure but for the look-up."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.http import Http404

from agreements.models import Signatory
from districts.models import User


class PersonKind(StrEnum):
    """The word for it in addresses."""

    ACCOUNT = "konto"
    SIGNATORY = "unterzeichnend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`number` is the key of the account, or of the signatory that was asked for; `signatories` are all of that name or address."""

    kind: PersonKind
    number: int
    name: str
    account: int | None = None
    signatories: frozenset[int] = frozenset()


def find_person(kind: str, number: int) -> Person:
    """Return a person by account or by signatory; raises Http404."""
    if kind == PersonKind.ACCOUNT:
        user = User.objects.filter(pk=number).first()
        if user is not None:
            return Person(kind=PersonKind.ACCOUNT, number=number, name=str(user), account=number)
    elif kind == PersonKind.SIGNATORY:
        signatory = Signatory.objects.select_related("mail_address").filter(pk=number).first()
        if signatory is not None:
            address = getattr(signatory, "mail_address", None)
            same = Q(name__iexact=signatory.name)
            same |= Q(mail_address__email__iexact=address.email) if address else Q()
            keys = Signatory.objects.filter(same).values_list("pk", flat=True)
            return Person(
                kind=PersonKind.SIGNATORY, number=number, name=signatory.name, signatories=frozenset(keys)
            )
    raise Http404
