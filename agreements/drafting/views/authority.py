"""Views of the document of a signatory's authority."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import current_user, instrument_action
from agreements.drafting.actions import people
from agreements.drafting.form_pages import FormPage, action_response, add_row_response
from agreements.drafting.forms.fields import RevisionForm
from agreements.drafting.forms.people import AuthorityDocumentForm
from agreements.files.requests import takes_files
from agreements.models import Instrument


@instrument_action("draft.edit")
@takes_files()
def signatory_document_edit(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    person = instrument.signatories.filter(key=key).first()
    if person is None:
        raise Http404
    form = AuthorityDocumentForm(
        request.POST or None, request.FILES or None, initial={"revision": person.revision}
    )
    page = FormPage(
        title="Nachweis der Vertretungsbefugnis",
        lead=f"{person.name}, {person.function}: das Dokument, auf dem die Befugnis zu unterzeichnen beruht.",
        saved="Nachweis gespeichert.",
        anchor="unterzeichnende",
        button="Nachweis speichern",
        template="drafting/authority.html",
    )
    return add_row_response(
        request,
        instrument,
        form,
        page,
        lambda: people.keep_authority_document(
            instrument,
            key=key,
            document=form.cleaned_data["document"].read(),
            revision=form.cleaned_data["revision"],
            by=current_user(request),
            at=timezone.now(),
        ),
        person=person,
    )


@instrument_action("draft.edit")
@require_POST
def signatory_document_remove(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    return action_response(
        request,
        instrument,
        RevisionForm(request.POST),
        people.drop_authority_document,
        key=key,
        saved="Nachweis entfernt.",
        anchor="unterzeichnende",
    )
