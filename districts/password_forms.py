"""Forms for new passwords: German throughout, and no way to an account that could not sign in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, PasswordChangeForm


class NewPassword(forms.BaseForm):
    """What Django's forms for a new password lack; mixed in before them."""

    again = "password2"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        self.fields[self.again].help_text = "Noch einmal, damit kein Tippfehler bleibt."
        for name in ("password1", "password2"):
            if name in self.fields:
                self.fields[name].required = True


class NewPasswordForm(NewPassword, AdminPasswordChangeForm):  # type: ignore[type-arg]  # takes none at run time
    """A new password for somebody's account."""


class AdminOwnPasswordForm(NewPassword, PasswordChangeForm):
    """A new password for oneself."""

    again = "new_password2"
