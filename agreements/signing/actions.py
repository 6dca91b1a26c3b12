"""Recording signatures, and concluding the instrument with the last required one."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from agreements import history, transitions
from agreements.choices import DateSource, SignatureMethod
from agreements.documents import editions
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import uploads
from agreements.job_queue import Task, wake
from agreements.models import (
    Declining,
    Delegation,
    Instrument,
    ProofCheck,
    Signatory,
    Signature,
    StoredFile,
    Version,
)
from agreements.rendering.glyphs import UnprintableError, unprintable_characters
from agreements.signing.delegation.queries import require_delegation
from agreements.signing.permissions import Recorder, recorder_fields, require_may_record
from agreements.signing.transaction import atomic_or_refused
from agreements.texts.amended_text import require_running
from districts.models import User

LAST_ONE = (
    "Inzwischen ist dies die letzte erforderliche Unterschrift: Mit ihr ist die Urkunde geschlossen. Es wurde nichts "
    "festgehalten. Öffnen Sie die Seite neu und bestätigen Sie das."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InkSignature:
    """A signature on paper; `scan` is PDF, PNG or JPEG, `delegation` the primary key of the deputy's delegation.

    `knows_it_concludes`: whether the person was told that it is the last one; None if nobody was asked.
    """

    signed_on: date
    date_source: DateSource
    place: str
    source_note: str = ""
    scan: bytes = b""
    delegation: int | None = None
    knows_it_concludes: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignature:
    """A signature to be recorded by any method; `evidence` goes into the event."""

    signatory: Signatory
    method: SignatureMethod
    signed_on: date
    date_source: DateSource
    source_note: str = ""
    place: str
    scan: StoredFile | None = None
    proof: ProofCheck | None = None
    delegation: Delegation | None = None
    evidence: Mapping[str, Any]


def record_ink_signature(
    instrument: Instrument,
    *,
    signatory_key: str,
    fingerprint: str,
    signed: InkSignature,
    by: User,
    at: datetime,
) -> Signature:
    """Record a handwritten signature under the version with `fingerprint`. Raises ActionRefused."""
    require_printable({"Ort": signed.place, "Erläuterung oder Fundstelle": signed.source_note})
    scans = [uploads.examine(signed.scan)] if signed.scan else []
    refusal = "Diese Unterschrift ist schon festgehalten oder widerspricht einer Regel."
    with (
        uploads.kept(*scans) as files,
        signing_transaction(instrument, fingerprint, by=by, at=at, refusal=refusal) as version,
    ):
        scan = next(iter(files), None)
        person = require_signatory(version.instrument, signatory_key)
        require_possible_day(signed.signed_on, version, at)
        require_running(version.instrument, signed.signed_on, "festgehalten")
        require_place(signed.place)
        if signed.knows_it_concludes is False and would_conclude(version.instrument, person):
            raise ActionRefused(LAST_ONE)
        new = NewSignature(
            signatory=person,
            method=SignatureMethod.INK,
            signed_on=signed.signed_on,
            date_source=signed.date_source,
            source_note=signed.source_note.strip(),
            place=signed.place,
            scan=scan,
            delegation=require_delegation(person, version, signed.delegation, signed.signed_on),
            evidence={"scan": scan.sha256 if scan else ""},
        )
        [signature] = record_signatures(version, [new], by=by, at=at)
    return signature


@contextmanager
def signing_transaction(
    instrument: Instrument, fingerprint: str, *, by: Recorder, at: datetime, refusal: str
) -> Iterator[Version]:
    """Lock the instrument and yield its version for signing, after checks of permission and fingerprint.

    Raises ActionRefused, with the sentence `refusal` if a constraint or trigger refuses the write.
    """
    with atomic_or_refused(f"{refusal} Es wurde nichts geändert."):
        locked = transitions.lock_instrument(instrument)
        yield require_version_for_signing(locked, fingerprint, by, at)


def record_signatures(
    version: Version, signed: Iterable[NewSignature], *, by: Recorder, at: datetime
) -> list[Signature]:
    """Save signatures under a version, and conclude if no required one is missing.

    Must run inside a `signing_transaction`. A signature also ends the signatory's links (`link_state`).
    """
    signatures = [_record(version, new, by, at) for new in signed]
    conclude_if_complete(version, at=at)
    return signatures


def conclude_if_complete(version: Version, *, at: datetime) -> None:
    if not missing_signatories(version.instrument):
        transitions.apply_transition(version.instrument, "conclude", by=history.Job("Abschluss"), at=at)
        issue_reading_copy(version)


def issue_reading_copy(version: Version) -> None:
    """Render and seal the Lesefassung of a signed version once the transaction is over."""
    wake(Task.SEAL, version.pk)
    # the signature stays even if the rendering fails; the page then offers to render the Lesefassung
    transaction.on_commit(lambda: editions.reading_edition(version), robust=True)


def _record(version: Version, new: NewSignature, by: Recorder, at: datetime) -> Signature:
    signature = Signature.objects.create(
        signatory=new.signatory,
        version=version,
        fingerprint=version.fingerprint,
        method=new.method,
        signed_on=new.signed_on,
        date_source=new.date_source,
        source_note=new.source_note,
        place=new.place.strip(),
        scan=new.scan,
        proof=new.proof,
        delegation=new.delegation,
        recorded_at=at,
        **recorder_fields(by),
    )
    data = {**event_data(signature), **new.evidence}
    history.record(version.instrument.agreement, EventKind.SIGNATURE_RECORDED, by=by, at=at, data=data)
    return signature


def event_data(signature: Signature) -> dict[str, Any]:
    """Return what the history keeps of a signature by any method."""
    version = signature.version
    return {
        "instrument": version.instrument.number,
        "version": version.number,
        "signatory": signature.signatory.name,
        "deputy": signature.delegation.name if signature.delegation else "",
        "function": signature.signatory.function,
        "method": signature.method,
        "signed_on": signature.signed_on,
        "place": signature.place,
        "date_source": signature.date_source,
        "fingerprint": version.fingerprint,
    }


def missing_signatories(instrument: Instrument) -> list[Signatory]:
    """Return required signatories without a signature, annotated with `declined_on`."""
    version = instrument.frozen_version_id
    declined = Declining.objects.filter(signatory=OuterRef("pk"), version=version).values("declined_on")
    signed = Signature.objects.signers(version)
    waiting = instrument.signatories.filter(required=True).exclude(pk__in=signed)
    return list(waiting.annotate(declined_on=Subquery(declined)))


def would_conclude(instrument: Instrument, person: Signatory) -> bool:
    """Check whether the signature of a person is the last required one."""
    return missing_signatories(instrument) == [person]


def signed_names(instrument: Instrument) -> list[str]:
    signed = Signature.objects.signers(instrument.frozen_version_id)
    return list(instrument.signatories.filter(pk__in=signed).values_list("name", flat=True))


def require_version_for_signing(
    instrument: Instrument, fingerprint: str, by: Recorder, at: datetime
) -> Version:
    """Return the version for signing; raises ActionRefused without permission or for another fingerprint."""
    require_may_record(by, instrument, at)
    return require_version_shown(instrument, fingerprint)


def require_version_shown(instrument: Instrument, fingerprint: str) -> Version:
    """Return the frozen version; raises ActionRefused for another fingerprint."""
    version = instrument.frozen_version
    if version is None or version.fingerprint != fingerprint:
        raise ActionRefused(
            "Zur Zeichnung liegt inzwischen eine andere Fassung vor als die, mit der diese Seite geöffnet wurde. "
            "Es wurde nichts festgehalten. Prüfen Sie, welche Fassung unterzeichnet wurde, und öffnen Sie die Seite neu."
        )
    version.instrument = instrument
    return version


def require_signatory(locked: Instrument, signatory_key: str) -> Signatory:
    """Return the signatory with a key; raises ActionRefused if there is none."""
    signatory = locked.signatories.filter(key=signatory_key).first()
    if signatory is None:
        raise ActionRefused("Diese Person steht nicht auf der Liste der Unterzeichnenden.")
    return signatory


def require_place(place: str) -> None:
    if not place.strip():
        raise ActionRefused("Bitte den Ort der Unterzeichnung angeben.")


def require_printable(texts: Mapping[str, str]) -> None:
    """Raise ActionRefused for letters that the fonts of the Lesefassung lack; call before anything is stored."""
    if missing := list(unprintable_characters(texts.items())):
        raise ActionRefused(str(UnprintableError(missing)))


def require_possible_day(
    day: date, version: Version, at: datetime, *, what: str = "Unterzeichnung", done: str = "unterzeichnet"
) -> None:
    """Raise ActionRefused for a day in the future or before the version was frozen; `what` and `done` word it."""
    if day > timezone.localdate(at):
        raise ActionRefused(f"Der Tag der {what} liegt in der Zukunft. Bitte prüfen Sie das Datum.")
    frozen_on = timezone.localdate(version.made_at)
    if day < frozen_on:
        raise ActionRefused(
            f"Die Zeichnungsfassung gibt es erst seit dem {frozen_on:%d.%m.%Y}; "
            f"früher kann sie nicht {done} worden sein. Bitte prüfen Sie das Datum."
        )
