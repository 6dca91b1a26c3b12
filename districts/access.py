"""The door to places: a view receives its district from here, or there is none for this reader (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from districts.models import District
from districts.policy import role_scope, visible_districts

View = Callable[..., HttpResponseBase]
ACTION = "district.view"


def says_action(view: View, action: str) -> View:
    """Write on a view which action it is; the test that walks all addresses reads it there."""
    view.action = action  # type: ignore[attr-defined]  # a function takes attributes, its type does not say so
    return view


def district_action(view: View) -> View:
    """Give the view the district whose name part stands in the address, if the reader may see it."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        district: District | None = visible_districts(request.user).filter(slug=slug).first()
        if district is None:
            raise Http404
        return view(request, district, *args, **kwargs)

    return says_action(guarded, ACTION)


def members_only(view: View) -> View:
    """Open the view to everybody who has a role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not role_scope(request.user).all_roles:
            raise PermissionDenied(
                "Ihr Konto hat noch keine Rolle. Die Administration kann Ihnen eine geben."
            )
        return view(request, *args, **kwargs)

    return says_action(guarded, ACTION)
