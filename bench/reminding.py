"""The daily run of reminders over 1,000,000 due days: 10,000 agreements, 30,000 responsibilities, 2,000 people.

The rows are written past the triggers and taken back afterwards; nothing reads more of them than their keys.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as day_time
from typing import TypeVar

from django.db import connection, transaction
from django.utils import timezone

from agreements.models import Reminder, ReminderRun
from agreements.reminders.actions import write_reminders
from agreements.reminders.lead_times import ON_THE_DAY, OVERDUE, USUAL, intervals
from agreements.schedule.working_days import is_working_day
from agreements.tracking.overview.cached_summary import SHAPE
from bench.copies import settle
from bench.measure import peak_memory
from bench.progress import Progress
from bench.story import Dataset

Result = TypeVar("Result")
DUE_DAYS = 1_000_000
AGREEMENTS = 10_000
DISTRICTS = 1_000  # with two people each
FIRST = 10_000_000  # of the keys
FILL = (
    "INSERT INTO districts_user (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, "
    "date_joined, office_phone) SELECT %(first)s + n, '', false, 'bench-' || n, 'P', 'N', n || '@example.org', false, true, "
    "%(at)s, '' FROM generate_series(1, 2 * %(districts)s) n",
    "INSERT INTO districts_membership (user_id, role, district_id, confirmed_at) SELECT %(first)s + n, 'district_staff', "
    "%(first)s + (n + 1) / 2, %(at)s FROM generate_series(1, 2 * %(districts)s) n",
    "INSERT INTO agreements_agreement (id, district_id, reference, legal_form, origin, coordinator_id, history_length, "
    "history_head) SELECT %(first)s + n, %(first)s + 1 + n %% %(districts)s, 'B-' || n, 'public_law', 'drafted', "
    "%(coordinator)s, 1, '' FROM generate_series(1, %(agreements)s) n",
    "INSERT INTO agreements_schedulecache (agreement_id, history_length, shape, computed_on, expires_on, summary) "
    "SELECT %(first)s + n, 1, %(shape)s, %(today)s::date - 100, %(today)s::date + 100, '' FROM generate_series(1, %(agreements)s) n",
    "INSERT INTO agreements_dueday (agreement_id, topic, obligation_id, instrument_id, key, due_on, once, by_district, "
    "by_coordination) SELECT %(first)s + 1 + n %% %(agreements)s, 'obligation', n, n, n::text, "
    "%(today)s::date - 10 + (n::bigint * 7919 %% 730)::int, false, n %% 3 > 0, n %% 3 = 0 FROM generate_series(1, %(due_days)s) n",
)
# the same lines as the last run, by hand: whom what is due concerns, without asking what was said, who is away or wants none
BY_HAND = """
INSERT INTO agreements_reminder (person_id, topic, agreement_id, obligation_id, key, step, due_on, noted_at, not_sent)
SELECT r.person_id, d.topic, d.agreement_id, d.obligation_id, d.key, s.step, d.due_on, now(), 'nobody'
FROM unnest(%s::int[], %s::date[], %s::date[]) s(step, low, high)
JOIN agreements_dueday d ON d.due_on BETWEEN s.low AND s.high
JOIN (SELECT id, coordinator_id, false FROM agreements_agreement UNION ALL SELECT a.id, m.user_id, true
    FROM agreements_agreement a JOIN districts_membership m ON m.district_id = a.district_id) r(agreement_id, person_id, of_district)
    ON r.agreement_id = d.agreement_id AND CASE WHEN r.of_district THEN d.by_district ELSE d.by_coordination END
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """Lines and seconds of each run, of the bare statement, and by how much the process grew meanwhile, in MB."""

    due_days: int
    runs: tuple[tuple[str, int, float], ...]
    by_hand: float
    grown: float


def reminded(dataset: Dataset, progress: Progress, *, due_days: int = DUE_DAYS) -> Reminded:
    """Measure the first run, one on the next working day, the same again, and one after two weeks without a worker."""
    today = next_working_day(timezone.localdate())
    with transaction.atomic():
        with progress.step(f"Filling in {due_days:,} due days"):
            _fill(dataset, today, due_days)
        before = peak_memory()
        runs, day, by_hand = [], today, 0.0
        for name, pause in (
            ("first run", 0),
            ("next working day", 1),
            ("the same day again", 0),
            ("14 days late", 14),
        ):
            with progress.step(f"Reminders, {name}"):
                day = next_working_day(day + timedelta(days=pause))
                if name == "14 days late":
                    by_hand = _by_hand(day)
                if name == "the same day again":
                    ReminderRun.objects.filter(day_on=day).delete()
                runs.append((name, *_run(day)))
        found = Reminded(due_days=due_days, runs=tuple(runs), by_hand=by_hand, grown=peak_memory() - before)
        transaction.set_rollback(True)
    return found


def next_working_day(day: date) -> date:
    """Return the day, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _fill(dataset: Dataset, today: date, due_days: int) -> None:
    values = {
        "first": FIRST,
        "districts": DISTRICTS,
        "agreements": AGREEMENTS,
        "due_days": due_days,
        "coordinator": dataset.readers["coordinator"].pk,
        "shape": SHAPE,
        "today": today,
        "at": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in FILL:
            cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")
    Reminder.objects.all().delete()
    ReminderRun.objects.all().delete()
    settle()


def _run(day: date) -> tuple[int, float]:
    at = timezone.make_aware(datetime.combine(day, day_time(8)))
    with connection.cursor() as cursor:  # the keys that they name are not there
        cursor.execute("SET LOCAL session_replication_role = replica")
    lines, seconds = _timed(lambda: write_reminders(at=at))
    return lines or 0, seconds


def _by_hand(day: date) -> float:
    found = list(intervals((*USUAL, ON_THE_DAY, *OVERDUE), day))

    def ask() -> None:
        with connection.cursor() as cursor:
            columns = [[one.step for one in found], [one.low for one in found], [one.high for one in found]]
            cursor.execute(BY_HAND, columns)

    with transaction.atomic():
        seconds = _timed(ask)[1]
        transaction.set_rollback(True)
    return seconds


def _timed(act: Callable[[], Result]) -> tuple[Result, float]:
    began = time.perf_counter()
    result = act()
    return result, time.perf_counter() - began


def reminded_table(found: Reminded) -> str:
    """Return what each run wrote and took."""
    lines = [f"{f'reminders over {found.due_days:,} due days':<42}{'lines':>12}{'seconds':>9}"]
    lines += [f"{name:<42}{number:>12,}{seconds:>9.2f}" for name, number, seconds in found.runs]
    last = found.runs[-1][2]
    lines.append(
        f"bare SQL for the last, by hand: {found.by_hand:.2f} s; the run takes {last / found.by_hand:.1f} times that; "
        f"the process grew by {found.grown:.0f} MB"
    )
    return "\n".join(lines)
