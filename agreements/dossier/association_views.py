"""The page of the association: what new contracts say about it, and who can change it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.access import action_required, current_user
from agreements.texts.association import current_association
from districts.contacts import administrators
from districts.policy import is_admin


@action_required("association.view")
@require_safe
def association_page(request: HttpRequest) -> HttpResponse:
    context = {
        "association": current_association(),
        "changes": is_admin(current_user(request)),
        "admins": administrators(),
    }
    return render(request, "dossier/association.html", context)
