"""Backups and reports of what was red, in the admin: to be read."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyAdmin
from mitwirkung.models import BackupRun, HealthReport, RestoreProof

COMMANDS_WRITE = "Das schreiben die Befehle „backup“, „restore“ und „prove_backup“."


@admin.register(BackupRun)
class BackupRunAdmin(ReadOnlyAdmin):
    """What was backed up, and what went wrong."""

    reason = COMMANDS_WRITE
    list_display = ["ended_at", "name", "target", "files", "copied", "problem"]
    search_fields = ["name", "target"]


@admin.register(RestoreProof)
class RestoreProofAdmin(ReadOnlyAdmin):
    """Which backups were restored and proved, and what was wrong with them."""

    reason = COMMANDS_WRITE
    list_display = ["proved_at", "name", "purpose", "files", "histories", "triggers", "problem"]
    search_fields = ["name", "source"]

    @admin.display(description="Anlass", ordering="for_real")
    def purpose(self, obj: RestoreProof) -> str:
        """Say why it was restored; a cross in red for „no“ would look like a fault."""
        return "zurückgespielt" if obj.for_real else "Probe"


@admin.register(HealthReport)
class HealthReportAdmin(ReadOnlyAdmin):
    """On which days the admins were told what was red."""

    reason = "Das schreibt der Dienst im Hintergrund, der E-Mails sendet."
    list_display = ["day_on", "red", "sent_at"]
