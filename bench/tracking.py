"""What the start pages cost where much is tracked: a district with 5,000 occurrences, and a city with 1,000,000.

Thirty obligations come back every month for fourteen years. Nearly everything is reported and confirmed, as it would be
by then; one in a hundred waits, one is asked back, two were never reported. Bulk SQL fills one district past the
triggers, and `copies` repeats it. Days come from the application's own rules, so the pages find what they would compute.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from agreements.calendar_months import add_months
from agreements.tracking.overview.cached_summary import rebuild_summaries, store_summaries
from agreements.tracking.queries.obligations import all_occurrences, newest_terms
from bench.copies import copy_district, settle
from bench.measure import Measured, measure
from bench.pages import Page
from bench.progress import Progress
from bench.story import Dataset

MONTHS = 166  # and the month to come: 30 obligations x 167 are a little more than 5,000
DISTRICTS = 200
# Which occurrences, of every hundred, are not reported, reported and not answered, reported and asked back.
MISSING, WAITING, ASKED = (31, 77), (7,), (53,)
FILL = """
WITH reported AS (
    INSERT INTO agreements_report (obligation_id, terms_id, key, starts_on, due_on, number, side, progress, done_on,
        remark, reported_at, reported_by_id)
    SELECT f.obligation, f.terms, f.key, f.starts, f.due, 1, CASE t.owed_by WHEN 'association' THEN 'association'
        ELSE 'district' END, 'fulfilled', f.due, '', f.due + time '12:00', %(by)s
    FROM unnest(%(obligations)s::bigint[], %(terms)s::bigint[], %(keys)s::text[], %(starts)s::date[], %(due)s::date[])
        AS f(obligation, terms, key, starts, due) JOIN agreements_obligationterms t ON t.id = f.terms
    RETURNING id, side, reported_at
)
INSERT INTO agreements_reportanswer (report_id, number, side, decision, remark, answered_at, answered_by_id)
SELECT id, 1, CASE side WHEN 'district' THEN 'association' ELSE 'district' END,
    CASE WHEN id %% 100 = ANY(%(asked)s) THEN 'asked_back' ELSE 'confirmed' END, 'Wann?', reported_at, %(answerer)s
FROM reported WHERE NOT id %% 100 = ANY(%(waiting)s)
"""
# what the overview says of reports, asked of all of them by hand
BY_HAND = """
SELECT a.district_id, count(*) FILTER (WHERE l.decision IS NULL), count(*) FILTER (WHERE l.decision = 'asked_back'),
    max(l.reported_at)
FROM (
    SELECT DISTINCT ON (r.obligation_id, r.key) r.obligation_id, r.reported_at, (SELECT n.decision
        FROM agreements_reportanswer n WHERE n.report_id = r.id ORDER BY n.number DESC LIMIT 1)
    FROM agreements_report r ORDER BY r.obligation_id, r.key, r.number DESC
) l JOIN agreements_obligation o ON o.id = l.obligation_id JOIN agreements_agreement a ON a.id = o.agreement_id
GROUP BY a.district_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """What was measured; times are in seconds."""

    in_district: int
    in_city: int
    district: Measured
    city: Measured
    storing_all: float
    storing_one: float
    by_hand: float


