"""The demo's mailbox: e-mails are written into a folder, so that links and codes can be tried without a mail server."""

from django.conf import settings

FOLDER = settings.VAR_DIR / "demo" / "e-mails"


def prepare() -> None:
    """Let the settings name the folder unless they name a server."""
    if not settings.EMAIL_HOST:
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = str(FOLDER)
