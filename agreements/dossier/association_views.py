"""The page of the association: what new contracts say about it, and who can change it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.access import action_required, current_user
from agreements.texts.association import current_association
from districts.models import User
from districts.policy import is_admin
from districts.roles import Role


@action_required("association.view")
@require_safe
def association_page(request: HttpRequest) -> HttpResponse:
    admins = (
        User.objects.filter(is_active=True, memberships__role=Role.ADMIN).distinct().order_by("last_name")
    )
    context = {
        "association": current_association(),
        "changes": is_admin(current_user(request)),
        "admins": admins,
    }
    return render(request, "dossier/association.html", context)
