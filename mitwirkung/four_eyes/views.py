"""Pages on which two people of the administration do together what nobody does alone."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.access import action_required, current_user
from agreements.errors import ActionRefused
from agreements.form_responses import form_response, redirect_with_message
from districts.four_eyes_choices import Deed
from mitwirkung.four_eyes.actions import ask_for, confirm, decline, subject_of, withdraw
from mitwirkung.four_eyes.deeds import find_subject, obstacles, page_of
from mitwirkung.four_eyes.forms import FourEyesConfirmation, FourEyesForm
from mitwirkung.four_eyes.permissions import confirm_verdict, decline_verdict, is_open, withdraw_verdict
from mitwirkung.four_eyes.presenters import request_row, request_rows, server_command
from mitwirkung.four_eyes.previews import changes_since, fixed_lines, lines_fingerprint, preview
from mitwirkung.four_eyes.queries import closed_requests, deciders, four_eyes_request, open_requests

PAGE = 50


@action_required("four_eyes.decide")
@require_safe
def four_eyes_list(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    page = Paginator(closed_requests(at), PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": request_rows(list(open_requests(at)), at),
        "closed": request_rows(list(page), at),
        "page": page,
    }
    return render(request, "four_eyes/list.html", context)


@action_required("four_eyes.ask")
@require_http_methods(["GET", "HEAD", "POST"])
def four_eyes_ask(request: HttpRequest, deed: str, number: int) -> HttpResponse:
    if deed not in Deed.values:
        raise Http404
    wanted, reader = Deed(deed), current_user(request)
    person, form = find_subject(wanted, number), FourEyesForm(request.POST or None)

    def act() -> HttpResponse:
        made = ask_for(wanted, person, reason=form.cleaned_data["reason"], by=reader, at=timezone.now())
        message = "Beantragt. Sobald jemand anderes aus der Administration bestätigt, geschieht es."
        return redirect_with_message(request, message, "four_eyes_detail", made.pk)

    def show(status: int) -> HttpResponse:
        context = {
            "deed": wanted,
            "person": person,
            "person_url": page_of(person),
            "form": form,
            "obstacles": obstacles(wanted, person, by=reader),
            "preview": preview(wanted, person),
            "deciders": deciders(wanted, person.account, reader),
            "command": server_command(wanted, person),
        }
        return render(request, "four_eyes/ask.html", context, status=status)

    return form_response(request, form, act, show)


@action_required("four_eyes.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def four_eyes_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request with what would happen now; POST confirms it."""
    reader, at, form = current_user(request), timezone.now(), FourEyesConfirmation(request.POST or None)
    wanted = four_eyes_request(pk)

    def act() -> HttpResponse:
        confirm(wanted, shown=form.cleaned_data["shown"], by=reader, at=at)
        return redirect_with_message(request, "Bestätigt und getan.", "four_eyes_detail", pk)

    def show(status: int) -> HttpResponse:
        row = four_eyes_request(pk)  # a refusal may be about what it is by now
        deed, person = Deed(row.deed), subject_of(row)
        parts = preview(deed, person) if is_open(row, at) else []
        lines = fixed_lines(parts)
        context = {
            "row": request_row(row, person.name, at),
            "person_url": page_of(person),
            "request_row": row,
            "form": form,
            "shown": lines_fingerprint(lines),
            "preview": parts,
            "changes": changes_since(row.preview, lines) if parts else [],
            "obstacles": obstacles(deed, person, by=reader) if parts else [],
            "deciders": deciders(deed, person.account, row.asked_by),
            "is_own": row.asked_by_id == reader.pk,
            "confirming": confirm_verdict(row, reader, at),
            "declining": decline_verdict(row, reader, at),
            "withdrawing": withdraw_verdict(row, reader, at),
        }
        return render(request, "four_eyes/detail.html", context, status=status)

    return form_response(request, form, act, show)


@action_required("four_eyes.decide")
@require_POST
def four_eyes_decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _close(request, pk, decline, "Abgelehnt. Es geschieht nichts.")


@action_required("four_eyes.decide")
@require_POST
def four_eyes_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _close(request, pk, withdraw, "Zurückgezogen. Es geschieht nichts.")


def _close(request: HttpRequest, pk: int, close: Callable[..., None], message: str) -> HttpResponse:
    row = four_eyes_request(pk)
    try:
        close(row, by=current_user(request), at=timezone.now())
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("four_eyes_detail", pk)
    return redirect_with_message(request, message, "four_eyes_detail", pk)
