from django.db import models
from django.db.models import Q

from districts.triggers.four_eyes import erasure_triggers


class ErasedKind(models.TextChoices):
    """What an erasure is about; `number` is the primary key of its row."""

    ACCOUNT = "account", "Konto"
    SIGNATORY = "signatory", "unterzeichnende Person"
    PHOTO = "photo", "Foto"


class Erasure(models.Model):
    """What was erased, by number alone: kept so that a restored backup can erase it again."""

    kind = models.CharField("Art", max_length=20, choices=ErasedKind)
    number = models.BigIntegerField("Nummer")
    erased_at = models.DateTimeField("gelöscht am")
    erased_by = models.BigIntegerField("gelöscht von (Nummer)")

    class Meta:
        verbose_name = "Löschung"
        verbose_name_plural = "Löschungen"
        ordering = ["-erased_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                name="erasure_once",
                violation_error_message="Das ist schon gelöscht.",
            ),
            models.CheckConstraint(
                name="erasure_kind_known",
                condition=Q(kind__in=ErasedKind.values),
                violation_error_message="Diese Art der Löschung gibt es nicht.",
            ),
        ]
        triggers = erasure_triggers()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
