"""Collection of the facts, the history and the stored files of an agreement."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from msgspec import UNSET

from agreements.choices import Status
from agreements.documents import editions
from agreements.dossier.bundle.entries import Parts
from agreements.dossier.bundle.facts import (
    AgreementFacts,
    EntryFacts,
    HistoryFacts,
    RecordFacts,
    write_json,
)
from agreements.dossier.bundle.instruments import instrument_facts
from agreements.dossier.bundle.originals import original_facts
from agreements.dossier.bundle.related_facts import (
    archive_facts,
    decision_facts,
    photo_facts,
    termination_facts,
)
from agreements.dossier.bundle.reports import occasion_facts, report_facts
from agreements.dossier.bundle.staff_release import release_facts
from agreements.dossier.bundle.xml import SCHEMAS, write_xml
from agreements.models import Agreement, Event, SigningEvent

README = """\
Vertragsakte {reference}

Dieses Archiv enthält die ganze Akte eines Kooperationsvertrags: alle Fassungen, die je zur Zeichnung festgeschrieben
wurden, mit ihren PDF-Dateien, Scans und signierten Dateien, den Verlauf und die Metadaten (JSON und XML, Schemata im
Ordner „schema“). „manifest.json“ nennt jede Datei mit ihrer Größe und ihrem SHA-256.
Fotos sind nur enthalten, soweit alle eingewilligt haben, die darauf zu sehen sind, Nachweise, soweit keine Schadsoftware gefunden wurde; das Manifest sagt, was fehlt.

Prüfen ohne Datenbank und ohne Netz:

    python manage.py verify_bundle DATEI.zip

Die Prüfung nennt am Ende den Prüfwert des letzten Eintrags im Verlauf. Stimmt er mit dem überein, den die Anwendung
oder ein früher abgelegtes Archiv nennt, ist auch der Verlauf vollständig.
"""


@dataclass(frozen=True, slots=True)
class BundleContents:
    """Facts of an agreement, and all parts of its bundle except the manifest."""

    facts: AgreementFacts
    parts: Parts


def collect_bundle(agreement: Agreement) -> BundleContents:
    """Collect the file of an agreement; a Lesefassung not rendered yet is rendered first."""
    signed_here = agreement.instruments.filter(status=Status.SIGNED, made_elsewhere=False)
    for instrument in signed_here.select_related("frozen_version"):
        if instrument.frozen_version is not None:
            editions.reading_edition(instrument.frozen_version)
    return _collect(agreement)


@transaction.atomic
def _collect(agreement: Agreement) -> BundleContents:
    """Read everything with the agreement locked, so that its history does not grow meanwhile."""
    locked = (
        Agreement.objects.select_for_update(no_key=True, of=("self",))
        .select_related("district", "coordinator", "predecessor")
        .get(pk=agreement.pk)
    )
    parts = Parts()
    facts = AgreementFacts(
        reference=locked.reference,
        district=locked.district.name if locked.district else "",
        district_key=locked.district.key if locked.district else "",
        legal_form=locked.legal_form,
        origin=locked.origin,
        coordinator=str(locked.coordinator),
        history_length=locked.history_length,
        history_head=locked.history_head,
        instruments=tuple(instrument_facts(row, parts) for row in locked.instruments.order_by("number")),
        records=tuple(_records(locked, parts)),
        reports=tuple(report_facts(locked, parts)),
        occasions=tuple(occasion_facts(locked)) or UNSET,
        photos=tuple(photo_facts(locked, parts)) or UNSET,
        archive=tuple(archive_facts(locked, parts)) or UNSET,
        releases=tuple(release_facts(locked)) or UNSET,
        terminations=tuple(termination_facts(locked, parts)) or UNSET,
        decisions=tuple(decision_facts(locked)) or UNSET,
        originals=tuple(original_facts(locked, parts)) or UNSET,
        predecessor=locked.predecessor.reference if locked.predecessor else UNSET,
    )
    parts.written |= {
        "LIESMICH.txt": README.format(reference=locked.reference).encode(),
        "metadaten.json": write_json(facts),
        "metadaten.xml": write_xml(facts),
        "verlauf.json": write_json(_history(locked)),
        **{f"schema/{path.name}": path.read_bytes() for path in sorted(SCHEMAS.iterdir())},
    }
    return BundleContents(facts, parts)


def _records(agreement: Agreement, parts: Parts) -> Iterator[RecordFacts]:
    moment = agreement.events.latest("sequence").at  # rows have no moment of their own
    resolutions = agreement.resolutions.select_related("document").order_by("dated", "pk")
    for number, resolution in enumerate(resolutions, start=1):
        yield RecordFacts(
            kind=resolution.kind,
            dated=resolution.dated,
            date_words="",
            text=" · ".join(filter(None, [resolution.number, resolution.remark])),
            source=resolution.source,
            source_url=resolution.source_url,
            state=resolution.state,
            document=parts.add_file(f"beschluesse/{number}", str(resolution), resolution.document, moment)
            if resolution.document
            else UNSET,
        )
    for milestone in agreement.milestones.order_by("dated", "pk"):
        yield RecordFacts(
            kind=milestone.kind,
            dated=milestone.dated,
            date_words=milestone.date_words,
            text=milestone.title,
            source=milestone.source,
            source_url=milestone.source_url,
            state=milestone.state,
            office=milestone.office or UNSET,
        )
    ceremonies = SigningEvent.objects.filter(instrument__agreement=agreement).order_by("held_on", "pk")
    for ceremony in ceremonies.prefetch_related("participants"):
        present = (
            ", ".join(filter(None, [guest.name, guest.function, guest.organisation]))
            for guest in ceremony.participants.all()
        )
        yield RecordFacts(
            kind="ceremony",
            dated=ceremony.held_on,
            date_words="",
            text="; ".join([ceremony.place, *present]),
            source=ceremony.source,
            source_url=ceremony.source_url,
        )


def _history(agreement: Agreement) -> HistoryFacts:
    return HistoryFacts(
        agreement=agreement.pk,
        entries=tuple(_entry(event) for event in agreement.events.order_by("sequence")),
    )


def _entry(event: Event) -> EntryFacts:
    return EntryFacts(
        sequence=event.sequence,
        at=event.at,
        actor_id=event.actor_id,
        actor=event.actor,
        kind=event.kind,
        data=event.data,
        previous_hash=event.previous_hash,
        hash=event.hash,
        actor_digest=event.actor_digest or UNSET,
        actor_salt=event.actor_salt or UNSET,
    )
