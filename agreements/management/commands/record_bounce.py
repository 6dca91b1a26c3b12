"""Reads a delivery status notification from stdin, as a mail server's pipe hands it over."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from agreements.notifications.bounces import LARGEST, record_bounce


class Command(BaseCommand):
    help = "Keeps that an e-mail came back; reads the message from stdin. Never fails, or the mail server would send it on."

    def handle(self, *args: Any, **options: Any) -> None:
        bounce = record_bounce(sys.stdin.buffer.read(LARGEST), at=timezone.now())
        self.stdout.write(f"bounced: {bounce.mail}" if bounce else "nothing of ours came back for good")
