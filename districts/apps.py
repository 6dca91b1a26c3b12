from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    """The ground: places, offices, people."""

    name = "districts"
    verbose_name = "Bezirke und Personen"
