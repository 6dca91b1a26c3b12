"""Each due rule with the words that are printed and the days it means, also after the slow reference.

The contract begins on 15 March 2023, a Wednesday, and ends on 14 March 2027; the BA-Beschluss is of 29 August 2023.
"""

from datetime import date

import pytest

from agreements.choices import Anchor, DueShape
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear, stored_offset
from agreements.schedule.building import build_schedule
from agreements.schedule.facts import Events, OccasionFact
from agreements.texts.due_wording import due_words
from tests.schedule.by_day import by_days, recurring_by_day, single_by_day
from tests.schedule.terms import after, before, text

BEGIN, END, LATER = date(2023, 3, 15), date(2027, 3, 14), date(2031, 1, 1)
HAPPENED = date(2024, 5, 14)
EVENTS = Events(
    begins_on=BEGIN,
    signed_on=BEGIN,
    in_force_on=BEGIN,
    last_day=END,
    ba_resolution_on=date(2023, 8, 29),
    fulfilled={"O-06": date(2024, 8, 31)},
    milestones={"Fachtag „Armut“": date(2024, 5, 15)},
    occasions=(OccasionFact(1, HAPPENED),),
)
MONTHS, WEEKS, DAYS, WORKING_DAYS = (
    *(OffsetUnit.MONTHS, OffsetUnit.WEEKS),
    *(OffsetUnit.DAYS, OffsetUnit.WORKING_DAYS),
)
SCHOOL, CONTRACT = PeriodYear.SCHOOL, PeriodYear.CONTRACT


def period(months: int = 12, **more: object) -> DueRule:
    return DueRule(shape=DueShape.PERIOD, period_months=months, **more)  # type: ignore[arg-type]  # as it reads


def count(months: int = 12, **more: object) -> DueRule:
    return DueRule(shape=DueShape.COUNT, period_months=months, **more)  # type: ignore[arg-type]  # as it reads


def offset(anchor: Anchor, distance: Offset | None = None, **more: object) -> DueRule:
    stored = stored_offset(DueShape.OFFSET, distance)
    return DueRule(shape=DueShape.OFFSET, anchor=anchor, **stored, **more)  # type: ignore[arg-type]  # as it reads


def event(trigger: str, distance: Offset | None = None) -> DueRule:
    return DueRule(shape=DueShape.EVENT, trigger=trigger, **stored_offset(DueShape.EVENT, distance))


def days(words: str) -> list[date]:
    return [date(int(day[6:]), int(day[3:5]), int(day[:2])) for day in words.split()]


