"""When to remind of the last day on which a notice can be received. Pure."""

from datetime import date

from agreements.calendar_months import months_before
from agreements.schedule.working_days import working_day_before
from agreements.state import NextExtension
from agreements.termination_choices import ReminderOccasion


def reminder_days(extension: NextExtension) -> dict[ReminderOccasion, date]:
    """Return from which day on there is each occasion; a letter of the last working day can still be handed over."""
    last = extension.last_notice_on
    return {
        ReminderOccasion.DECISION: extension.decide_from,
        ReminderOccasion.MONTH: months_before(last, 1),
        ReminderOccasion.LAST_WORKING_DAY: working_day_before(last),
    }


def due_occasion(extension: NextExtension, as_of: date) -> ReminderOccasion | None:
    """Return the latest occasion that has come, however long ago; None if none."""
    come = [occasion for occasion, day in reminder_days(extension).items() if day <= as_of]
    return come[-1] if come else None
