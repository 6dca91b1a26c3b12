"""Page of the instructions of an amendment."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from agreements.access import current_user, instrument_action
from agreements.drafting.amending.instructions.actions import word_instructions
from agreements.drafting.amending.instructions.forms import InstructionForm
from agreements.drafting.amending.instructions.presenters import instruction_rows
from agreements.drafting.concurrency.edit import Edit, edit_response
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import FormPage
from agreements.models import Amendment, Instrument


@instrument_action("draft.edit")
def instruction_list(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show what an amendment changes, and choose how each instruction is printed."""
    if not instrument.number:
        raise Http404
    rows = instruction_rows(instrument)

    def make(data: QueryDict | None, row: Amendment | None) -> FormBundle:
        return FormBundle(InstructionForm(data, rows=rows, amendment=row))

    def write(bundle: FormBundle) -> Amendment:
        return word_instructions(
            instrument, **bundle.form.cleaned_data, by=current_user(request), at=timezone.now()
        )

    page = FormPage(
        title="Änderungen",
        lead="So wird der Nachtrag gedruckt. Die Sätze entstehen aus dem, was Sie im Text geändert haben.",
        saved="Gespeichert. Die Sätze stehen jetzt so im Nachtrag.",
        back=instrument.get_absolute_url(),
        anchor="text",
        template="drafting/amending/instructions.html",
        beside=rows,
    )
    return edit_response(request, instrument, page, Edit(row=instrument.amendment, make=make, write=write))
