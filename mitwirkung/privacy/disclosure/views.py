"""Finding a person, and all that is kept about her: as a page, as JSON and as a table."""

import hashlib
from io import BytesIO

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements import policy
from agreements.access import action_required
from agreements.files.downloads import CSV, JSON, send_made
from agreements.models import Signatory
from districts.four_eyes_choices import Deed
from districts.models import User
from districts.security_kinds import SecurityKind
from districts.security_log.actions import note
from mitwirkung.privacy.disclosure.files import disclosure_csv, disclosure_json
from mitwirkung.privacy.disclosure.forms import PersonSearchForm
from mitwirkung.privacy.disclosure.person import Person, find_person
from mitwirkung.privacy.disclosure.presenters import disclosure_sections
from mitwirkung.privacy.disclosure.queries import rows_about

MOST = 50


@action_required("person.view")
@require_safe
def person_search(request: HttpRequest) -> HttpResponse:
    form = PersonSearchForm(request.GET if "q" in request.GET else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        q = form.cleaned_data["q"]
        names = [Q(**{f"{name}__icontains": q}) for name in ("first_name", "last_name", "username", "email")]
        context["accounts"] = User.objects.filter(names[0] | names[1] | names[2] | names[3])[:MOST]
        signatories = Signatory.objects.filter(Q(name__icontains=q) | Q(mail_address__email__icontains=q))
        context["signatories"] = signatories.order_by("name", "pk").distinct("name")[:MOST]
    return render(request, "privacy/search.html", context)


@action_required("person.view")
@require_safe
def person_detail(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    person = find_person(kind, pk)
    note(request, SecurityKind.DISCLOSED)
    context = {
        "person": person,
        "sections": disclosure_sections(person, rows_about(person)),
        "erase": policy.verdict(request.user, "four_eyes.ask"),
        "erasing": Deed.ERASE_SIGNATORY if person.account is None else Deed.ERASE_ACCOUNT,
    }
    return render(request, "privacy/person.html", context)


@action_required("person.view")
@require_safe
def person_json(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    person = find_person(kind, pk)
    return _file(request, person, disclosure_json(person, rows_about(person)), JSON)


@action_required("person.view")
@require_safe
def person_csv(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    person = find_person(kind, pk)
    return _file(request, person, disclosure_csv(person, rows_about(person)), CSV)


def _file(request: HttpRequest, person: Person, data: bytes, media_type: str) -> HttpResponseBase:
    note(request, SecurityKind.DISCLOSED)
    return send_made(
        request,
        BytesIO(data),
        hashlib.sha256(data).hexdigest(),
        media_type,
        f"Auskunft {person.kind} {person.number}",
    )
