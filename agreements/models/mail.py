from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.models.agreement import Agreement
from agreements.models.event import Event
from agreements.models.link import LinkCode, SigningLink
from agreements.models.reminder import Digest
from districts.account_letters import AccountLetter


def _nothing_but(*given: str) -> Q:
    """Require everything that an e-mail can be about to be empty, except what is given."""
    empty = {"person": None, "event": None, "link": None, "code": None, "digest": None, "account_letter": ""}
    return Q(**{name: nothing for name, nothing in empty.items() if name not in given})


class Mail(models.Model):
    """An e-mail to send or sent, about an event, reminders, a link, a code or an account. Its text is not stored."""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="mails", verbose_name="worüber"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name="an wen",
    )
    link = models.ForeignKey(
        SigningLink,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name="mit dem Link",
    )
    code = models.ForeignKey(
        LinkCode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name="mit dem Code",
    )
    digest = models.OneToOneField(
        Digest,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mail",
        verbose_name="Erinnerungen",
    )
    account_letter = models.CharField("zum Konto", max_length=20, choices=AccountLetter, blank=True)
    queued_at = models.DateTimeField("zu senden seit")
    tries = models.PositiveSmallIntegerField("Fehlversuche", default=0)
    tried_at = models.DateTimeField("zuletzt versucht am", null=True, blank=True)
    problem = models.CharField("Was fehlte", max_length=300, blank=True)
    asked_at = models.DateTimeField("angestoßen am", null=True, blank=True)
    sent_at = models.DateTimeField("gesendet am", null=True, blank=True)
    dropped_at = models.DateTimeField("überholt am", null=True, blank=True)

    class Meta:
        verbose_name = "E-Mail"
        verbose_name_plural = "E-Mails"
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="mail_about_something",
                condition=Q(_nothing_but("person", "event"), person__isnull=False, event__isnull=False)
                | Q(_nothing_but("person", "digest"), person__isnull=False, digest__isnull=False)
                | Q(_nothing_but("link"), link__isnull=False)
                | Q(_nothing_but("code"), code__isnull=False)
                | Q(_nothing_but("person", "account_letter"), person__isnull=False)
                & Q(account_letter__in=AccountLetter.values),
                violation_error_message="Eine E-Mail sagt jemandem, was geschehen ist, erinnert, bringt einen Link oder Code oder betrifft das Konto.",
            ),
            models.UniqueConstraint(
                fields=["event", "person"],
                name="mail_once_of_an_event",
                violation_error_message="Davon wird diese Person schon benachrichtigt.",
            ),
            models.UniqueConstraint(
                fields=["link"],
                name="mail_once_of_a_link",
                violation_error_message="Dieser Link wird schon gesendet.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                name="mail_once_of_a_code",
                violation_error_message="Dieser Code wird schon gesendet.",
            ),
            models.CheckConstraint(
                name="mail_sent_or_dropped",
                condition=Q(sent_at__isnull=True) | Q(dropped_at__isnull=True),
                violation_error_message="Eine E-Mail ist gesendet oder überholt, nicht beides.",
            ),
        ]
        indexes = [
            models.Index(
                F("queued_at"),
                name="mail_waiting",
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"E-Mail {self.pk}"

    @property
    def agreement(self) -> Agreement | None:
        """The agreement it is about, None for reminders and accounts; select it with the rows when listing many."""
        if self.digest_id is not None or self.account_letter:
            return None
        if self.event is not None:
            return self.event.agreement
        return self.about_link.version.instrument.agreement

    @property
    def about_link(self) -> SigningLink:
        """The link it contains, or whose code it contains."""
        link = self.code.link if self.code else self.link
        assert link is not None  # noqa: S101  the constraint says so
        return link
