"""Model texts, frozen versions and the files made of them, in the admin."""

from django.contrib import admin
from django.urls import reverse

from agreements.admin.read_only import ReadOnlyAdmin, ReadOnlyRowAdmin
from agreements.models import AgreementTemplate, Edition, StoredFile, Version


@admin.register(AgreementTemplate)
class AgreementTemplateAdmin(ReadOnlyAdmin):
    """Published versions of the model text."""

    made_elsewhere = "Veröffentlichte Mustertexte ändern sich nicht. Kopf und Text eines Mustertexts in Arbeit stehen unter „Urkunden“."
    list_display = ["name", "version", "published_on", "note", "fingerprint"]
    list_filter = ["name"]
    search_fields = ["name", "fingerprint"]
    fields = ["name", "version", "published_on", "note", "fingerprint"]

    def view_on_site(self, obj: AgreementTemplate) -> str:
        """Lead to the page where the text is read."""
        return reverse("template_detail", args=[obj.pk])


@admin.register(Version)
class VersionAdmin(ReadOnlyRowAdmin):
    """Frozen versions."""

    agreement_path = "instrument__agreement"
    instrument_path = "instrument"
    list_display = ["instrument", "number", "made_at", "made_by", "fingerprint"]
    list_select_related = ["made_by"]
    search_fields = ["fingerprint"]
    date_hierarchy = "made_at"
    fields = ["instrument", "number", "made_at", "made_by", "fingerprint"]


@admin.register(Edition)
class EditionAdmin(ReadOnlyRowAdmin):
    """PDFs of frozen versions."""

    agreement_path = "version__instrument__agreement"
    list_display = ["version", "kind", "made_at", "file"]
    list_filter = ["kind"]
    list_select_related = ["file"]
    search_fields = ["version__fingerprint", "file__sha256"]
    date_hierarchy = "made_at"


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """Files, by their SHA-256."""

    list_display = ["sha256", "media_type", "size"]
    list_filter = ["media_type"]
    search_fields = ["sha256", "media_type"]
    ordering = ["sha256"]
    fields = ["sha256", "media_type", "size"]
