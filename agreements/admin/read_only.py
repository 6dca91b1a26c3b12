"""What is kept for good, in the admin: to be found and read, never to be written."""

from typing import Any

from django.contrib import admin

from agreements.dossier.timeline import tell
from agreements.models import (
    AgreementTemplate,
    Declining,
    Delegation,
    Edition,
    Event,
    ProofCheck,
    Seal,
    SealAttempt,
    SealRequest,
    Signature,
    StoredFile,
    Version,
)
from districts.admin.base_admin import NO_WRITES, BaseAdmin, column


class KeptAdmin(BaseAdmin):
    """A noun whose rows are written once, by the action that they record."""

    writes = NO_WRITES
    made_elsewhere = (
        "Was hier steht, ist festgehalten: Es kann gelesen, aber weder geändert noch gelöscht werden."
    )

    def locked_because(self, obj: Any) -> str:
        """Say that this is kept for good."""
        return "Das ist festgehalten und kann weder geändert noch gelöscht werden."


@admin.register(AgreementTemplate)
class AgreementTemplateAdmin(KeptAdmin):
    """Published versions of the model text."""

    list_display = ["name", "version", "published_on", "note", "fingerprint"]
    list_filter = ["name"]
    search_fields = ["name", "fingerprint"]
    fieldsets = [
        (None, {"fields": ["name", "version", "published_on", "note", "fingerprint"]}),
        ("Inhalt", {"fields": ["content", "rules"], "classes": ["collapse"]}),
    ]


@admin.register(Version)
class VersionAdmin(KeptAdmin):
    """Frozen versions."""

    list_display = [
        column("instrument__agreement", "Vertrag"),
        "instrument",
        "number",
        "made_at",
        "made_by",
        "fingerprint",
    ]
    list_filter = ["instrument__status", "instrument__agreement__district"]
    list_select_related = ["instrument__agreement__district", "made_by"]
    search_fields = [
        "instrument__agreement__reference",
        "instrument__agreement__district__name",
        "fingerprint",
    ]
    date_hierarchy = "made_at"
    fieldsets = [
        (None, {"fields": ["instrument", "number", "made_at", "made_by", "fingerprint"]}),
        ("Inhalt", {"fields": ["content"], "classes": ["collapse"]}),
    ]


@admin.register(Edition)
class EditionAdmin(KeptAdmin):
    """PDFs of frozen versions."""

    list_display = [column("version__instrument__agreement", "Vertrag"), "version", "kind", "made_at", "file"]
    list_filter = ["kind", "version__instrument__agreement__district"]
    list_select_related = ["version__instrument__agreement__district", "file"]
    search_fields = ["version__instrument__agreement__reference", "version__fingerprint", "file__sha256"]
    date_hierarchy = "made_at"
    fields = ["version", "kind", "file", "made_at"]


@admin.register(Seal)
class SealAdmin(KeptAdmin):
    """Seals."""

    list_display = [
        column("edition__version__instrument__agreement", "Vertrag"),
        "edition",
        "level",
        "stamped_at",
        "certificate",
        "is_test",
    ]
    list_filter = ["level", "is_test"]
    list_select_related = ["edition__version__instrument__agreement__district"]
    search_fields = ["edition__version__instrument__agreement__reference", "certificate"]
    date_hierarchy = "stamped_at"
    fields = [
        "edition",
        "level",
        "level_note",
        "stamped_at",
        "time_source",
        "certificate",
        "certificate_sha256",
        "is_test",
    ]


@admin.register(SealAttempt)
class SealAttemptAdmin(KeptAdmin):
    """Attempts to seal that did not work."""

    list_display = [
        column("version__instrument__agreement", "Vertrag"),
        "version",
        "kind",
        "tried_at",
        "problem",
    ]
    list_filter = ["kind"]
    list_select_related = ["version__instrument__agreement__district"]
    search_fields = ["version__instrument__agreement__reference", "problem"]
    date_hierarchy = "tried_at"
    fields = ["version", "kind", "tried_at", "problem"]


