from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from districts.models.district import District
from districts.roles import CITY_ROLES, DISTRICT_ROLES, Role
from districts.triggers.four_eyes import membership_triggers


class Membership(models.Model):
    """A role of a user, in one district or in the whole city."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name="Person"
    )
    role = models.CharField("Rolle", max_length=20, choices=Role)
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="Bezirk",
    )

    # giving a role confirms it
    confirmed_at = models.DateTimeField("zuletzt bestätigt am", default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bestätigt von",
    )

    class Meta:
        verbose_name = "Zugehörigkeit"
        verbose_name_plural = "Zugehörigkeiten"
        ordering = ["user", "role", "district"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "district"],
                name="membership_once",
                nulls_distinct=False,
                violation_error_message="Diese Person hat diese Rolle schon.",
            ),
            models.CheckConstraint(
                name="membership_district_fits_role",
                violation_error_code="district",
                condition=Q(role__in=sorted(DISTRICT_ROLES), district__isnull=False)
                | Q(role__in=sorted(CITY_ROLES), district__isnull=True),
                violation_error_message="Bitte zu einer Rolle im Bezirk den Bezirk angeben, zu jeder anderen Rolle keinen.",
            ),
        ]
        triggers = membership_triggers()

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}" + (f" ({self.district})" if self.district else "")
