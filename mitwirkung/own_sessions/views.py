"""The page on which a person sees where she is signed in, and ends that."""

from allauth.core.internal.httpkit import authenticated_user
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mitwirkung.own_sessions.presenters import session_row


@require_http_methods(["GET", "HEAD", "POST"])
def session_list(request: HttpRequest) -> HttpResponse:
    """List the sessions of the reader; POST ends all but this one."""
    sessions = UserSession.objects.purge_and_list(authenticated_user(request))
    if request.method == "POST":
        for session in sessions:
            if not session.is_current():
                session.end()
        messages.success(request, "Auf allen anderen Geräten sind Sie abgemeldet.")
        return redirect("session_list")
    rows = sorted(map(session_row, sessions), key=lambda row: (not row.is_current, row.since))
    return render(request, "own_sessions/list.html", {"rows": rows, "has_others": len(rows) > 1})


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of the reader; what is gone already, or somebody else's, changes nothing."""
    session = UserSession.objects.filter(user=authenticated_user(request), pk=pk).first()
    if session is not None:
        session.end()
    messages.success(request, "Auf diesem Gerät sind Sie abgemeldet.")
    return redirect("session_list")
