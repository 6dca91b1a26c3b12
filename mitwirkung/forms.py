"""Forms of sign-in and of changing the password."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from districts.base_forms import NamedErrors
from districts.client_address import client_address, network_of
from districts.password_forms import NewPasswordMixin
from mitwirkung.sign_in import FAILURES, OWN_PASSWORD, minutes_to_wait, reset_attempts


def _wait(minutes: int) -> str:
    return "eine Minute" if minutes == 1 else f"{minutes} Minuten"


class LoginForm(NamedErrors, AuthenticationForm):
    """Django's sign-in form with rate limit; the error does not say whether name or password is wrong."""

    error_messages = {
        "invalid_login": "Benutzername und Passwort passen nicht zusammen. "
        "Bitte prüfen Sie beides; Groß- und Kleinschreibung zählt.",
        "inactive": "Dieses Konto ist gesperrt. Bitte wenden Sie sich an die Administration Ihrer Stelle.",
    }

    def clean(self) -> dict[str, Any]:
        """Reject too many attempts, whether the account exists or not."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name is None or not password:
            return super().clean()
        network = network_of(client_address(self.request)) if self.request else ""
        if minutes := minutes_to_wait(name, network, at=timezone.now()):
            raise ValidationError(
                "Es wurde zu oft ein falsches Passwort eingegeben, mit diesem Benutzernamen oder von diesem Anschluss aus. "
                f"Zum Schutz der Konten ist das Anmelden noch {_wait(minutes)} gesperrt; danach geht es wie "
                "gewohnt. Wenn Sie Ihr Passwort nicht mehr wissen, lässt die Administration Ihrer Stelle ein neues setzen."
            )
        cleaned = super().clean()
        reset_attempts(name, network)
        return cleaned


class OwnPasswordForm(NamedErrors, PasswordChangeForm):
    """Django's password form with a rate limit on the old password."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "Das ist nicht Ihr bisheriges Passwort. Ihr Passwort wurde nicht geändert.",
    }

    def clean_old_password(self) -> str:
        name = self.user.get_username()
        if minutes := minutes_to_wait(name, OWN_PASSWORD, at=timezone.now()):
            raise ValidationError(
                f"Das bisherige Passwort wurde {FAILURES}-mal falsch eingegeben. Bitte versuchen Sie es in "
                f"{_wait(minutes)} wieder. Ihr Passwort wurde nicht geändert."
            )
        password = super().clean_old_password()
        reset_attempts(name, OWN_PASSWORD)
        return password


class FirstPasswordForm(NewPasswordMixin, SetPasswordForm):  # type: ignore[type-arg]  # takes none at run time
    """The first password of an account, which nobody has signed in to yet."""

    repeat_field = "new_password2"
