"""Where django-allauth asks us: limits of attempts, German sentences, e-mails from the outbox, nobody signs up."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from districts.account_letters import AccountLetter, post_account_letter
from districts.client_address import client_address, network_of, shortened_network
from districts.contacts import administrators, contact_words
from districts.identity_providers import may_have_password, without_password_words
from districts.models import User
from districts.security_kinds import SecurityKind
from districts.security_log.actions import note
from mitwirkung.accounts.attempt_limit import OWN_PASSWORD, minutes_to_wait, reset_attempts
from mitwirkung.accounts.known_devices import note_device
from mitwirkung.second_factor.requirement import has_confirmed_lately
from mitwirkung.single_sign_on.presenters import provider_of_account
from mitwirkung.single_sign_on.sessions import remember_provider

NOWHERE = "0.0.0.0"  # noqa: S104  a network that is not known; nothing listens there
WRONG = "Benutzername und Passwort passen nicht zusammen. Bitte prüfen Sie beides; Groß- und Kleinschreibung zählt."
WRONG_OWN = "Das ist nicht Ihr Passwort. Es wurde nichts geändert."
SENTENCES: Mapping[str, str] = {
    "mfa/messages/totp_activated.txt": "Die App ist eingerichtet.",
    "mfa/messages/totp_deactivated.txt": "Die App ist abgeschaltet.",
    "mfa/messages/webauthn_added.txt": "Der Passkey ist eingerichtet.",
    "mfa/messages/webauthn_removed.txt": "Der Passkey ist entfernt.",
    "account/messages/password_changed.txt": "Ihr Passwort ist geändert. Auf anderen Geräten gilt ab jetzt das neue.",
}
LETTERS: Mapping[str, AccountLetter] = {
    "account/email/password_changed": AccountLetter.PASSWORD_CHANGED,
    "account/email/password_reset": AccountLetter.PASSWORD_CHANGED,
    "mfa/email/totp_activated": AccountLetter.FACTOR_ADDED,
    "mfa/email/webauthn_added": AccountLetter.FACTOR_ADDED,
    "mfa/email/totp_deactivated": AccountLetter.FACTOR_REMOVED,
    "mfa/email/webauthn_removed": AccountLetter.FACTOR_REMOVED,
    "mfa/email/recovery_codes_generated": AccountLetter.CODES_MADE,
}
WAYS: Mapping[str, str] = {
    "reauthenticate": "Mit dem Passwort",
    "sign_on_again": "Mit der Anmeldung Ihrer Stelle",
    "mfa_reauthenticate": "Mit einem Code aus der App oder einem Ersatzcode",
    "mfa_reauthenticate:webauthn": "Mit einem Passkey",
}


def waiting_words(minutes: int) -> str:
    return "eine Minute" if minutes == 1 else f"{minutes} Minuten"


def without_address() -> str:
    """Return what an account without an e-mail address misses, and who can enter one."""
    whom = "; ".join(map(contact_words, administrators())) or "die Administration"
    return f"Zu Ihrem Konto fehlt die E-Mail-Adresse: Nachrichten erreichen Sie nicht. Eintragen kann sie: {whom}."


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth's questions about accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "incorrect_password": WRONG_OWN,
        "enter_current_password": "Das ist nicht Ihr bisheriges Passwort. Ihr Passwort wurde nicht geändert.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation only."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer everybody with pages."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's network only, which is all that is kept of an address."""
        return shortened_network(client_address(request)).partition("/")[0] or NOWHERE

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Compare name and password, unless there were too many attempts, whether the account exists or not."""
        typed = credentials["username"]
        if refused := without_password_words(typed):  # of all who have such an address
            raise ValidationError(refused)
        found = account_named(typed)
        name, network = _counted_name(found, typed), network_of(client_address(request))
        if minutes := minutes_to_wait(name, network, at=timezone.now()):
            raise ValidationError(
                "Es wurde zu oft ein falsches Passwort eingegeben, mit diesem Benutzernamen oder von diesem Anschluss aus. "
                f"Zum Schutz der Konten ist das Anmelden noch {waiting_words(minutes)} gesperrt; danach geht es wie "
                "gewohnt. Wenn Sie Ihr Passwort nicht mehr wissen, wählen Sie über „Passwort vergessen?“ ein neues."
            )
        credentials["username"] = found.username if found else typed
        user = authenticate(request, **credentials)  # computes one hash, for strangers, too
        if not isinstance(user, User):
            return None
        reset_attempts(name, network)
        return user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again unless the person signed in, or was asked, a short while ago."""
        request = context.request
        return not has_confirmed_lately(
            request, request.user, seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return how the person can show that it is she, in our words; own factors last."""
        ways = super().get_reauthentication_methods(user)
        if user.is_authenticated:
            if not may_have_password(user):
                ways = [way for way in ways if way["id"] != "reauthenticate"]
            if provider_of_account(user):
                place = 1 if ways and ways[0]["id"] == "reauthenticate" else 0
                ways.insert(place, {"id": "sign_on_again", "url": reverse("sign_on_again")})
        return [way | {"description": WAYS[way["id"]]} for way in ways]

    def reauthenticate(self, user: User, password: str) -> bool:  # type: ignore[override]  # our model
        """Compare the password of who is signed in; guessing it here does not lock the sign-in."""
        return own_password_is(user, password)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:  # type: ignore[override]  # our model
        """Let nobody in by password or passkey whose authority wants her to come by its identity provider."""
        came_by_provider = "sociallogin" in (kwargs["signal_kwargs"] or {})
        if user.is_active and not came_by_provider and not may_have_password(user):
            clear_login(request)
            note(request, SecurityKind.SIGN_IN_FAILED, person=user.pk)
            messages.error(request, without_password_words(user.email))
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # our model
        """Go on; who cannot be reached by e-mail hears it now, for nothing else would tell her."""
        if not user.email:
            messages.warning(request, without_address())
        response = super().post_login(request, user, **kwargs)
        remember_provider(request, (kwargs["signal_kwargs"] or {}).get("sociallogin"))
        note_device(request, response, user)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:  # type: ignore[override]  # our model
        """Say so to who has shown a passkey of a locked account; a password opens none."""
        note(request, SecurityKind.SIGN_IN_FAILED, person=user.pk)
        messages.error(
            request, "Ihr Konto ist gesperrt. Bitte wenden Sie sich an die Administration Ihrer Stelle."
        )
        return redirect("account_login")

    def login(self, request: HttpRequest, user: User) -> None:  # type: ignore[override]  # our model
        """Sign in, and remember whether it is for the first time."""
        request.session["signed_in_before"] = user.last_login is not None
        super().login(request, user)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what was done in our words; where there are none, the next page says enough."""
        if said := message or SENTENCES.get(message_template or ""):
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse what has no words of ours: every e-mail goes through the outbox."""
        raise NotImplementedError(template_prefix)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:  # type: ignore[override]  # our model
        """Queue the link to a new password; made and sent later, so that nobody can tell by the time it takes."""
        post_account_letter(user, AccountLetter.RESET, at=timezone.now())

    def send_notification_mail(  # type: ignore[override]  # our model
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Queue the notice of a change of the account."""
        if user.email and (letter := LETTERS.get(template_prefix)):
            post_account_letter(user, letter, at=timezone.now())


def own_password_is(user: User, password: str) -> bool:
    """Compare the password of who is signed in. Raises ValidationError after too many wrong ones."""
    name = _counted_name(user)
    if minutes := minutes_to_wait(name, OWN_PASSWORD, at=timezone.now()):
        raise ValidationError(
            "Das Passwort wurde zu oft falsch eingegeben. Bitte versuchen Sie es in "
            f"{waiting_words(minutes)} wieder. Es wurde nichts geändert."
        )
    if not user.check_password(password) or not may_have_password(user):
        note(context.request, SecurityKind.SIGN_IN_FAILED)
        return False
    reset_attempts(name, OWN_PASSWORD)
    return True


def account_named(typed: str) -> User | None:
    """Return the account with this user name or, if it looks like one, this e-mail address."""
    typed = typed.strip()
    named = {"email__iexact": typed} if "@" in typed else {"username": typed}
    return User.objects.filter(**named).first()


def _counted_name(found: User | None, typed: str = "") -> str:
    """Return under which name attempts are counted: one for the account, whichever of its names was typed."""
    return f"account {found.pk}" if found else typed


def forget_attempts(user: User, network: str) -> None:
    """Let who has chosen a new password sign in at once, after however many wrong ones."""
    reset_attempts(_counted_name(user), network)
