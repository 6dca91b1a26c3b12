from django.conf import settings
from django.db import models

from agreements.choices import LegalForm, Origin
from agreements.triggers.agreement import agreement_triggers
from districts.models import District

FIRST_HASH = "0" * 64


class Agreement(models.Model):
    """A Kooperationsvertrag between one district and the association.

    An unpublished model text is stored the same way, so that editing, comparison and history work for it too: it has
    origin MODEL and no district, and is published instead of signed.
    """

    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name="Bezirk",
    )
    reference = models.CharField("Vertragsnummer", max_length=20, unique=True)
    legal_form = models.CharField(
        "Rechtsform", max_length=20, choices=LegalForm, default=LegalForm.PUBLIC_LAW, blank=True
    )
    origin = models.CharField("Herkunft", max_length=20, choices=Origin, default=Origin.DRAFTED)
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="coordinated_agreements",
        verbose_name="Zuständige Koordination",
    )
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="folgt auf",
    )
    history_length = models.PositiveIntegerField("Einträge der Geschichte", default=0, editable=False)
    history_head = models.CharField(
        "Prüfwert des letzten Eintrags", max_length=64, default=FIRST_HASH, editable=False
    )

    class Meta:
        verbose_name = "Vertrag"
        verbose_name_plural = "Verträge"
        ordering = ["district__number", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="agreement_legal_form_known",
                condition=models.Q(legal_form__in=["", *LegalForm.values]),
                violation_error_message="Diese Rechtsform gibt es nicht.",
            ),
            models.CheckConstraint(
                name="agreement_legal_form_given",
                condition=~models.Q(legal_form="") | models.Q(origin__in=[Origin.REPORTED, Origin.RECORDED]),
                violation_error_code="legal_form",
                violation_error_message="Bitte die Rechtsform angeben; nicht bekannt ist sie nur bei einem Vertrag von anderswo.",
            ),
            models.CheckConstraint(
                name="agreement_origin_known",
                condition=models.Q(origin__in=Origin.values),
                violation_error_message="Diese Herkunft gibt es nicht.",
            ),
            models.CheckConstraint(
                name="agreement_district_unless_model",
                condition=models.Q(origin=Origin.MODEL, district__isnull=True)
                | (~models.Q(origin=Origin.MODEL) & models.Q(district__isnull=False)),
                violation_error_message="Ein Vertrag gehört zu einem Bezirk, ein Mustertext zu keinem.",
            ),
        ]
        triggers = agreement_triggers()

    def __str__(self) -> str:
        return f"{self.reference} {self.district}" if self.district else self.reference

    @property
    def is_model(self) -> bool:
        """Whether this is an unpublished model text and not a contract."""
        return self.origin == Origin.MODEL
