"""How every page of the Django admin behaves: rights from roles, outdated saves refused, refusals as sentences."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import BaseConstraint, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from districts import policy
from districts.admin.inlines import ALL_WRITES, plain_choices
from districts.admin.stale_save import differences, rebased, revision_of, typed_into
from districts.base_forms import NamedErrors
from districts.errors import Refused, StillInHand
from districts.fields import FORM_FIELDS

DATABASE_REFUSED = (
    "Die Datenbank hat das nicht angenommen, weil es einer Regel widerspricht. Es wurde nichts geändert."
)


class ChangeRefused(Refused):
    """A write that a rule forbids; nothing was changed. The message is a German sentence for the person."""


def column(path: str, label: str, order: str | None = "") -> Callable[[Any], Any]:
    """Return a column of a list for what stands at the end of a path, with a German heading.

    It sorts by the path, or by `order`; None where the path ends at what the database does not know.
    """
    find = attrgetter(path.replace("__", "."))

    @admin.display(description=label, ordering=path if order == "" else order)
    def shown(obj: Any) -> Any:
        found = find(obj)
        return found() if callable(found) else found

    shown.__name__ = path
    return shown


class BaseForm(NamedErrors, forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes no parameters at run time
    """A form that keeps what was typed when the whole save is refused."""

    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain_choices(self.fields)

    def clean(self) -> dict[str, Any] | None:
        """Refuse what must not be saved."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.refusal:
            self.add_error(None, self.refusal)
        return cleaned


class BaseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # serves every model
    """A table in the admin. What may be written says `writes`; a row that is locked is shown with the reason."""

    form = BaseForm
    actions = None  # deleting in bulk would pass by the rules of the single page
    change_form_template = "admin/base_change_form.html"
    change_list_template = "admin/base_change_list.html"
    list_select_related: ClassVar[list[str]] = []
    list_per_page = 25
    formfield_overrides = FORM_FIELDS
    writes: ClassVar[frozenset[str]] = ALL_WRITES
    made_elsewhere = ""

    def locked_because(self, obj: Any) -> str:
        """Return why this row cannot be changed, or nothing."""
        return ""

    def hold(self, obj: Any) -> None:
        """Lock what must not change between reading the row and writing it."""
        list(type(obj)._base_manager.select_for_update(no_key=True).filter(pk=obj.pk).order_by().values("pk"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the table to admins."""
        return policy.is_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let admins read."""
        return policy.is_admin(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let admins add where rows are made here."""
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

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form class of this request, with the reason if nothing can be saved."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "") or (self.locked_because(obj) if obj else "")  # type: ignore[attr-defined]  # a BaseForm
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save the form; a refusal of the database comes back as a sentence above what was typed."""
        if request.method != "POST":
            obj = self.get_object(request, unquote(object_id)) if object_id else None
            context = {"locked_because": self.locked_because(obj) if obj else "", **(extra_context or {})}
            return super().changeform_view(request, object_id, form_url, context)
        try:
            return self._save(request, object_id, form_url, extra_context)
        except (IntegrityError, DataError, Refused) as error:
            request.refusal = self.sentence(error)  # type: ignore[attr-defined]  # read by get_form
            return self._save(request, object_id, form_url, extra_context)

    @transaction.atomic
    def _save(
        self,
        request: HttpRequest,
        object_id: str | None,
        form_url: str,
        extra_context: dict[str, Any] | None,
    ) -> HttpResponse:
        if object_id and self.has_change_permission(request):
            obj = self.get_object(request, unquote(object_id))
            if obj is None:
                return self._gone(request)
            if not self.locked_because(obj):
                self._refuse_outdated(request, obj)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _refuse_outdated(self, request: HttpRequest, obj: Any) -> None:
        """Compare what the form was filled in for with what is stored; the row is locked by now."""
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        form = self.get_form(request, obj, change=True, fields=fields)(instance=obj)
        formsets = [
            formset(instance=obj, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, obj)
            if inline.writes
        ]
        if request.POST.get("revision") != revision_of(form, formsets):
            request.POST = rebased(request.POST, formsets)  # type: ignore[assignment]  # what was sent, on the rows of today
            request.outdated = request.refusal = (  # type: ignore[attr-defined]  # read by get_form and the page
                f"Inzwischen hat jemand anderes „{obj}“ geändert. Es wurde nichts gespeichert. Ihre Eingaben sind "
                "nicht verloren: Sie stehen unten im Formular."
            )

    def _gone(self, request: HttpRequest) -> HttpResponse:
        """Show what was typed for a row that somebody has deleted meanwhile."""
        fields = [field.name for field in self.opts.fields if field.editable]
        form = self.get_form(request, fields=fields)(request.POST)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{self.opts.verbose_name}: inzwischen gelöscht",
            "opts": self.opts,
            "typed": [(label, words) for label, words in typed_into(form) if words],
        }
        return TemplateResponse(request, "admin/gone.html", context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Let the form carry what it is filled in for, and show an outdated one beside what is stored."""
        if change and self.has_change_permission(request, obj):
            form = context["adminform"].form
            formsets = [one.formset for one in context["inline_admin_formsets"] if one.opts.writes]
            context["revision"] = revision_of(form, formsets)
            if outdated := getattr(request, "outdated", ""):
                # the page says it in a section of its own, not as an error to be corrected
                context |= {"outdated": outdated, "differences": differences(form, formsets), "errors": None}
        if context["errors"]:  # Django's own sentence leads to no field
            rows = [one.formset for one in context["inline_admin_formsets"]]
            context |= {"faulty": [context["adminform"].form, *rows], "errors": None}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Delete a row; a refusal leads back to its page with a sentence."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except (IntegrityError, Refused) as error:
            self.message_user(request, self.sentence(error), messages.ERROR)
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
            )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list under its name and, where rows are made elsewhere, say where."""
        name = str(self.opts.verbose_name_plural)
        context = {
            "title": name[:1].upper() + name[1:],
            "made_elsewhere": self.made_elsewhere,
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def sentence(self, error: Exception) -> str:
        """Return the German sentence of a refusal: ours, a trigger's, a constraint's, or a general one."""
        if isinstance(error, StillInHand):
            sentence = '{} <a href="{}">{}</a>.'
            kept = format_html_join(
                " ", sentence, ((one.reason, one.url, one.way) for one in error.obstacles)
            )
            return format_html("{} Es wurde nichts geändert.", kept)
        if isinstance(error, Refused):
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
