"""Whose turn it is to sign: a smaller number in the order comes first, the same number signs side by side.

It binds invitations. What happened on paper, or stands in a signed file, is recorded as it happened.
"""

from collections.abc import Iterable

from agreements.models import Instrument, Signatory, Signature


def waited_for(person: Signatory, everybody: Iterable[Signatory], signed: Iterable[int]) -> list[Signatory]:
    """Return who has to sign before a person and has not. Pure; `signed` are the keys of the rows of who has."""
    done = set(signed)
    return [
        other for other in everybody if other.required and other.order < person.order and other.pk not in done
    ]


def still_before(person: Signatory, instrument: Instrument) -> list[Signatory]:
    """Return who has to sign the version that is out before a person and has not. Two queries."""
    signed = Signature.objects.filter(version=instrument.frozen_version_id).values_list(
        "signatory", flat=True
    )
    return waited_for(person, instrument.signatories.all(), signed)


def names(people: Iterable[Signatory]) -> str:
    """Return the names of some people in a sentence."""
    said = [person.name for person in people]
    return " und ".join([", ".join(said[:-1]), said[-1]] if said[1:] else said)
