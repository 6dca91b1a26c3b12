"""Reads delivery status notifications (RFC 3464) that a mail server hands us, and keeps which e-mail came back."""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from typing import cast

from django.db import transaction

from agreements.models import Bounce, Mail
from agreements.notifications.message import message_ids

OURS = re.compile(r"<mail-(\d{1,18})-[0-9a-f]{32}@[^\s>]+>")
PERMANENT = re.compile(r"5\.\d{1,3}\.\d{1,3}")
LARGEST = 1024 * 1024  # bytes; what comes back may have our whole e-mail in it


@transaction.atomic
def record_bounce(raw: bytes, *, at: datetime) -> Bounce | None:
    """Keep that an e-mail of ours came back for good; None if the message says no such thing, or we did not send it.

    It is recognised by its Message-ID alone: anybody can send us such a message, but not guess that of another's e-mail.
    """
    raw = raw[:LARGEST]
    status = next(_permanent(message_from_bytes(raw)), "")
    mail = _mail_in(raw) if status else None
    if mail is None:
        return None
    values = {"address": _address(mail), "status": status, "received_at": at}
    bounce, _ = Bounce.objects.get_or_create(mail=mail, defaults=values)
    return bounce


def _permanent(report: Message) -> Iterator[str]:
    """Yield the status of each recipient whom the e-mail did not reach and will not."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in cast("list[Message]", part.get_payload()):
                status = PERMANENT.match(str(block.get("Status", "")).strip())
                if str(block.get("Action", "")).strip().lower() == "failed" and status:
                    yield status[0]


def _mail_in(raw: bytes) -> Mail | None:
    """Return the e-mail of ours that came back; its headers are returned with the report, in whatever character set."""
    found = {match[0]: int(match[1]) for match in OURS.finditer(raw.decode(errors="replace"))}
    sent = Mail.objects.filter(pk__in=found.values(), sent_at__isnull=False).order_by("pk")
    rows = sent.select_related("person", "link", "code__link")
    return next((mail for mail in rows if not found.keys().isdisjoint(message_ids(mail))), None)


def _address(mail: Mail) -> str:
    return mail.person.email if mail.person else mail.about_link.address
