from django.db import models


class Erasure(models.Model):
    """Something that was erased for good, by kind and number alone, so that a restored backup is rid of it again."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "Foto"
        ACCOUNT = "account", "Konto"

    kind = models.CharField("Was", max_length=20, choices=Kind)
    number = models.PositiveBigIntegerField("Nummer der Zeile")
    erased_at = models.DateTimeField("gelöscht am")

    class Meta:
        verbose_name = "Löschung"
        verbose_name_plural = "Löschungen"
        ordering = ["-erased_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="erased_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
