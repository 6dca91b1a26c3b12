"""The admin's page of one person's access: invite, take an invitation back, send a link to a new password."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from districts.account_letters import AccountLetter, post_account_letter
from districts.identity_providers import has_password, may_have_password, without_password_words
from districts.invitations.actions import InvitationRefused, invite, revoke_invitation
from districts.invitations.queries import open_invitation
from districts.models import User
from districts.sign_on_links import linked_names, unlink_account


def access_words(person: User, at: datetime) -> str:
    """Return in one sentence how a person comes into her account."""
    if not person.is_active:
        return "Das Konto ist gesperrt."
    if names := linked_names(person):
        return f"Meldet sich über „{'“ und „'.join(names)}“ an."
    if has_password(person):
        return "Meldet sich mit einem eigenen Passwort an."
    if invitation := open_invitation(person, at):
        return f"Ist eingeladen, der Link gilt bis {timezone.localtime(invitation.expires_at):%d.%m.%Y, %H:%M} Uhr."
    if not may_have_password(person):
        return f"War noch nicht da. {without_password_words(person.email)}"
    return "Hat noch kein Passwort, und keine Einladung gilt."


def person_access(request: HttpRequest, pk: int, site: dict[str, Any]) -> HttpResponse:
    """Show what can be done about a person's access; POST does one of it."""
    person, at = get_object_or_404(User, pk=pk), timezone.now()
    if request.method == "POST":
        try:
            messages.success(request, _do(request, person, at))
        except InvitationRefused as refused:
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


def _do(request: HttpRequest, person: User, at: datetime) -> str:
    by: User = request.user  # type: ignore[assignment]  # the admin site lets nobody else in
    match request.POST.get("step"):
        case "invite":
            return f"Eine Einladung geht an {invite(person, by=by, at=at).address}. Frühere Links gelten nicht mehr."
        case "revoke":
            revoke_invitation(person, by=by, at=at)
            return "Die Einladung ist zurückgezogen: Ihr Link gilt nicht mehr."
        case "unlink" if count := unlink_account(person, by=by, at=at):
            return (
                ("Die Verknüpfung ist gelöst" if count == 1 else "Die Verknüpfungen sind gelöst")
                + ", und die Person ist überall abgemeldet. Ihre nächste Anmeldung bei ihrer Stelle verknüpft das Konto neu."
            )
        case "reset" if person.is_active and person.email and has_password(person):
            with transaction.atomic():
                post_account_letter(person, AccountLetter.RESET, at=at)
            return f"Ein Link für ein neues Passwort geht an {person.email}. Bis dahin gilt das bisherige."
    raise InvitationRefused("Das geht bei diesem Konto nicht. Es wurde nichts geändert.")
