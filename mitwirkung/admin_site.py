"""The Django admin of the house: German titles, our sign-in, open to the admin role only."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from districts import policy


class MitwirkungAdminSite(AdminSite):
    """Django's admin, which asks the house's policy instead of the staff flag."""

    site_header = "MitWirkung: Verwaltung"
    site_title = "Verwaltung · MitWirkung"
    index_title = "Übersicht"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let active people with the admin role in, and nobody else."""
        return policy.is_admin(request.user)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send strangers to the one sign-in page; tell everybody else that the admin role is missing."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied("Die Verwaltung ist der Rolle „Administration“ vorbehalten.")
        goal = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index", current_app=self.name)
        return redirect_to_login(goal)
