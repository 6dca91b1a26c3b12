"""WSGI entry point: `gunicorn mitwirkung.wsgi`."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

from mitwirkung.database import ensure_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitwirkung.settings")
ensure_database(lambda text: print(text, file=sys.stderr))  # noqa: T201 - no logging before the settings
application = get_wsgi_application()
# a page alone makes thousands of objects, and what is there before the first request stays
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
