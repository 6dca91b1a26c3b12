"""Reads delivery status notifications (RFC 3464) that a mail server hands us, and keeps which e-mail came back."""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import cast

from django.db import transaction

from agreements.models import Bounce, Mail
from agreements.notifications.message import message_id

OURS = re.compile(r"<mail-(\d{1,18})-\d+@[^\s>]+>")
PERMANENT = re.compile(r"5\.\d{1,3}\.\d{1,3}")
LARGEST = 1024 * 1024  # bytes; what comes back may have our whole e-mail in it


@transaction.atomic
def record_bounce(raw: bytes, *, at: datetime) -> Bounce | None:
    """Keep that an e-mail of ours came back for good; None if the message says no such thing, or we did not send it.

    It is recognised by its Message-ID alone: anybody can send us such a message, but not guess that of another's e-mail.
    """
    report = message_from_bytes(raw[:LARGEST], policy=policy.default)
    status = next(_permanent(report), "")
    mail = next(_mails(report), None)
    if not status or mail is None:
        return None
    address = _address(mail)
    bounce, _ = Bounce.objects.get_or_create(
        mail=mail, defaults={"address": address, "status": status, "received_at": at}
    )
    return bounce


def _permanent(report: Message) -> Iterator[str]:
    """Yield the status of each recipient whom the e-mail did not reach and will not."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in cast("list[Message]", part.get_payload()):
                status = PERMANENT.match(str(block.get("Status", "")).strip())
                if str(block.get("Action", "")).strip().lower() == "failed" and status:
                    yield status[0]


def _mails(report: Message) -> Iterator[Mail]:
    """Yield the e-mail of ours that came back, by the headers that are returned with the report."""
    for part in report.walk():
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            text = cast("EmailMessage", part).get_content()
        elif part.get_content_type() == "message/rfc822":
            text = str(cast("list[Message]", part.get_payload())[0].get("Message-ID", ""))
        else:
            continue
        for found in OURS.finditer(text if isinstance(text, str) else text.decode(errors="replace")):
            mail = (
                Mail.objects.select_related("person", "link", "code__link").filter(pk=int(found[1])).first()
            )
            if mail and message_id(mail) == found[0] and mail.sent_at:
                yield mail


def _address(mail: Mail) -> str:
    return mail.person.email if mail.person else mail.about_link.address
