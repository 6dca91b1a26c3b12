"""Views of model texts: the list, published versions, rules and placeholders of the draft, publishing."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements import policy
from agreements.access import action_required, current_user, model_action, template_action
from agreements.documents import editions
from agreements.documents.render_limit import in_turn
from agreements.documents.views import pdf_file
from agreements.drafting.concurrency.edit import Edit, edit_response
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.form_pages import FormPage, action_response, add_row_response
from agreements.drafting.forms.fields import RevisionForm
from agreements.drafting.model_texts import actions
from agreements.drafting.model_texts.forms import (
    ClauseRulesForm,
    NewPlaceholderForm,
    PlaceholderFieldForm,
    PublishForm,
)
from agreements.drafting.model_texts.presenters import (
    draft_view,
    model_texts,
    published_view,
    readable_content,
)
from agreements.drafting.queries import clause_of
from agreements.errors import ActionRefused, Incomplete
from agreements.models import AgreementTemplate, Clause, Instrument, PlaceholderField
from agreements.texts.assembly import raw_copy
from agreements.texts.discrepancy_facts import model_discrepancies


@action_required("template.view")
@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """List the model texts with their published versions and drafts."""
    context = {"models": model_texts(), "open": policy.verdict(request.user, "template.open")}
    return render(request, "drafting/model_texts/list.html", context)


@template_action("template.view")
@require_safe
def template_detail(request: HttpRequest, template: AgreementTemplate) -> HttpResponse:
    """Show a published version with its rules."""
    return render(
        request, "drafting/model_texts/detail.html", {"view": published_view(current_user(request), template)}
    )


@template_action("template.view")
@require_safe
@in_turn
def template_pdf(request: HttpRequest, template: AgreementTemplate) -> HttpResponse:
    """Render a published version as a PDF; the same version gives the same bytes."""
    moment = timezone.make_aware(datetime.combine(template.published_on, time()))
    try:
        pdf = editions.render_draft(readable_content(template.read()), moment=moment)
    except ActionRefused as refused:
        return HttpResponse(f"{refused}\n", status=422, content_type="text/plain; charset=utf-8")
    return pdf_file(pdf, f"Muster-{template.name}-Version-{template.version}")


@template_action("template.open")
@require_POST
def template_open(request: HttpRequest, template: AgreementTemplate) -> HttpResponse:
    """Open the draft of a model text."""
    try:
        instrument = actions.open_model(template, by=current_user(request), at=timezone.now())
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("template_detail", template.pk)
    return redirect("model_detail", instrument.pk)


@model_action("template.edit")
def clause_rules(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Edit the rules of a clause."""
    clause = clause_of(request, instrument, key)

    def make(data: QueryDict | None, row: Clause | None) -> FormBundle:
        names = (*actions.RULE_FIELDS, "revision")
        return FormBundle(
            ClauseRulesForm(data, initial={name: getattr(row, name) for name in names} if row else {})
        )

    page = FormPage(
        title="Regeln für diesen Absatz",
        lead=clause.text if clause else "",
        saved="Regeln gespeichert.",
        anchor=f"absatz-{key}",
        back=_draft_url(instrument),
    )
    edit = Edit(
        row=clause,
        make=make,
        write=lambda bundle: actions.edit_clause_rules(
            instrument, key=key, **bundle.form.cleaned_data, by=current_user(request), at=timezone.now()
        ),
    )
    return edit_response(request, instrument, page, edit)


@model_action("template.edit")
def placeholder_new(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Describe a placeholder."""
    form = NewPlaceholderForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    page = FormPage(
        title="Platzhalter beschreiben",
        saved="Platzhalter beschrieben.",
        anchor="platzhalter",
        back=_draft_url(instrument),
    )
    return add_row_response(
        request,
        instrument,
        form,
        page,
        lambda: actions.add_placeholder(
            instrument, **form.cleaned_data, by=current_user(request), at=timezone.now()
        ),
    )


@model_action("template.edit")
def placeholder_edit(request: HttpRequest, instrument: Instrument, name: str) -> HttpResponse:
    """Edit the description of a placeholder."""
    row = instrument.placeholder_fields.filter(name=name).first()
    if row is None and request.method != "POST":
        return redirect(_draft_url(instrument))

    def make(data: QueryDict | None, row: PlaceholderField | None) -> FormBundle:
        return FormBundle(
            PlaceholderFieldForm(data, instance=row, initial={"revision": row.revision} if row else {})
        )

    page = FormPage(
        title=f"Platzhalter [{name}]",
        saved="Platzhalter gespeichert.",
        anchor="platzhalter",
        back=_draft_url(instrument),
    )
    edit = Edit(
        row=row,
        make=make,
        write=lambda bundle: actions.edit_placeholder(
            instrument, name=name, **bundle.form.cleaned_data, by=current_user(request), at=timezone.now()
        ),
    )
    return edit_response(request, instrument, page, edit)


@model_action("template.edit")
@require_POST
def placeholder_remove(request: HttpRequest, instrument: Instrument, name: str) -> HttpResponse:
    """Remove the description of a placeholder."""
    return action_response(
        request,
        instrument,
        RevisionForm(request.POST),
        actions.remove_placeholder,
        saved="Beschreibung entfernt. Im Text steht der Platzhalter weiter.",
        back=f"{_draft_url(instrument)}#platzhalter",
        name=name,
    )


@model_action("template.publish")
def model_publish(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Publish the draft after a confirmation."""
    view = draft_view(current_user(request), instrument)
    form = PublishForm(request.POST or None, initial={"name": view.last.name, "purpose": view.last.purpose})
    reasons: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            template = actions.publish_model(
                instrument, **form.cleaned_data, by=current_user(request), at=timezone.now()
            )
        except Incomplete as incomplete:
            form.add_error(None, str(incomplete))
            reasons = incomplete.gaps
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"{template} ist veröffentlicht. Bestehende Verträge bleiben, wie sie sind."
            )
            return redirect("template_detail", template.pk)
    context = {"view": view, "form": form, "instrument": instrument, "reasons": reasons}
    context["differing"] = model_discrepancies(raw_copy(instrument))
    return render(request, "drafting/model_texts/publish.html", context, status=422 if form.errors else 200)


def _draft_url(instrument: Instrument) -> str:
    return reverse("model_detail", args=[instrument.pk])
