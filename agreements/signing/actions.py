"""Recording signatures, and concluding when the last required one is in."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from agreements import history, transitions
from agreements.choices import DateSource, SignatureMethod
from agreements.documents import editions
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import store
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
from agreements.signing.delegation.queries import deputy
from agreements.signing.permissions import Recorder, insist_may_record, recorded
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class InkSignature:
    """What is known of a signature on paper; `scan` holds the bytes of its image or nothing.

    `delegation` is the key of the delegation under which somebody signed in the person's place.
    """

    signed_on: date
    date_source: DateSource
    place: str
    source_note: str = ""
    scan: bytes = b""
    delegation: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignature:
    """A signature that is to be recorded; `evidence` is what the history keeps of its proof."""

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
    """Record that a person signed the frozen version by hand; conclude if it was the last required signature.

    `fingerprint` is that of the version the form was shown with; it is compared again with the row locked.
    Raises Refused.
    """
    insist_printable({"Ort": signed.place, "Erläuterung oder Fundstelle": signed.source_note})
    scan = store.save(signed.scan, store.check_upload(signed.scan)) if signed.scan else None
    refusal = "Diese Unterschrift ist schon festgehalten oder widerspricht einer Regel."
    with signing_transaction(instrument, fingerprint, by=by, at=at, refusal=refusal) as version:
        person = on_the_list(version.instrument, signatory_key)
        insist_possible_day(signed.signed_on, version, at)
        insist_place(signed.place)
        new = NewSignature(
            signatory=person,
            method=SignatureMethod.INK,
            signed_on=signed.signed_on,
            date_source=signed.date_source,
            source_note=signed.source_note.strip(),
            place=signed.place,
            scan=scan,
            delegation=deputy(person, version, signed.delegation, signed.signed_on),
            evidence={"scan": scan.sha256 if scan else ""},
        )
        [signature] = record_signatures(version, [new], by=by, at=at)
    return signature


@contextmanager
def signing_transaction(
    instrument: Instrument, fingerprint: str, *, by: Recorder, at: datetime, refusal: str
) -> Iterator[Version]:
    """Give the version that is out for signing, its instrument locked, to whoever may record and was shown just that.

    Raises Refused, with `refusal` for what the database does not take.
    """
    try:
        with transaction.atomic():
            locked = transitions.lock_instrument(instrument)
            yield insist_out_for_signing(locked, fingerprint, by, at)
    except IntegrityError as error:
        raise ActionRefused(f"{refusal} Es wurde nichts geändert.") from error


def record_signatures(
    version: Version, signed: Iterable[NewSignature], *, by: Recorder, at: datetime
) -> list[Signature]:
    """Write signatures under a version, by whatever method, and conclude if no required one is missing any more.

    Must run inside a `signing_transaction`. The links of who has signed end with it (`link_state`).
    """
    made = [_record(version, new, by, at) for new in signed]
    if not missing_signatories(version.instrument):
        transitions.apply_transition(version.instrument, "conclude", by=history.Job("Abschluss"), at=at)
        wake(Task.SEAL, version.pk)
        # the signature stands even if the rendering fails; the page then says that the Lesefassung is yet to be made
        transaction.on_commit(lambda: editions.reading_edition(version), robust=True)
    return made


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
        **recorded(by),
    )
    told = {
        "instrument": version.instrument.number,
        "version": version.number,
        "signatory": new.signatory.name,
        "deputy": new.delegation.name if new.delegation else "",
        "function": new.signatory.function,
        "method": signature.method,
        "signed_on": signature.signed_on,
        "place": signature.place,
        "date_source": signature.date_source,
        "fingerprint": version.fingerprint,
        **new.evidence,
    }
    history.record(version.instrument.agreement, EventKind.SIGNATURE_RECORDED, by=by, at=at, data=told)
    return signature


def missing_signatories(instrument: Instrument) -> list[Signatory]:
    """Return those whose required signature under the frozen version is not in yet; `declined_on` says who declined."""
    version = instrument.frozen_version_id
    declined = Declining.objects.filter(signatory=OuterRef("pk"), version=version).values("declined_on")
    waiting = instrument.signatories.filter(required=True).exclude(signatures__version=version)
    return list(waiting.annotate(declined_on=Subquery(declined)))


def signed_names(instrument: Instrument) -> list[str]:
    """Return by name whose signatures under the frozen version are in."""
    signed = instrument.signatories.filter(signatures__version=instrument.frozen_version_id)
    return list(signed.values_list("name", flat=True))


def insist_out_for_signing(instrument: Instrument, fingerprint: str, by: Recorder, at: datetime) -> Version:
    """Return the version that is out for signing if the person may record and was shown just that; raises Refused."""
    insist_may_record(by, instrument, at)
    version = instrument.frozen_version
    if version is None or version.fingerprint != fingerprint:
        raise ActionRefused(
            "Zur Zeichnung liegt inzwischen eine andere Fassung vor als die, mit der diese Seite geöffnet wurde. "
            "Es wurde nichts festgehalten. Prüfen Sie, welche Fassung unterzeichnet wurde, und öffnen Sie die Seite neu."
        )
    version.instrument = instrument
    return version


def on_the_list(locked: Instrument, signatory_key: str) -> Signatory:
    """Return who is to sign; raises Refused for somebody else."""
    signatory = locked.signatories.filter(key=signatory_key).first()
    if signatory is None:
        raise ActionRefused("Diese Person steht nicht auf der Liste der Unterzeichnenden.")
    return signatory


def insist_place(place: str) -> None:
    """Raise Refused for a signature that says no place."""
    if not place.strip():
        raise ActionRefused("Der Ort der Unterzeichnung wird gebraucht.")


def insist_printable(texts: Mapping[str, str]) -> None:
    """Refuse before anything is stored what the Lesefassung could not print."""
    if found := list(unprintable_characters(texts.items())):
        raise ActionRefused(str(UnprintableError(found)))


def insist_possible_day(
    day: date, version: Version, at: datetime, *, what: str = "Unterzeichnung", done: str = "unterzeichnet"
) -> None:
    """Raise Refused for a day of signing, or of what else is done with a frozen version, that cannot be."""
    if day > timezone.localdate(at):
        raise ActionRefused(f"Der Tag der {what} liegt in der Zukunft. Bitte prüfen Sie das Datum.")
    frozen_on = timezone.localdate(version.made_at)
    if day < frozen_on:
        raise ActionRefused(
            f"Die Zeichnungsfassung gibt es erst seit dem {frozen_on:%d.%m.%Y}; "
            f"früher kann sie nicht {done} worden sein. Bitte prüfen Sie das Datum."
        )
