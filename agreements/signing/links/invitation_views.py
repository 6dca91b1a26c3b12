"""Pages for coordinators to invite signatories without an account."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user, instrument_action
from agreements.errors import ActionRefused, Outdated
from agreements.models import Instrument, SignatoryAddress
from agreements.outbox import is_set_up
from agreements.signing.links.forms import AddressForm
from agreements.signing.links.invitations import send_link, set_address
from agreements.signing.links.presenters import invited_rows


@instrument_action("link.send")
@require_safe
def link_list(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    context = {"instrument": instrument, "rows": invited_rows(instrument), "now": timezone.now()}
    return render(request, "signing/links/list.html", context)


@instrument_action("link.send")
def link_address(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponseBase:
    person = instrument.signatories.filter(key=key).first()
    if person is None:
        raise Http404
    address = SignatoryAddress.objects.filter(signatory=person).first()
    initial = {
        "email": address.email if address else "",
        "reminds": address.reminds if address else False,
        "revision": address.revision if address else 0,
    }
    form = AddressForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_address(
                instrument,
                signatory_key=key,
                **form.cleaned_data,
                by=current_user(request),
                at=timezone.now(),
            )
        except Outdated as outdated:
            form = form.__class__({**request.POST.dict(), "revision": initial["revision"]})
            form.add_error(None, f"{outdated} Heute eingetragen: {initial['email'] or 'keine Adresse'}.")
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Adresse von {person.name} eingetragen.")
            return redirect("link_list", instrument.pk)
    context = {"instrument": instrument, "person": person, "form": form}
    return render(request, "signing/links/address.html", context, status=422 if form.errors else 200)


@instrument_action("link.send")
@require_POST
def link_send(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponseBase:
    """Invite or remind a signatory."""
    try:
        link = send_link(instrument, signatory_key=key, by=current_user(request), at=timezone.now())
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    else:
        if not is_set_up():
            messages.warning(
                request,
                "Der Versand von E-Mails ist nicht eingerichtet. Die E-Mail bleibt stehen, bis er es ist.",
            )
            return redirect("link_list", instrument.pk)
        messages.success(
            request, f"{link.get_occasion_display()} an {link.signatory.name}: Die E-Mail geht gleich hinaus."
        )
    return redirect("link_list", instrument.pk)
