from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "districts"
    verbose_name = "Bezirke und Personen"

    def ready(self) -> None:
        """Write into the security log what happens to accounts."""
        from districts.security_log import signals  # noqa: PLC0415  models are loaded now

        signals.connect()
