from django.db import models

from districts.models.district import District


class Office(models.Model):
    """An Amt or other organisational unit of a district (§ 37 BezVG)."""

    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="offices", verbose_name="Bezirk"
    )
    code = models.SlugField("Kürzel", max_length=20)
    name = models.CharField("Name", max_length=140)
    short_name = models.CharField("Kurzname", max_length=40, blank=True)
    kind = models.CharField("Art", max_length=40)
    portfolio = models.CharField(
        "Geschäftsbereich",
        max_length=160,
        blank=True,
        help_text="Wie ihn der Bezirk nennt. Leer heißt: nicht bekannt.",
    )

    class Meta:
        verbose_name = "Amt oder Organisationseinheit"
        verbose_name_plural = "Ämter und Organisationseinheiten"
        ordering = ["district__number", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "code"],
                name="office_code_once_per_district",
                violation_error_message="Dieses Kürzel gibt es in diesem Bezirk schon.",
            )
        ]

    def __str__(self) -> str:
        return self.name
