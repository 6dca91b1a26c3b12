"""Asking for what a second person confirms, and deciding about it; a command on the server needs no second person.

Whoever asks or decides waits for whoever does so at the same moment: all of them lock the rows of the admin role.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from agreements import policy
from agreements.errors import ActionRefused
from districts.account_letters import AccountLetter
from districts.four_eyes import done_on_server, hold_admins, request_words, tell_of_server
from districts.four_eyes_choices import Deed, RequestOutcome
from districts.models import FourEyesRequest, User
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record
from mitwirkung.four_eyes.deeds import ASKED, GONE, do, find_subject, obstacles, tell
from mitwirkung.four_eyes.permissions import confirm_verdict, decline_verdict, withdraw_verdict
from mitwirkung.four_eyes.previews import fixed_lines, lines_fingerprint, preview
from mitwirkung.four_eyes.queries import deciders
from mitwirkung.privacy.disclosure.person import Person, PersonKind

VALID_FOR = timedelta(days=7)
ALONE = (
    "Es gibt sonst niemanden aus der Administration, der das bestätigen könnte. Es wurde nichts beantragt."
)
ALREADY = "Das ist schon beantragt und wartet auf eine zweite Person. Es wurde nichts geändert."
CHANGED = "Inzwischen hat sich geändert, was geschehen würde. Es ist nichts geschehen: Bitte lesen Sie die Vorschau noch einmal."


@transaction.atomic
def ask_for(deed: Deed, person: Person, *, reason: str, by: User, at: datetime) -> FourEyesRequest:
    """Ask for it; everybody else of the administration hears of it, and in some cases the person. Raises ActionRefused."""
    by = _settled(person, by)
    policy.require(by, "four_eyes.ask")
    known = FourEyesRequest.objects.filter(_about(person), deed=deed, outcome="")
    known.filter(expires_at__lte=at).update(outcome=RequestOutcome.EXPIRED, decided_at=at)
    if known.exists():
        raise ActionRefused(ALREADY)
    _refuse_if_hindered(deed, person, by)
    others = deciders(deed, person.account, by)
    if not others:
        raise ActionRefused(ALONE)
    if person.account is not None:
        tell(User.objects.get(pk=person.account), ASKED.get(deed), at=at)
    made = FourEyesRequest.objects.create(
        deed=deed,
        person_id=person.account,
        signatory=None if person.account else person.number,
        reason=reason,
        preview=fixed_lines(preview(deed, person)),
        asked_at=at,
        asked_by=by,
        expires_at=at + VALID_FOR,
    )
    record(SecurityKind.REQUEST_MADE, at=at, by=by, about=request_words(made))
    for admin in others:
        tell(admin, AccountLetter.REQUEST_WAITING, at=at)
    return made


@transaction.atomic
def confirm(request: FourEyesRequest, *, shown: str, by: User, at: datetime) -> None:
    """Do it, if the preview still says what was shown (`shown` is its fingerprint). Raises ActionRefused."""
    person = subject_of(request)
    by = _settled(person, by)
    request = _locked(request)
    confirm_verdict(request, by, at).require()
    deed = Deed(request.deed)
    _refuse_if_hindered(deed, person, by)
    if lines_fingerprint(fixed_lines(preview(deed, person))) != shown:
        raise ActionRefused(CHANGED)
    _decide(request, RequestOutcome.CONFIRMED, SecurityKind.REQUEST_CONFIRMED, by=by, at=at)
    do(deed, person, by=by, at=at)
    request.done_at = at
    request.save(update_fields=["done_at"])


@transaction.atomic
def decline(request: FourEyesRequest, *, by: User, at: datetime) -> None:
    """Decline it; it can be asked for again. Raises ActionRefused."""
    by = _settled(subject_of(request), by)
    request = _locked(request)
    decline_verdict(request, by, at).require()
    _decide(request, RequestOutcome.DECLINED, SecurityKind.REQUEST_DECLINED, by=by, at=at)


@transaction.atomic
def withdraw(request: FourEyesRequest, *, by: User, at: datetime) -> None:
    """Take one's own request back. Raises ActionRefused."""
    by = _settled(subject_of(request), by)
    request = _locked(request)
    withdraw_verdict(request, by, at).require()
    _decide(request, RequestOutcome.WITHDRAWN, SecurityKind.REQUEST_WITHDRAWN, by=by, at=at)


@transaction.atomic
def do_on_server(deed: Deed, account: User, *, reason: str, at: datetime) -> None:
    """Do it without a second person, for a command on the server; everybody of the administration hears of it. Raises ActionRefused."""
    person = find_subject(deed, account.pk)
    account = _settled(person, account)
    _refuse_if_hindered(deed, person, account)
    tell_of_server(at)
    with done_on_server(deed, person=account, reason=reason, at=at):
        do(deed, person, by=None, at=at)


def subject_of(request: FourEyesRequest) -> Person:
    """Return whom a request is about, also a signatory who was taken out of a draft meanwhile."""
    number = request.person_id or request.signatory or 0
    try:
        return find_subject(Deed(request.deed), number)
    except Http404:
        return Person(kind=PersonKind.SIGNATORY, number=number, name=GONE)


def _about(person: Person) -> Q:
    return (
        Q(person=person.account)
        if person.account
        else Q(signatory__in=[person.number, *sorted(person.signatories)])
    )


def _settled(person: Person, by: User) -> User:
    """Let nobody change the person or who belongs to the administration meanwhile; return who acts, read anew."""
    list(User.objects.select_for_update(no_key=True).filter(pk=person.account or 0).order_by())
    hold_admins()
    return User.objects.get(pk=by.pk)


def _locked(request: FourEyesRequest) -> FourEyesRequest:
    rows = FourEyesRequest.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("asked_by", "person").get(pk=request.pk)


def _refuse_if_hindered(deed: Deed, person: Person, by: User) -> None:
    if found := obstacles(deed, person, by=by):
        reasons = " ".join(f"{one.reason} {one.way}." for one in found)
        raise ActionRefused(f"{reasons} Es wurde nichts geändert.")


def _decide(
    request: FourEyesRequest, outcome: RequestOutcome, kind: SecurityKind, *, by: User, at: datetime
) -> None:
    request.outcome, request.decided_by, request.decided_at = outcome, by, at
    request.save(update_fields=["outcome", "decided_by", "decided_at"])
    record(kind, at=at, by=by, about=request_words(request))
    if outcome != RequestOutcome.CONFIRMED and request.person is not None and request.deed in ASKED:
        tell(request.person, AccountLetter.REQUEST_DROPPED, at=at)
    asker = request.asked_by
    if asker is not None and asker != by:
        tell(asker, AccountLetter.REQUEST_DECIDED, at=at)
