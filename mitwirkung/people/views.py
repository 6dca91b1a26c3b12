"""The list of people, the page of one, and what is changed about her account."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements import policy
from agreements.access import action_required, current_user
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Absence
from agreements.reminders.actions import end_absence, set_absence
from agreements.reminders.forms import AbsenceForm
from agreements.reminders.queries import substitutes_of
from districts.errors import Refused
from districts.models import User
from districts.people.actions.access import help_in
from districts.people.actions.accounts import change_person, confirm_address, register_person
from districts.people.actions.roles import end_role, grant_role
from districts.people.addresses import confirmed_by_link
from districts.people.queries import people
from districts.people.review import roles_due
from mitwirkung.people.access import person_action
from mitwirkung.people.forms import InvitePersonForm, PersonDataForm, RoleForm, chosen_people
from mitwirkung.people.presenters import person_page, person_row

PAGE = 50


@action_required("people.view")
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """List the people that the reader sees, as she has chosen."""
    reader, at = current_user(request), timezone.now()
    form, choice = chosen_people(request.GET, reader)
    page = Paginator(people(reader, choice, at), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "choice": choice,
        "page": page,
        "rows": [person_row(person) for person in page.object_list],
        "invite": policy.verdict(reader, "people.look_after"),
        "due": roles_due(reader, timezone.localdate(at)).count(),
    }
    return render(request, "people/list.html", context)


@action_required("people.look_after")
@require_http_methods(["GET", "HEAD", "POST"])
def people_new(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a new account."""
    reader = current_user(request)
    form = InvitePersonForm(request.POST or None, giver=reader)

    def act() -> HttpResponse:
        made = register_person(**form.cleaned_data, by=reader, at=timezone.now())
        said = f"Eine Einladung geht an {made.address}."
        return redirect_with_message(request, said, "people_detail", made.person_id)

    return form_response(
        request, form, act, lambda status: render(request, "people/new.html", {"form": form}, status=status)
    )


@person_action("people.view")
@require_safe
def people_detail(request: HttpRequest, person: User) -> HttpResponse:
    reader = current_user(request)
    context = {
        "person": person,
        "page": person_page(person, reader, timezone.now()),
        "gives": policy.verdict(reader, "people.look_after").allowed,
    }
    return render(request, "people/detail.html", context)


@person_action("people.look_after", whole_account=True)
@require_http_methods(["GET", "HEAD", "POST"])
def people_edit(request: HttpRequest, person: User) -> HttpResponse:
    """Change name, office telephone and e-mail address."""
    shown = str(person)
    form = PersonDataForm(request.POST or None, instance=person)

    def act() -> HttpResponse:
        data, stored = form.cleaned_data, User.objects.get(pk=person.pk)
        if change_person(stored, **data, by=current_user(request), at=timezone.now()):
            return redirect_with_message(request, "Die Angaben sind gespeichert.", "people_detail", person.pk)
        said = f"Die Angaben sind gespeichert. Die neue Adresse gilt, sobald sie über den Link bestätigt ist, der an {data['email']} geht."
        return redirect_with_message(request, said, "people_detail", person.pk)

    context = {"form": form, "person": person, "shown": shown}
    return form_response(
        request, form, act, lambda status: render(request, "people/edit.html", context, status=status)
    )


@person_action("people.look_after", whole_account=True)
@require_POST
def people_access(request: HttpRequest, person: User) -> HttpResponse:
    """Invite, take an invitation back, or send a link to a new password."""
    try:
        said = help_in(person, request.POST.get("step", ""), by=current_user(request), at=timezone.now())
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("people_detail", person.pk)


@person_action("people.look_after", whole_account=True)
@require_http_methods(["GET", "HEAD", "POST"])
def people_absence(request: HttpRequest, person: User) -> HttpResponse:
    """Say for somebody until when she is away and who is reminded meanwhile."""
    absence = Absence.objects.filter(person=person).first()
    initial = (
        {"begins_on": absence.begins_on, "ends_on": absence.ends_on, "substitute": absence.substitute_id}
        if absence
        else {"begins_on": timezone.localdate()}
    )
    form = AbsenceForm(request.POST or None, initial=initial, substitutes=substitutes_of(person))

    def act() -> HttpResponse:
        set_absence(**form.cleaned_data, person=person, by=current_user(request), at=timezone.now())
        return redirect_with_message(request, "Die Abwesenheit ist eingetragen.", "people_detail", person.pk)

    context = {"form": form, "person": person}
    return form_response(
        request, form, act, lambda status: render(request, "people/absence.html", context, status=status)
    )


@person_action("people.look_after", whole_account=True)
@require_POST
def people_back(request: HttpRequest, person: User) -> HttpResponse:
    """Say for somebody that she is back."""
    was_away = end_absence(person=person, by=current_user(request))
    words = (
        "Erinnerungen gehen wieder an diese Person." if was_away else "Es war keine Abwesenheit eingetragen."
    )
    return redirect_with_message(request, words, "people_detail", person.pk)


@person_action("people.look_after")
@require_http_methods(["GET", "HEAD", "POST"])
def role_new(request: HttpRequest, person: User) -> HttpResponse:
    """Give a role."""
    reader = current_user(request)
    form = RoleForm(request.POST or None, giver=reader)

    def act() -> HttpResponse:
        grant_role(person, **form.cleaned_data, by=reader, at=timezone.now())
        return redirect_with_message(request, "Die Rolle ist gegeben.", "people_detail", person.pk)

    context = {"form": form, "person": person}
    return form_response(
        request, form, act, lambda status: render(request, "people/role.html", context, status=status)
    )


@person_action("people.look_after")
@require_POST
def role_end(request: HttpRequest, person: User, role: int) -> HttpResponse:
    """Take a role away."""
    held = person.memberships.filter(pk=role).first()
    if held is None:
        raise Http404
    reader = current_user(request)
    try:
        end_role(held, by=reader)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("people_detail", person.pk)
    return redirect_with_message(request, f"{person} hat diese Rolle nicht mehr.", "people_list")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Let the reader confirm her own new address. GET changes nothing: e-mail scanners open links too."""
    reader = current_user(request)
    email = confirmed_by_link(reader, token)
    if request.method == "POST":
        try:
            said = f"Nachrichten gehen jetzt an {confirm_address(reader, token)}."
            return redirect_with_message(request, said, "mail_choices")
        except Refused as refused:
            messages.error(request, str(refused))
    return render(request, "people/address.html", {"email": email}, status=200 if email else 404)
