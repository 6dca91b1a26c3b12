from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import Addressee, Decision
from agreements.models.constraints import known_values, not_blank
from agreements.models.instrument import Instrument
from agreements.models.obligation import Obligation
from agreements.models.text import new_key
from agreements.triggers.comment import mention_triggers, suggestion_triggers, thread_triggers
from districts.triggers.append_only import append_only


class Thread(models.Model):
    """A discussion about a clause or an obligation of a draft."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="threads", verbose_name="Urkunde"
    )
    key = models.CharField("Schlüssel", max_length=40, default=new_key, unique=True, editable=False)
    clause_key = models.CharField("Schlüssel des Absatzes", max_length=40, blank=True)
    obligation = models.ForeignKey(
        Obligation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="threads",
        verbose_name="Pflicht",
    )
    addressee = models.CharField("Für wen", max_length=10, choices=Addressee)
    quote = models.TextField("Text, als die Anmerkung begann")
    opened_at = models.DateTimeField("begonnen am")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="begonnen von"
    )
    resolved_at = models.DateTimeField("erledigt am", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="erledigt von",
    )

    class Meta:
        verbose_name = "Anmerkung"
        verbose_name_plural = "Anmerkungen"
        ordering = ["instrument", "opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="thread_about_one_thing",
                condition=Q(clause_key="", obligation__isnull=False)
                | (~Q(clause_key="") & Q(obligation__isnull=True)),
                violation_error_message="Eine Anmerkung gehört zu einem Absatz oder zu einer Pflicht.",
            ),
            known_values("thread_addressee_known", "Diesen Kreis gibt es nicht.", addressee=Addressee),
            models.CheckConstraint(
                name="thread_resolved_by_somebody",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                violation_error_message="Wer etwas für erledigt erklärt, wird genannt.",
            ),
        ]
        triggers = thread_triggers()

    def __str__(self) -> str:
        return f"Anmerkung vom {self.opened_at:%d.%m.%Y}"


class Comment(models.Model):
    """One contribution to a thread."""

    thread = models.ForeignKey(
        Thread, on_delete=models.PROTECT, related_name="comments", verbose_name="Anmerkung"
    )
    text = models.TextField("Beitrag")
    made_at = models.DateTimeField("geschrieben am")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="geschrieben von"
    )

    class Meta:
        verbose_name = "Beitrag"
        verbose_name_plural = "Beiträge"
        ordering = ["thread", "made_at", "pk"]
        constraints = [not_blank("comment_has_text", "Bitte den Beitrag schreiben.", "text")]
        triggers = append_only("Beitrag")

    def __str__(self) -> str:
        return self.text[:60]


class Mention(models.Model):
    """A person named in a comment; `seen_at` is when she opened it."""

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="mentions", verbose_name="Beitrag"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentions", verbose_name="Person"
    )
    seen_at = models.DateTimeField("gelesen am", null=True, blank=True)

    class Meta:
        verbose_name = "Erwähnung"
        verbose_name_plural = "Erwähnungen"
        ordering = ["comment", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"],
                name="mention_once",
                violation_error_message="Diese Person ist schon erwähnt.",
            )
        ]
        triggers = mention_triggers()

    def __str__(self) -> str:
        return f"@{self.person}"


class Suggestion(models.Model):
    """A new text of a clause, suggested by the district; a coordinator accepts it or declines with a reason."""

    thread = models.ForeignKey(
        Thread, on_delete=models.PROTECT, related_name="suggestions", verbose_name="Anmerkung"
    )
    base = models.TextField("Text, auf dem der Vorschlag beruht")
    text = models.TextField("vorgeschlagener Text")
    made_at = models.DateTimeField("vorgeschlagen am")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="vorgeschlagen von"
    )
    decision = models.CharField("Entscheidung", max_length=10, choices=Decision, default=Decision.OPEN)
    reason = models.TextField("Begründung", blank=True)
    decided_at = models.DateTimeField("entschieden am", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="entschieden von",
    )

    class Meta:
        verbose_name = "Vorschlag"
        verbose_name_plural = "Vorschläge"
        ordering = ["thread", "made_at", "pk"]
        constraints = [
            not_blank("suggestion_has_text", "Bitte den vorgeschlagenen Wortlaut schreiben.", "text"),
            models.CheckConstraint(
                name="suggestion_decided_by_somebody",
                condition=Q(decision=Decision.OPEN, decided_at__isnull=True, decided_by__isnull=True)
                | Q(
                    decision__in=[Decision.ACCEPTED, Decision.DECLINED],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                violation_error_message="Zu einer Entscheidung gehört, wer sie wann getroffen hat.",
            ),
            models.CheckConstraint(
                name="suggestion_declined_with_reason",
                condition=~Q(decision=Decision.DECLINED) | Q(reason__regex=r"\S"),
                violation_error_message="Bitte die Ablehnung begründen.",
            ),
        ]
        triggers = suggestion_triggers()

    def __str__(self) -> str:
        return self.text[:60]
