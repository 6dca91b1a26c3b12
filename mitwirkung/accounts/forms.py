"""Forms of sign-in, and of choosing and changing a password."""

from typing import Any, cast

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from agreements.rate_limit import Bucket, seconds_to_wait
from districts.base_forms import NamedErrors
from districts.client_address import client_address, network_of
from districts.fields import EmailField
from districts.identity_providers import without_password_words
from districts.models import User
from mitwirkung.accounts.adapter import own_password_is
from mitwirkung.passwords import LONGEST_PASSWORD

TOO_LONG = f"Passwörter haben hier höchstens {LONGEST_PASSWORD} Zeichen."
HOW_TO_CHOOSE = (
    "Mindestens 12 Zeichen, am besten mehrere Wörter, die nichts mit Ihrer Arbeit zu tun haben. Ein Passwort-Manager macht es "
    "leichter."
)
AGAIN = "Noch einmal, damit kein Tippfehler bleibt."
RESETS_OF_ADDRESS = Bucket(name="reset-address", burst=3, refill=600)
RESETS_FROM_NETWORK = Bucket(name="reset-network", burst=30, refill=30)


class SignInForm(NamedErrors, LoginForm):
    """User name or e-mail address, and password; the error does not say which of them is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label="Benutzername oder E-Mail-Adresse",
            max_length=254,
            widget=forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
            ),
        )
        self.fields["password"] = _password_field("Passwort", "current-password")
        self.order_fields(["login", "password"])

    def add_prefix(self, field_name: str) -> str:
        """Keep the name under which browsers have stored what was typed here."""
        return super().add_prefix("username" if field_name == "login" else field_name)

    def user_credentials(self) -> dict[str, str]:
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}


class ForgottenPasswordForm(NamedErrors, ResetPasswordForm):
    """Asks for the address of an account; the answer is the same whether there is one."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.fields["email"] = EmailField(label="E-Mail-Adresse", help_text="Die Adresse Ihres Kontos.")
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_email(self) -> str:
        """Find the account, unless this was asked too often, for whatever address."""
        email: str = self.cleaned_data["email"]
        if refused := without_password_words(email):  # whether there is an account or not
            raise ValidationError(refused)
        network, at = network_of(client_address(self.request)), timezone.now()
        if seconds_to_wait(RESETS_FROM_NETWORK, network, at=at) or seconds_to_wait(
            RESETS_OF_ADDRESS, email.casefold(), at=at
        ):
            raise ValidationError(
                "Danach wurde gerade schon mehrmals gefragt. Bitte sehen Sie in Ihrem Postfach nach, auch im Spam-Ordner, "
                "und versuchen Sie es sonst in zehn Minuten wieder."
            )
        found = User.objects.filter(email__iexact=email, is_active=True)
        self.users = [person for person in found if person.has_usable_password()]
        return email


class _ChosenPassword(NamedErrors):
    """What all forms have in which a password is chosen; goes before allauth's form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, help_text in (
            ("password1", "Neues Passwort", HOW_TO_CHOOSE),
            ("password2", "Neues Passwort bestätigen", AGAIN),
        ):
            field = self.fields[name]
            field.label, field.help_text = label, help_text
            field.widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        """Compare the two; allauth's own sentence is not German enough."""
        cleaned = self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error(
                "password2",
                "Die beiden Eingaben sind verschieden. Bitte geben Sie das Passwort zweimal gleich ein.",
            )
        return cleaned


class NewPasswordForm(_ChosenPassword, ResetPasswordKeyForm):
    """Choose a password by a link that was sent."""


class OwnPasswordForm(_ChosenPassword, ChangePasswordForm):
    """Change one's own password, with a limit of attempts at the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = _password_field("Bisheriges Passwort", "current-password")
        self.order_fields(["oldpassword", "password1", "password2"])

    def clean_oldpassword(self) -> str:
        password: str = self.cleaned_data["oldpassword"]
        if not own_password_is(cast("User", self.user), password):
            raise ValidationError(
                "Das ist nicht Ihr bisheriges Passwort. Ihr Passwort wurde nicht geändert.",
                code="password_incorrect",
            )
        return password


class OnceMoreForm(NamedErrors, ReauthenticateForm):
    """Ask for the password again before something that cannot be undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password_field("Ihr Passwort", "current-password")


def _password_field(label: str, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,
        error_messages={"max_length": TOO_LONG},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )
