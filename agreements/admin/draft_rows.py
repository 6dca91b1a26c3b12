"""Changing the rows of a draft in the admin: only while the text is open, and only from its latest revision."""

from typing import Any

from django.urls import reverse

from agreements import transitions
from agreements.admin.audited import ToldAdmin
from agreements.admin.stale_save import TogetherAdmin, TogetherForm
from agreements.choices import Status
from agreements.drafting.form_pages import home_address
from agreements.drafting.text_cleaning import deceptive, tidy
from agreements.lifecycle import EDITABLE
from districts.admin.base_admin import BaseAdminForm

OPEN = " oder ".join(f"„{status.label}“" for status in Status if status in EDITABLE)


class DraftForm(TogetherForm):
    """A form of a row that counts its revisions."""

    def carrier(self) -> Any:
        """Return the row that carries the revision."""
        return self.instance

    def current_revision(self) -> str:
        """Return the number of the revision that is stored."""
        return str(self.carrier().revision)

    def outdated(self, based_on: str) -> str:
        """Return the sentence for a form that was filled in for an older revision, by its number."""
        return (
            f"Inzwischen hat jemand anderes hier etwas geändert: Ihr Formular beruht auf Revision "
            f"{based_on or '(ohne Angabe)'}, gespeichert ist Revision {self.current}. Es wurde nichts gespeichert. "
            "Ihre Eingaben stehen noch im Formular, oben steht, was heute gespeichert ist."
        )

    def remark_stored(self) -> None:
        """Leave it to the page: it shows both side by side."""

    def clean(self) -> dict[str, Any] | None:
        """Store text as drafting does: composed, plain line ends, no blank edges."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = tidy(value)
                if complaint := deceptive(cleaned[name]):
                    self.add_error(name, complaint)
        return cleaned


class DraftAdmin(TogetherAdmin, ToldAdmin):
    """A noun of a draft."""

    form: type[BaseAdminForm] = DraftForm
    agreement_path = "instrument__agreement"
    writes = frozenset({"change"})
    made_elsewhere = (
        "Angelegt, verschoben und entfernt wird auf der Seite „Entwurf bearbeiten“ der Urkunde; "
        f"geändert auch hier, solange die Urkunde den Stand {OPEN} hat."
    )

    def locked_because(self, obj: Any) -> str:
        """Return why the text cannot be changed, or nothing."""
        instrument = self.instrument_of(obj)
        if instrument.is_editable:
            return ""
        return (
            f"Diese Urkunde hat den Stand „{instrument.get_status_display()}“, ihr Text steht fest. "
            f"Ändern lässt er sich nur im Stand {OPEN}."
        )

    def hold(self, obj: Any) -> None:
        """Lock the instrument, as every writer of a draft does."""
        transitions.lock_instrument(self.instrument_of(obj))

    def facts(self, obj: Any) -> dict[str, Any]:
        """Say which instrument of the agreement was changed."""
        return {"instrument": self.instrument_of(obj).number}

    def count_up(self, obj: Any) -> None:
        """Count the revision up, so that forms that are still open are refused."""
        carrier = self.carrier_of(obj)
        carrier.revision += 1
        carrier.save(update_fields=["revision"])

    def view_on_site(self, obj: Any) -> str:
        """Lead to where the text is read and written."""
        instrument = self.instrument_of(obj)
        if instrument.is_editable:
            return reverse("draft_edit", args=[instrument.pk])
        return home_address(instrument)
