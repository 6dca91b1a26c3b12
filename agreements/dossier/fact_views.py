"""Pages to record, correct and remove resolutions and milestones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import agreement_action, current_user
from agreements.dossier.forms import MilestoneForm, ResolutionForm, SeenForm
from agreements.drafting.actions.dated_facts import ACTION, correct_fact, digest, record_fact, remove_fact
from agreements.errors import Outdated
from agreements.files.downloads import send_stored
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Agreement, Milestone, Resolution


@dataclass(frozen=True, slots=True)
class FactPages:
    """What the pages of one kind of fact differ in."""

    model: type[Resolution | Milestone]
    form: Callable[..., ResolutionForm | MilestoneForm]
    name: str


FACT_PAGES = {
    "beschluesse": FactPages(Resolution, ResolutionForm, "Beschluss"),
    "meilensteine": FactPages(Milestone, MilestoneForm, "Meilenstein"),
}


@agreement_action(ACTION)
@takes_files()
def fact_new(request: HttpRequest, agreement: Agreement, noun: str) -> HttpResponse:
    pages = FACT_PAGES[noun]
    form = pages.form(request.POST or None, request.FILES or None)

    def act() -> HttpResponse:
        record_fact(pages.model, agreement, **form.values(), by=current_user(request), at=timezone.now())
        return redirect_with_message(request, f"{pages.name} festgehalten.", "agreement_detail", agreement.pk)

    return _answer(request, form, act, {"agreement": agreement, "title": f"{pages.name} festhalten"})


@agreement_action(ACTION)
@takes_files()
def fact_edit(request: HttpRequest, agreement: Agreement, noun: str, row: int) -> HttpResponse:
    pages, fact = FACT_PAGES[noun], _fact(agreement, noun, row)
    before = str(fact)  # a bound form writes into its row
    form = pages.form(
        request.POST or None, request.FILES or None, instance=fact, initial={"seen": digest(fact)}
    )
    context: dict[str, Any] = {
        "agreement": agreement,
        "title": f"{pages.name} berichtigen",
        "what": before,
        "remove_url": reverse(f"{pages.model._meta.model_name}_remove", args=[agreement.pk, row]),
    }

    def act() -> HttpResponse:
        try:
            seen = form.cleaned_data["seen"]
            correct_fact(fact, seen=seen, **form.values(), by=current_user(request), at=timezone.now())
        except Outdated as outdated:
            if isinstance(outdated.current, pages.model):
                context["now"] = _stored_facts(form, outdated.current)
                form.data = {**request.POST.dict(), "seen": digest(outdated.current)}  # sent again, it counts
            raise
        return redirect_with_message(request, f"{pages.name} berichtigt.", "agreement_detail", agreement.pk)

    return _answer(request, form, act, context)


@agreement_action(ACTION)
def fact_remove(request: HttpRequest, agreement: Agreement, noun: str, row: int) -> HttpResponse:
    """Say what is removed, and remove it on confirmation."""
    pages, fact = FACT_PAGES[noun], _fact(agreement, noun, row)
    form = SeenForm(request.POST or None, initial={"seen": digest(fact)})

    def act() -> HttpResponse:
        seen = form.cleaned_data["seen"]
        remove_fact(fact, seen=seen, by=current_user(request), at=timezone.now())
        return redirect_with_message(request, f"{pages.name} entfernt.", "agreement_detail", agreement.pk)

    context = {"agreement": agreement, "title": f"{pages.name} entfernen", "what": str(fact)}
    return form_response(
        request,
        form,
        act,
        lambda status: render(
            request, "dossier/record_remove.html", {**context, "form": form}, status=status
        ),
    )


@agreement_action("agreement.view")
@require_safe
def resolution_document(request: HttpRequest, agreement: Agreement, row: int) -> HttpResponseBase:
    found = agreement.resolutions.select_related("document").filter(pk=row).first()
    if found is None or found.document is None:
        raise Http404
    return send_stored(request, found.document, f"{agreement.reference}-{found}")


def _fact(agreement: Agreement, noun: str, row: int) -> Resolution | Milestone:
    found = (
        FACT_PAGES[noun].model.objects.filter(agreement=agreement, pk=row).select_related("agreement").first()
    )
    if found is None:
        raise Http404
    return found


def _stored_facts(form: ModelForm[Any], row: Resolution | Milestone) -> list[tuple[str, object]]:
    """Return what is stored, by label."""
    shown = {name: getattr(row, f"get_{name}_display", None) for name in form._meta.fields or ()}
    return [
        (str(form[name].label), words() if words else getattr(row, name)) for name, words in shown.items()
    ]


def _answer(
    request: HttpRequest,
    form: ResolutionForm | MilestoneForm,
    act: Callable[[], HttpResponse],
    context: dict[str, Any],
) -> HttpResponse:
    return form_response(
        request,
        form,
        act,
        lambda status: render(request, "dossier/record.html", {**context, "form": form}, status=status),
    )
