"""Requests in the four-eyes principle, with the names of whom they are about."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from agreements.models import Signatory
from districts.contacts import administrators
from districts.four_eyes_choices import Deed
from districts.models import FourEyesRequest, User
from mitwirkung.four_eyes.permissions import is_about_oneself


def four_eyes_requests() -> QuerySet[FourEyesRequest]:
    return FourEyesRequest.objects.select_related("person", "asked_by", "decided_by")


def open_requests(at: datetime) -> QuerySet[FourEyesRequest]:
    return four_eyes_requests().filter(outcome="", expires_at__gt=at)


def closed_requests(at: datetime) -> QuerySet[FourEyesRequest]:
    return four_eyes_requests().exclude(outcome="", expires_at__gt=at)


def four_eyes_request(pk: int) -> FourEyesRequest:
    """Return a request; raises Http404."""
    found = four_eyes_requests().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def signatory_names(requests: Iterable[FourEyesRequest]) -> dict[int, str]:
    """Return by number the names of the signatories that requests are about; one query if there are any."""
    numbers = {request.signatory for request in requests if request.signatory}
    return dict(Signatory.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}


def deciders(deed: Deed, account: int | None, asker: User | None) -> list[User]:
    """Return who could confirm what somebody asks for."""
    return [
        admin for admin in administrators() if admin != asker and not is_about_oneself(deed, account, admin)
    ]


def waiting_for(reader: User, at: datetime) -> int:
    """Return how many requests the reader can confirm."""
    foreign = open_requests(at).exclude(asked_by=reader)
    return foreign.exclude(~Q(deed=Deed.TAKE_ADMIN), person__isnull=False, person=reader).count()
