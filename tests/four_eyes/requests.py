"""Requests in the four-eyes principle, asked for and confirmed by two people of the administration."""

from datetime import datetime

from districts.four_eyes_choices import Deed
from districts.models import FourEyesRequest, User
from mitwirkung.four_eyes.actions import ask_for, confirm, subject_of
from mitwirkung.four_eyes.deeds import find_subject
from mitwirkung.four_eyes.previews import fixed_lines, lines_fingerprint, preview
from mitwirkung.privacy.disclosure.person import Person
from tests import factories

REASON = "So besprochen am Telefon."


def asked(
    deed: Deed, number: int, *, at: datetime, by: User | None = None, reason: str = REASON
) -> FourEyesRequest:
    """Ask for it; by somebody new of the administration unless said."""
    return ask_for(deed, find_subject(deed, number), reason=reason, by=by or factories.admin(), at=at)


def shown(request: FourEyesRequest) -> str:
    """Return the fingerprint of what the page of the request shows now."""
    return lines_fingerprint(fixed_lines(preview(Deed(request.deed), subject_of(request))))


def confirmed(request: FourEyesRequest, *, by: User, at: datetime) -> FourEyesRequest:
    """Confirm what the page shows now."""
    confirm(request, shown=shown(request), by=by, at=at)
    request.refresh_from_db()
    return request


def erased(person: Person, *, by: User, at: datetime) -> None:
    """Erase a person: somebody new asks for it, `by` confirms."""
    deed = Deed.ERASE_SIGNATORY if person.account is None else Deed.ERASE_ACCOUNT
    confirmed(asked(deed, person.number, at=at), by=by, at=at)
