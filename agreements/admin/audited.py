"""Writing in the admin what belongs to an agreement: locked while it is written, and recorded in its history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.forms import BaseInlineFormSet, BaseModelForm, model_to_dict
from django.http import HttpRequest
from django.utils import timezone

from agreements import history
from agreements.access import current_user
from agreements.admin.agreement_rows import AgreementRowAdmin
from agreements.drafting.edit_transaction import changes
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Agreement
from districts.admin.base_admin import ChangeRefused


class AuditedAdmin(AgreementRowAdmin):
    """A table of an agreement that is written here: every write is an entry of its history."""

    def key_of(self, obj: Any) -> Any:
        """Return what names the row for good."""
        return getattr(obj, "key", obj.pk)

    def facts(self, obj: Any) -> dict[str, Any]:
        """Return what an entry of the history says beside the change itself."""
        return {}

    def hold(self, obj: Any) -> None:
        """Lock the agreement: two writers of its records wait for each other."""
        Agreement.objects.select_for_update(no_key=True).get(pk=self.agreement_of(obj).pk)

    def require_allowed(self, obj: Any, at: datetime) -> None:
        """Refuse what the pages refuse, too. Raises ActionRefused."""

    def record(self, request: HttpRequest, kind: EventKind, obj: Any, facts: Mapping[str, Any]) -> None:
        """Record what was done in the history of the agreement."""
        history.record(
            self.agreement_of(obj),
            kind,
            by=current_user(request),
            at=timezone.now(),
            data={
                **self.facts(obj),
                "model": str(self.opts.verbose_name),
                "key": self.key_of(obj),
                "changes": facts,
            },
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save what the pages would take."""
        try:
            self.require_allowed(obj, timezone.now())
        except ActionRefused as refused:
            raise ChangeRefused(str(refused)) from refused
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows on the page too, then record the whole change in one entry; no change, no entry."""
        super().save_related(request, form, formsets, change)
        facts = _row_changes(form, change)
        for formset in formsets:
            facts |= _inline_changes(formset)
        if facts:
            self.count_up(form.instance)
            self.record(
                request, EventKind.ADMIN_CHANGED if change else EventKind.ADMIN_ADDED, form.instance, facts
            )

    def count_up(self, obj: Any) -> None:
        """Count the revision up, where the row has one."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the row; what it said stays in the history."""
        facts = {name: [value, None] for name, value in model_to_dict(obj).items()}
        self.record(request, EventKind.ADMIN_DELETED, obj, facts)
        super().delete_model(request, obj)


def _row_changes(form: BaseModelForm[Any], change: bool) -> dict[str, Any]:
    return changes(form.initial if change else {}, model_to_dict(form.instance, fields=list(form.fields)))


def _inline_changes(formset: BaseInlineFormSet[Any, Any, Any]) -> dict[str, Any]:
    """Return what was added, changed and removed among the rows of an inline, by the name of the noun."""
    fields = list(formset.form.base_fields)

    def said(row: Model) -> dict[str, Any]:
        return model_to_dict(row, fields=fields)

    noun = str(formset.form._meta.model._meta.verbose_name_plural)
    before = {form.instance.pk: form.initial for form in formset.initial_forms}
    facts = [
        *({"added": said(row)} for row in formset.new_objects),
        *(
            {"changed": changes(before[row.pk], said(row)), "pk": row.pk}
            for row, _ in formset.changed_objects
        ),
        *({"removed": said(row)} for row in formset.deleted_objects),
    ]
    return {noun: facts} if facts else {}
