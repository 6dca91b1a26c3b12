"""What became of a reminder, to filter the Versandprotokoll by: of each exactly one holds."""

from django.db.models import Q, TextChoices


class ReminderOutcome(TextChoices):
    SENT = "gesendet", "gesendet"
    PENDING = "offen", "noch nicht gesendet"
    BOUNCED = "zurueck", "zurückgekommen"
    NOT_SENT = "nicht", "nicht gesendet, mit Grund"


_IN_MAIL = Q(not_sent="", digest__mail__isnull=False)
OF_OUTCOME = {
    ReminderOutcome.SENT: _IN_MAIL & Q(digest__mail__sent_at__isnull=False, digest__mail__bounce=None),
    ReminderOutcome.PENDING: _IN_MAIL & Q(digest__mail__sent_at=None, digest__mail__dropped_at=None),
    ReminderOutcome.BOUNCED: _IN_MAIL & Q(digest__mail__bounce__isnull=False),
    ReminderOutcome.NOT_SENT: ~Q(not_sent="")
    | Q(digest__mail=None)
    | Q(digest__mail__sent_at=None, digest__mail__dropped_at__isnull=False),
}
