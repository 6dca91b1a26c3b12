"""The people in the admin: accounts, and what each person is where."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from districts.admin.base_admin import BaseAdmin, BaseForm, ChangeRefused
from districts.admin.inlines import ALL_WRITES, BaseInline, offer_once
from districts.models import District, Membership, User
from districts.offboarding import offboarding_obstacles
from districts.password_forms import NewPasswordForm, NewPasswordMixin
from districts.roles import Role

admin.site.unregister(Group)  # roles come from memberships; groups would look as if they did something


def keep_an_admin() -> None:
    """Refuse a change after which nobody could come in here. Must run inside the change's transaction."""
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
    """The form for an existing account. A password is set on a page of its own."""

    password = None  # type: ignore[assignment]  # Django's way to leave a declared field away

    class Meta(UserChangeForm.Meta):
        help_texts = {
            "is_active": "Wer nicht aktiv ist, kann sich nicht anmelden. Konten, die Spuren hinterlassen haben, werden so "
            "gesperrt statt gelöscht."
        }


class NewPersonForm(NewPasswordMixin, BaseForm, AdminUserCreationForm):  # type: ignore[type-arg]  # the base names its model itself
    """The form for a new account."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "office_phone"]


class MembershipInline(BaseInline):
    """A person's roles, on her page."""

    model = Membership
    fields = ["role", "district"]
    related = ["user", "district"]
    writes = ALL_WRITES

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Offer the districts, asked for once for all rows."""
        formset = super().get_formset(request, obj, **kwargs)
        offer_once(formset, "district", District.objects.all())
        return formset


@admin.register(User)
class PersonAdmin(BaseAdmin, UserAdmin):  # type: ignore[type-arg]  # the base names its model itself
    """Accounts. A user with records is deactivated, not deleted."""

    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None
    change_password_form = NewPasswordForm
    change_user_password_template = "admin/districts/user/password.html"  # noqa: S105  a template is no password
    inlines = [MembershipInline]
    list_display = ["username", "last_name", "first_name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role", "memberships__district"]
    search_fields = ["username", "last_name", "first_name", "email"]
    ordering = ["last_name", "first_name", "username"]
    filter_horizontal = ()
    readonly_fields = ["password_way", "disclosure_way", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password_way", "disclosure_way"]}),
        ("Person", {"fields": ["first_name", "last_name", "email", "office_phone"]}),
        ("Zugang", {"fields": ["is_active", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "password1", "password2"]}),
        ("Person", {"fields": ["first_name", "last_name", "email", "office_phone"]}),
    ]

    @admin.display(description="Passwort")
    def password_way(self, user: User) -> SafeString:
        """Return the way to a new password: the one that is stored cannot be read."""
        return format_html(
            '<a href="{}">Neues Passwort setzen</a>',
            reverse("admin:auth_user_password_change", args=[user.pk]),
        )

    @admin.display(description="Auskunft und Löschen")
    def disclosure_way(self, user: User) -> SafeString:
        """Return the way to all that is kept about the person."""
        page = reverse("person_detail", args=["konto", user.pk])
        return format_html('<a href="{}">Alles über diese Person</a>', page)

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

    def save_related(self, request: HttpRequest, form: forms.BaseForm, formsets: Any, change: bool) -> None:
        """Save the account with its roles, unless nobody would be left to look after the application."""
        super().save_related(request, form, formsets, change)
        person: User = form.instance  # type: ignore[attr-defined]  # it is a ModelForm
        keep_an_admin()
        keep_what_is_in_hand(person)
        if lacking := without(person):
            self.message_user(request, lacking, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Delete an account, unless nobody would be left to look after the application."""
        super().delete_model(request, obj)
        keep_an_admin()

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Count what the person did in the admin among the records that keep an account from being deleted."""
        to_delete, counts, missing, protected = super().get_deleted_objects(objs, request)
        if LogEntry.objects.filter(user__in=objs).exists():
            protected = [*protected, "Einträge im Protokoll der Verwaltung"]
        return to_delete, counts, missing, protected


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
