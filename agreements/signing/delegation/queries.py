"""Delegations of a version, and how forms encode a signer."""

from collections import defaultdict
from datetime import date

from agreements.errors import ActionRefused
from agreements.models import Delegation, Signatory, Version


def delegations_by_signatory(version: Version) -> dict[int, list[Delegation]]:
    """Return the delegations of a version by the primary key of the signatory. One query."""
    delegations: dict[int, list[Delegation]] = defaultdict(list)
    for delegation in version.delegations.order_by("pk"):
        delegations[delegation.signatory_id].append(delegation)
    return delegations


def require_delegation(
    person: Signatory, version: Version, pk: int | None, signed_on: date
) -> Delegation | None:
    """Return the delegation with a primary key, None without one.

    Raises ActionRefused for another signatory or version, or if granted after the day of signing.
    """
    if pk is None:
        return None
    delegation = version.delegations.filter(signatory=person, pk=pk).first()
    if delegation is None:
        raise ActionRefused(
            f"Diese Vertretung ist für {person.name} und diese Fassung nicht festgehalten. Es wurde nichts geändert."
        )
    if signed_on < delegation.granted_on:
        raise ActionRefused(
            f"{delegation.name} war erst ab dem {delegation.granted_on:%d.%m.%Y} beauftragt; der Tag der Unterzeichnung liegt "
            "davor. Bitte prüfen Sie beide Daten. Es wurde nichts festgehalten."
        )
    return delegation


def encode_signer(person: Signatory, delegation: Delegation | None = None) -> str:
    """Return the form value for a signer: the key of the signatory, and the primary key of a delegation."""
    return f"{person.key}/{delegation.pk}" if delegation else person.key


def decode_signer(value: str) -> tuple[str, int | None]:
    """Return the key of the signatory and the primary key of the delegation, if any."""
    key, _, pk = value.partition("/")
    return key, int(pk) if pk.isdecimal() else None
