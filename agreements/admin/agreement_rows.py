"""What all tables of an agreement have in common: they name it, are filtered and found by it, and lead to its page."""

from operator import attrgetter
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from agreements.models import Agreement, Instrument
from districts.admin.base_admin import BaseAdmin, column


class AgreementRowAdmin(BaseAdmin):
    """A table whose rows belong to an agreement. `agreement_path` leads from a row to it; empty for agreements themselves.

    Where `instrument_path` leads to an instrument, its status is shown too.
    """

    agreement_path: ClassVar[str] = "agreement"
    instrument_path: ClassVar[str] = ""

    def agreement_of(self, obj: Any) -> Agreement:
        """Return the agreement that the row belongs to."""
        path = self.agreement_path.replace("__", ".")
        found: Agreement = attrgetter(path)(obj) if path else obj
        return found

    def instrument_of(self, obj: Any) -> Instrument:
        """Return the instrument that the row belongs to."""
        found: Instrument = attrgetter(self.instrument_path.replace("__", "."))(obj)
        return found

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Name the agreement behind the first column, and the status of the instrument at the end."""
        first, *others = super().get_list_display(request)
        columns = [first, *([column(self.agreement_path, "Vertrag")] if self.agreement_path else []), *others]
        if self.instrument_path:
            status = f"{self.instrument_path}__get_status_display"
            columns.append(column(status, "Stand der Urkunde", f"{self.instrument_path}__status"))
        return columns

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Filter by district, and by the status of the instrument."""
        status = [f"{self.instrument_path}__status"] if self.instrument_path else []
        return [*super().get_list_filter(request), *status, self._of_agreement("district")]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Find by the agreement."""
        found_by = [self._of_agreement("reference"), self._of_agreement("district__name")]
        return [*super().get_search_fields(request), *found_by]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Fetch the agreement with its district: every page names them."""
        return super().get_queryset(request).select_related(self._of_agreement("district"))

    def _of_agreement(self, name: str) -> str:
        return f"{self.agreement_path}__{name}" if self.agreement_path else name

    def view_on_site(self, obj: Any) -> str:
        """Lead to the page of the agreement or of the model text in the making, where changes are made."""
        agreement = self.agreement_of(obj)
        model = agreement.instruments.first() if agreement.is_model else None
        return model.get_absolute_url() if model else reverse("agreement_detail", args=[agreement.pk])
