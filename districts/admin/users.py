"""The people in the admin: accounts, how people come into them, and what each person is where."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from districts.admin.access_views import person_access
from districts.admin.base_admin import BaseAdmin, BaseForm
from districts.admin.four_eyes import ways_to_ask
from districts.admin.inlines import ALL_WRITES, NO_WRITES, BaseInline, offer_once
from districts.invitations.actions import invite
from districts.models import Departure, District, Invitation, Membership, User
from districts.people.access_words import access_words
from districts.people.actions.access import require_reopenable
from districts.people.actions.accounts import change_address
from districts.people.actions.roles import (
    change_role,
    end_role,
    grant_role,
    require_an_admin,
    require_nothing_in_hand,
)
from districts.roles import Role
from districts.verified_addresses import keep_address

admin.site.unregister(Group)  # roles come from memberships; groups would look as if they did something
# the address is the account's; factors, sessions and links with identity providers are their owner's
admin.site.unregister([EmailAddress, Authenticator, UserSession, SocialAccount])
# identity providers are a setting, and no token is kept
admin.site.unregister([SocialApp, SocialToken])


def signed_in(request: HttpRequest) -> User:
    """Return who works in the admin, which lets nobody else in."""
    return request.user  # type: ignore[return-value]  # as it says


def without(person: User) -> str:
    """Return what the account lacks to be of use, as sentences; empty if nothing."""
    sentences = []
    if person.is_active and not person.memberships.exists():
        sentences.append(
            f"{person} hat keine Rolle und sieht nach der Anmeldung nichts. Rollen geben Sie auf der Seite der Person."
        )
    if person.is_active and not person.email:
        sentences.append(f"{person} hat keine E-Mail-Adresse und erhält keine Nachrichten.")
    return " ".join(sentences)


class PersonForm(BaseForm, UserChangeForm):  # type: ignore[type-arg]  # the base names its model itself
    """The form for an existing account. Nobody sets another person's password."""

    password = None  # type: ignore[assignment]  # Django's way to leave a declared field away

    class Meta(UserChangeForm.Meta):
        help_texts = {
            "is_active": "Wer nicht aktiv ist, kann sich nicht anmelden. Was jemand in der Hand hat, wird vorher "
            "übergeben."
        }


class NewPersonForm(BaseForm):
    """The form for a new account, whose owner is invited to it by e-mail."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "office_phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["email"].help_text = "Dorthin geht die Einladung, ein Passwort zu wählen."

    def save(self, commit: bool = True) -> Any:
        """Make the account without a password: only its owner will know it."""
        self.instance.set_unusable_password()
        return super().save(commit)


class MembershipInline(BaseInline):
    """A person's roles, on her page."""

    model = Membership
    fk_name = "user"
    fields = ["role", "district"]
    related = ["user", "district"]
    writes = ALL_WRITES

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Offer a role for a new account at once."""
        return 0 if obj else 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Offer the districts, asked for once for all rows."""
        formset = super().get_formset(request, obj, **kwargs)
        offer_once(formset, "district", District.objects.all())
        return formset


