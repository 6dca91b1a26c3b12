from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


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
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                condition=~Q(email=""),
                violation_error_message="Diese E-Mail-Adresse gehört schon zu einem anderen Konto.",
            ),
            # people sign in by either
            models.CheckConstraint(
                name="username_is_no_address",
                condition=~Q(username__contains="@"),
                violation_error_code="username",
                violation_error_message="Ein Benutzername enthält kein „@“; angemeldet wird auch mit der E-Mail-Adresse.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
