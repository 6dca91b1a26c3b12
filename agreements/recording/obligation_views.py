"""Pages on which obligations are typed beside the scan of a contract signed elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.choices import ObligationKind
from agreements.drafting.concurrency.edit import edit_response
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import FormPage, action_response, add_row_response
from agreements.drafting.forms.fields import RevisionForm
from agreements.drafting.forms.obligation_bundle import obligation_arguments, obligation_bundle
from agreements.drafting.model_texts.queries import latest_templates
from agreements.drafting.obligation_preview import preview
from agreements.drafting.views.obligation_edit import obligation_edit_of
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import AgreementTemplate, Instrument, ObligationTerms
from agreements.recording import obligations as write
from agreements.recording.actions import ACTION
from agreements.recording.forms.picking import pick_set, picked_obligations
from agreements.recording.presenters import scan_pages
from agreements.texts.assembly import content_of, working_copy
from agreements.texts.due_wording import due_words
from agreements.texts.party_words import owing_words, party_names
from agreements.texts.transcript import transcript_words
from agreements.texts.wording import counted, quantity_words
from districts.base_forms import Form


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
        "templates": latest_templates(),
        "scan": scan_pages(instrument),
    }
    return render(request, "recording/obligations.html", context)


@instrument_action(ACTION)
def recorded_obligations_pick(request: HttpRequest, instrument: Instrument, template: int) -> HttpResponse:
    """Pick the obligations of a model text that the contract has, too."""
    model_text = get_object_or_404(AgreementTemplate, pk=template)
    model = model_text.read()
    rows = pick_set(model_text, request.POST or None)
    bundle = FormBundle(Form(request.POST or None), [rows])

    def act() -> HttpResponse:
        made = write.record_picked(
            instrument, picked_obligations(model, rows), by=current_user(request), at=timezone.now()
        )
        words = counted(len(made), "Pflicht", "Pflichten")
        return redirect_with_message(request, f"{words} erfasst.", "recorded_obligations", instrument.pk)

    names = party_names(model)
    known = {row.title: row.obligation.code for row in instrument.terms.select_related("obligation")}
    context = {
        "instrument": instrument,
        "agreement": instrument.agreement,
        "model_text": model_text,
        "form": bundle.form,
        "rows": rows,
        "offered": [
            (
                row,
                duty,
                quantity_words(duty),
                due_words(duty.due),
                owing_words(duty.owing, names),
                known.get(duty.title),
            )
            for duty, row in zip(model.obligations, rows, strict=False)
        ],
        "scan": scan_pages(instrument),
    }
    return form_response(
        request, bundle, act, lambda status: render(request, "recording/pick.html", context, status=status)
    )


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
