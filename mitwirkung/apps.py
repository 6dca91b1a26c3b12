from datetime import datetime

from allauth.account.signals import authentication_step_completed
from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.contrib.auth.signals import user_logged_in
from django.core.checks import register
from django.core.management import call_command
from django.db.models.signals import post_migrate, pre_migrate

from agreements.job_choices import RecurringTask
from mitwirkung.checks import (
    application_owns_nothing,
    files_are_kept_private,
    files_can_be_written,
    refuse_foreign_migrations,
)


class MitwirkungConfig(AppConfig):
    """Settings, URLs and pages that belong to no other application."""

    name = "mitwirkung"
    verbose_name = "MitWirkung"
    default = True

    def ready(self) -> None:
        """Register system checks, handlers of migrations and what recurs."""
        from agreements import recurring  # noqa: PLC0415  models are loaded now
        from districts import offboarding  # noqa: PLC0415  as above
        from mitwirkung.own_sessions.middleware import note_seen, renew_key  # noqa: PLC0415  as above
        from mitwirkung.people.departure.queries import succession_obstacle  # noqa: PLC0415  as above

        user_logged_in.connect(note_seen, dispatch_uid="own_sessions")
        authentication_step_completed.connect(renew_key, dispatch_uid="own_sessions")
        register(files_are_kept_private, "files")
        register(files_can_be_written, "files")
        register(application_owns_nothing, "roles", deploy=True)
        recurring.ADDED[RecurringTask.REPORT_HEALTH] = report_health
        recurring.ADDED[RecurringTask.DEPARTURES] = end_departures
        offboarding.CHECKS.append(succession_obstacle)
        # the signals are sent for apps with models; one of them is enough
        pre_migrate.connect(refuse_foreign_migrations, sender=apps.get_app_config("districts"))
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("districts"))


def report_health(at: datetime) -> str:
    """Tell the admins what is red."""
    from mitwirkung.operations.health.reports import report_red  # noqa: PLC0415  only a worker needs it

    report = report_red(at=at)
    return f"reported: {', '.join(report.red)}" if report else ""


def end_departures(at: datetime) -> str:
    """End the access of whoever leaves today."""
    from mitwirkung.people.departure.actions import carry_out_due  # noqa: PLC0415  models are loaded by now

    gone = carry_out_due(at=at)
    return f"gone: {gone}" if gone else ""


def make_cache_table(using: str = "default", **_: object) -> None:
    """Create the table of the cache if missing: it belongs to no model, so no migration does it."""
    call_command("createcachetable", database=using, verbosity=0)


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own site, for people with the admin role."""

    default_site = "mitwirkung.admin_site.MitwirkungAdminSite"
    default = False
