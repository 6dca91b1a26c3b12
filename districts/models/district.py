from django.core.validators import RegexValidator
from django.db import models


class District(models.Model):
    """A Bezirk: one of twelve units of Land Berlin without legal personality (§ 2 (1) BezVG)."""

    number = models.CharField(
        "amtliche Nummer",
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^\d{2}$", "Zwei Ziffern, z. B. 03.")],
    )
    key = models.CharField(
        "Gemeindeschlüssel",
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^\d{8}$", "Acht Ziffern, z. B. 11000003.")],
    )
    slug = models.SlugField("Adressteil", unique=True)
    name = models.CharField("Name", max_length=80, unique=True)
    authority = models.CharField("Behörde", max_length=120)
    town_hall = models.CharField("Rathaus", max_length=120)
    street = models.CharField("Straße und Hausnummer", max_length=120)
    postcode = models.CharField(
        "Postleitzahl", max_length=5, validators=[RegexValidator(r"^\d{5}$", "Fünf Ziffern.")]
    )
    city = models.CharField("Ort", max_length=60, default="Berlin")
    website = models.URLField("Website", blank=True)

    class Meta:
        verbose_name = "Bezirk"
        verbose_name_plural = "Bezirke"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="district_number_two_digits",
                condition=models.Q(number__regex=r"^\d{2}$"),
                violation_error_message="Bitte eine Nummer mit zwei Ziffern angeben.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return f"{self.town_hall}, {self.street}, {self.postcode} {self.city}"
