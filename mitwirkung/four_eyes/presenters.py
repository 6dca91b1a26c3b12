"""Requests as rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from districts.four_eyes_choices import Deed, RequestOutcome
from districts.models import FourEyesRequest, User
from mitwirkung.four_eyes.deeds import ERASING
from mitwirkung.four_eyes.queries import signatory_names
from mitwirkung.privacy.disclosure.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """`outcome` is empty while somebody can decide."""

    url: str
    title: str
    about: str
    asker: str
    asked_at: datetime
    expires_at: datetime
    outcome: str
    decider: str
    decided_at: datetime


def request_rows(requests: Sequence[FourEyesRequest], at: datetime) -> list[RequestRow]:
    names = signatory_names(requests)
    return [request_row(one, names.get(one.signatory or 0, "unbekannt"), at) for one in requests]


def request_row(request: FourEyesRequest, name: str, at: datetime) -> RequestRow:
    """Return a request in words; `name` is for a signatory."""
    return RequestRow(
        url=reverse("four_eyes_detail", args=[request.pk]),
        title=Deed(request.deed).label,
        about=str(request.person) if request.person else name,
        asker=str(request.asked_by or "auf dem Server"),
        asked_at=request.asked_at,
        expires_at=request.expires_at,
        outcome=outcome_words(request, at),
        decider=str(request.decided_by or ""),
        decided_at=request.decided_at or request.expires_at,
    )


def outcome_words(request: FourEyesRequest, at: datetime) -> str:
    if request.outcome:
        return RequestOutcome(request.outcome).label
    return "" if at < request.expires_at else RequestOutcome.EXPIRED.label


def server_command(deed: Deed, person: Person) -> str:
    """Return what is typed on the server where there is no second person; for erasing, a second one is made first."""
    if deed in ERASING:
        return "manage.py invite_admin ADRESSE 'VORNAME NAME'"
    username = User.objects.values_list("username", flat=True).get(pk=person.number)
    return f"manage.py four_eyes_on_server {deed} {username} --reason '…'"
