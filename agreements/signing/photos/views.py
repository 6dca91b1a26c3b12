"""Pages for photos of a ceremony, their consents, and the image itself."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.files.downloads import send_stored
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Instrument, Photo, SigningEvent
from agreements.signing.photos.actions import (
    PHOTO_ACTION,
    add_photo,
    give_consents,
    name_person,
    photos_with_visibility,
    remove_photo,
    selectable_people,
    visible_photos,
    withdraw_consent,
)
from agreements.signing.photos.forms import (
    ConsentForm,
    PhotoForm,
    PhotoRemovalForm,
    PicturedPersonForm,
    WithdrawalForm,
)


@instrument_action(PHOTO_ACTION)
@takes_files()
def photo_new(request: HttpRequest, instrument: Instrument, ceremony: int) -> HttpResponse:
    event = get_object_or_404(SigningEvent, instrument=instrument, pk=ceremony)
    form = PhotoForm(request.POST or None, request.FILES or None, choices=selectable_people(event))

    def act() -> HttpResponse:
        data = form.cleaned_data
        photo = add_photo(
            event,
            data=data["photo"].read(),
            description=data["description"],
            people=[*data["people"], *data["others"]],
            nobody=data["nobody"],
            by=current_user(request),
            at=timezone.now(),
        )
        message = "Foto gespeichert, ohne die verborgenen Angaben zur Aufnahme."
        return redirect_with_message(request, message, "photo_detail", instrument.pk, photo.pk)

    context = {"instrument": instrument, "ceremony": event, "form": form}
    return form_response(
        request, form, act, lambda status: render(request, "signing/photo_new.html", context, status=status)
    )


@instrument_action(PHOTO_ACTION)
@require_safe
def photo_detail(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponse:
    row = _get_photo(instrument, photo)
    return _page(request, instrument, row, _forms(row))


@instrument_action(PHOTO_ACTION)
@require_POST
def consent_give(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponse:
    return _answer(request, instrument, photo, "consent", give_consents, "Einwilligung festgehalten.")


@instrument_action(PHOTO_ACTION)
@require_POST
def consent_withdraw(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponse:
    message = "Widerruf festgehalten. Das Foto wird nirgends mehr gezeigt."
    return _answer(request, instrument, photo, "withdrawal", withdraw_consent, message)


@instrument_action(PHOTO_ACTION)
@require_POST
def photo_person(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponse:
    return _answer(request, instrument, photo, "person", name_person, "Person aufgenommen.")


@instrument_action(PHOTO_ACTION)
@require_POST
def photo_remove(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponse:
    message = "Foto entfernt, die Datei ist gelöscht."
    target = instrument.page_url("signing")
    return _answer(request, instrument, photo, "removal", remove_photo, message, target)


@instrument_action("instrument.view")
@require_safe
def photo_file(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponseBase:
    """Send the image of a visible photo; 404 otherwise, for everybody."""
    row = get_object_or_404(visible_photos(), signing_event__instrument=instrument, pk=photo)
    return send_stored(request, row.file, f"foto-{row.pk}", attachment=False)


def _get_photo(instrument: Instrument, pk: int) -> Photo:
    rows = photos_with_visibility().select_related(
        "file", "signing_event__instrument__agreement__district", "added_by"
    )
    return get_object_or_404(rows, signing_event__instrument=instrument, pk=pk)


def _forms(photo: Photo, submitted: str = "", data: QueryDict | None = None) -> dict[str, forms.Form | None]:
    """Return the forms of the page by name, one of them bound; None stands for a form without choices."""
    bound = {submitted: data}
    consents = list(photo.consents.all())
    waiting = [row for row in consents if row.given_on is None]
    given = [row for row in consents if row.given_on is not None and row.withdrawn_on is None]
    return {
        "consent": ConsentForm(bound.get("consent"), waiting=waiting) if waiting else None,
        "withdrawal": WithdrawalForm(bound.get("withdrawal"), given=given) if given else None,
        "person": PicturedPersonForm(bound.get("person")),
        "removal": PhotoRemovalForm(bound.get("removal")),
    }


def _answer(
    request: HttpRequest,
    instrument: Instrument,
    pk: int,
    submitted: str,
    action: Callable[..., object],
    message: str,
    target: str = "",
) -> HttpResponse:
    photo = _get_photo(instrument, pk)
    page_forms = _forms(photo, submitted, request.POST)
    form = page_forms[submitted]
    if form is None:
        messages.error(request, "Das ist inzwischen schon festgehalten. Es wurde nichts geändert.")
        return redirect("photo_detail", instrument.pk, photo.pk)

    def act() -> HttpResponse:
        action(photo, **form.cleaned_data, by=current_user(request), at=timezone.now())
        there = target or reverse("photo_detail", args=[instrument.pk, photo.pk])
        return redirect_with_message(request, message, there)

    return form_response(
        request, form, act, lambda status: _page(request, instrument, photo, page_forms, status=status)
    )


def _page(
    request: HttpRequest,
    instrument: Instrument,
    photo: Photo,
    page_forms: dict[str, forms.Form | None],
    status: int = 200,
) -> HttpResponse:
    context = {
        "instrument": instrument,
        "photo": photo,
        "consents": photo.consents.all(),
        "forms": page_forms,
        "invalid": next((form for form in page_forms.values() if form and form.errors), None),
    }
    return render(request, "signing/photo.html", context, status=status)
