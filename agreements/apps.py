from django.apps import AppConfig

from districts import leaving


class AgreementsConfig(AppConfig):
    """The agreements and all that hangs on them."""

    name = "agreements"
    verbose_name = "Verträge"

    def ready(self) -> None:
        """Let no account be disabled that is in charge of an agreement."""
        from agreements.dossier.handing_over.actions import still_in_charge  # noqa: PLC0415  models are loaded now

        leaving.QUESTIONS.append(still_in_charge)
