"""The privacy statement and the record of processing, from the register."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings

from mitwirkung.privacy.activity import Activity, DeclaredTable
from mitwirkung.privacy.register import ACTIVITIES


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table by its German name, with the German names of its fields about people."""

    name: str
    fields: str


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity with its tables; the other words are those of `activity`."""

    activity: Activity
    kept: str
    caption: str
    tables: list[TableLine]


def activity_views() -> list[ActivityView]:
    return [
        ActivityView(
            activity,
            kept_words(activity),
            f"Tabellen: {activity.title}",
            [_table_line(table) for table in activity.tables],
        )
        for activity in ACTIVITIES
    ]


def kept_words(activity: Activity) -> str:
    """Return how long an activity's data are kept here."""
    return activity.kept.format(years=settings.RETENTION_YEARS, months=settings.SECURITY_LOG_MONTHS)


def operator_lines() -> list[str]:
    """Return name and address of whoever runs the application, a line each; none if they are not set."""
    return _lines(settings.OPERATOR)


def privacy_officer_lines() -> list[str]:
    return _lines(settings.PRIVACY_OFFICER)


def _lines(setting: str) -> list[str]:
    return [line.strip() for line in setting.split("|") if line.strip()]


def _table_line(table: DeclaredTable) -> TableLine:
    meta = apps.get_model(table.model)._meta
    labels = [str(getattr(meta.get_field(name), "verbose_name", name)) for name in table.personal_fields]
    return TableLine(table.title or str(meta.verbose_name_plural), ", ".join(labels))
