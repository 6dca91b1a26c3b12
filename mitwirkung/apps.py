from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.core.checks import register

from mitwirkung.checks import files_are_kept_private, files_can_be_written


class MitwirkungConfig(AppConfig):
    """The roof: it wires the rooms together and knows no rules."""

    name = "mitwirkung"
    verbose_name = "MitWirkung"
    default = True

    def ready(self) -> None:
        """Register the checks of the surroundings."""
        register(files_are_kept_private, "files")
        register(files_can_be_written, "files")


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own site, for people with the admin role."""

    default_site = "mitwirkung.admin_site.HouseAdminSite"
    default = False
