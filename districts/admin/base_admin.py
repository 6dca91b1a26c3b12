"""How every page of the Django admin behaves: rights from roles, nobody's edit lost, refusals as sentences."""

import hashlib
import json
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DataError, IntegrityError, connection, models
from django.db.models import BaseConstraint, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from districts import policy

ALL_WRITES = frozenset({"add", "change", "delete"})
NO_WRITES: frozenset[str] = frozenset()
DATABASE_REFUSED = (
    "Die Datenbank hat das nicht angenommen, weil es einer Regel widerspricht. Es wurde nichts geändert."
)


class Declined(Exception):  # noqa: N818  a refusal is an answer, not an error of the program
    """A write that a rule forbids; nothing was changed. The message is a German sentence for the person."""


def column(path: str, label: str, order: str = "") -> Callable[[Any], Any]:
    """Return a column of a list for what stands at the end of a path, with a German heading."""
    find = attrgetter(path.replace("__", "."))

    @admin.display(description=label, ordering=order or path)
    def shown(obj: Any) -> Any:
        found = find(obj)
        return found() if callable(found) else found

    shown.__name__ = path
    return shown


class BaseAdminForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes no parameters at run time
    """A form that knows which state of the row it was filled in for, and refuses an outdated one with the text kept."""

    revision = forms.CharField(required=False, widget=forms.HiddenInput)
    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.existing = not self.instance._state.adding
        self.current = self.current_revision() if self.existing else ""
        self.fields["revision"].initial = self.current
        only_look(self.fields)

    def current_revision(self) -> str:
        """Return what tells the row's present state from any other."""
        state = json.dumps(self.initial, sort_keys=True, cls=DjangoJSONEncoder)
        return hashlib.sha256(state.encode()).hexdigest()[:16]

    def outdated(self, based_on: str) -> str:
        """Return the sentence for a form that was filled in for an older state."""
        return (
            f"Inzwischen hat jemand anderes „{self.instance}“ geändert. Es wurde nichts gespeichert. "
            "Ihre Eingaben stehen noch im Formular."
        )

    def clean(self) -> dict[str, Any] | None:
        """Refuse what must not be saved; what is stored today is shown beside what was typed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        based_on = cleaned.get("revision", "")
        if self.refusal:
            self.add_error(None, self.refusal)
        elif self.existing and based_on != self.current:
            self.add_error(None, self.outdated(based_on))
            self.remark_stored()
        return cleaned

    def remark_stored(self) -> None:
        """Say beside each field that was changed what is stored today."""
        for name in self.changed_data:
            stored = self.initial.get(name)
            if isinstance(stored, str):
                self.add_error(name, f"Gespeichert ist heute: „{stored}“")


class BaseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # serves every model
    """A noun in the admin. What may be written says `writes`; a row that is locked is shown with the reason."""

    form = BaseAdminForm
    exclude = [
        "revision"
    ]  # the column, where there is one, is counted by us; the form has a field of that name
    actions = None  # deleting in bulk would pass by the rules of the single page
    change_form_template = "admin/base_change_form.html"
    change_list_template = "admin/base_change_list.html"
    list_select_related: ClassVar[list[str]] = []
    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    writes: ClassVar[frozenset[str]] = ALL_WRITES
    made_elsewhere = ""

    def locked_because(self, obj: Any) -> str:
        """Return why this row cannot be changed, or nothing."""
        return ""

    def hold(self, obj: Any) -> None:
        """Lock what must not change between reading the row and writing it."""
        list(type(obj)._base_manager.select_for_update(no_key=True).filter(pk=obj.pk).order_by().values("pk"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the noun to admins."""
        return policy.is_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let admins read."""
        return policy.is_admin(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let admins add where the noun is made here."""
        return "add" in self.writes and policy.is_admin(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let admins change what is not locked."""
        if "change" not in self.writes or not policy.is_admin(request.user):
            return False
        # a form that was sent for a row locked meanwhile is refused by the form, which keeps what was typed
        return obj is None or request.method == "POST" or not self.locked_because(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let admins delete what is not locked."""
        if "delete" not in self.writes or not policy.is_admin(request.user):
            return False
        return obj is None or not self.locked_because(obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Fetch related rows at once, for the list, the page of one row and the search for autocompletion alike."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the row; for a write as it is once nobody else can write it."""
        obj = super().get_object(request, object_id, from_field)
        if obj is None or request.method != "POST" or not connection.in_atomic_block:
            return obj
        self.hold(obj)
        return super().get_object(request, object_id, from_field)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add the hidden revision to a form that changes a row."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is not None and self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": ["revision"]}))
        return fieldsets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form class of this request, with the reason if nothing can be saved."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "") or (self.locked_because(obj) if obj else "")  # type: ignore[attr-defined]  # a HouseForm
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save the form; a refusal of the database comes back as a sentence above what was typed."""
        obj = self.get_object(request, object_id) if object_id and request.method == "GET" else None
        context = {"locked_because": self.locked_because(obj) if obj else "", **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except (IntegrityError, DataError, Declined) as error:
            request.refusal = self.sentence(error)  # type: ignore[attr-defined]  # read by get_form
            return super().changeform_view(request, object_id, form_url, context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Delete a row; a refusal leads back to its page with a sentence."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except (IntegrityError, Declined) as error:
            self.message_user(request, self.sentence(error), messages.ERROR)
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
            )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list and, where rows are made elsewhere, say where."""
        context = {"made_elsewhere": self.made_elsewhere, **(extra_context or {})}
        return super().changelist_view(request, context)

    def sentence(self, error: Exception) -> str:
        """Return the German sentence of a refusal: ours, a trigger's, a constraint's, or a general one."""
        if isinstance(error, Declined):
            return str(error)
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis is None:
            return DATABASE_REFUSED
        if diagnosis.sqlstate == "23514" and not diagnosis.constraint_name:
            return f"{diagnosis.message_primary} Es wurde nichts geändert."
        for constraint in self.opts.constraints:
            if isinstance(constraint, BaseConstraint) and constraint.name == diagnosis.constraint_name:
                return f"{constraint.violation_error_message} Es wurde nichts geändert."
        return DATABASE_REFUSED


class BaseAdminFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # serves every model
    """Rows in a table, whose fields are named by the heading for the eye and by themselves for a screen reader."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name every field."""
        super().add_fields(form, index)
        only_look(form.fields)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = str(field.label)


class BaseInline(admin.TabularInline):  # type: ignore[type-arg]  # serves every model
    """Rows on the page of the row that they belong to, under the same rights."""

    extra = 0
    formset = BaseAdminFormSet
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


def only_look(fields: Mapping[str, forms.Field]) -> None:
    """Let a choice lead to the page of what is chosen; adding and deleting beside it would be a second way."""
    for field in fields.values():
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = field.widget.can_delete_related = False
            field.widget.can_change_related = False


def offer_once(formset: type[forms.BaseModelFormSet[Any, Any]], name: str, rows: QuerySet[Any]) -> None:
    """Let a field of every row of an inline choose among the same rows, which are asked for once."""
    field = formset.form.base_fields.get(name)
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows
        field.choices = [("", field.empty_label or ""), *((row.pk, str(row)) for row in rows)]
