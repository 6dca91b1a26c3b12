"""Decorators that pass a view its district, or answer 404 if the reader may not see it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from districts.models import District
from districts.policy import NO_ROLE, role_scope, visible_districts

View = Callable[..., HttpResponseBase]
ACTION = "district.view"


def mark_action(view: View, action: str) -> View:
    """Set `view.action`, which the test over all URLs reads."""
    view.action = action  # type: ignore[attr-defined]  # a function takes attributes, its type does not say so
    return view


def district_action(view: View) -> View:
    """Pass the view the visible district with the slug of the URL."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        district: District | None = visible_districts(request.user).filter(slug=slug).first()
        if district is None:
            raise Http404
        return view(request, district, *args, **kwargs)

    return mark_action(wrapped, ACTION)


def members_only(view: View) -> View:
    """Require any role; raises PermissionDenied."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not role_scope(request.user).all_roles:
            raise PermissionDenied(NO_ROLE)
        return view(request, *args, **kwargs)

    return mark_action(wrapped, ACTION)
