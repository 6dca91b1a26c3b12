"""Order of signing: smaller numbers first, equal numbers in parallel.

It limits invitations only. Signatures on paper or in a file are recorded in any order.
"""

from collections.abc import Iterable

from agreements.models import Instrument, Signatory, Signature
from agreements.texts.wording import enumerated


def unsigned_before(
    person: Signatory, everybody: Iterable[Signatory], signed: Iterable[int]
) -> list[Signatory]:
    """Return required signatories before `person`, except the primary keys in `signed`. Pure."""
    done = set(signed)
    return [
        other for other in everybody if other.required and other.order < person.order and other.pk not in done
    ]


def pending_before(person: Signatory, instrument: Instrument) -> list[Signatory]:
    """Return required signatories before `person` without a signature under the frozen version. Two queries."""
    signed = Signature.objects.signers(instrument.frozen_version_id)
    return unsigned_before(person, instrument.signatories.all(), signed)


def joined_names(people: Iterable[Signatory]) -> str:
    return enumerated(person.name for person in people)
