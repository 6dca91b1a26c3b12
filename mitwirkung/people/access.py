"""The decorator that passes a view the person whom it is about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from agreements import policy
from agreements.access import current_user, permit
from districts.access import View, mark_action
from districts.people.permissions import refusal_of_care, visible_people


def person_action(action: str, *, whole_account: bool = False) -> Callable[[View], View]:
    """Pass the person `pk` if the reader sees her; `whole_account`: only if the reader looks after all of the account."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            reader = current_user(request)
            seen = visible_people(reader).prefetch_related("memberships__district")
            person = get_object_or_404(seen, pk=pk)
            permit(policy.verdict(reader, action))
            if whole_account and (reason := refusal_of_care(reader, person)):
                raise PermissionDenied(reason)
            return view(request, person, **kwargs)

        return mark_action(checked, action)

    return decorate
