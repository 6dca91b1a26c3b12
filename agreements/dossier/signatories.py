"""View model of the signatories: signature, declining, deputies."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from agreements import policy
from agreements.choices import SignatureMethod
from agreements.models import Declining, Delegation, Instrument, Signatory, Signature
from agreements.policy import Verdict
from agreements.rendering.statement import signature_records
from agreements.texts.assembly import signatory_of
from agreements.texts.authority import authority_words, office_words, out_of_office
from agreements.texts.signature_changes import correction_words
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """A correction in words, with the address of the scan that no longer counts, if there is one."""

    words: str
    former_scan_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatoryRow:
    """A signatory; a signature takes precedence over a declining.

    `corrections` are those of her signature, and of one that turned out to be somebody else's. `outside` is set when the term of office did not cover the day of signing.
    """

    person: Signatory
    authority: str
    office: str
    outside: str
    signature: Signature | None
    corrections: tuple[CorrectionRow, ...]
    correct_url: str
    declining: Declining | None
    delegations: tuple[Delegation, ...]
    record_url: str
    decline_url: str
    delegate_url: str
    verdict: Verdict


def signatory_rows(user: User, instrument: Instrument) -> tuple[SignatoryRow, ...]:
    """Return all signatories of the frozen version in a fixed number of queries."""
    version = instrument.frozen_version
    records = list(signature_records(version).select_related("scan").order_by("pk")) if version else []
    return tuple(_row(user, instrument, person, records) for person in _people(instrument))


def _people(instrument: Instrument) -> QuerySet[Signatory]:
    version = instrument.frozen_version_id
    return instrument.signatories.prefetch_related(
        Prefetch("declinings", Declining.objects.filter(version=version), to_attr="declined"),
        Prefetch("delegations", Delegation.objects.filter(version=version), to_attr="delegated"),
    )


def _row(user: User, instrument: Instrument, person: Signatory, records: Iterable[Signature]) -> SignatoryRow:
    url_args = [instrument.pk, person.key]
    value = signatory_of(person)
    corrected = {row.corrects_id for row in records}
    standing = (row for row in records if row.signatory_id == person.pk and row.pk not in corrected)
    signature = next(standing, None)
    correctable = signature is not None and signature.method == SignatureMethod.INK
    return SignatoryRow(
        person=person,
        authority=authority_words(value),
        office=office_words(value),
        outside=out_of_office(value, signature.signed_on) if signature else "",
        signature=signature,
        corrections=tuple(_correction(row) for row in records if _corrects_one_of(row, person)),
        correct_url=reverse("signature_correct", args=[signature.pk])
        if signature and correctable and policy.verdict(user, "signature.correct", instrument).allowed
        else "",
        declining=next(iter(person.declined), None),  # type: ignore[attr-defined]  # prefetched
        delegations=tuple(person.delegated),  # type: ignore[attr-defined]  # prefetched
        record_url=reverse("signature_new", args=url_args),
        decline_url=reverse("declining_new", args=url_args),
        delegate_url=reverse("delegation_new", args=url_args),
        verdict=policy.verdict(user, "signature.record", instrument),
    )


def _corrects_one_of(record: Signature, person: Signatory) -> bool:
    old = record.corrects
    return old is not None and person.pk in {record.signatory_id, old.signatory_id}


def _correction(record: Signature) -> CorrectionRow:
    old = record.corrects
    replaced = old is not None and old.scan_id and old.scan_id != record.scan_id
    return CorrectionRow(
        words=correction_words(record),
        former_scan_url=reverse("signature_scan", args=[record.corrects_id]) if replaced else "",
    )


def waiting_words(rows: tuple[SignatoryRow, ...], *, coordinates: bool) -> tuple[str, str]:
    """Return title and text of the next step while signatures are missing."""
    waiting = [row for row in rows if row.person.required and not row.signature]
    missing = f"Es fehlen noch: {', '.join(row.person.name for row in waiting)}."
    declined = [row.person.name for row in waiting if row.declining]
    if not declined:
        return "Unterschriften einholen", missing
    sentence = (
        f"{' und '.join(declined)} {'hat' if len(declined) == 1 else 'haben'} abgelehnt zu unterzeichnen."
    )
    advice = (
        " Klären Sie den Grund. Soll der Text sich ändern, holen Sie ihn aus der Zeichnung zurück; wer es sich anders "
        "überlegt, kann weiterhin unterzeichnen."
    )
    return "Ablehnung klären", f"{sentence} {missing}{advice if coordinates else ''}"