RECURRING = [
    (period(due_month=1, due_day=31), "jährlich bis zum 31. Januar", "31.01.2024 31.01.2025 31.01.2026"),
    (
        period(due_month=1, due_day=31, first_year=2025),
        "jährlich bis zum 31. Januar, erstmals 2025",
        "31.01.2025 31.01.2026 31.01.2027",
    ),
    (
        period(due_month=1, due_day=31, survives=True, first_year=2026),
        "jährlich bis zum 31. Januar, erstmals 2026, letztmals nach Vertragsende",
        "31.01.2026 31.01.2027 31.01.2028",
    ),
    (
        period(6, due_month=12, due_day=31),
        "halbjährlich bis zum 30. Juni und 31. Dezember",
        "30.06.2023 31.12.2023 30.06.2024",
    ),
    (
        period(3, due_month=3, due_day=15),
        "vierteljährlich bis zum 15. März, 15. Juni, 15. September und 15. Dezember",
        "15.03.2023 15.06.2023 15.09.2023",
    ),
    (period(1, due_month=1, due_day=5), "monatlich bis zum 5.", "05.04.2023 05.05.2023 05.06.2023"),
    (
        period(24, due_month=3, due_day=31, first_year=2024),
        "alle 2 Jahre bis zum 31. März, erstmals 2024",
        "31.03.2024 31.03.2026",
    ),
    (period(), "jährlich", "31.12.2023 31.12.2024 31.12.2025"),
    (period(6), "halbjährlich", "30.06.2023 31.12.2023 30.06.2024"),
    (
        period(anchor=Anchor.BEGIN, offset_months=3),
        "jährlich, erstmals 3 Monate nach Vertragsbeginn",
        "15.06.2023 15.06.2024 15.06.2025",
    ),
    (period(anchor=Anchor.BEGIN), "jährlich, ab Vertragsbeginn", "15.03.2023 15.03.2024 15.03.2025"),
    (
        period(due_month=6, due_day=30, anchor=Anchor.BA_RESOLUTION, offset_months=12),
        "jährlich bis zum 30. Juni, frühestens 1 Jahr nach BA-Beschluss",
        "30.06.2025 30.06.2026",
    ),
    (period(year=SCHOOL), "je Schuljahr", "31.07.2023 31.07.2024 31.07.2025"),
    (
        period(year=CONTRACT, survives=True),
        "je Vertragsjahr, letztmals nach Vertragsende",
        "14.03.2024 14.03.2025 14.03.2026 14.03.2027",
    ),
    (count(), "je Kalenderjahr", "31.12.2023 31.12.2024 31.12.2025"),
    (count(first_year=2025), "je Kalenderjahr, erstmals 2025", "31.12.2025 31.12.2026"),
    (count(6), "je Kalenderhalbjahr", "30.06.2023 31.12.2023 30.06.2024"),
    (count(3), "je Kalendervierteljahr", "31.03.2023 30.06.2023 30.09.2023"),
    (count(1), "je Kalendermonat", "31.03.2023 30.04.2023 31.05.2023"),
    (count(24), "je 2 Kalenderjahre", "31.12.2024 31.12.2026"),
    (count(5), "je 5 Monate", "31.07.2023 31.12.2023 31.05.2024"),
    (count(year=SCHOOL), "je Schuljahr", "31.07.2023 31.07.2024 31.07.2025"),
    (
        count(year=SCHOOL, first_year=2025),
        "je Schuljahr, erstmals 2024/2025",
        "31.07.2025 31.07.2026",
    ),
    (count(6, year=SCHOOL), "je Schulhalbjahr", "31.07.2023 31.01.2024 31.07.2024"),
    (count(24, year=SCHOOL), "je 2 Schuljahre", "31.07.2024 31.07.2026"),
    (count(year=CONTRACT), "je Vertragsjahr", "14.03.2024 14.03.2025 14.03.2026 14.03.2027"),
    (
        count(year=CONTRACT, first_year=2026),
        "je Vertragsjahr, erstmals fällig 2026",
        "14.03.2026 14.03.2027",
    ),
    (count(6, year=CONTRACT), "je Vertragshalbjahr", "14.09.2023 14.03.2024 14.09.2024"),
    (count(3, year=CONTRACT), "je Vertragsvierteljahr", "14.06.2023 14.09.2023 14.12.2023"),
    (count(4, year=CONTRACT), "je 4 Monate des Vertragsjahres", "14.07.2023 14.11.2023 14.03.2024"),
    (
        offset(Anchor.BEGIN, after(3, MONTHS), period_months=12),
        "bis 3 Monate nach Vertragsbeginn, danach jährlich",
        "15.06.2023 15.06.2024 15.06.2025",
    ),
    (
        offset(Anchor.BEGIN, after(2, WEEKS), period_months=6),
        "bis 2 Wochen nach Vertragsbeginn, danach halbjährlich",
        "29.03.2023 29.09.2023 29.03.2024",
    ),
    (DueRule(shape=DueShape.CONTINUOUS), "laufend", "31.12.2023 31.12.2024 31.12.2025"),
]
SINGLE = [
    (DueRule(shape=DueShape.FIXED, due_on=date(2026, 12, 31)), "bis 31.12.2026", "31.12.2026"),
    (offset(Anchor.BEGIN, after(3, MONTHS)), "bis 3 Monate nach Vertragsbeginn", "15.06.2023"),
    (offset(Anchor.SIGNING, after(12, MONTHS)), "bis 1 Jahr nach Unterzeichnung", "15.03.2024"),
    (offset(Anchor.BA_RESOLUTION), "ab BA-Beschluss", "29.08.2023"),
    (offset(Anchor.BA_RESOLUTION, after(6, WEEKS)), "bis 6 Wochen nach BA-Beschluss", "10.10.2023"),
    (offset(Anchor.BEGIN, after(1, WEEKS)), "bis 1 Woche nach Vertragsbeginn", "22.03.2023"),
    (offset(Anchor.BEGIN, after(10, DAYS)), "bis 10 Tage nach Vertragsbeginn", "25.03.2023"),
    (
        offset(Anchor.BEGIN, after(20, WORKING_DAYS)),
        "bis 20 Arbeitstage nach Vertragsbeginn",
        "14.04.2023",  # Good Friday and Easter Monday lie between
    ),
    (offset(Anchor.END, before(4, WEEKS)), "spätestens 4 Wochen vor Vertragsende", "14.02.2027"),
    (offset(Anchor.END, before(3, MONTHS)), "spätestens 3 Monate vor Vertragsende", "14.12.2026"),
    (offset(Anchor.END, after(1, MONTHS)), "bis 1 Monat nach Vertragsende", "14.04.2027"),
    (offset(Anchor.END, before(1, DAYS)), "spätestens 1 Tag vor Vertragsende", "13.03.2027"),
    (
        offset(Anchor.FULFILMENT, after(6, MONTHS), anchor_code="O-06"),
        "bis 6 Monate nach Erfüllung von O-06",
        "28.02.2025",
    ),
    (
        offset(Anchor.MILESTONE, before(10, WORKING_DAYS), anchor_milestone="Fachtag „Armut“"),
        "spätestens 10 Arbeitstage vor Meilenstein „Fachtag ‚Armut‘“",
        "29.04.2024",  # 1 May and Ascension Day lie between
    ),
]
ON_EVENT = [
    (event("bei jeder Änderung"), "unverzüglich bei jeder Änderung", ""),
    (event("bei jeder Änderung", after(4, WEEKS)), "binnen 4 Wochen bei jeder Änderung", "11.06.2024"),
    (event("bei Bedarf", after(1, MONTHS)), "binnen einem Monat bei Bedarf", "14.06.2024"),
    (
        event("Eingang des Entwurfs", after(5, WORKING_DAYS)),
        "binnen 5 Arbeitstagen nach Eingang des Entwurfs",
        "22.05.2024",  # Whit Monday lies between
    ),
    (
        event("wenn ein Vorfall bekannt wird", after(1, DAYS)),
        "binnen einem Tag, wenn ein Vorfall bekannt wird",
        "15.05.2024",
    ),
    (event("auf Anforderung", after(4, WEEKS)), "auf Anforderung binnen 4 Wochen", "11.06.2024"),
    (event("auf Anforderung"), "auf Anforderung unverzüglich", ""),
    (
        event("jeder Veröffentlichung", before(5, WORKING_DAYS)),
        "spätestens 5 Arbeitstage vor jeder Veröffentlichung",
        "06.05.2024",  # Ascension Day lies between
    ),
    (
        event("bei jeder Sitzung", before(2, WEEKS)),
        "spätestens 2 Wochen zuvor, bei jeder Sitzung",
        "30.04.2024",
    ),
]


