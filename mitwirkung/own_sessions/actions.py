"""Ends sessions from outside: all of one person, or of everybody."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from districts.models import User
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record


@transaction.atomic
def end_sessions_of(person: User, *, at: datetime) -> int:
    """End all sessions of a person; return how many there were."""
    sessions = UserSession.objects.filter(user=person)
    ended, _ = Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
    record(SecurityKind.SIGNED_OUT, at=at, about=f"account={person.pk} all sessions")
    return ended


@transaction.atomic
def end_all_sessions(*, at: datetime) -> int:
    """End every session, visits of signatories included; return how many there were."""
    UserSession.objects.all().delete()
    ended, _ = Session.objects.all().delete()
    record(SecurityKind.SIGNED_OUT, at=at, about="everybody, all sessions")
    return ended
