"""Obligations in the admin: the lasting obligation, and its terms with the particulars of its kind."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from agreements.admin.audited import ToldAdmin
from agreements.admin.draft_rows import DraftAdmin, DraftForm
from agreements.choices import ObligationKind
from agreements.drafting.views.obligations import TOGETHER
from agreements.models import Clause, IbsWork, Obligation, ObligationTerms, PovertySensitiveWork, StaffRelease
from districts.admin.base_admin import ALL_WRITES, NO_WRITES, BaseInline, column, offer_once
from districts.models import Office


class TermsInline(BaseInline):
    """What the instruments say about an obligation."""

    model = ObligationTerms
    fields = ["instrument", "title", "kind", "owed_by", "shape"]
    related = ["instrument"]
    show_change_link = True


@admin.register(Obligation)
class ObligationAdmin(ToldAdmin):
    """Obligations: what people work on for years."""

    writes = NO_WRITES
    made_elsewhere = (
        "Pflichten entstehen im Entwurf; was genau geschuldet ist, steht unter „Inhalte der Pflichten“."
    )
    inlines = [TermsInline]
    list_display = ["code", "agreement"]
    list_filter = ["agreement__district", "terms__kind"]
    search_fields = ["code", "terms__title", "agreement__reference", "agreement__district__name"]
    fields = ["agreement", "code"]


class PostInline(BaseInline):
    """The released posts of an obligation."""

    model = StaffRelease
    fields = [
        "position",
        "office",
        "unit",
        "function",
        "share",
        "sense",
        "starts_after_months",
        "needs_resolution",
    ]
    writes = ALL_WRITES

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Offer the offices of the agreement's own district, asked for once for all rows."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            district = obj.instrument.agreement.district_id
            offer_once(formset, "office", Office.objects.filter(district=district))
        return formset


class IbsInline(BaseInline):
    """The particulars of IBS work; they are changed on their own page, where the social spaces are."""

    model = IbsWork
    fields = ["field_of_action", "phase"]
    show_change_link = True


class SensitivityInline(BaseInline):
    """The particulars of poverty-sensitive working."""

    model = PovertySensitiveWork
    fields = ["step", "subject", "target"]
    writes = frozenset({"change"})


PARTICULARS: dict[str, type[BaseInline]] = {
    ObligationKind.STAFF_RELEASE: PostInline,
    ObligationKind.IBS_WORK: IbsInline,
    ObligationKind.POVERTY_SENSITIVE: SensitivityInline,
}


class TermsAdminForm(DraftForm):
    """What is owed, with the clauses of the same instrument to choose from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "clause" in self.fields:
            clauses = Clause.objects.filter(section__instrument=self.instance.instrument_id)
            self.fields["clause"].queryset = clauses.order_by(  # type: ignore[attr-defined]  # a choice of rows
                "section__position", "position"
            )


@admin.register(ObligationTerms)
class ObligationTermsAdmin(DraftAdmin):
    """What an instrument says about an obligation."""

    form = TermsAdminForm
    together = TOGETHER
    list_display = [
        "obligation",
        "title",
        "kind",
        "owed_by",
        "shape",
        column("instrument__agreement", "Vertrag"),
        column("instrument__get_status_display", "Stand der Urkunde", "instrument__status"),
    ]
    list_display_links = ["obligation", "title"]
    list_filter = ["kind", "owed_by", "shape", "instrument__status", "instrument__agreement__district"]
    list_select_related = ["obligation", "clause"]
    search_fields = [
        "title",
        "obligation__code",
        "instrument__agreement__reference",
        "instrument__agreement__district__name",
    ]
    fieldsets = [
        (None, {"fields": ["instrument", "obligation", "position", "kind", "clause", "owed_by", "title"]}),
        ("Menge", {"fields": ["sense", "quantity", "unit"]}),
        (
            "Fälligkeit",
            {
                "fields": [
                    "shape",
                    "due_on",
                    "anchor",
                    "anchor_code",
                    "offset_months",
                    "period_months",
                    "due_day",
                    "due_month",
                    "trigger",
                    "reaction_amount",
                    "reaction_unit",
                ]
            },
        ),
        ("Nachweis", {"fields": ["evidence", "needs_resolution"]}),
    ]
    readonly_fields = ["instrument", "obligation", "position", "kind"]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Show the particulars of the kind of obligation."""
        return [PARTICULARS[obj.kind]] if obj is not None and obj.kind in PARTICULARS else []

    def key_of(self, obj: Any) -> Any:
        """Return the code of the obligation."""
        return obj.obligation.code
