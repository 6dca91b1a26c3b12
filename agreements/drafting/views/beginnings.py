"""The view of a new contract: from a model text, from another contract, or empty."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements.access import action_required, current_user
from agreements.drafting.actions import beginnings, contract
from agreements.drafting.form_pages import editor_url
from agreements.drafting.forms.people import NewContractForm, SourceForm
from agreements.drafting.model_texts.block_forms import NO_BLOCKS
from agreements.drafting.model_texts.queries import blocks_of, latest_templates, template_by_key
from agreements.drafting.queries import contract_by_key, contract_to_follow, contracts_to_copy, second_name
from agreements.drafting.succession import head_of_successor
from agreements.errors import ActionRefused
from agreements.models import AgreementTemplate, Instrument
from agreements.texts.in_force import contract_facts
from agreements.texts.placeholders import template_placeholders
from agreements.texts.term import outlook_words

NO_SUCH_MODEL = (
    "Den Mustertext, mit dem dieses Formular geöffnet wurde, gibt es nicht. Es wurde nichts angelegt. Ihre Angaben "
    "stehen noch da; das Formular zeigt jetzt den neuesten Mustertext."
)


@action_required("agreement.create")
def agreement_new(request: HttpRequest) -> HttpResponse:
    """Create a contract from another one, from nothing, or from a model text, by default the newest."""
    asked_for = request.POST if request.method == "POST" else request.GET
    if "leer" in asked_for:
        return _new_contract(request, "leer")
    if "vertrag" in asked_for:
        return _copy(request, asked_for["vertrag"])
    return _from_model(request)


def _from_model(request: HttpRequest) -> HttpResponse:
    asked_for = request.POST.get("template") or request.GET.get("muster", "")
    template = template_by_key(asked_for) or next(iter(latest_templates()), None)
    error = NO_SUCH_MODEL if asked_for and str(template.pk if template else "") != asked_for else ""
    return _new_contract(request, "muster", template=template, error=error)


def _copy(request: HttpRequest, key: str) -> HttpResponse:
    """Show the contracts to choose from, or the form of a copy of the chosen one."""
    user = current_user(request)
    source = contract_by_key(user, key)
    if source is None:
        form = SourceForm({"vertrag": key} if key else None, sources=contracts_to_copy(user))
        context = {"source_form": form, "way": "vertrag", "offered": latest_templates()}
        return render(request, "drafting/new.html", context, status=422 if form.is_bound else 200)
    return _new_contract(request, "vertrag", template=source.template, source=source)


def _new_contract(
    request: HttpRequest,
    way: str,
    *,
    template: AgreementTemplate | None = None,
    source: Instrument | None = None,
    error: str = "",
) -> HttpResponse:
    today = timezone.localdate()
    former = contract_to_follow(request)
    initial = {"coordinator": current_user(request), "district": request.GET.get("bezirk")}
    form = NewContractForm(
        request.POST or None,
        initial=initial | head_of_successor(former, today),
        titled=way == "leer",
        second=second_name(template, source),
        asked=template_placeholders(template) if template else (),
        offered=blocks_of(template) if template and not source else NO_BLOCKS,
    )
    if form.is_bound and error:
        form.add_error(None, error)
    if form.is_bound and (template or way != "muster") and form.is_valid():
        try:
            if source:
                beginning = beginnings.from_agreement(source, follows=source == former)
            elif template:
                beginning = beginnings.from_model(template, form.selection())
            else:
                beginning = beginnings.empty(form.cleaned_data["title"])
            head = form.head(former.agreement if former else None)
            instrument = contract.begin_contract(beginning, head, by=current_user(request), at=timezone.now())
        except ActionRefused as refused:
            asks = isinstance(refused, contract.Overlapping)
            form.add_error("overlap_confirmed" if asks else None, str(refused))
        else:
            return redirect(editor_url(instrument))
    context = {
        "form": form,
        "way": way,
        "template": template,
        "source": source,
        "offered": latest_templates(),
        "former": former,
        "former_end": outlook_words(contract_facts(former), today) if former else "",
    }
    return render(request, "drafting/new.html", context, status=422 if form.is_bound else 200)
