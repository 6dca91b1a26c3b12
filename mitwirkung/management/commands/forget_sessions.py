"""Forgets which browser a session was of that has ended; `clearsessions`, which comes before it, leaves that."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Removes browser and network of sessions that are gone. Run it daily, after clearsessions."

    def handle(self, *args: Any, **options: Any) -> None:
        alive = Session.objects.values("session_key")
        UserSession.objects.exclude(session_key__in=alive).delete()
