"""Views of the structured obligations of a draft."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.choices import ObligationKind
from agreements.drafting.actions import obligations as write
from agreements.drafting.concurrency.edit import edit_response
from agreements.drafting.form_pages import FormPage, action_response, add_row_response
from agreements.drafting.forms.fields import RevisionForm
from agreements.drafting.forms.obligation_bundle import obligation_arguments, obligation_bundle
from agreements.drafting.obligation_guess import guessed_form
from agreements.drafting.obligation_preview import preview
from agreements.drafting.queries import terms_of
from agreements.drafting.views.obligation_edit import obligation_edit_of
from agreements.models import Instrument, ObligationTerms
from agreements.texts.assembly import raw_copy, whole_copy
from agreements.texts.portfolio import flag_words
from agreements.texts.token_words import places_by_code

ANCHOR = "pflichten"


@instrument_action("draft.edit")
@require_safe
def obligation_suggest(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Go to the form of the kind that a clause, or the words `?worte=` in it, seem to state."""
    guess = guessed_form(instrument, key, request.GET.get("worte", ""))
    if guess is None:
        raise Http404
    return redirect(guess.address(guess.terms.kind))


@instrument_action("draft.edit")
def obligation_new(request: HttpRequest, instrument: Instrument, kind: str) -> HttpResponse:
    """Ask for a new obligation; `?absatz=` and `?worte=` fill the form from a clause."""
    key, words = request.GET.get("absatz", ""), request.GET.get("worte", "")
    guess = guessed_form(instrument, key, words) if key else None
    bundle = obligation_bundle(request.POST or None, None, ObligationKind(kind), instrument, guess)

    def act() -> ObligationTerms:
        return write.add_obligation(
            instrument, **obligation_arguments(bundle), by=current_user(request), at=timezone.now()
        )

    return add_row_response(
        request, instrument, bundle.form, _page("Neue Pflicht", kind), act, bundle.formsets
    )


@instrument_action("draft.edit")
def obligation_edit(request: HttpRequest, instrument: Instrument, code: str) -> HttpResponse:
    kind, edit = obligation_edit_of(
        request, instrument, code, action=write.edit_obligation, add_page="obligation_new"
    )
    page = _page(f"Pflicht {code} ändern", kind, flag_words(instrument, code), code)
    return edit_response(request, instrument, page, edit)


@instrument_action("draft.edit")
@require_POST
def obligation_preview(
    request: HttpRequest, instrument: Instrument, kind: str = "", code: str = ""
) -> HttpResponse:
    """Show what the answers so far say; nothing is saved."""
    row = terms_of(request, instrument, code) if code else None
    if code and row is None:
        raise Http404
    content = whole_copy(instrument)
    bundle = obligation_bundle(request.POST, row, ObligationKind(row.kind if row else kind), instrument)
    said = preview(bundle, content, instrument.agreement, timezone.localdate())
    return render(request, "drafting/obligation_preview.html", {"preview": said})


def _page(title: str, kind: str, flag: str = "", place: str = "") -> FormPage:
    return FormPage(
        title=title,
        lead=". ".join(filter(None, [ObligationKind(kind).label, flag])),
        saved="Pflicht gespeichert.",
        anchor=ANCHOR,
        place=place,
        hidden={"kind": kind},
        template="drafting/obligation.html",
    )


@instrument_action("draft.edit")
@require_POST
def obligation_remove(request: HttpRequest, instrument: Instrument, code: str) -> HttpResponse:
    places = ", ".join(places_by_code(raw_copy(instrument)).get(code, ()))
    gaps_left = f" Der Text zeigt dort, wo er sie nannte, eine Lücke: {places}." if places else ""
    return action_response(
        request,
        instrument,
        RevisionForm(request.POST),
        write.remove_obligation,
        code=code,
        saved=f"Pflicht {code} entfernt. Was sie sagte, steht weiter in der Geschichte des Vertrags.{gaps_left}",
        anchor=ANCHOR,
    )
