"""The settings of the log; `settings.py` takes them over by name."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from mitwirkung.environment import flag

_PRODUCTION = flag("MITWIRKUNG_PRODUCTION", default=False)
LOG_LEVEL = os.environ.get("MITWIRKUNG_LOG_LEVEL", "WARNING")
LOG_FORMAT = os.environ.get("MITWIRKUNG_LOG_FORMAT", "json" if _PRODUCTION else "text")
if LOG_FORMAT not in {"json", "text"}:
    raise ImproperlyConfigured(f"MITWIRKUNG_LOG_FORMAT must be json or text, not {LOG_FORMAT!r}.")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {
        # problems of a PDF or a service are results; the library would log each with a traceback
        **{name: {"level": "CRITICAL"} for name in ("pyhanko", "pyhanko_certvalidator")},
        "django.template": {"level": "INFO"},  # below that it writes the values of pages, names included
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # lines of their own say how each request was answered, and what each job did
        **(
            {
                "mitwirkung.requests": {"level": "INFO"},
                "django.request": {"level": "ERROR"},
                "agreements.worker": {"level": "INFO"},
            }
            if LOG_FORMAT == "json"
            else {}
        ),
        # the server's own handler would write the whole address of a request that fails
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
    },
    "formatters": {
        "json": {"()": "mitwirkung.logs.JsonLines"},
        "text": {"()": "mitwirkung.logs.TextLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
