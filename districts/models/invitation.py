from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Invitation(models.Model):
    """A link by which a person takes over the account made for her: for one address, once, until it expires.

    The token is derived when the e-mail is sent (`invitations/tokens.py`); only its SHA-256 is stored.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations", verbose_name="Person"
    )
    address = models.EmailField("gesendet an", max_length=254)
    nonce = models.CharField("Zufallszahl", max_length=32, editable=False)
    token_sha256 = models.CharField("SHA-256 des Links", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("gemacht am")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gemacht von",
    )
    expires_at = models.DateTimeField("gilt bis")
    used_at = models.DateTimeField("angenommen am", null=True, blank=True)
    revoked_at = models.DateTimeField("zurückgezogen am", null=True, blank=True)

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="invitation_one_at_a_time",
                condition=Q(used_at=None, revoked_at=None),
                violation_error_message="Diese Person ist schon eingeladen.",
            ),
            models.CheckConstraint(
                name="invitation_ends_after_its_beginning",
                condition=Q(expires_at__gt=F("made_at")),
                violation_error_message="Eine Einladung gilt eine Weile.",
            ),
            models.CheckConstraint(
                name="invitation_used_in_time",
                condition=Q(used_at=None)
                | Q(used_at__gte=F("made_at"), used_at__lt=F("expires_at"), revoked_at=None),
                violation_error_message="Eine Einladung wird angenommen, solange sie gilt.",
            ),
        ]

    def __str__(self) -> str:
        return f"Einladung für {self.person}"
