"""The page on which a person is erased."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.access import action_required, current_user
from agreements.form_responses import form_response, redirect_with_message
from mitwirkung.privacy.disclosure.person import find_person
from mitwirkung.privacy.disclosure.queries import rows_about
from mitwirkung.privacy.erasing.actions import erase_person, is_erased
from mitwirkung.privacy.erasing.duties import duties
from mitwirkung.privacy.erasing.forms import ErasureForm
from mitwirkung.privacy.erasing.presenters import erasure_preview


@action_required("person.erase")
@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    person, reader, form = find_person(kind, pk), current_user(request), ErasureForm(request.POST or None)

    def act() -> HttpResponse:
        erase_person(person, by=reader, at=timezone.now())
        message = "Gelöscht. Was bleibt, nennt die Seite; Sicherungen verlieren es, sobald sie ablaufen."
        return redirect_with_message(request, message, "person_detail", kind, pk)

    def show(status: int) -> HttpResponse:
        context = {
            "person": person,
            "form": form,
            "obstacles": duties(person, by=reader),
            "erased": is_erased(person),
            "preview": erasure_preview(person, rows_about(person)),
        }
        return render(request, "privacy/erase.html", context, status=status)

    return form_response(request, form, act, show)
