"""Recording contracts that were signed elsewhere. What is typed from them is a transcript, never what was signed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from agreements import policy
from agreements.choices import Origin
from agreements.drafting.actions.contract import create_agreement
from agreements.drafting.edit_transaction import atomic_action
from agreements.errors import ActionRefused, Outdated
from agreements.files import uploads
from agreements.lifecycle import FROZEN
from agreements.models import Agreement, Instrument, TranscriptText
from agreements.recording.findings import examine_signatures
from agreements.recording.key_data import KeyData
from agreements.recording.key_facts import changed_words
from agreements.recording.plausibility import impossibilities, oddities
from agreements.recording.queries import key_data_of, newest_original, others_with_file, text_digest
from agreements.recording.rows import cleaned, write_key_data, write_original
from agreements.texts.assembly import raw_copy
from agreements.texts.overlaps import Span, overlapping_contracts
from agreements.texts.versions import create_version
from agreements.transitions import apply_transition, lock_instrument
from districts.models import District, User

ACTION = "agreement.record"


class Doubtful(ActionRefused):
    """What is to be recorded is odd, and nobody has said that it stands so in the contract."""


def record_agreement(
    *,
    district: District,
    coordinator: User,
    key_data: KeyData,
    file: bytes = b"",
    doubts_confirmed: bool = False,
    by: User,
    at: datetime,
) -> Instrument:
    """Record a contract that was signed elsewhere by its key data; `file` is its scan or signed PDF.

    Raises Doubtful unless what is odd is confirmed, and ActionRefused.
    """
    policy.require(by, ACTION)
    deed = _examine(file, at)
    key_data = _checked(key_data, district, file, None, confirmed=doubts_confirmed, at=at)
    return _record(
        lambda: create_agreement(district, coordinator, Origin.RECORDED, key_data.legal_form),
        key_data,
        deed,
        by=by,
        at=at,
    )


def record_reported(
    agreement: Agreement,
    *,
    key_data: KeyData,
    file: bytes = b"",
    doubts_confirmed: bool = False,
    by: User,
    at: datetime,
) -> Instrument:
    """Record a contract that was known from public sources only. Raises Doubtful, ActionRefused."""
    policy.require(by, ACTION, agreement)
    if agreement.district is None:
        raise ActionRefused("Ein Mustertext ist kein Vertrag.")
    deed = _examine(file, at)
    key_data = _checked(key_data, agreement.district, file, agreement, confirmed=doubts_confirmed, at=at)

    def begin() -> Agreement:
        locked = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
        if locked.origin != Origin.REPORTED:
            raise ActionRefused("Dieser Vertrag ist schon aufgenommen. Es wurde nichts geändert.")
        locked.origin = Origin.RECORDED
        locked.save(update_fields=["origin"])
        return locked

    return _record(begin, key_data, deed, by=by, at=at)


def correct_key_data(
    instrument: Instrument,
    *,
    key_data: KeyData,
    reason: str,
    seen: int,
    file: bytes = b"",
    doubts_confirmed: bool = False,
    by: User,
    at: datetime,
) -> Instrument:
    """Correct what was recorded; `seen` is the key of the row that was read, without `file` the stored one stays.

    Raises Outdated, Doubtful, ActionRefused.
    """
    agreement = instrument.agreement
    if agreement.district is None or not reason.strip():
        raise ActionRefused("Bitte begründen Sie die Berichtigung.")
    deed = _examine(file, at)
    key_data = _checked(key_data, agreement.district, file, agreement, confirmed=doubts_confirmed, at=at)
    with (
        uploads.kept(*deed.files) as files,
        open_record(instrument, reason=reason, by=by, at=at) as record,
    ):
        before = newest_original(record.instrument)
        if before.pk != seen:
            raise Outdated(before)
        known, is_new_file = key_data_of(record.instrument, before), bool(files) and files[0] != before.file
        words = changed_words(known, key_data, new_file=is_new_file)
        if not words:
            raise ActionRefused("Es hat sich nichts geändert. Es wurde nichts gespeichert.")
        write_key_data(record.instrument, key_data)
        write_original(
            record.instrument,
            key_data,
            file=files[0] if files else before.file,
            pages=deed.pages if files else before.pages,
            findings=deed.findings if files else before.findings,
            reason=reason,
            by=by,
            at=at,
        )
        record.what = words
    return record.instrument


class OpenRecord:
    """A transcript that is open for one change; `what` says in the history what it was."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument, self.what = instrument, ""


