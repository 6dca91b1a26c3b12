"""View model of the signatories: signature, declining, deputies."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from agreements import policy
from agreements.models import Declining, Delegation, Instrument, Signatory, Signature
from agreements.policy import Verdict
from agreements.texts.assembly import signatory_of
from agreements.texts.authority import authority_words, office_words, out_of_office
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatoryRow:
    """A signatory; a signature takes precedence over a declining.

    `outside` is set when the term of office did not cover the day of signing.
    """

    person: Signatory
    authority: str
    office: str
    outside: str
    signature: Signature | None
    declining: Declining | None
    delegations: tuple[Delegation, ...]
    record_url: str
    decline_url: str
    delegate_url: str
    verdict: Verdict


def signatory_rows(user: User, instrument: Instrument) -> tuple[SignatoryRow, ...]:
    """Return all signatories of the frozen version in a fixed number of queries."""
    return tuple(_row(user, instrument, person) for person in _people(instrument))


def _people(instrument: Instrument) -> QuerySet[Signatory]:
    version = instrument.frozen_version_id
    signatures = Signature.objects.filter(version=version).select_related("scan", "recorded_by", "delegation")
    return instrument.signatories.prefetch_related(
        Prefetch("signatures", signatures, to_attr="signed"),
        Prefetch("declinings", Declining.objects.filter(version=version), to_attr="declined"),
        Prefetch("delegations", Delegation.objects.filter(version=version), to_attr="delegated"),
    )


def _row(user: User, instrument: Instrument, person: Signatory) -> SignatoryRow:
    url_args = [instrument.pk, person.key]
    value = signatory_of(person)
    signature: Signature | None = next(iter(person.signed), None)  # type: ignore[attr-defined]  # prefetched
    return SignatoryRow(
        person=person,
        authority=authority_words(value),
        office=office_words(value),
        outside=out_of_office(value, signature.signed_on) if signature else "",
        signature=signature,
        declining=next(iter(person.declined), None),  # type: ignore[attr-defined]  # prefetched
        delegations=tuple(person.delegated),  # type: ignore[attr-defined]  # prefetched
        record_url=reverse("signature_new", args=url_args),
        decline_url=reverse("declining_new", args=url_args),
        delegate_url=reverse("delegation_new", args=url_args),
        verdict=policy.verdict(user, "signature.record", instrument),
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
