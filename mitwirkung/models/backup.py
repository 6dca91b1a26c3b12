from django.db import models


class BackupRun(models.Model):
    """An attempt to make a backup that came to its end, well or not; one that was killed leaves no row."""

    name = models.CharField("Sicherung", max_length=40)
    target = models.CharField("Ziel", max_length=300)
    program = models.CharField("Stand des Programms", max_length=40)
    begun_at = models.DateTimeField("begonnen am")
    ended_at = models.DateTimeField("beendet am")
    files = models.PositiveIntegerField("Dateien", default=0)
    copied = models.PositiveIntegerField("davon neu kopiert", default=0)
    size = models.PositiveBigIntegerField("Größe der Datenbank in Byte", default=0)
    encrypted = models.BooleanField("verschlüsselt", default=False)
    problem = models.TextField("Was fehlte", blank=True)

    class Meta:
        verbose_name = "Datensicherung"
        verbose_name_plural = "Datensicherungen"
        ordering = ["-ended_at", "-pk"]

    def __str__(self) -> str:
        return self.name or "misslungene Sicherung"


class RestoreProof(models.Model):
    """A backup that was restored, into a place for trying out or for real, and what was found there."""

    name = models.CharField("Sicherung", max_length=40)
    source = models.CharField("Quelle", max_length=300)
    program = models.CharField("Stand des Programms", max_length=40)
    taken_at = models.DateTimeField("Stand der Sicherung", null=True, blank=True)
    proved_at = models.DateTimeField("geprüft am")
    for_real = models.BooleanField("wirklich zurückgespielt", default=False)
    rows = models.PositiveBigIntegerField("Zeilen", default=0)
    files = models.PositiveIntegerField("Dateien", default=0)
    histories = models.PositiveIntegerField("Verläufe", default=0)
    triggers = models.PositiveIntegerField("Trigger", default=0)
    editions = models.PositiveIntegerField("Ausgaben", default=0)
    problem = models.TextField("Was nicht stimmte", blank=True)

    class Meta:
        verbose_name = "Probe einer Sicherung"
        verbose_name_plural = "Proben von Sicherungen"
        ordering = ["-proved_at", "-pk"]

    def __str__(self) -> str:
        return self.name