def tracked(
    dataset: Dataset,
    districts: int,
    repeat: int,
    progress: Progress,
    *,
    months: int = MONTHS,
) -> Tracked:
    """Fill a district and a city with occurrences of some months, and measure their start pages."""
    with progress.step("Filling a district with occurrences"):
        in_district = fill(dataset, months)
        settle()
    staff = Page("what is due", "district staff", reverse("whats_due"))
    with progress.step(f"{in_district:>9,}  {staff.name} ({staff.reader})"):
        of_district = measure(staff, dataset.readers[staff.reader], repeat, progress)
    with progress.step(f"Multiplying to {districts} districts"):
        copy_district(1, districts - 1, progress.tick)
        settle()
    began = time.perf_counter()
    with progress.step("Storing all summaries, as the worker does"):
        for _ in store_summaries(timezone.now()):
            progress.tick()
    storing_all = time.perf_counter() - began
    city = Page("overview", "coordinator", reverse("overview"))
    with progress.step(f"{in_district * districts:>9,}  {city.name} ({city.reader})"):
        of_city = measure(city, dataset.readers[city.reader], repeat, progress)
    return Tracked(
        in_district=in_district,
        in_city=in_district * districts,
        district=of_district,
        city=of_city,
        storing_all=storing_all,
        storing_one=_median(repeat, lambda: rebuild_summaries([dataset.agreement.pk], timezone.localdate())),
        by_hand=_median(3, _by_hand),
    )


def fill(dataset: Dataset, months: int) -> int:
    """Let the district's obligations come back every month, and report on them; return how many there are."""
    today = timezone.localdate()
    begins = add_months(today.replace(day=1), -months)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM agreements_reportanswer")
        cursor.execute("DELETE FROM agreements_evidence")
        cursor.execute("DELETE FROM agreements_report")
        cursor.execute("DELETE FROM agreements_occasion")
        cursor.execute(
            "UPDATE agreements_instrument SET begins_on = %s, ends_on = %s WHERE id = %s",
            [begins, add_months(today, 12), dataset.signed.instrument_id],
        )
        cursor.execute("UPDATE agreements_signature SET signed_on = %s", [begins - timedelta(days=9)])
        cursor.execute(
            "UPDATE agreements_obligationterms SET shape = 'period', period_months = 1, anchor = '', anchor_code = '', "
            "trigger = '', due_on = NULL, due_month = NULL, due_day = NULL, sense = 'at_least', offset_amount = NULL, "
            "offset_unit = '', offset_before = false WHERE instrument_id = %s",
            [dataset.signed.instrument_id],
        )
        terms = newest_terms().filter(instrument=dataset.signed.instrument_id)
        found = all_occurrences(terms, today)
        of_obligation = dict(terms.values_list("obligation_id", "pk"))
        reported = [
            (tracked.obligation_id, of_obligation[tracked.obligation_id], one.key, one.starts_on, one.due_on)
            for number, tracked in enumerate(found)
            if (one := tracked.status.occurrence) and one.due_on and one.due_on < today
            if number % 100 not in MISSING
        ]
        obligations, rows, keys, starts, due = (list(column) for column in zip(*reported, strict=True))
        cursor.execute(
            FILL,
            {
                **{"obligations": obligations, "terms": rows, "keys": keys, "starts": starts, "due": due},
                **{"asked": list(ASKED), "waiting": list(WAITING)},
                "by": dataset.readers["district staff"].pk,
                "answerer": dataset.readers["coordinator"].pk,
            },
        )
    return len(found)


def tracked_table(found: Tracked) -> str:
    """Return the two pages, and what the worker pays for them."""
    lines = [f"{'tracking':<42}{'occurrences':>12}{'queries':>9}{'page ms':>9}{'floor ms':>9}{'ratio':>9}"]
    for name, number, one in (
        ("what is due (district staff)", found.in_district, found.district),
        ("overview (coordinator)", found.in_city, found.city),
    ):
        lines.append(
            f"{name:<42}{number:>12,}{one.queries:>9}{one.seconds * 1000:>9.0f}{one.floor_seconds * 1000:>9.1f}{one.ratio:>9.1f}"
        )
    lines += [
        f"bare SQL over all reports, by hand: {found.by_hand * 1000:.0f} ms; the overview takes "
        f"{found.city.seconds / found.by_hand:.2f} times that",
        f"summary of one agreement: {found.storing_one * 1000:.0f} ms; the worker for all: {found.storing_all:.0f} s",
    ]
    return "\n".join(lines)


def _median(repeat: int, act: Callable[[], object]) -> float:
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return median(times)


def _by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        cursor.fetchall()
