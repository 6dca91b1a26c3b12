"""Which identity providers an account is linked with, and undoing that: the next sign-in there links it anew."""

from collections.abc import Sequence
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction

from districts import policy
from districts.identity_providers import identity_provider, identity_providers
from districts.models import User
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record


def linked_names(person: User) -> Sequence[str]:
    """Return the names of the providers that an account is linked with; one that is configured no more by its key.

    Asks nobody where none is configured.
    """
    if not identity_providers():
        return []
    keys = SocialAccount.objects.filter(user=person).order_by("pk").values_list("provider", flat=True)
    return [found.name if (found := identity_provider(key)) else key for key in keys]


@transaction.atomic
def unlink_account(person: User, *, by: User, at: datetime) -> int:
    """Forget by which subjects a person comes in, and end her sessions; return how many there were."""
    if not policy.is_admin(by):
        raise PermissionDenied("Verknüpfungen löst die Rolle „Administration“.")
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    links = list(SocialAccount.objects.filter(user=person))
    for link in links:
        link.delete()
        about = f"account={person.pk} {link.provider}"
        record(SecurityKind.SIGN_ON_UNLINKED, at=at, by=by, about=about)
    if links:
        for session in UserSession.objects.filter(user=person):
            session.end()
    return len(links)
