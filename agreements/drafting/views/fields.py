"""A field of the text: a value of an obligation, and how it reads there."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from agreements.access import current_user, instrument_action
from agreements.drafting.actions.fields import change_value
from agreements.drafting.concurrency.edit import Edit, edit_response
from agreements.drafting.concurrency.form_bundle import FormBundle, encode_values, values_of
from agreements.drafting.form_pages import FormPage
from agreements.drafting.forms.obligation_fields import ValueForm
from agreements.drafting.htmx_responses import is_fragment
from agreements.drafting.queries import terms_of
from agreements.drafting.views.obligation_edit import FIELD_GROUPS
from agreements.drafting.views.obligations import ANCHOR
from agreements.models import Instrument, ObligationTerms
from agreements.texts.assembly import whole_copy
from agreements.texts.token_words import readings
from agreements.tokens import FieldToken, token_in


@instrument_action("draft.edit")
def field_edit(request: HttpRequest, instrument: Instrument, code: str, value: str) -> HttpResponse:
    """Show or change a value of an obligation; for the editor's script as the dialog of one of its fields."""
    token = token_in(f"{{{code} {value.replace('-', ' ').capitalize()}}}")
    if not isinstance(token, FieldToken):
        raise Http404
    if is_fragment(request):
        shown = token_in(request.GET.get("angabe", ""))
        return _dialog(request, instrument, shown if isinstance(shown, FieldToken) else token)

    def make(data: QueryDict | None, row: ObligationTerms | None) -> FormBundle:
        return FormBundle(ValueForm(data, row, token=token))

    def save(bundle: FormBundle) -> ObligationTerms:
        form = bundle.form
        assert isinstance(form, ValueForm)  # noqa: S101  tells the type checker what stands above
        return change_value(
            instrument,
            token=token,
            given=form.given(),
            revision=form.cleaned_data["revision"],
            by=current_user(request),
            at=timezone.now(),
        )

    row = terms_of(request, instrument, token.code)
    page = FormPage(
        title=f"Angabe aus Pflicht {token.code} ändern",
        lead=row.title if row else "",
        saved="Angabe gespeichert.",
        anchor=ANCHOR,
        place=token.code,
    )
    return edit_response(
        request, instrument, page, Edit(row=row, make=make, write=save, field_groups=FIELD_GROUPS)
    )


def _dialog(request: HttpRequest, instrument: Instrument, token: FieldToken) -> HttpResponse:
    row = instrument.terms.filter(obligation__code=token.code).first()
    form = ValueForm(None, row, token=token)
    dialog = {
        "instrument": instrument,
        "token": str(token),
        "code": token.code,
        "row": row,
        "form": form,
        "base": encode_values(values_of(FormBundle(form))),
        "readings": readings(whole_copy(instrument), token),
    }
    return render(request, "drafting/editor/field.html", dialog)
