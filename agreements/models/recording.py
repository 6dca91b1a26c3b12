from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.link import SigningLink, by_whom


class Recording(models.Model):
    """Something that either an account recorded or a signatory without one, over a link."""

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="festgehalten von",
    )
    link = models.ForeignKey(
        SigningLink,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="über den Link",
    )

    class Meta:
        abstract = True

    @property
    def recorder(self) -> str:
        """By name who recorded it."""
        return by_whom(self.recorded_by, self.link)


def recorded_by_somebody(name: str) -> models.CheckConstraint:
    """Return the constraint that exactly one of account and link is named."""
    return models.CheckConstraint(
        name=name,
        condition=Q(recorded_by__isnull=False, link__isnull=True)
        | Q(recorded_by__isnull=True, link__isnull=False),
        violation_error_message="Festgehalten hat es entweder ein Konto oder jemand über einen Link.",
    )
