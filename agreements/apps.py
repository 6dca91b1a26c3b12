from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """The agreements and all that hangs on them."""

    name = "agreements"
    verbose_name = "Verträge"