@contextmanager
def open_record(instrument: Instrument, *, reason: str, by: User, at: datetime) -> Iterator[OpenRecord]:
    """Yield the transcript with its rows open, and keep what they then say as its next version, in one transaction.

    Raises ActionRefused if an amendment rests on it.
    """
    with atomic_action():
        locked = lock_instrument(instrument)
        policy.require(by, ACTION, locked)
        later = Instrument.objects.filter(agreement=locked.agreement_id, number__gt=locked.number)
        if later.filter(status__in=sorted(FROZEN)).exists():
            raise ActionRefused(
                "Auf dem nacherfassten Text beruht schon ein Nachtrag, der zur Zeichnung vorliegt oder unterzeichnet ist. "
                "Deshalb bleibt die Nacherfassung, wie sie ist. Es wurde nichts geändert."
            )
        record = OpenRecord(apply_transition(locked, "reopen_record", by=by, at=at, reason=reason))
        yield record
        record.instrument = _take(record.instrument, record.what, by=by, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deed:
    """The examined file of the deed, if there is one."""

    files: tuple[uploads.Upload, ...] = ()
    pages: int | None = None
    findings: dict[str, Any] | None = None


def _examine(file: bytes, at: datetime) -> _Deed:
    """Examine the file before any row is locked: it takes seconds if it is signed."""
    if not file:
        return _Deed()
    upload = uploads.examine(file)
    return _Deed(files=(upload,), pages=upload.pages, findings=examine_signatures(upload, at).stored())


def _record(
    begin: Callable[[], Agreement], key_data: KeyData, deed: "_Deed", *, by: User, at: datetime
) -> Instrument:
    with atomic_action(), uploads.kept(*deed.files) as files:
        agreement = begin()
        instrument = Instrument.objects.create(
            agreement=agreement, made_elsewhere=True, title=key_data.title, subject=""
        )
        write_key_data(instrument, key_data)
        write_original(
            instrument,
            key_data,
            file=files[0] if files else None,
            pages=deed.pages,
            findings=deed.findings,
            by=by,
            at=at,
        )
        return _take(instrument, "Eckdaten", by=by, at=at)


def _take(instrument: Instrument, what: str, *, by: User, at: datetime) -> Instrument:
    """Keep the rows as the next version of the transcript, which counts from now on."""
    locked = lock_instrument(instrument)
    _note_text(locked, by, at)
    version = create_version(locked, name="Nacherfassung", by=by, at=at)
    file = locked.originals.order_by("-pk").values_list("file", flat=True).first()
    data: dict[str, Any] = {"version": version.number, "what": what, "file": file or ""}
    return apply_transition(locked, "record", by=by, at=at, version=version, data=data)


def _note_text(locked: Instrument, by: User, at: datetime) -> None:
    """Keep who typed the text, if it is not what it was: then nobody has compared it with the deed."""
    digest = text_digest(raw_copy(locked))
    newest = locked.transcript_texts.order_by("-pk").values_list("digest", flat=True).first()
    if digest and digest != newest:
        TranscriptText.objects.create(instrument=locked, digest=digest, typed_at=at, typed_by=by)


def _checked(
    typed: KeyData,
    district: District,
    file: bytes,
    agreement: Agreement | None,
    *,
    confirmed: bool,
    at: datetime,
) -> KeyData:
    """Return what was typed as it is stored, if it may be recorded."""
    data: KeyData = cleaned(typed)
    today = timezone.localdate(at)
    if wrong := list(impossibilities(data, today)):
        raise ActionRefused(f"{' '.join(wrong)} Es wurde nichts aufgenommen.")
    if confirmed:
        return data
    span = Span(data.begins.day if data.begins else data.signed.day, data.ends.day if data.ends else None)
    own = agreement.pk if agreement else None
    odd = list(oddities(data))
    odd += [
        f"In diesem Bezirk gibt es für dieselbe Zeit schon {one}."
        for one in overlapping_contracts(district, span, today, apart_from=own)
    ]
    odd += [f"Dieselbe Datei liegt schon bei {one}." for one in others_with_file(file, own)]
    if odd:
        raise Doubtful(
            f"{' '.join(odd)} Es wurde nichts aufgenommen. Steht es so im Vertrag, bestätigen Sie das; sonst berichtigen Sie es."
        )
    return data
