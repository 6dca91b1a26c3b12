"""Uploaded tables in the admin: who uploaded what, and how far it is; written by the worker."""

from django.contrib import admin

from agreements.admin.read_only import ReadOnlyAdmin
from agreements.models import TableImport


@admin.register(TableImport)
class TableImportAdmin(ReadOnlyAdmin):
    """What was read in, by whom, and what became of it."""

    reason = "Tabellen werden auf ihrer Seite hochgeladen und bestätigt."
    list_display = [
        "uploaded_at",
        "uploaded_by",
        "kind",
        "row_count",
        "checked_at",
        "confirmed_at",
        "ended_at",
        "problem",
    ]
    list_filter = ["kind", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["uploaded_by"]
    search_fields = ["file_name", "problem", "refusal"]
    date_hierarchy = "uploaded_at"
