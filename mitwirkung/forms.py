"""The one form of the roof: signing in."""

from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """Django's sign-in form with a sentence that says what to do next; it never tells which of the two was wrong."""

    error_messages = {
        "invalid_login": "Benutzername und Passwort passen nicht zusammen. "
        "Bitte prüfen Sie beides; Groß- und Kleinschreibung zählt.",
        "inactive": "Dieses Konto ist gesperrt. Bitte wenden Sie sich an die Administration Ihrer Stelle.",
    }
