"""Who may sign in whose place: what was recorded for a version, read by everything that takes a signature."""

from collections import defaultdict
from datetime import date

from agreements.errors import ActionRefused
from agreements.models import Delegation, Signatory, Version


def deputies_by_person(version: Version) -> dict[int, list[Delegation]]:
    """Return the delegations of a version by the person who is stood in for. One query."""
    found: dict[int, list[Delegation]] = defaultdict(list)
    for delegation in version.delegations.order_by("pk"):
        found[delegation.signatory_id].append(delegation)
    return found


def deputy(person: Signatory, version: Version, number: int | None, signed_on: date) -> Delegation | None:
    """Return the delegation under which a signature was given; none if the person signed herself.

    Raises Refused for one that is not hers, not of this version, or that was granted after the day of signing.
    """
    if number is None:
        return None
    found = version.delegations.filter(signatory=person, pk=number).first()
    if found is None:
        raise ActionRefused(
            f"Diese Vertretung ist für {person.name} und diese Fassung nicht festgehalten. Es wurde nichts geändert."
        )
    if signed_on < found.granted_on:
        raise ActionRefused(
            f"{found.name} war erst ab dem {found.granted_on:%d.%m.%Y} beauftragt; der Tag der Unterzeichnung liegt "
            "davor. Bitte prüfen Sie beide Daten. Es wurde nichts festgehalten."
        )
    return found


def say_signer(person: Signatory, delegation: Delegation | None = None) -> str:
    """Return how a form says who signed: the person's key, and the number of who stood in for her."""
    return f"{person.key}/{delegation.pk}" if delegation else person.key


def signer_said(said: str) -> tuple[str, int | None]:
    """Return the key of a person and the number of a delegation, if any, as a form said them."""
    key, _, number = said.partition("/")
    return key, int(number) if number.isdecimal() else None
