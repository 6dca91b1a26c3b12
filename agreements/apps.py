from django.apps import AppConfig

from districts import offboarding


class AgreementsConfig(AppConfig):
    """The agreements and all that hangs on them."""

    name = "agreements"
    verbose_name = "Verträge"

    def ready(self) -> None:
        """Let no account be disabled that is in charge of an agreement."""
        from agreements.dossier.handover.actions import still_in_charge  # noqa: PLC0415  models are loaded now

        offboarding.CHECKS.append(still_in_charge)
