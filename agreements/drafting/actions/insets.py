"""Where the tables stand that the application writes from the obligations."""

from django.db.models import F

from agreements.choices import Inset, SectionKind
from agreements.drafting.edit_transaction import EditTransaction
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Section


def place_inset(change: EditTransaction, section: Section, inset: Inset) -> None:
    """Put a table at the end of a section; each stands in one place."""
    if inset and section.kind == SectionKind.GROUP:
        raise ActionRefused("Unter einer Zwischenüberschrift steht kein Text, also auch keine Tabelle.")
    if inset:
        elsewhere = change.instrument.sections.filter(inset=inset)
        elsewhere.update(inset=Inset.NONE, revision=F("revision") + 1)
    data = {"section": section.key, "heading": section.heading}
    data |= {"before": Inset(section.inset).label, "table": inset.label}
    section.inset = inset
    change.record(EventKind.TABLE_PLACED, data)
