from django.conf import settings
from django.db import models

from agreements.models.link import SigningLink, by_whom


class Recording(models.Model):
    """A row recorded either by an account or by a signatory without one, through a link."""

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
        """The name of the person who recorded it."""
        return by_whom(self.recorded_by, self.link)
