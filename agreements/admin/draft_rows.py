"""Rows of a draft: the text can be changed here while it is open; what a page does better is only read."""

from typing import Any, ClassVar

from agreements import transitions
from agreements.admin.agreement_rows import AgreementRowAdmin
from agreements.admin.audited import AuditedAdmin
from agreements.choices import Status
from agreements.drafting.text_cleaning import deceptive_characters, tidy
from agreements.lifecycle import EDITABLE
from districts.admin.base_admin import BaseForm
from districts.admin.inlines import NO_WRITES

OPEN = " oder ".join(f"„{status.label}“" for status in Status if status in EDITABLE)


class DraftForm(BaseForm):
    """A form that stores text as drafting does."""

    def clean(self) -> dict[str, Any] | None:
        """Compose letters, use plain line ends and no blank edges; refuse letters that could deceive."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):  # a complaint takes its value away
            if isinstance(value, str):
                cleaned[name] = tidy(value)
                if complaint := deceptive_characters(cleaned[name]):
                    self.add_error(name, complaint)
        return cleaned


class DraftAdmin(AuditedAdmin):
    """A table of a draft that is plainly changed here."""

    form: type[BaseForm] = DraftForm
    agreement_path: ClassVar[str] = "instrument__agreement"
    instrument_path: ClassVar[str] = "instrument"
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
        """Count the revision up, so that open forms on the pages of the draft notice."""
        obj.revision += 1
        obj.save(update_fields=["revision"])


class ReadOnlyDraftAdmin(AgreementRowAdmin):
    """A table of a draft that is changed on the pages of the draft, and only read here."""

    agreement_path: ClassVar[str] = "instrument__agreement"
    instrument_path: ClassVar[str] = "instrument"
    writes = NO_WRITES
    made_elsewhere = "Geändert wird auf der Seite „Entwurf bearbeiten“ der Urkunde; hier wird nachgelesen."

    def locked_because(self, obj: Any) -> str:
        """Say where it is changed."""
        return self.made_elsewhere
