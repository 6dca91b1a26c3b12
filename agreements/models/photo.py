from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.models.ceremony import SigningEvent
from agreements.models.constraints import not_empty
from agreements.models.stored_file import StoredFile
from agreements.triggers.photo import consent_triggers, photo_triggers


class Photo(models.Model):
    """A photo of a ceremony, shown only while everybody in it consents.

    Removing one erases its bytes and description; the row and the consents given stay.
    """

    signing_event = models.ForeignKey(
        SigningEvent, on_delete=models.PROTECT, related_name="photos", verbose_name="Unterzeichnungstermin"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Datei")
    description = models.CharField("Was zu sehen ist", max_length=300, blank=True)
    nobody = models.BooleanField("Niemand ist zu erkennen", default=False)
    added_at = models.DateTimeField("hinzugefügt am")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="hinzugefügt von"
    )

    removed_at = models.DateTimeField("entfernt am", null=True, blank=True)

    class Meta:
        verbose_name = "Foto"
        verbose_name_plural = "Fotos"
        ordering = ["signing_event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["signing_event", "file"],
                condition=Q(removed_at__isnull=True),
                name="photo_once",
                violation_error_message="Dieses Foto gibt es hier schon.",
            ),
            models.CheckConstraint(
                name="photo_described",
                condition=(Q(removed_at__isnull=True) & ~Q(description=""))
                | Q(removed_at__isnull=False, description=""),
                violation_error_message="Bitte angeben, was auf dem Foto zu sehen ist.",
            ),
        ]
        triggers = photo_triggers()

    def __str__(self) -> str:
        return self.description or "entferntes Foto"


class Consent(models.Model):
    """The consent of a person in a photo to its being shown.

    The person is stored in words, so that the consent outlives lists of people.
    """

    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="consents", verbose_name="Foto")
    person = models.CharField("Wer zu sehen ist", max_length=300)
    given_on = models.DateField("erteilt am", null=True, blank=True)
    how = models.CharField("Wie erteilt", max_length=120, blank=True)
    withdrawn_on = models.DateField("widerrufen am", null=True, blank=True)

    class Meta:
        verbose_name = "Einwilligung"
        verbose_name_plural = "Einwilligungen"
        ordering = ["photo", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "person"],
                name="consent_once",
                violation_error_message="Diese Person steht schon bei dem Foto.",
            ),
            not_empty("consent_names_somebody", "Bitte angeben, wer einwilligt.", "person"),
            models.CheckConstraint(
                name="consent_says_how",
                condition=Q(given_on__isnull=True, how="") | (Q(given_on__isnull=False) & ~Q(how="")),
                violation_error_message="Bitte angeben, wann und wie die Einwilligung erteilt wurde.",
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=Q(withdrawn_on__isnull=True)
                | Q(given_on__isnull=False, withdrawn_on__gte=F("given_on")),
                violation_error_message="Der Widerruf darf nicht vor der Einwilligung liegen.",
            ),
        ]
        triggers = consent_triggers()

    def __str__(self) -> str:
        return self.person
