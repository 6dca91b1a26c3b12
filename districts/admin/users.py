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
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from districts.admin.access_views import access_words, person_access
from districts.admin.base_admin import BaseAdmin, BaseForm, ChangeRefused
from districts.admin.four_eyes import ways_to_ask
from districts.admin.inlines import ALL_WRITES, NO_WRITES, BaseInline, offer_once
from districts.four_eyes import hold_admins
from districts.invitations.actions import invite
from districts.models import District, Invitation, Membership, User
from districts.offboarding import offboarding_obstacles
from districts.policy import is_admin
from districts.roles import Role
from districts.verified_addresses import keep_address

admin.site.unregister(Group)  # roles come from memberships; groups would look as if they did something
# the address is the account's; factors, sessions and links with identity providers are their owner's
admin.site.unregister([EmailAddress, Authenticator, UserSession, SocialAccount])
# identity providers are a setting, and no token is kept
admin.site.unregister([SocialApp, SocialToken])


def keep_an_admin() -> None:
    """Refuse a change after which nobody could come in here. Must run inside the change's transaction."""
    hold_admins()  # nobody takes the other one's role at this moment
    if not Membership.objects.filter(role=Role.ADMIN, user__is_active=True).exists():
        raise ChangeRefused(
            "Mindestens eine aktive Person muss die Rolle „Administration“ behalten: Sonst käme niemand mehr in die "
            "Verwaltung. Es wurde nichts geändert."
        )


def keep_what_is_in_hand(*people: User) -> None:
    """Refuse to disable an account, or to take a role away, that something still hangs on."""
    if obstacles := [one for person in people for one in offboarding_obstacles(person)]:
        sentence = '{} <a href="{}">{}</a>.'
        kept = format_html_join(" ", sentence, ((one.reason, one.url, one.way) for one in obstacles))
        raise ChangeRefused(format_html("{} Es wurde nichts geändert.", kept))


def keep_from_takeover(person: User, before: User, by: Any) -> None:
    """Refuse to give somebody else's admin account another address, or to open it again: that is for two people."""
    if before.email != person.email and is_admin(before) and person != by:
        raise ChangeRefused(
            f"{person} hat die Rolle „Administration“: Die E-Mail-Adresse ändert dann nur die Person selbst, denn wer sie liest, "
            "kommt in das Konto. Es wurde nichts geändert."
        )
    if person.is_active and not before.is_active and before.memberships.filter(role=Role.ADMIN).exists():
        raise ChangeRefused(
            f"{person} hat die Rolle „Administration“: Das Konto wieder zu öffnen, gibt sie zurück. Beantragen Sie unter "
            "„Vier-Augen-Prinzip“, dass die Rolle gegeben wird. Es wurde nichts geändert."
        )


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
            '{} <a href="{}">Einladung und Passwort</a>',
            access_words(user, timezone.now()),
            reverse("admin:districts_user_access", args=[user.pk]),
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
        """Save an account, unless somebody would come into one of the administration with it."""
        if change:
            keep_from_takeover(obj, User.objects.get(pk=obj.pk), request.user)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.BaseForm, formsets: Any, change: bool) -> None:
        """Save the account with its roles, unless nobody would be left to look after the application; invite a new one."""
        super().save_related(request, form, formsets, change)
        person: User = form.instance  # type: ignore[attr-defined]  # it is a ModelForm
        keep_an_admin()
        keep_what_is_in_hand(person)
        keep_address(person)
        if not change:
            invited = invite(person, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # signed in
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
    fields = ["user", "role", "district"]

    def hold(self, obj: Membership) -> None:
        """Lock the person, as her own page does, which writes roles too."""
        super().hold(obj.user)

    def save_model(self, request: HttpRequest, obj: Membership, form: forms.BaseForm, change: bool) -> None:
        """Save a role, unless nobody would be left to look after the application or after what the person has in hand."""
        losing = list(User.objects.filter(memberships=obj.pk)) if change else []
        super().save_model(request, obj, form, change)
        keep_an_admin()
        keep_what_is_in_hand(*losing)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        """Take a role away, unless nobody would be left to look after the application or after what the person has in hand."""
        super().delete_model(request, obj)
        keep_an_admin()
        keep_what_is_in_hand(obj.user)
        if lacking := without(obj.user):
            self.message_user(request, lacking, messages.WARNING)


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
