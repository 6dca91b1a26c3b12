"""Forms of second factors: a code, or what a passkey has signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from districts.base_forms import Form, NamedErrors
from districts.fields import TextField
from districts.models import User
from districts.security_kinds import SecurityKind
from districts.security_log.actions import note
from mitwirkung.accounts.adapter import waiting_words
from mitwirkung.accounts.attempt_limit import SECOND_FACTOR, minutes_to_wait, reset_attempts

UNREADABLE = "Der Passkey hat nicht geantwortet, wie er sollte. Bitte versuchen Sie es noch einmal."


def _code_field(help_text: str) -> TextField:
    return TextField(
        label="Code",
        max_length=20,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class _CodeForm(Form):
    """Takes a code, with a limit of attempts of its own; goes before allauth's form."""

    code: Any = _code_field("Die sechs Ziffern aus Ihrer App, oder einer Ihrer Ersatzcodes.")
    user: User

    def clean_code(self) -> str:
        """Compare the code, unless there were too many wrong ones."""
        name = f"account {self.user.pk}"
        if minutes := minutes_to_wait(name, SECOND_FACTOR, at=timezone.now()):
            raise ValidationError(
                f"Es wurden zu viele falsche Codes eingegeben. Bitte versuchen Sie es in {waiting_words(minutes)} wieder."
            )
        code = cast("str", super().clean_code())  # type: ignore[misc]  # allauth's form behind this one
        reset_attempts(name, SECOND_FACTOR)
        return code


class SecondFactorForm(_CodeForm, AuthenticateForm):
    """The code after the password."""


class CodeOnceMoreForm(_CodeForm, ReauthenticateForm):
    """The code again, before something that cannot be undone."""


class AppForm(_CodeForm, ActivateTOTPForm):
    """The first code of an app, which shows that it has the secret."""

    code: Any = _code_field("Die sechs Ziffern, die die App jetzt zeigt.")


class AppOffForm(NamedErrors, DeactivateTOTPForm):
    """Switches the app off."""


class RecoveryCodesForm(NamedErrors, GenerateRecoveryCodesForm):
    """Makes new recovery codes."""


class _SignedField(forms.JSONField):
    """What a passkey has signed, as `static/js/passkeys.js` sends it."""

    def to_python(self, value: Any) -> Any:
        with _readable():  # JSON may be nested too deeply
            return super().to_python(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show nothing of it again: what was refused counts no more."""
        return initial


class _SignedForm(Form):
    """Takes what a passkey has signed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"required": UNREADABLE, "invalid": UNREADABLE}
        self.fields["credential"] = _SignedField(widget=forms.HiddenInput, error_messages=words)

    def clean_credential(self) -> Any:
        """Let allauth judge it; fido2 trips over much that no browser sends."""
        checks = getattr(super(), "clean_credential", None)  # a new one is judged with the whole form
        try:
            with _readable():
                return checks() if checks else self.cleaned_data["credential"]
        except ValidationError:
            note(context.request, SecurityKind.SIGN_IN_FAILED)
            raise


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ValidationError(UNREADABLE, code="invalid") from error


class NewPasskeyForm(_SignedForm, AddWebAuthnForm):
    """A new passkey, with the name by which its owner knows it."""

    name = TextField(
        label="Name",
        max_length=60,
        required=False,
        help_text="Woran Sie ihn wiedererkennen, zum Beispiel „Diensthandy“.",
    )
    passwordless = None  # type: ignore[assignment]  # every one can be used without a password

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        # asks allauth to insist that the device has checked who holds it
        cleaned["passwordless"] = True
        with _readable():
            return super().clean()


class PasskeyForm(_SignedForm, AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeySignInForm(_SignedForm, LoginWebAuthnForm):
    """A passkey instead of a password."""


class PasskeyOnceMoreForm(_SignedForm, ReauthenticateWebAuthnForm):
    """A passkey again, before something that cannot be undone."""
