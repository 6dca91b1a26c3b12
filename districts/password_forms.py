"""Password forms in German that never leave an account without a usable password."""

from typing import Any

from django.contrib.auth.forms import AdminPasswordChangeForm, PasswordChangeForm

from districts.base_forms import NamedErrors


class NewPasswordMixin(NamedErrors):
    """Require a password and explain the repetition; goes before Django's form."""

    repeat_field = "password2"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        self.fields[self.repeat_field].help_text = "Noch einmal, damit kein Tippfehler bleibt."
        for name in ("password1", "password2"):
            if name in self.fields:
                self.fields[name].required = True


class NewPasswordForm(NewPasswordMixin, AdminPasswordChangeForm):  # type: ignore[type-arg]  # takes none at run time
    """Set the password of another account."""


class AdminOwnPasswordForm(NewPasswordMixin, PasswordChangeForm):
    """Change one's own password."""

    repeat_field = "new_password2"
