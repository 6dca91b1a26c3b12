"""Pages on which the full text of a contract signed elsewhere is typed, corrected and compared with its scan."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.drafting.concurrency.edit import Edit, edit_response
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import FormPage, action_response
from agreements.drafting.forms.fields import RevisionForm
from agreements.drafting.forms.text import MoveForm
from agreements.drafting.importing.views import part_response
from agreements.drafting.queries import clause_of, section_of
from agreements.errors import ActionRefused, Outdated
from agreements.form_responses import redirect_with_message
from agreements.models import Instrument
from agreements.recording import texts as write
from agreements.recording.actions import ACTION
from agreements.recording.forms.text import PageCheckForm, TextSeenForm, TypedClauseForm, TypedHeadingForm
from agreements.recording.presenters import scan_pages
from agreements.recording.proofreading import check_page, check_state
from agreements.recording.queries import newest_text
from agreements.rendering.document_view import document_view
from agreements.texts.assembly import content_of
from agreements.texts.transcript import transcript_words

TYPED = "Text übernommen. Er gilt als „noch nicht gegengelesen“, bis eine zweite Person jede Seite verglichen hat."
MEANWHILE = (
    "Der Text ist inzwischen berichtigt. Es wurde nichts festgehalten; bitte lesen Sie die Seite noch einmal."
)
CHECKED = "Seite {page} ist gegengelesen."
ALL_CHECKED = "Jede Seite ist gegengelesen. Überall steht jetzt: wortgleich, gegengelesen."


@instrument_action(ACTION)
@require_safe
def recorded_text(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show what is typed so far beside the scan."""
    return render(request, "recording/text.html", _beside(instrument))


@instrument_action(ACTION)
def recorded_text_import(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    return part_response(
        request,
        instrument,
        action=write.record_text,
        saved=TYPED,
        done=_text_url(instrument),
        back=_text_url(instrument),
        template="recording/text_import.html",
    )


@instrument_action(ACTION)
def recorded_clause_edit(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    clause = clause_of(request, instrument, key)

    def make(data: QueryDict | None, row: Any) -> FormBundle:
        return FormBundle(
            TypedClauseForm(data, initial={"text": row.text, "revision": row.revision} if row else {})
        )

    edit = Edit(
        row=clause,
        make=make,
        write=lambda bundle: write.correct_clause(
            instrument, key=key, **bundle.form.cleaned_data, by=current_user(request), at=timezone.now()
        ),
    )
    page = replace(_page(instrument, "Absatz berichtigen"), template="recording/clause.html")
    return edit_response(request, instrument, page, edit)


@instrument_action(ACTION)
@require_POST
def recorded_clause_move(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    return action_response(
        request,
        instrument,
        MoveForm(request.POST),
        write.move_typed_clause,
        key=key,
        saved="Verschoben. Danach muss der Text neu gegengelesen werden.",
        back=f"{_text_url(instrument)}#absatz-{key}",
    )


@instrument_action(ACTION)
@require_POST
def recorded_clause_remove(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    return action_response(
        request,
        instrument,
        RevisionForm(request.POST),
        write.remove_typed_clause,
        key=key,
        saved="Absatz entfernt; sein Wortlaut steht weiter in der Geschichte. Danach muss der Text neu gegengelesen werden.",
        back=_text_url(instrument),
    )


@instrument_action(ACTION)
def recorded_heading_edit(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:

    def make(data: QueryDict | None, row: Any) -> FormBundle:
        initial = {"heading": row.heading, "revision": row.revision} if row else {}
        return FormBundle(TypedHeadingForm(data, initial=initial))

    edit = Edit(
        row=section_of(request, instrument, key),
        make=make,
        write=lambda bundle: write.correct_heading(
            instrument, key=key, **bundle.form.cleaned_data, by=current_user(request), at=timezone.now()
        ),
    )
    return edit_response(request, instrument, _page(instrument, "Überschrift berichtigen"), edit)


@instrument_action(ACTION)
@require_POST
def recorded_text_drop(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    return action_response(
        request,
        instrument,
        TextSeenForm(request.POST),
        write.drop_text,
        saved="Text verworfen. Pflichten und Eckdaten bleiben; was der Text sagte, steht in der Akte.",
        back=_text_url(instrument),
    )


@instrument_action(ACTION)
def record_check(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Compare the text with the scan, page by page."""
    form = PageCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            whole = check_page(instrument, **form.cleaned_data, by=current_user(request), at=timezone.now())
        except Outdated:
            form.add_error(None, MEANWHILE)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            message = ALL_CHECKED if whole else CHECKED.format(page=form.cleaned_data["page"])
            return redirect_with_message(request, message, "record_check", instrument.pk)
    context = {**_beside(instrument), "form": form, "check": check_state(instrument, current_user(request))}
    return render(request, "recording/check.html", context, status=422 if form.errors else 200)


def _beside(instrument: Instrument) -> dict[str, Any]:
    content = content_of(instrument)
    return {
        "instrument": instrument,
        "agreement": instrument.agreement,
        "words": transcript_words(content),
        "document": document_view(content),
        "own": {section.key for section in content.sections},
        "text": newest_text(instrument),
        "scan": scan_pages(instrument),
    }


def _text_url(instrument: Instrument) -> str:
    return reverse("recorded_text", args=[instrument.pk])


def _page(instrument: Instrument, title: str) -> FormPage:
    return FormPage(
        title=title,
        lead="Buchstabe für Buchstabe, wie es im Original steht. Danach muss der Text neu gegengelesen werden, von jemandem, der "
        "an diesem Text noch nie geschrieben hat: Wer berichtigt, kann ihn nicht mehr gegenlesen.",
        saved="Berichtigt.",
        template="recording/correction.html",
        back=_text_url(instrument),
        button="Berichtigen",
        beside=scan_pages(instrument),
    )
