"""WSGI entry point: `gunicorn mitwirkung.wsgi`."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from mitwirkung.database import ensure_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitwirkung.settings")
ensure_database(lambda text: print(text, file=sys.stderr))  # noqa: T201 - no logging before the settings
application = get_wsgi_application()
