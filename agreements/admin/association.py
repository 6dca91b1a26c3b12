"""The record of the association in the admin: a new row for every change, so that the list is its history."""

from typing import Any

from django.contrib import admin
from django.forms import model_to_dict
from django.http import HttpRequest
from django.utils import timezone

from agreements.access import current_user
from agreements.admin.read_only import ReadOnlyAdmin
from agreements.models import Association, Representative
from agreements.texts.association import current_association
from districts.admin.base_admin import BaseAdmin
from districts.admin.inlines import BaseInline

ADD = frozenset({"add"})
FACTS = ["name", "address", "telephone", "contact"]
PERSON = ["name", "function", "authority"]


class RepresentativeInline(BaseInline):
    """Who may sign for the association."""

    model = Representative
    fields = [*PERSON]
    writes = ADD

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Offer those of today and one more."""
        return 0 if obj else len(_representatives()) + 1


@admin.register(Association)
class AssociationAdmin(BaseAdmin):
    """Who we are: name, address, representatives, telephone and contact."""

    list_display = ["name", "address", "telephone", "contact", "recorded_at", "recorded_by"]
    list_select_related = ["recorded_by"]
    search_fields = ["name", "address", "telephone", "contact"]
    fields = [*FACTS]
    inlines = [RepresentativeInline]
    writes = ADD
    made_elsewhere = (
        "Der neueste Eintrag gilt. Ändern heißt hinzufügen: Ein neuer beginnt mit den Angaben von heute."
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with what is recorded today."""
        found = current_association()
        return model_to_dict(found, fields=FACTS) if found else {}

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Begin with the representatives of today."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and obj.pk is None:
            kwargs["initial"] = [model_to_dict(one, fields=PERSON) for one in _representatives()]
        return kwargs

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Record who says so, and when."""
        obj.recorded_at, obj.recorded_by = timezone.now(), current_user(request)
        super().save_model(request, obj, form, change)


@admin.register(Representative)
class RepresentativeAdmin(ReadOnlyAdmin):
    """Who might sign for the association, then and now."""

    list_display = ["name", "function", "authority", "association"]
    list_select_related = ["association"]
    search_fields = ["name", "function"]
    fields = ["association", *PERSON]


def _representatives() -> list[Representative]:
    found = current_association()
    return list(found.representatives.all()) if found else []
