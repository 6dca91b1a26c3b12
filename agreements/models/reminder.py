from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agreements.mail_topics import OPTIONAL, Topic
from agreements.models.agreement import Agreement
from agreements.models.obligation import Obligation


class NotSent(models.TextChoices):
    """Why nobody was written to."""

    SWITCHED_OFF = "switched_off", "abbestellt"
    NOBODY = "nobody", "niemand ist per E-Mail erreichbar"
    SETTLED = "settled", "vor dem Senden erledigt oder nicht mehr zu sehen"


class ReminderLeads(models.Model):
    """How many days before an obligation of one agreement is due people are reminded; else `lead_times.USUAL`."""

    agreement = models.OneToOneField(
        Agreement, on_delete=models.CASCADE, related_name="reminder_leads", verbose_name="Vertrag"
    )
    days = ArrayField(models.PositiveSmallIntegerField(), verbose_name="Tage vorher")
    changed_at = models.DateTimeField("geändert am")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="geändert von"
    )

    class Meta:
        verbose_name = "Vorlauf der Erinnerungen"
        verbose_name_plural = "Vorläufe der Erinnerungen"
        ordering = ["agreement"]

    def __str__(self) -> str:
        return f"Vorlauf für {self.agreement}"


class ReminderRun(models.Model):
    """That the reminders of a day are written down."""

    day_on = models.DateField("Tag", unique=True)
    ran_at = models.DateTimeField("erledigt am")
    lines = models.PositiveIntegerField("Zeilen", default=0)

    class Meta:
        verbose_name = "Erinnerungslauf"
        verbose_name_plural = "Erinnerungsläufe"
        ordering = ["-day_on"]

    def __str__(self) -> str:
        return f"Erinnerungen vom {self.day_on:%d.%m.%Y}"


class Digest(models.Model):
    """All reminders for one person on one day: one e-mail."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests", verbose_name="an wen"
    )
    day_on = models.DateField("Tag")

    class Meta:
        verbose_name = "Erinnerungsmail"
        verbose_name_plural = "Erinnerungsmails"
        ordering = ["-day_on", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day_on"],
                name="digest_once_a_day",
                violation_error_message="Für diesen Tag gibt es schon eine Erinnerungsmail.",
            )
        ]

    def __str__(self) -> str:
        return f"Erinnerungen vom {self.day_on:%d.%m.%Y} an {self.person}"


class Reminder(models.Model):
    """One line of the Versandprotokoll: whom something concerns, and in which e-mail it is, or why in none.

    `step` is the number of days before the due date, negative after it. Without an obligation and with `OVERDUE` as key it stands
    for all that has been overdue for longer. The e-mail may go to somebody in the person's place.
    """

    OVERDUE = "ueberfaellig"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reminders",
        verbose_name="wen es angeht",
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="reminders", verbose_name="Vertrag"
    )
    topic = models.CharField("Worum es geht", max_length=12, choices=Topic)
    obligation = models.ForeignKey(
        Obligation, on_delete=models.CASCADE, null=True, related_name="reminders", verbose_name="Pflicht"
    )
    key = models.CharField("Termin", max_length=40)
    due_on = models.DateField("fällig am")
    step = models.SmallIntegerField("Tage vorher")
    noted_at = models.DateTimeField("vermerkt am")
    digest = models.ForeignKey(
        Digest, on_delete=models.CASCADE, null=True, related_name="reminders", verbose_name="in der E-Mail"
    )
    not_sent = models.CharField("nicht gesendet, weil", max_length=15, choices=NotSent, blank=True)

    class Meta:
        verbose_name = "Erinnerung"
        verbose_name_plural = "Erinnerungen"
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agreement", "topic", "obligation", "key", "step", "due_on"],
                name="reminder_once",
                nulls_distinct=False,
                violation_error_message="Daran ist diese Person schon erinnert.",
            ),
            models.CheckConstraint(
                name="reminder_sent_or_not",
                condition=Q(digest__isnull=False) | ~Q(not_sent=""),
                violation_error_message="Eine Erinnerung steht in einer E-Mail, oder es steht da, warum nicht.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}, fällig am {self.due_on:%d.%m.%Y}"


class SwitchedOff(models.Model):
    """A topic that a person wants no e-mails about."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="switched_off", verbose_name="Person"
    )
    topic = models.CharField("Thema", max_length=12, choices=Topic)
    chosen_at = models.DateTimeField("abbestellt am")

    class Meta:
        verbose_name = "Abbestelltes Thema"
        verbose_name_plural = "Abbestellte Themen"
        ordering = ["person", "topic"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic"],
                name="switched_off_once",
                violation_error_message="Dieses Thema ist schon abbestellt.",
            ),
            models.CheckConstraint(
                name="switched_off_is_no_legal_deadline",
                condition=Q(topic__in=OPTIONAL),
                violation_error_message="Rechtliche Fristen lassen sich nicht abbestellen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_topic_display()}"


class Absence(models.Model):
    """The days on which a person is away, and who is reminded in her place; without a substitute, who coordinates."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absence", verbose_name="Person"
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutions",
        verbose_name="Vertretung",
    )
    begins_on = models.DateField("vom")
    ends_on = models.DateField("bis einschließlich")

    class Meta:
        verbose_name = "Abwesenheit"
        verbose_name_plural = "Abwesenheiten"
        ordering = ["person"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=Q(ends_on__gte=F("begins_on")),
                violation_error_message="Der letzte Tag liegt vor dem ersten.",
            ),
            models.CheckConstraint(
                name="absence_of_two_people",
                condition=~Q(substitute=F("person")) | Q(substitute__isnull=True),
                violation_error_message="Bitte eine andere Person als Vertretung wählen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} bis {self.ends_on:%d.%m.%Y}"


class Bounce(models.Model):
    """That an e-mail came back from its address; the status is that of RFC 3463, such as „5.1.1“."""

    mail = models.OneToOneField(
        "agreements.Mail", on_delete=models.CASCADE, related_name="bounce", verbose_name="E-Mail"
    )
    address = models.EmailField("Adresse", max_length=254)
    status = models.CharField("Status", max_length=12)
    received_at = models.DateTimeField("zurückgekommen am")

    class Meta:
        verbose_name = "Zurückgekommene E-Mail"
        verbose_name_plural = "Zurückgekommene E-Mails"
        ordering = ["-received_at"]
        indexes = [models.Index("address", name="bounce_by_address")]

    def __str__(self) -> str:
        return f"{self.mail} ({self.status})"
