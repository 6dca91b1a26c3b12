"""The admin's page of one person's access: invite, take an invitation back, send a link to a new password."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from districts.errors import Refused
from districts.identity_providers import has_password
from districts.invitations.queries import open_invitation
from districts.models import User
from districts.people.access_words import access_words
from districts.people.actions.access import help_in
from districts.sign_on_links import linked_names


def person_access(request: HttpRequest, pk: int, site: dict[str, Any]) -> HttpResponse:
    """Show what can be done about a person's access; POST does one of it."""
    person, at = get_object_or_404(User, pk=pk), timezone.now()
    if request.method == "POST":
        try:
            by: User = request.user  # type: ignore[assignment]  # the admin site lets nobody else in
            messages.success(request, help_in(person, request.POST.get("step", ""), by=by, at=at))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("admin:districts_user_access", pk)
    context = {
        **site,
        "title": f"Zugang von {person}",
        "opts": User._meta,
        "person": person,
        "words": access_words(person, at),
        "has_password": has_password(person),
        "linked": linked_names(person),
        "invitation": open_invitation(person, at),
    }
    return TemplateResponse(request, "admin/districts/user/access.html", context)
