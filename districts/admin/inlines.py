"""Rows in the admin on the page of the row that they belong to."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from districts import policy
from districts.base_forms import NamedErrors
from districts.fields import FORM_FIELDS

ALL_WRITES = frozenset({"add", "change", "delete"})
NO_WRITES: frozenset[str] = frozenset()


class BaseFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # serves every model
    """Rows in a table, whose fields are named by the heading for the eye and by themselves for a screen reader."""

    @property
    def row_name(self) -> str:
        """What a row is called in an error."""
        return str(self.model._meta.verbose_name)  # type: ignore[union-attr]  # an inline has a model

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name every field."""
        super().add_fields(form, index)
        plain_choices(form.fields)
        for field in form.fields.values():
            if field.label:  # keys have none
                field.widget.attrs["aria-label"] = str(field.label)


class BaseInlineForm(NamedErrors, forms.ModelForm):  # type: ignore[type-arg]  # serves every model
    """A row."""


class BaseInline(admin.TabularInline):  # type: ignore[type-arg]  # serves every model
    """Rows on the page of the row that they belong to, under the same rights."""

    extra = 0
    formset = BaseFormSet
    form = BaseInlineForm
    formfield_overrides = FORM_FIELDS
    related: ClassVar[list[str]] = []
    writes: ClassVar[frozenset[str]] = NO_WRITES

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Fetch what the rows name at once."""
        return super().get_queryset(request).select_related(*self.related)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let admins read."""
        return policy.is_admin(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let admins add where this is the place for it."""
        return "add" in self.writes and policy.is_admin(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let admins change where this is the place for it."""
        return "change" in self.writes and policy.is_admin(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let admins delete where this is the place for it."""
        return "delete" in self.writes and policy.is_admin(request.user)


def plain_choices(fields: Mapping[str, forms.Field]) -> None:
    """Leave away what Django puts beside a choice of rows: adding or deleting there would be a second way."""
    for field in fields.values():
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget


def offer_once(formset: type[forms.BaseModelFormSet[Any, Any]], name: str, rows: QuerySet[Any]) -> None:
    """Let a field of every row of an inline choose among the same rows, which are asked for once."""
    field = formset.form.base_fields.get(name)
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows
        field.choices = [("", field.empty_label or ""), *((row.pk, str(row)) for row in rows)]
