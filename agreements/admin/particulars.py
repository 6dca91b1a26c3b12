"""The particulars of the three core kinds in the admin. They share the revision of the terms they belong to."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from agreements.admin.draft_rows import DraftAdmin, DraftForm
from agreements.models import IbsWork, IbsWorkSpace, PovertySensitiveWork, StaffRelease
from districts.admin.base_admin import ALL_WRITES, NO_WRITES, BaseAdminForm, BaseInline, column, offer_once
from districts.models import SocialSpace

ON_THE_TERMS = "Geändert wird auf der Seite der Pflicht unter „Inhalte der Pflichten“."


class ParticularsForm(DraftForm):
    """A form whose revision is that of the terms."""

    def carrier(self) -> Any:
        """Return the terms."""
        return self.instance.terms


class ParticularsAdmin(DraftAdmin):
    """Particulars of an obligation's terms."""

    form = ParticularsForm
    instrument_path = "terms__instrument"
    agreement_path = "terms__instrument__agreement"
    list_select_related = ["terms__obligation"]
    search_fields = [
        "terms__title",
        "terms__obligation__code",
        "terms__instrument__agreement__district__name",
    ]

    def carrier_of(self, obj: Any) -> Any:
        """Return the terms, which carry the revision."""
        return obj.terms

    def key_of(self, obj: Any) -> Any:
        """Return the code of the obligation."""
        return obj.terms.obligation.code


class SpaceInline(BaseInline):
    """The social spaces that an IBS obligation is about."""

    model = IbsWorkSpace
    fields = ["social_space"]
    related = ["social_space"]
    writes = ALL_WRITES

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Offer the social spaces of the agreement's own district, asked for once for all rows."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            district = obj.terms.instrument.agreement.district_id
            offer_once(formset, "social_space", SocialSpace.objects.filter(district=district))
        return formset


@admin.register(IbsWork)
class IbsWorkAdmin(ParticularsAdmin):
    """IBS work."""

    inlines = [SpaceInline]
    list_display = [
        "terms",
        "field_of_action",
        "phase",
        column("terms__instrument__agreement", "Vertrag"),
        column("terms__instrument__get_status_display", "Stand der Urkunde", "terms__instrument__status"),
    ]
    list_filter = [
        "field_of_action",
        "phase",
        "terms__instrument__status",
        "terms__instrument__agreement__district",
    ]
    fields = ["terms", "field_of_action", "phase"]
    readonly_fields = ["terms"]


@admin.register(StaffRelease)
class StaffReleaseAdmin(ParticularsAdmin):
    """Released posts."""

    writes = NO_WRITES
    made_elsewhere = ON_THE_TERMS
    list_display = [
        "unit",
        "function",
        "share",
        "sense",
        "office",
        column("terms__instrument__agreement", "Vertrag"),
    ]
    list_filter = [
        "sense",
        "needs_resolution",
        "terms__instrument__status",
        "terms__instrument__agreement__district",
    ]
    list_select_related = ["terms__obligation", "office"]
    search_fields = ["unit", "function", "office__name", "terms__instrument__agreement__district__name"]
    fields = [
        "terms",
        "position",
        "office",
        "unit",
        "function",
        "share",
        "sense",
        "starts_after_months",
        "needs_resolution",
    ]


@admin.register(PovertySensitiveWork)
class PovertySensitiveWorkAdmin(ParticularsAdmin):
    """Poverty-sensitive working."""

    writes = NO_WRITES
    made_elsewhere = ON_THE_TERMS
    list_display = ["terms", "step", "subject", "target", column("terms__instrument__agreement", "Vertrag")]
    list_filter = ["step", "terms__instrument__status", "terms__instrument__agreement__district"]
    fields = ["terms", "step", "subject", "target"]


@admin.register(IbsWorkSpace)
class IbsWorkSpaceAdmin(DraftAdmin):
    """Which social space is named where."""

    form = BaseAdminForm
    instrument_path = "work__terms__instrument"
    agreement_path = "work__terms__instrument__agreement"
    writes = NO_WRITES
    made_elsewhere = "Geändert wird auf der Seite der IBS-Arbeit."
    list_display = ["social_space", "work", column("work__terms__instrument__agreement", "Vertrag")]
    list_filter = ["social_space__level", "work__phase", "work__terms__instrument__agreement__district"]
    list_select_related = ["social_space"]
    search_fields = ["social_space__name", "social_space__key", "work__terms__title"]
    fields = ["work", "social_space"]
