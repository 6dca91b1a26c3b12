"""The yearly look at roles: which are still right."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.access import action_required, current_user
from agreements.form_responses import form_response, redirect_with_message
from districts.forms import district_filter
from districts.people.actions.roles import confirm_role
from districts.people.review import reviewed_roles, roles_due
from mitwirkung.people.forms import RoleReviewForm
from mitwirkung.people.presenters import review_groups


@action_required("people.look_after")
@require_http_methods(["GET", "HEAD", "POST"])
def role_review(request: HttpRequest) -> HttpResponse:
    """List the roles that wait to be confirmed (`?alle=1`: all, `?bezirk=`: of one district); POST confirms those chosen."""
    reader, at = current_user(request), timezone.now()
    everything = request.GET.get("alle") == "1"
    roles = reviewed_roles(reader) if everything else roles_due(reader, timezone.localdate(at))
    _, district = district_filter(reader, request.GET.get("bezirk", ""))
    if district is not None:
        roles = roles.filter(district=district)
    form = RoleReviewForm(request.POST or None, roles=roles)

    @transaction.atomic
    def act() -> HttpResponse:
        chosen = list(form.cleaned_data["roles"])
        for role in chosen:
            confirm_role(role, by=reader, at=at)
        said = "Eine Rolle ist bestätigt." if len(chosen) == 1 else f"{len(chosen)} Rollen sind bestätigt."
        return redirect_with_message(request, said, "role_review")

    def show(status: int) -> HttpResponse:
        context = {"form": form, "groups": review_groups(roles), "everything": everything}
        return render(request, "people/review.html", context, status=status)

    return form_response(request, form, act, show)