@admin.register(SealRequest)
class SealRequestAdmin(KeptAdmin):
    """Who asked for an attempt to seal at once."""

    list_display = [column("version__instrument__agreement", "Vertrag"), "version", "asked_at", "asked_by"]
    list_select_related = ["version__instrument__agreement__district", "asked_by"]
    search_fields = ["version__instrument__agreement__reference"]
    date_hierarchy = "asked_at"
    fields = ["version", "asked_at", "asked_by"]


@admin.register(Signature)
class SignatureAdmin(KeptAdmin):
    """Signatures."""

    list_display = [
        "signatory",
        column("version__instrument__agreement", "Vertrag"),
        "signed_on",
        "method",
        "place",
        "date_source",
    ]
    list_filter = ["method", "date_source", "signatory__side", "version__instrument__agreement__district"]
    list_select_related = [
        "signatory",
        "version__instrument__agreement__district",
        "scan",
        "recorded_by",
        "proof",
    ]
    search_fields = ["signatory__name", "version__instrument__agreement__reference", "place", "fingerprint"]
    date_hierarchy = "signed_on"
    fields = [
        "signatory",
        "version",
        "fingerprint",
        "method",
        "signed_on",
        "date_source",
        "source_note",
        "place",
        "scan",
        "proof",
        "delegation",
        "recorded_at",
        "recorded_by",
        "link",
    ]


@admin.register(Declining)
class DecliningAdmin(KeptAdmin):
    """Who would not sign, and why."""

    list_display = [
        "signatory",
        column("version__instrument__agreement", "Vertrag"),
        "declined_on",
        "reason",
    ]
    list_filter = ["signatory__side", "version__instrument__agreement__district"]
    list_select_related = ["signatory", "version__instrument__agreement__district", "recorded_by"]
    search_fields = ["signatory__name", "version__instrument__agreement__reference", "reason", "fingerprint"]
    date_hierarchy = "declined_on"


@admin.register(Delegation)
class DelegationAdmin(KeptAdmin):
    """Who may sign in somebody's place."""

    list_display = [
        "name",
        "signatory",
        column("version__instrument__agreement", "Vertrag"),
        "basis",
        "granted_on",
    ]
    list_filter = ["signatory__side", "version__instrument__agreement__district"]
    list_select_related = ["signatory", "version__instrument__agreement__district", "document", "recorded_by"]
    search_fields = ["name", "signatory__name", "version__instrument__agreement__reference", "fingerprint"]
    date_hierarchy = "granted_on"


@admin.register(ProofCheck)
class ProofCheckAdmin(KeptAdmin):
    """What was found in uploaded signed files, those that do not count included."""

    list_display = [
        "checked_at",
        column("version__instrument__agreement", "Vertrag"),
        "version",
        "accepted",
        "checked_by",
        "file",
    ]
    list_filter = ["accepted", "version__instrument__agreement__district"]
    list_select_related = ["version__instrument__agreement__district", "file", "checked_by"]
    search_fields = ["version__instrument__agreement__reference", "version__fingerprint", "file__sha256"]
    date_hierarchy = "checked_at"
    fields = ["version", "file", "based_on", "accepted", "verdict", "checked_at", "checked_by", "link"]


@admin.register(StoredFile)
class StoredFileAdmin(KeptAdmin):
    """Files, by their SHA-256."""

    list_display = ["sha256", "media_type", "size"]
    list_filter = ["media_type"]
    search_fields = ["sha256", "media_type"]
    ordering = ["sha256"]
    fields = ["sha256", "media_type", "size"]


@admin.register(Event)
class EventAdmin(KeptAdmin):
    """The history of all agreements, newest first."""

    list_display = ["at", "agreement", "sequence", "actor", "told"]
    list_filter = ["kind", "agreement__district"]
    list_select_related = ["agreement__district"]
    search_fields = ["actor", "kind", "agreement__reference", "agreement__district__name"]
    ordering = ["-at", "-pk"]
    date_hierarchy = "at"
    fields = ["agreement", "sequence", "at", "actor", "kind", "told", "data", "previous_hash", "hash"]
    readonly_fields = ["told"]

    @admin.display(description="Was", ordering="kind")
    def told(self, obj: Event) -> str:
        """Return the entry in words."""
        return tell(obj).text
