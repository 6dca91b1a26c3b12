from django.apps import AppConfig

from agreements import url_converters
from districts import account_letters, offboarding


class AgreementsConfig(AppConfig):
    """The agreements and all that hangs on them."""

    name = "agreements"
    verbose_name = "Verträge"

    def ready(self) -> None:
        """Know what stands in addresses, let no account be disabled that is in charge of an agreement, send what concerns one."""
        from agreements.dossier.handover.actions import handover_obstacle  # noqa: PLC0415  models are loaded now
        from agreements.outbox import post_about_account  # noqa: PLC0415  as above

        url_converters.register()
        offboarding.CHECKS.append(handover_obstacle)
        account_letters.POSTERS.append(post_about_account)
