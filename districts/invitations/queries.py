"""Which invitation holds."""

from datetime import datetime

from districts.invitations.tokens import invitation_hash, invitation_token
from districts.models import Invitation, User


def open_invitation(person: User, at: datetime) -> Invitation | None:
    """Return the invitation that the person can accept, None if there is none."""
    found = person.invitations.filter(used_at=None, revoked_at=None, expires_at__gt=at).first()
    return found if found is not None and still_holds(found, at) else None


def invitation_by_token(token: str, at: datetime) -> Invitation | None:
    """Return the invitation that a link opens, None if it is unknown, used, revoked or too old."""
    found = Invitation.objects.select_related("person").filter(token_sha256=invitation_hash(token)).first()
    return found if found is not None and still_holds(found, at) else None


def still_holds(invitation: Invitation, at: datetime) -> bool:
    """Whether it can be accepted: an account that was disabled, or has another address by now, waits for a new one."""
    person = invitation.person
    return (
        invitation.used_at is None
        and invitation.revoked_at is None
        and at < invitation.expires_at
        and person.is_active
        and person.email == invitation.address
    )


def token_of_invitation(invitation: Invitation) -> str:
    return invitation_token(invitation.nonce, person=invitation.person_id, address=invitation.address)
