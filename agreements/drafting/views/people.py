"""Views of the head of a draft, its parties and signatories."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import current_user, instrument_action
from agreements.choices import LegalForm, Side
from agreements.drafting.actions import head, parties, people
from agreements.drafting.concurrency.edit import AddInstead, Edit, edit_response
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import (
    FormPage,
    action_response,
    add_row_response,
)
from agreements.drafting.forms.fields import RevisionForm
from agreements.drafting.forms.people import (
    HeadForm,
    PartyFields,
    PartyForm,
    SignatoryFields,
    SignatoryForm,
)
from agreements.drafting.queries import party_of, signatory_of
from agreements.event_row import EventKey
from agreements.models import Instrument, Party, Signatory
from agreements.texts.placeholders import instrument_placeholders

PARTIES_ANCHOR = "parteien"
TERM = frozenset({"begins_on", "begins_with_signing", "ends_on"})
IN_OFFICE = frozenset({"office_begins_on", "office_ends_on"})


@instrument_action("draft.edit")
def head_edit(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    asked = instrument_placeholders(instrument)

    def make(data: QueryDict | None, row: Instrument) -> FormBundle:
        names = ("begins_on", "begins_with_signing", "ends_on", "placeholders", "revision")
        initial = {name: getattr(row, name) for name in names} | {"legal_form": row.agreement.legal_form}
        return FormBundle(HeadForm(data, instance=row, initial=initial, asked=asked))

    def write(bundle: FormBundle) -> Instrument:
        form = bundle.form
        assert isinstance(form, HeadForm)  # noqa: S101  tells the type checker what stands above
        return head.edit_head(
            instrument,
            **{name: form.cleaned_data[name] for name in head.HEAD_FIELDS if name != "placeholders"},
            placeholders=form.placeholders(),
            legal_form=LegalForm(chosen) if (chosen := form.cleaned_data.get("legal_form")) else None,
            revision=form.cleaned_data["revision"],
            by=current_user(request),
            at=timezone.now(),
        )

    page = FormPage(title="Kopf und Platzhalter", saved="Kopf gespeichert.", anchor="kopf")
    return edit_response(
        request, instrument, page, Edit(row=instrument, make=make, write=write, field_groups=[TERM])
    )


@instrument_action("draft.edit")
def party_new(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    form = PartyFields(request.POST or None)
    page = FormPage(
        title="Vertragspartei hinzufügen", saved="Vertragspartei aufgenommen.", anchor=PARTIES_ANCHOR
    )
    return add_row_response(
        request,
        instrument,
        form,
        page,
        lambda: parties.add_party(
            instrument, **form.cleaned_data, by=current_user(request), at=timezone.now()
        ),
    )


@instrument_action("draft.edit")
def party_edit(request: HttpRequest, instrument: Instrument, side: str) -> HttpResponse:
    def make(data: QueryDict | None, row: Party | None) -> FormBundle:
        initial = {"revision": row.revision} if row else {}
        return FormBundle(PartyForm(data, instance=row, initial=initial))

    def write(bundle: FormBundle) -> Party:
        return parties.edit_party(
            instrument,
            side=Side(side),
            **bundle.form.cleaned_data,
            by=current_user(request),
            at=timezone.now(),
        )

    page = FormPage(title="Vertragspartei ändern", saved="Vertragspartei gespeichert.", anchor=PARTIES_ANCHOR)
    add_instead = AddInstead(
        address=reverse("party_new", args=[instrument.pk]),
        button="Als neue Vertragspartei hinzufügen",
        name=EventKey.PARTY,
        key=side,
    )
    row = party_of(request, instrument, side)
    edit = Edit(row=row, make=make, write=write, add_instead=add_instead)
    return edit_response(request, instrument, page, edit)


@instrument_action("draft.edit")
@require_POST
def party_move(request: HttpRequest, instrument: Instrument, side: str) -> HttpResponse:
    return action_response(
        request,
        instrument,
        RevisionForm(request.POST),
        parties.move_party_forward,
        side=Side(side),
        saved="Vertragspartei umgestellt.",
        anchor=PARTIES_ANCHOR,
    )


@instrument_action("draft.edit")
@require_POST
def party_remove(request: HttpRequest, instrument: Instrument, side: str) -> HttpResponse:
    return action_response(
        request,
        instrument,
        RevisionForm(request.POST),
        parties.remove_party,
        side=Side(side),
        saved="Vertragspartei entfernt.",
        anchor=PARTIES_ANCHOR,
    )


@instrument_action("draft.edit")
def signatory_new(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    form = SignatoryFields(request.POST or None, parties=instrument.party_names)
    page = FormPage(
        title="Unterzeichnende Person hinzufügen", saved="Person hinzugefügt.", anchor="unterzeichnende"
    )
    return add_row_response(
        request,
        instrument,
        form,
        page,
        lambda: people.add_signatory(
            instrument, **form.cleaned_data, by=current_user(request), at=timezone.now()
        ),
    )


@instrument_action("draft.edit")
def signatory_edit(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    def make(data: QueryDict | None, row: Signatory | None) -> FormBundle:
        initial = {"revision": row.revision} if row else {}
        return FormBundle(SignatoryForm(data, instance=row, initial=initial, parties=instrument.party_names))

    def write(bundle: FormBundle) -> Signatory:
        return people.edit_signatory(
            instrument, key=key, **bundle.form.cleaned_data, by=current_user(request), at=timezone.now()
        )

    page = FormPage(
        title="Unterzeichnende Person ändern", saved="Angaben gespeichert.", anchor="unterzeichnende"
    )
    add_instead = AddInstead(
        address=reverse("signatory_new", args=[instrument.pk]),
        button="Als neue Person hinzufügen",
        name=EventKey.SIGNATORY,
        key=key,
    )
    edit = Edit(
        row=signatory_of(request, instrument, key),
        make=make,
        write=write,
        add_instead=add_instead,
        field_groups=[IN_OFFICE],
    )
    return edit_response(request, instrument, page, edit)


@instrument_action("draft.edit")
@require_POST
def signatory_remove(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    return action_response(
        request,
        instrument,
        RevisionForm(request.POST),
        people.remove_signatory,
        key=key,
        saved="Person entfernt.",
        anchor="unterzeichnende",
    )
