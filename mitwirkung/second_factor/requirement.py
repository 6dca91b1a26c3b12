"""Who must have a second factor, and whether this session has shown it, or the password again, lately."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from districts import policy
from districts.models import User


def must_have_second_factor(person: User) -> bool:
    """Whether a role of the person asks for a second factor."""
    return not policy.role_scope(person).all_roles.isdisjoint(settings.SECOND_FACTOR_ROLES)


def has_shown_second_factor(request: HttpRequest, person: User) -> bool:
    """Whether a second factor was used in this session; setting one up is no use of it."""
    return any(one["method"] == "mfa" for one in get_authentication_records(request, person))


def has_confirmed_lately(request: HttpRequest, person: User, *, seconds: int) -> bool:
    """Whether the person signed in, or showed again that it is she, so many seconds ago at most.

    Who came by an identity provider may have shown it who she is hours before: that is no confirmation unless she was asked anew.
    """
    records = [
        one
        for one in get_authentication_records(request, person)
        if one["method"] != "socialaccount" or one.get("reauthenticated")
    ]
    return bool(records) and time.time() - records[-1]["at"] < seconds
