from django.db import models

from districts.models.district import District


class SocialSpace(models.Model):
    """A Sozialraum: a unit of the LOR system below the district (valid cut since 1 January 2021)."""

    class Level(models.TextChoices):
        """The three LOR levels; their German names are kept (domain: glossary)."""

        PROGNOSERAUM = "pgr", "Prognoseraum"
        BEZIRKSREGION = "bzr", "Bezirksregion"
        PLANUNGSRAUM = "plr", "Planungsraum"

    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="social_spaces", verbose_name="Bezirk"
    )
    key = models.CharField("LOR-Schlüssel", max_length=8, unique=True)
    level = models.CharField("Ebene", max_length=3, choices=Level)
    name = models.CharField("Name", max_length=120)

    class Meta:
        verbose_name = "Sozialraum"
        verbose_name_plural = "Sozialräume"
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="social_space_key_fits_level",
                violation_error_code="key",
                condition=models.Q(level="pgr", key__regex=r"^\d{4}$")
                | models.Q(level="bzr", key__regex=r"^\d{6}$")
                | models.Q(level="plr", key__regex=r"^\d{8}$"),
                violation_error_message="Bitte einen Schlüssel mit 4 (Prognoseraum), 6 (Bezirksregion) oder 8 Ziffern (Planungsraum) angeben.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_level_display()})"