def words_of(rule: DueRule) -> str:
    return due_words(rule).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("rule", "words", "expected"), RECURRING, ids=[row[1] for row in RECURRING])
def test_recurring(rule: DueRule, words: str, expected: str) -> None:
    assert words_of(rule) == words
    wanted = days(expected)
    found = [one.due_on for one in build_schedule([text(rule, BEGIN)], EVENTS, LATER).occurrences]
    assert found[: len(wanted)] == wanted
    by_day = [due_on for _, due_on, _ in recurring_by_day([text(rule, BEGIN)], EVENTS)]
    assert [day for day in found if day and day <= END] == by_day


@pytest.mark.parametrize(("rule", "words", "expected"), SINGLE, ids=[row[1] for row in SINGLE])
def test_once(rule: DueRule, words: str, expected: str) -> None:
    assert words_of(rule) == words
    [found] = build_schedule([text(rule, BEGIN)], EVENTS, BEGIN).occurrences
    assert [found.due_on] == days(expected)
    assert single_by_day([text(rule, BEGIN)], EVENTS, BEGIN) == (found.due_on, 0)


@pytest.mark.parametrize(("rule", "words", "expected"), ON_EVENT, ids=[row[1] for row in ON_EVENT])
def test_on_an_occasion(rule: DueRule, words: str, expected: str) -> None:
    assert words_of(rule) == words
    [found] = build_schedule([text(rule, BEGIN)], EVENTS, LATER).occurrences
    assert found.due_on == (by_days(HAPPENED, rule.distance) if rule.distance else None)
    assert ([found.due_on] if found.due_on else []) == days(expected)
