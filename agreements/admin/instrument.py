"""Instruments in the admin: the head of a draft can be changed, the status never."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import JSONField
from django.forms.fields import InvalidJSONInput

from agreements.admin.draft_rows import DraftAdmin, DraftForm
from agreements.drafting.actions.head import kept_placeholders
from agreements.drafting.model_texts.placeholders import instrument_placeholders
from agreements.drafting.views.people import TERM
from agreements.errors import ActionRefused
from agreements.models import Instrument, Section, Signatory
from districts.admin.base_admin import BaseInline


class SectionInline(BaseInline):
    """The sections of an instrument, each with a link to its page."""

    model = Section
    fields = ["position", "kind", "heading", "inset"]
    show_change_link = True


class SignatoryInline(BaseInline):
    """Those who are to sign, each with a link to her page."""

    model = Signatory
    fields = ["side", "order", "name", "function", "required"]
    show_change_link = True


class PairsField(forms.JSONField):
    """Gives back what was typed, letter by letter: read and written anew it could not be shown on the page."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what was typed."""
        return initial if self.disabled else InvalidJSONInput(data or "")


class InstrumentForm(DraftForm):
    """The head of a draft."""

    def clean_placeholders(self) -> dict[str, str]:
        """Accept the placeholders that the model text knows, with words as values."""
        given = self.cleaned_data["placeholders"] or {}
        if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
            raise ValidationError("Gebraucht werden Paare aus Platzhalter und Text, zum Beispiel {…: „…“}.")
        known = {one.name for one in instrument_placeholders(self.instance)} | set(self.instance.placeholders)
        unknown = sorted(set(given) - known)
        if unknown:
            raise ValidationError(f"Unbekannt: {', '.join(unknown)}. Es gibt: {', '.join(sorted(known))}.")
        try:
            return kept_placeholders(given)
        except ActionRefused as refused:
            raise ValidationError(str(refused)) from refused


@admin.register(Instrument)
class InstrumentAdmin(DraftAdmin):
    """Instruments. They take their steps on the agreement's page, and are never deleted."""

    form = InstrumentForm
    together = [TERM]
    formfield_overrides: ClassVar[dict[Any, Any]] = {JSONField: {"form_class": PairsField}}
    agreement_path = "agreement"
    made_elsewhere = "Urkunden entstehen mit dem Vertrag; ihre Schritte gehen sie auf der Seite des Vertrags."
    inlines = [SectionInline, SignatoryInline]
    list_display = ["agreement", "number", "title", "status", "begins_on", "ends_on", "file_reference"]
    list_filter = ["status", "number", "agreement__district", "template"]
    list_select_related = ["template", "frozen_version__instrument"]
    search_fields = ["agreement__reference", "agreement__district__name", "title", "file_reference"]
    date_hierarchy = "begins_on"
    fieldsets = [
        (None, {"fields": ["agreement", "number", "template", "status", "frozen_version"]}),
        ("Kopf", {"fields": ["title", "subject", "note", "file_reference"]}),
        ("Laufzeit", {"fields": ["begins_on", "ends_on", "extension_months", "notice_months"]}),
        ("Platzhalter", {"fields": ["placeholders"]}),
    ]
    readonly_fields = ["agreement", "number", "template", "status", "frozen_version"]

    def instrument_of(self, obj: Any) -> Instrument:
        """Return the instrument itself."""
        found: Instrument = obj
        return found

    def key_of(self, obj: Any) -> Any:
        """Return the number of the instrument in its agreement."""
        return obj.number
