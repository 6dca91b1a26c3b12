from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.choices import LinkOccasion
from agreements.models.constraints import is_sha256, known_values, not_empty
from agreements.models.signatory import Signatory
from agreements.models.version import Version
from agreements.triggers.link import code_triggers, link_triggers

TRIES = 5  # wrong entries that invalidate a code


class SignatoryAddress(models.Model):
    """The e-mail address for a signatory's links. Not part of the text, so it can be corrected after freezing."""

    signatory = models.OneToOneField(
        Signatory,
        on_delete=models.CASCADE,
        related_name="mail_address",
        verbose_name="unterzeichnende Person",
    )
    email = models.EmailField("E-Mail-Adresse", max_length=254)
    reminds = models.BooleanField("von selbst erinnern", default=False)
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)
    changed_at = models.DateTimeField("geändert am")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="geändert von"
    )

    class Meta:
        verbose_name = "E-Mail-Adresse zum Unterzeichnen"
        verbose_name_plural = "E-Mail-Adressen zum Unterzeichnen"
        ordering = ["signatory"]
        constraints = [
            not_empty("signatory_address_given", "Bitte die E-Mail-Adresse angeben.", "email"),
        ]

    def __str__(self) -> str:
        return f"Adresse von {self.signatory.name}"


class SigningLink(models.Model):
    """A link to sign without an account: for one person, one version and one address, until it expires.

    The token is derived when the e-mail is sent (`link_tokens`); only its SHA-256 is stored.
    """

    signatory = models.ForeignKey(
        Signatory, on_delete=models.PROTECT, related_name="links", verbose_name="unterzeichnende Person"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="links", verbose_name="Fassung"
    )
    fingerprint = models.CharField("Prüfwert der Fassung", max_length=64)
    address = models.EmailField("gesendet an", max_length=254)
    occasion = models.CharField("Anlass", max_length=10, choices=LinkOccasion)
    nonce = models.CharField("Zufallszahl", max_length=32, editable=False)
    token_sha256 = models.CharField("SHA-256 des Links", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("gemacht am")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gemacht von",
    )
    expires_at = models.DateTimeField("gilt bis")
    opened_at = models.DateTimeField("zuerst geöffnet am", null=True, blank=True)

    class Meta:
        verbose_name = "Link zum Unterzeichnen"
        verbose_name_plural = "Links zum Unterzeichnen"
        ordering = ["-made_at", "-pk"]
        constraints = [
            known_values("link_occasion_known", "Diesen Anlass gibt es nicht.", occasion=LinkOccasion),
            is_sha256("link_token_sha256", "token_sha256"),
            models.CheckConstraint(
                name="link_ends_after_its_beginning",
                condition=Q(expires_at__gt=F("made_at")),
                violation_error_message="Ein Link gilt eine Weile.",
            ),
        ]
        triggers = link_triggers()

    def __str__(self) -> str:
        return f"Link für {self.signatory.name}"


class LinkCode(models.Model):
    """The second factor: six digits, sent to the link's address, derived from the nonce and the secret key."""

    link = models.ForeignKey(SigningLink, on_delete=models.PROTECT, related_name="codes", verbose_name="Link")
    nonce = models.CharField("Zufallszahl", max_length=32, editable=False)
    asked_at = models.DateTimeField("angefordert am")
    expires_at = models.DateTimeField("gilt bis")
    wrong = models.PositiveSmallIntegerField("falsche Eingaben", default=0)
    used_at = models.DateTimeField("eingegeben am", null=True, blank=True)

    class Meta:
        verbose_name = "Code zu einem Link"
        verbose_name_plural = "Codes zu Links"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="code_few_tries",
                condition=Q(wrong__lt=TRIES) | Q(wrong=TRIES, used_at__isnull=True),
                violation_error_message="Nach fünf falschen Eingaben gilt ein Code nicht mehr.",
            ),
            models.CheckConstraint(
                name="code_used_in_time",
                condition=Q(used_at__isnull=True)
                | Q(used_at__gte=F("asked_at"), used_at__lt=F("expires_at")),
                violation_error_message="Ein Code gilt nur kurz.",
            ),
        ]
        triggers = code_triggers()

    def __str__(self) -> str:
        return f"Code, {self.asked_at:%d.%m.%Y %H:%M}"


def by_whom(account: object, link: SigningLink | None) -> str:
    """Return the name of the account, or of the signatory who used the link."""
    return f"{link.signatory.name}, über einen Link" if link else str(account)
