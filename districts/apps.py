from importlib import import_module

from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "districts"
    verbose_name = "Bezirke und Personen"

    def ready(self) -> None:
        """Write into the security log what happens to accounts."""
        signals = import_module("districts.security_log.signals")  # needs the models
        signals.connect()
