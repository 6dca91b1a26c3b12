"""Views of the text of a draft."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import current_user, instrument_action
from agreements.choices import SectionKind
from agreements.drafting.actions import text as write
from agreements.drafting.concurrency.edit import AddInstead, Edit, edit_response
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import ADDED, FormPage, add_row_response
from agreements.drafting.forms.text import (
    ClauseForm,
    ClauseTextForm,
    HeadingForm,
    SectionForm,
)
from agreements.drafting.htmx_responses import (
    change_response,
    editor_context,
    fragment_response,
    invalid_response,
    is_fragment,
)
from agreements.drafting.presenters.editor import section_word
from agreements.drafting.presenters.editor_tokens import editor_tokens
from agreements.drafting.presenters.row_tools import (
    section_with_tools,
    tool_patterns,
)
from agreements.drafting.queries import clause_of, section_of
from agreements.event_row import EventKey
from agreements.models import Clause, Instrument, Section
from agreements.texts.assembly import draft_text


@instrument_action("draft.edit")
@require_safe
def draft_edit(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show the editor, or only its text as a fragment."""
    if is_fragment(request):
        return fragment_response(request, instrument)
    context = editor_context(request, instrument) | {"patterns": tool_patterns(instrument)}
    return render(request, "drafting/editor.html", context)


@instrument_action("draft.edit")
@require_safe
def draft_tokens(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Say for the editor's script what tokens read as, and which can be written."""
    text = draft_text(instrument)
    tokens = editor_tokens(instrument, text.whole, text.source)
    return HttpResponse(tokens.all, content_type="application/json")


@instrument_action("draft.edit")
@require_safe
def section_tools_page(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Show what can be done with one section and its clauses, for browsers without scripts."""
    context = editor_context(request, instrument)
    found = section_with_tools(context["editor"], key)
    if found is None:
        raise Http404
    return render(request, "drafting/editor/tools_page.html", context | {"found": found})


@instrument_action("draft.edit")
def section_new(
    request: HttpRequest, instrument: Instrument, kind: str, after: str = "", before: str = ""
) -> HttpResponse:
    heading = SectionKind.PREAMBLE.label if kind == SectionKind.PREAMBLE else ""
    form = HeadingForm(request.POST or None, initial={"heading": heading})
    word = section_word(instrument, SectionKind(kind))
    return add_row_response(
        request,
        instrument,
        form,
        FormPage(
            title=f"Neu: {word}",
            saved=f"{word} angelegt."
            if kind == SectionKind.GROUP
            else f"{word} angelegt. Nun fehlt noch der Text.",
            anchor=f"abschnitt-{ADDED}",
        ),
        lambda: write.add_section(
            instrument,
            heading=form.cleaned_data["heading"],
            kind=SectionKind(kind),
            after=after,
            before=before,
            by=current_user(request),
            at=timezone.now(),
        ),
    )


@instrument_action("draft.edit")
def section_edit(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    def make(data: QueryDict | None, row: Section | None) -> FormBundle:
        initial = {"heading": row.heading, "inset": row.inset, "revision": row.revision} if row else {}
        return FormBundle(SectionForm(data, initial=initial))

    page = FormPage(title="Überschrift und Tabelle ändern", saved="Gespeichert.", anchor=f"abschnitt-{key}")
    edit = Edit(
        row=section_of(request, instrument, key),
        make=make,
        write=lambda bundle: write.edit_section(
            instrument, key=key, **bundle.form.cleaned_data, by=current_user(request), at=timezone.now()
        ),
        add_instead=AddInstead(
            address=reverse("section_new", args=[instrument.pk, SectionKind.SECTION]),
            button="Als neuen Abschnitt anlegen",
            name=EventKey.SECTION,
            key=key,
        ),
    )
    return edit_response(request, instrument, page, edit)


@instrument_action("draft.edit")
def clause_new(
    request: HttpRequest, instrument: Instrument, section_key: str, after: str = ""
) -> HttpResponse:
    section = section_of(request, instrument, section_key)
    form = ClauseTextForm(request.POST or None)
    page = FormPage(
        title="Neuer Absatz",
        lead=section.heading if section else "",
        saved="Absatz angelegt.",
        anchor=f"abschnitt-{section_key}",
    )

    def act() -> Clause:
        return write.add_clause(
            instrument,
            section_key=section_key,
            after=after,
            text=form.cleaned_data["text"],
            by=current_user(request),
            at=timezone.now(),
        )

    if not is_fragment(request):
        return add_row_response(request, instrument, form, page, act)
    if not form.is_valid():
        return invalid_response(request, instrument, form)
    return change_response(request, instrument, act, saved=page.saved)


@instrument_action("draft.edit")
def clause_edit(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    clause = clause_of(request, instrument, key)
    # the form keeps the section, so that a removed clause can be added again
    section_key = clause.section.key if clause else request.POST.get("section", "")

    def make(data: QueryDict | None, row: Clause | None) -> FormBundle:
        return FormBundle(
            ClauseForm(data, initial={"text": row.text, "revision": row.revision} if row else {})
        )

    page = FormPage(
        title="Absatz ändern",
        autosave=True,
        lead=clause.section.heading if clause else "",
        saved="Absatz gespeichert.",
        anchor=f"absatz-{key}",
        place=key,
        hidden={"section": section_key},
    )
    edit = Edit(
        row=clause,
        make=make,
        write=lambda bundle: write.edit_clause(
            instrument, key=key, **bundle.form.cleaned_data, by=current_user(request), at=timezone.now()
        ),
        add_instead=AddInstead(
            address=end_of_section(instrument, section_key),
            button="Als neuen Absatz anfügen",
            name=EventKey.CLAUSE,
            key=key,
        ),
    )
    return edit_response(request, instrument, page, edit)


def end_of_section(instrument: Instrument, key: str) -> str:
    """Return the URL that appends a clause to a section; empty if there is no such section."""
    section = instrument.sections.filter(key=key).first()
    if section is None:
        return ""
    last = section.clauses.order_by("-position").first()
    return (
        reverse("clause_new_after", args=[instrument.pk, key, last.key])
        if last
        else reverse("clause_new", args=[instrument.pk, key])
    )
