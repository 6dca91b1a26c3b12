"""Agreements in the admin, with their history and its check."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from agreements import history
from agreements.admin.audited import AuditedAdmin
from agreements.choices import Status
from agreements.dossier.timeline import event_entry
from agreements.lifecycle import FROZEN
from agreements.models import Agreement, Instrument
from districts.admin.inlines import BaseInline
from districts.models import User
from districts.roles import Role

LATEST = 10


class InstrumentInline(BaseInline):
    """The instruments of an agreement, each with a link to its page."""

    model = Instrument
    fields = ["number", "title", "status", "begins_on", "ends_on"]
    show_change_link = True


@admin.register(Agreement)
class AgreementAdmin(AuditedAdmin):
    """Agreements. They are made and led through their steps on their own pages, and never deleted."""

    agreement_path = ""
    writes = frozenset({"change"})
    made_elsewhere = "Verträge werden unter „Verträge“ → „Neuer Vertrag“ angelegt; gelöscht wird keiner."
    inlines = [InstrumentInline]
    list_display = ["reference", "district", "contract_status", "legal_form", "origin", "coordinator"]
    list_filter = [
        "origin",
        "legal_form",
        "instruments__status",
        ("coordinator", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["coordinator"]
    search_fields = ["coordinator__last_name", "instruments__file_reference"]
    fieldsets = [
        (None, {"fields": ["reference", "district", "origin", "predecessor", "legal_form", "coordinator"]}),
        ("Geschichte", {"fields": ["latest"]}),
    ]
    readonly_fields = ["reference", "district", "origin", "predecessor", "latest"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        """Add the status of the contract itself and whether any text of the agreement is fixed."""
        instruments = Instrument.objects.filter(agreement=OuterRef("pk"))
        contract = instruments.filter(number=0).values("status")[:1]
        fixed = instruments.filter(status__in=sorted(FROZEN))
        rows: QuerySet[Agreement] = super().get_queryset(request)
        return rows.annotate(status_0=Subquery(contract), fixed=Exists(fixed))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Fix the legal form together with the text."""
        return (
            [*self.readonly_fields, "legal_form"] if obj is not None and obj.fixed else self.readonly_fields
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer those who coordinate, and nobody else."""
        if db_field.name == "coordinator":
            kwargs["queryset"] = User.objects.filter(
                is_active=True, memberships__role=Role.COORDINATOR
            ).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="Stand des Vertrags", ordering="status_0")
    def contract_status(self, obj: Any) -> str:
        """Return the status of the contract itself."""
        return str(Status(obj.status_0).label) if obj.status_0 else "–"

    @admin.display(description="letzte Einträge")
    def latest(self, obj: Agreement) -> SafeString:
        """Return the latest entries of the history, with the ways to all of them and to their check."""
        entries = (
            (event.sequence, event_entry(event)) for event in obj.events.order_by("-sequence")[:LATEST]
        )
        lines = format_html_join(
            "",
            "Nr. {}, {}, {}: {}<br>",
            ((number, f"{localtime(one.at):%d.%m.%Y %H:%M}", one.who, one.text) for number, one in entries),
        )
        return format_html(
            '<div>{}<p><a href="{}?agreement__id__exact={}">Ganze Geschichte</a> · '
            '<a href="{}">Geschichte prüfen</a></p></div>',
            lines,
            reverse("admin:agreements_event_changelist"),
            obj.pk,
            reverse("admin:agreements_agreement_verify", args=[obj.pk]),
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the check of the history."""
        verify = path(
            "<int:pk>/geschichte/",
            self.admin_site.admin_view(self.verify_history),
            name="agreements_agreement_verify",
        )
        return [verify, *super().get_urls()]

    def verify_history(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show whether the history of an agreement holds, entry by entry."""
        agreement = get_object_or_404(self.get_queryset(request), pk=pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Geschichte prüfen",
            "opts": self.opts,
            "agreement": agreement,
            "faults": history.verify(agreement),
            "count": agreement.events.count(),
        }
        return TemplateResponse(request, "admin/agreements/agreement/verify.html", context)