@admin.register(User)
class PersonAdmin(BaseAdmin, UserAdmin):  # type: ignore[type-arg]  # the base names its model itself
    """Accounts. Nobody gives or takes the admin role, or erases an account, alone: that is asked for."""

    writes = frozenset({"add", "change"})

    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None
    inlines = [MembershipInline]
    list_display = ["username", "last_name", "first_name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role", "memberships__district"]
    search_fields = ["username", "last_name", "first_name", "email"]
    ordering = ["last_name", "first_name", "username"]
    filter_horizontal = ()
    readonly_fields = ["access", "disclosure_way", "four_eyes", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "access", "disclosure_way", "four_eyes"]}),
        ("Person", {"fields": ["first_name", "last_name", "email", "office_phone"]}),
        ("Zugang", {"fields": ["is_active", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username"]}),
        ("Person", {"fields": ["first_name", "last_name", "email", "office_phone"]}),
    ]

    @admin.display(description="Anmeldung")
    def access(self, user: User) -> SafeString:
        """Return how the person comes in, and the way to the page on which that is helped."""
        return format_html(
            '{} <a href="{}">Einladung und Passwort</a> · <a href="{}">Was diese Person darf, Abwesenheit, verlässt uns</a>',
            access_words(user, timezone.now()),
            reverse("admin:districts_user_access", args=[user.pk]),
            reverse("people_detail", args=[user.pk]),
        )

    @admin.display(description="Auskunft")
    def disclosure_way(self, user: User) -> SafeString:
        """Return the way to all that is kept about the person."""
        page = reverse("person_detail", args=["konto", user.pk])
        return format_html('<a href="{}">Alles über diese Person</a>', page)

    @admin.display(description="Vier-Augen-Prinzip")
    def four_eyes(self, user: User) -> SafeString:
        """Return the ways to what somebody else confirms."""
        return ways_to_ask(user)

    @admin.display(description="Rollen")
    def roles(self, user: User) -> str:
        """Return what the person is where."""
        if not user.memberships.all():
            return "noch keine"
        return ", ".join(
            f"{Role(row.role).label} ({row.district})" if row.district else Role(row.role).label
            for row in user.memberships.all()
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Fetch the roles of all listed people at once."""
        return super().get_queryset(request).prefetch_related("memberships__district")

    def get_urls(self) -> list[URLPattern]:
        """Have a page for invitations instead of Django's, on which one sets another person's password."""
        page = self.admin_site.admin_view(self.access_view)
        own = path("<int:pk>/zugang/", page, name="districts_user_access")
        return [own, *(one for one in super().get_urls() if one.name != "auth_user_password_change")]

    def access_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page of one person's invitation."""
        return person_access(request, pk, self.admin_site.each_context(request))

    def save_model(self, request: HttpRequest, obj: User, form: forms.BaseForm, change: bool) -> None:
        """Save the account, unless the admin role comes back with it; a new e-mail address counts when its owner has confirmed it."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        if obj.is_active and not User.objects.get(pk=obj.pk).is_active:
            require_reopenable(obj)
        wanted, obj.email = obj.email, form.initial["email"]
        super().save_model(request, obj, form, change)
        by, at = signed_in(request), timezone.now()
        if not change_address(obj, wanted, by=by, at=at):
            said = f"Die neue Adresse gilt, sobald {obj} sie über den Link bestätigt, der an {wanted} geht."
            self.message_user(request, said, messages.INFO)
        obj.refresh_from_db(fields=["email"])

    def save_formset(self, request: HttpRequest, form: forms.BaseForm, formset: Any, change: bool) -> None:
        """Give, change and take roles by their actions."""
        by, at = signed_in(request), timezone.now()
        formset.save(commit=False)
        for row in formset.deleted_objects:
            end_role(row, by=by)
        for row, _ in formset.changed_objects:
            change_role(row, role=Role(row.role), district=row.district, by=by, at=at)
        for row in formset.new_objects:
            grant_role(row.user, role=Role(row.role), district=row.district, by=by, at=at)

    def save_related(self, request: HttpRequest, form: forms.BaseForm, formsets: Any, change: bool) -> None:
        """Save the account with its roles, unless nobody would be left to look after the application; invite a new one."""
        super().save_related(request, form, formsets, change)
        person: User = form.instance  # type: ignore[attr-defined]  # it is a ModelForm
        require_an_admin()
        require_nothing_in_hand(person)
        keep_address(person)
        if not change:
            invited = invite(person, by=signed_in(request), at=timezone.now())
            self.message_user(request, f"Eine Einladung geht an {invited.address}.", messages.SUCCESS)
        if lacking := without(person):
            self.message_user(request, lacking, messages.WARNING)


@admin.register(Membership)
class MembershipAdmin(BaseAdmin):
    """Who has which role where."""

    list_display = ["user", "role", "district"]
    list_filter = ["role", "district", "user__is_active"]
    list_select_related = ["user", "district"]
    search_fields = ["user__username", "user__last_name", "user__first_name", "district__name"]
    autocomplete_fields = ["user", "district"]
    fields = ["user", "role", "district", "confirmed_at", "confirmed_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Let a role stay its person's."""
        return ["confirmed_at", "confirmed_by", *(["user"] if obj else [])]

    def hold(self, obj: Membership) -> None:
        """Lock the person, as her own page does, which writes roles too."""
        super().hold(obj.user)

    def save_model(self, request: HttpRequest, obj: Membership, form: forms.BaseForm, change: bool) -> None:
        """Give or change a role by its action."""
        by, at, role = signed_in(request), timezone.now(), Role(obj.role)
        if change:
            change_role(obj, role=role, district=obj.district, by=by, at=at)
        else:
            obj.pk = grant_role(obj.user, role=role, district=obj.district, by=by, at=at).pk

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        """Take a role away by its action."""
        end_role(obj, by=signed_in(request))
        if lacking := without(obj.user):
            self.message_user(request, lacking, messages.WARNING)


@admin.register(Departure)
class DepartureAdmin(BaseAdmin):
    """Who leaves when; it is decided on the pages of people."""

    writes = NO_WRITES
    made_elsewhere = "Festgelegt wird es auf den Seiten der Personen, unter „Verlässt uns“."
    list_display = ["person", "leaves_on", "successor", "done_at", "withdrawn_at"]
    list_select_related = ["person", "successor", "decided_by"]
    search_fields = ["person__username", "person__last_name"]
    fields = ["person", "leaves_on", "successor", "decided_at", "decided_by", "done_at", "withdrawn_at"]

    def locked_because(self, obj: Any) -> str:
        """Say why this is only read."""
        return self.made_elsewhere


@admin.register(Invitation)
class InvitationAdmin(BaseAdmin):
    """Who was invited when; what opens the account is not here."""

    writes = NO_WRITES
    made_elsewhere = "Eingeladen wird auf den Seiten der Personen, unter „Einladung und Passwort“."
    list_display = ["person", "address", "made_at", "expires_at", "used_at", "revoked_at"]
    list_select_related = ["person", "made_by"]
    search_fields = ["person__username", "person__last_name", "address"]
    date_hierarchy = "made_at"
    fields = ["person", "address", "made_at", "made_by", "expires_at", "used_at", "revoked_at"]

    def locked_because(self, obj: Any) -> str:
        """Say why this is only read."""
        return self.made_elsewhere
