"""Obligations in the admin: to be found and read with their particulars; they are written on the pages of the draft."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from agreements.admin.draft_rows import ReadOnlyDraftAdmin
from agreements.choices import ObligationKind
from agreements.models import (
    IbsWork,
    IbsWorkSpace,
    Obligation,
    ObligationTerms,
    PovertySensitiveWork,
    StaffRelease,
)
from districts.admin.inlines import BaseInline


class TermsInline(BaseInline):
    """What the instruments say about an obligation."""

    model = ObligationTerms
    fields = ["instrument", "title", "kind", "owed_by", "shape"]
    related = ["instrument"]
    show_change_link = True


@admin.register(Obligation)
class ObligationAdmin(ReadOnlyDraftAdmin):
    """Obligations: what people work on for years."""

    made_elsewhere = (
        "Pflichten entstehen im Entwurf; was genau geschuldet ist, steht unter „Inhalte der Pflichten“."
    )
    agreement_path = "agreement"
    instrument_path = ""
    inlines = [TermsInline]
    list_display = ["code"]
    list_filter = ["terms__kind"]
    search_fields = ["code", "terms__title"]
    fields = ["agreement", "code"]


class PostInline(BaseInline):
    """The released posts of an obligation."""

    model = StaffRelease
    fields = [
        *("position", "office", "unit", "function", "share", "sense", "starts_after_months"),
        *("starts_on", "ends_on", "needs_resolution"),
    ]
    related = ["office"]


class IbsInline(BaseInline):
    """The particulars of IBS work, with a link to its social spaces."""

    model = IbsWork
    fields = ["field_of_action", "phase"]
    show_change_link = True


class SensitivityInline(BaseInline):
    """The particulars of poverty-sensitive working."""

    model = PovertySensitiveWork
    fields = ["step", "subject", "target"]


PARTICULARS: dict[str, type[BaseInline]] = {
    ObligationKind.STAFF_RELEASE: PostInline,
    ObligationKind.IBS_WORK: IbsInline,
    ObligationKind.POVERTY_SENSITIVE: SensitivityInline,
}


@admin.register(ObligationTerms)
class ObligationTermsAdmin(ReadOnlyDraftAdmin):
    """What an instrument says about an obligation."""

    list_display = ["title", "obligation", "kind", "owed_by", "shape"]
    list_filter = ["kind", "owed_by", "shape"]
    list_select_related = ["obligation", "clause"]
    search_fields = ["title", "obligation__code"]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Show the particulars of the kind of obligation."""
        return [PARTICULARS[obj.kind]] if obj is not None and obj.kind in PARTICULARS else []


class _ParticularsAdmin(ReadOnlyDraftAdmin):
    instrument_path = "terms__instrument"
    agreement_path = "terms__instrument__agreement"
    list_select_related = ["terms__obligation"]
    search_fields = ["terms__title", "terms__obligation__code"]


class SpaceInline(BaseInline):
    """The social spaces that an IBS obligation is about."""

    model = IbsWorkSpace
    fields = ["social_space"]
    related = ["social_space"]


@admin.register(IbsWork)
class IbsWorkAdmin(_ParticularsAdmin):
    """IBS work."""

    inlines = [SpaceInline]
    list_display = ["terms", "field_of_action", "phase"]
    list_filter = ["field_of_action", "phase"]
    fields = ["terms", "field_of_action", "phase"]


@admin.register(StaffRelease)
class StaffReleaseAdmin(_ParticularsAdmin):
    """Released posts."""

    list_display = ["unit", "function", "share", "sense", "office"]
    list_filter = ["sense", "needs_resolution"]
    list_select_related = ["terms__obligation", "office"]
    search_fields = ["unit", "function", "office__name"]


@admin.register(PovertySensitiveWork)
class PovertySensitiveWorkAdmin(_ParticularsAdmin):
    """Poverty-sensitive working."""

    list_display = ["terms", "step", "subject", "target"]
    list_filter = ["step"]


@admin.register(IbsWorkSpace)
class IbsWorkSpaceAdmin(ReadOnlyDraftAdmin):
    """Which social space is named where."""

    instrument_path = "work__terms__instrument"
    agreement_path = "work__terms__instrument__agreement"
    list_display = ["social_space", "work"]
    list_filter = ["social_space__level", "work__phase"]
    list_select_related = ["social_space"]
    search_fields = ["social_space__name", "social_space__key", "work__terms__title"]
