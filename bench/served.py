"""What the bench's workers serve: the product with the bench's bare views beside it (`gunicorn bench.served`)."""

from django.conf import settings

from mitwirkung.wsgi import application

__all__ = ["application"]

settings.ROOT_URLCONF = "bench.floor"
