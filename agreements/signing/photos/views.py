"""Pages for photos of a ceremony: add one, say who consents and who takes it back, and the picture itself."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.files.downloads import send_stored
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Instrument, Photo, SigningEvent
from agreements.signing.photos.actions import (
    PHOTO_ACTION,
    add_photo,
    give_consents,
    judged_photos,
    name_person,
    people_to_choose,
    remove_photo,
    shown_photos,
    withdraw_consent,
)
from agreements.signing.photos.forms import (
    ConsentForm,
    PhotoForm,
    PhotoRemovalForm,
    PicturedPersonForm,
    WithdrawalForm,
)


@dataclass(slots=True)
class _Forms:
    """The forms of a photo's page; one without anybody to choose is left out."""

    consent: ConsentForm | None
    withdrawal: WithdrawalForm | None
    person: PicturedPersonForm
    removal: PhotoRemovalForm


@instrument_action(PHOTO_ACTION)
def photo_new(request: HttpRequest, instrument: Instrument, ceremony: int) -> HttpResponse:
    """Add a photo to a ceremony."""
    event = SigningEvent.objects.filter(instrument=instrument, pk=ceremony).first()
    if event is None:
        raise Http404
    form = PhotoForm(request.POST or None, request.FILES or None, choices=people_to_choose(event))

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
        words = "Foto gespeichert, ohne die verborgenen Angaben zur Aufnahme."
        return redirect_with_message(request, words, "photo_detail", instrument.pk, photo.pk)

    shown = {"instrument": instrument, "ceremony": event, "form": form}
    return form_response(
        request, form, act, lambda status: render(request, "signing/photo_new.html", shown, status=status)
    )


@instrument_action(PHOTO_ACTION)
@require_safe
def photo_detail(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponse:
    """Show a photo, if it may be shown, and who consents."""
    found = _photo(instrument, photo)
    return _page(request, instrument, found, _forms(found))


@instrument_action(PHOTO_ACTION)
@require_POST
def consent_give(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponse:
    """Record that people consent."""
    found = _photo(instrument, photo)
    forms_ = _forms(found, consent=request.POST)
    return _answer(
        request, instrument, found, forms_, forms_.consent, give_consents, "Einwilligung festgehalten."
    )


@instrument_action(PHOTO_ACTION)
@require_POST
def consent_withdraw(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponse:
    """Record that somebody takes her consent back."""
    found = _photo(instrument, photo)
    forms_ = _forms(found, withdrawal=request.POST)
    said = "Widerruf festgehalten. Das Foto wird nirgends mehr gezeigt."
    return _answer(request, instrument, found, forms_, forms_.withdrawal, withdraw_consent, said)


@instrument_action(PHOTO_ACTION)
@require_POST
def photo_person(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponse:
    """Say that somebody else is in a photo too."""
    found = _photo(instrument, photo)
    forms_ = _forms(found, person=request.POST)
    return _answer(request, instrument, found, forms_, forms_.person, name_person, "Person aufgenommen.")


@instrument_action(PHOTO_ACTION)
@require_POST
def photo_remove(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponse:
    """Take out a photo that should never have been added."""
    found = _photo(instrument, photo)
    forms_ = _forms(found, removal=request.POST)

    def act() -> HttpResponse:
        remove_photo(found, **forms_.removal.cleaned_data, by=current_user(request), at=timezone.now())
        return redirect_with_message(
            request, "Foto entfernt, die Datei ist gelöscht.", "agreement_detail", instrument.agreement_id
        )

    return form_response(
        request, forms_.removal, act, lambda status: _page(request, instrument, found, forms_, status=status)
    )


@instrument_action("instrument.view")
@require_safe
def photo_file(request: HttpRequest, instrument: Instrument, photo: int) -> HttpResponseBase:
    """Send the picture while everybody in it consents; otherwise it is not there, for nobody."""
    found = shown_photos().filter(signing_event__instrument=instrument, pk=photo).first()
    if found is None:
        raise Http404
    return send_stored(request, found.file, f"foto-{found.pk}", attachment=False)


def _photo(instrument: Instrument, number: int) -> Photo:
    rows = judged_photos().select_related(
        "file", "signing_event__instrument__agreement__district", "added_by"
    )
    found = rows.filter(signing_event__instrument=instrument, pk=number).first()
    if found is None:
        raise Http404
    return found


def _forms(
    photo: Photo, *, consent: Any = None, withdrawal: Any = None, person: Any = None, removal: Any = None
) -> _Forms:
    consents = list(photo.consents.all())
    waiting = [row for row in consents if row.given_on is None]
    given = [row for row in consents if row.given_on is not None and row.withdrawn_on is None]
    return _Forms(
        consent=ConsentForm(consent, waiting=waiting) if waiting else None,
        withdrawal=WithdrawalForm(withdrawal, given=given) if given else None,
        person=PicturedPersonForm(person),
        removal=PhotoRemovalForm(removal),
    )


def _answer(
    request: HttpRequest,
    instrument: Instrument,
    photo: Photo,
    forms_: _Forms,
    form: forms.Form | None,
    action: Any,
    said: str,
) -> HttpResponse:
    if form is None:
        messages.error(request, "Das ist inzwischen schon festgehalten. Es wurde nichts geändert.")
        return redirect("photo_detail", instrument.pk, photo.pk)

    def act() -> HttpResponse:
        action(photo, **form.cleaned_data, by=current_user(request), at=timezone.now())
        return redirect_with_message(request, said, "photo_detail", instrument.pk, photo.pk)

    return form_response(
        request, form, act, lambda status: _page(request, instrument, photo, forms_, status=status)
    )


def _page(
    request: HttpRequest, instrument: Instrument, photo: Photo, forms_: _Forms, status: int = 200
) -> HttpResponse:
    shown = {"instrument": instrument, "photo": photo, "consents": photo.consents.all(), "forms": forms_}
    asked = (forms_.consent, forms_.withdrawal, forms_.person, forms_.removal)
    faulty = next((form for form in asked if form and form.errors), None)
    return render(request, "signing/photo.html", shown | {"faulty": faulty}, status=status)
