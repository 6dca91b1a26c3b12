from django.apps import AppConfig

from agreements import url_converters
from districts import offboarding


class AgreementsConfig(AppConfig):
    """The agreements and all that hangs on them."""

    name = "agreements"
    verbose_name = "Verträge"

    def ready(self) -> None:
        """Know what stands in addresses, and let no account be disabled that is in charge of an agreement."""
        from agreements.dossier.handover.actions import handover_obstacle  # noqa: PLC0415  models are loaded now

        url_converters.register()
        offboarding.CHECKS.append(handover_obstacle)
