"""The admin site: German titles, our sign-in, admin role only, an index page in groups."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from agreements.access import current_user
from districts import policy
from mitwirkung.four_eyes.queries import waiting_for
from mitwirkung.operations.health.checks import health_checks

GROUPS: dict[str, tuple[str, ...]] = {
    "Personen": (
        "districts.User",
        "districts.Membership",
        "districts.Invitation",
        "districts.Departure",
        "districts.Erasure",
        "districts.SecurityEvent",
    ),
    "Bezirke": ("districts.District", "districts.Office", "districts.SocialSpace"),
    "Verein": ("agreements.Association",),
    "Verträge": (
        "agreements.Agreement",
        "agreements.Instrument",
        "agreements.Section",
        "agreements.Clause",
        "agreements.Party",
        "agreements.Signatory",
        "agreements.Obligation",
        "agreements.ObligationTerms",
        "agreements.Resolution",
        "agreements.Milestone",
        "agreements.SigningEvent",
        "agreements.Participant",
        "agreements.AgreementTemplate",
        "agreements.PlaceholderField",
    ),
    "Betrieb": (
        "agreements.Mail",
        "agreements.FreezeRequest",
        "agreements.TableImport",
        "agreements.SealAttempt",
        "agreements.SealRequest",
        "agreements.VirusCheck",
        "agreements.BackgroundJob",
        "agreements.RecurringJob",
        "agreements.Heartbeat",
        "agreements.ServiceCheck",
        "mitwirkung.HealthReport",
        "mitwirkung.BackupRun",
        "mitwirkung.RestoreProof",
    ),
}
PAGES = {
    "Personen": (("Vier-Augen-Anträge", "four_eyes_list"),),
    "Betrieb": (("Stand des Betriebs", "admin:health"),),
}  # of a group, before its models
TECHNICAL = "Technisches"  # models in no other group


class MitwirkungAdminSite(AdminSite):
    """Django's admin, which asks our policy instead of the staff flag."""

    site_header = "MitWirkung: Verwaltung"
    site_title = "Verwaltung · MitWirkung"
    index_title = "Übersicht"

    def has_permission(self, request: HttpRequest) -> bool:
        """Allow active users with the admin role only."""
        return policy.is_admin(request.user)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Redirect to the sign-in page; raise PermissionDenied for users without the admin role."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied("Die Verwaltung ist der Rolle „Administration“ vorbehalten.")
        goal = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index", current_app=self.name)
        return redirect_to_login(goal)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Redirect to the page where everybody changes her own password."""
        return redirect("account_change_password")

    def get_urls(self) -> list[Any]:
        """Add the page of the operation."""
        return [path("betrieb/", self.admin_view(self.health), name="health"), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Say above the tables how many requests wait for the reader."""
        waiting = waiting_for(current_user(request), timezone.now())
        return super().index(request, {**(extra_context or {}), "waiting": waiting})

    def health(self, request: HttpRequest) -> HttpResponse:
        """Show how well the operation is, the worst first."""
        now = timezone.now()
        checks = sorted(health_checks(at=now), key=lambda check: -check.state.value)
        context = {
            **self.each_context(request),
            "title": "Stand des Betriebs",
            "at": now,
            "checks": checks,
            "red": sum(check.is_red for check in checks),
        }
        return TemplateResponse(request, "admin/health.html", context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the models in the groups of the index page, technical ones last."""
        tables = {
            table["model"]._meta.label: table
            for app in self._build_app_dict(request).values()
            for table in app["models"]
        }
        found = [
            _group(name, [tables.pop(label) for label in labels if label in tables])
            for name, labels in GROUPS.items()
        ]
        rest = sorted(tables.values(), key=lambda table: str(table["name"]))
        current = any(request.path.startswith(table["admin_url"]) for table in rest)
        return [*found, {**_group(TECHNICAL, rest), "technical": True, "open": current}]

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """Redirect to the index page: its groups are not the applications."""
        return redirect("admin:index")


def _group(name: str, tables: list[dict[str, Any]]) -> dict[str, Any]:
    pages = [{"name": page, "url": reverse(address)} for page, address in PAGES.get(name, ())]
    return {
        "name": name,
        "app_label": slugify(name),
        "app_url": reverse("admin:index"),
        "models": tables,
        "pages": pages,
    }
