"""Recording signatures, and concluding when the last required one is in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from agreements import history, transitions
from agreements.choices import DateSource, SignatureMethod
from agreements.documents import editions
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.job_queue import Task, wake
from agreements.models import Declining, Instrument, Signatory, Signature, StoredFile, Version
from agreements.rendering.glyphs import UnprintableError, missing_letters
from agreements.signing.delegation.queries import deputy
from agreements.signing.permissions import Recorder, insist_may_record
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
    _insist_printable(signed)
    scan = _kept_scan(signed.scan)
    try:
        with transaction.atomic():
            locked = transitions.lock_instrument(instrument)
            version = insist_out_for_signing(locked, fingerprint, by, at)
            signatory = on_the_list(locked, signatory_key)
            insist_possible_day(signed.signed_on, version, at)
            if not signed.place.strip():
                raise ActionRefused("Der Ort der Unterzeichnung wird gebraucht.")
            stands_in = deputy(signatory, version, signed.delegation, signed.signed_on)
            signature = Signature.objects.create(
                signatory=signatory,
                version=version,
                fingerprint=fingerprint,
                method=SignatureMethod.INK,
                signed_on=signed.signed_on,
                date_source=signed.date_source,
                source_note=signed.source_note.strip(),
                place=signed.place.strip(),
                scan=scan,
                delegation=stands_in,
                recorded_at=at,
                recorded_by=by,
            )
            told = {
                "instrument": locked.number,
                "version": version.number,
                "signatory": signatory.name,
                "deputy": stands_in.name if stands_in else "",
                "function": signatory.function,
                "method": signature.method,
                "signed_on": signed.signed_on,
                "place": signature.place,
                "date_source": signed.date_source,
                "scan": scan.sha256 if scan else "",
                "fingerprint": fingerprint,
            }
            history.record(locked.agreement, "signature_recorded", by=by, at=at, data=told)
            conclude_if_complete(locked, version, at)
    except IntegrityError as error:
        raise ActionRefused(
            "Diese Unterschrift ist schon festgehalten oder widerspricht einer Regel. Es wurde nichts geändert."
        ) from error
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


def _kept_scan(data: bytes) -> StoredFile | None:
    return store.keep(data, store.check_upload(data)) if data else None


def insist_out_for_signing(instrument: Instrument, fingerprint: str, by: Recorder, at: datetime) -> Version:
    """Return the version that is out for signing if the person may record and was shown just that; raises Refused."""
    insist_may_record(by, instrument, at)
    version = instrument.frozen_version
    if version is None or version.fingerprint != fingerprint:
        raise ActionRefused(
            "Zur Zeichnung liegt inzwischen eine andere Fassung vor als die, mit der diese Seite geöffnet wurde. "
            "Es wurde nichts festgehalten. Prüfen Sie, welche Fassung unterzeichnet wurde, und öffnen Sie die Seite neu."
        )
    return version


def on_the_list(locked: Instrument, signatory_key: str) -> Signatory:
    """Return who is to sign; raises Refused for somebody else."""
    signatory = locked.signatories.filter(key=signatory_key).first()
    if signatory is None:
        raise ActionRefused("Diese Person steht nicht auf der Liste der Unterzeichnenden.")
    return signatory


def _insist_printable(signed: InkSignature) -> None:
    """Refuse before anything is stored what the Lesefassung could not print."""
    texts = [("Ort", signed.place), ("Erläuterung oder Fundstelle", signed.source_note)]
    if found := list(missing_letters(texts)):
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


def conclude_if_complete(locked: Instrument, version: Version, at: datetime) -> None:
    """Conclude a locked instrument if no required signature is missing any more."""
    if missing_signatories(locked):
        return
    transitions.apply_transition(locked, "conclude", by=history.Job("Abschluss"), at=at)
    wake(Task.SEAL, version.pk)
    # the signature stands even if the rendering fails; the page then says that the Lesefassung is yet to be made
    transaction.on_commit(lambda: editions.reading_edition(version), robust=True)
