"""Pages on which obligations are typed beside the scan of a contract signed elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.choices import ObligationKind
from agreements.drafting.concurrency.edit import edit_response
from agreements.drafting.form_pages import FormPage, action_response, add_row_response
from agreements.drafting.forms.fields import RevisionForm
from agreements.drafting.forms.obligation_bundle import obligation_arguments, obligation_bundle
from agreements.drafting.obligation_edit import obligation_edit_of
from agreements.drafting.obligation_preview import preview
from agreements.models import Instrument, ObligationTerms
from agreements.recording import obligations as write
from agreements.recording.actions import ACTION
from agreements.recording.presenters import scan_pages
from agreements.texts.assembly import content_of, working_copy
from agreements.texts.due_wording import due_words
from agreements.texts.party_words import owing_words, party_names
from agreements.texts.transcript import transcript_words


@instrument_action(ACTION)
@require_safe
def recorded_obligations(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """List what is typed so far beside the scan."""
    content = content_of(instrument)
    names = party_names(content)
    revisions = dict(instrument.terms.values_list("obligation__code", "revision"))
    context = {
        "instrument": instrument,
        "agreement": instrument.agreement,
        "words": transcript_words(content),
        "rows": [
            (duty, due_words(duty.due), owing_words(duty.owing, names), revisions.get(duty.code, 0))
            for duty in content.obligations
        ],
        "kinds": ObligationKind.choices,
        "scan": scan_pages(instrument),
    }
    return render(request, "recording/obligations.html", context)


@instrument_action(ACTION)
def recorded_obligation_new(request: HttpRequest, instrument: Instrument, kind: str) -> HttpResponse:
    bundle = obligation_bundle(request.POST or None, None, ObligationKind(kind), instrument)

    def act() -> ObligationTerms:
        return write.record_obligation(
            instrument, **obligation_arguments(bundle), by=current_user(request), at=timezone.now()
        )

    page = _page(instrument, "Pflicht erfassen", kind)
    return add_row_response(request, instrument, bundle.form, page, act, bundle.formsets)


@instrument_action(ACTION)
def recorded_obligation_edit(request: HttpRequest, instrument: Instrument, code: str) -> HttpResponse:
    kind, edit = obligation_edit_of(
        request, instrument, code, action=write.correct_obligation, add_page="recorded_obligation_new"
    )
    page = _page(instrument, f"Pflicht {code} berichtigen", kind)
    return edit_response(request, instrument, page, edit)


@instrument_action(ACTION)
@require_POST
def recorded_obligation_preview(request: HttpRequest, instrument: Instrument, kind: str) -> HttpResponse:
    """Show what the answers so far say; nothing is saved."""
    bundle = obligation_bundle(request.POST, None, ObligationKind(kind), instrument)
    said = preview(bundle, working_copy(instrument), instrument.agreement, timezone.localdate())
    return render(request, "drafting/obligation_preview.html", {"preview": said})


@instrument_action(ACTION)
@require_POST
def recorded_obligation_remove(request: HttpRequest, instrument: Instrument, code: str) -> HttpResponse:
    return action_response(
        request,
        instrument,
        RevisionForm(request.POST),
        write.drop_obligation,
        code=code,
        saved=f"Pflicht {code} entfernt. Was erfasst war, steht weiter in der Geschichte.",
        back=reverse("recorded_obligations", args=[instrument.pk]),
    )


def _page(instrument: Instrument, title: str, kind: str) -> FormPage:
    return FormPage(
        title=title,
        lead=ObligationKind(kind).label,
        saved="Pflicht erfasst.",
        hidden={"kind": kind},
        template="recording/obligation.html",
        back=reverse("recorded_obligations", args=[instrument.pk]),
        button="Übernehmen",
        beside=scan_pages(instrument),
    )
