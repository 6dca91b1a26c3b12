from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account; permissions follow from its memberships, not from flags here."""

    office_phone = models.CharField(
        "Telefon am Arbeitsplatz",
        max_length=40,
        blank=True,
        help_text="Steht in den E-Mails und auf den Seiten, die sagen, an wen man sich wendet.",
    )

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        ordering = ["last_name", "first_name", "username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
