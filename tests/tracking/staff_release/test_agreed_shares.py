"""Periods of agreed shares, from the signed texts and their anchor days."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import DueShape, ObligationKind, OwedBy, SectionKind
from agreements.content import Clause, Content, Obligation, Post, Section
from agreements.due_rule import DueRule
from agreements.schedule.facts import Events
from agreements.tracking.staff_release.agreed_shares import (
    SignedPosts,
    agreed_shares,
    pending_shares,
    vacancy_limit,
)
from agreements.tracking.staff_release.quarters import quarters

BEGIN, END = date(2024, 1, 31), date(2027, 1, 30)
EVENTS = Events(begins_on=BEGIN, in_force_on=BEGIN, last_day=END)


def post(share: str = "0.75", months: int = 3, resolution: bool = False) -> Post:
    return Post(
        unit="Jugendamt",
        function="Koordination",
        share=Decimal(share),
        starts_after_months=months,
        needs_resolution=resolution,
    )


def text(
    *posts: Post, number: int = 0, effective_from: date | None = BEGIN, code: str = "O-01"
) -> SignedPosts:
    keyed = tuple((10 * number + place, one) for place, one in enumerate(posts))
    return SignedPosts(number=number, code=code, effective_from=effective_from, posts=keyed)


def spans(*texts: SignedPosts, events: Events = EVENTS) -> list[tuple[str, date, date | None]]:
    return [(str(one.share), one.starts_on, one.ends_on) for one in agreed_shares(texts, events)]


LEAP = date(2024, 4, 30)  # three months after 31 January
JULY = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("texts", "events", "expected"),
    [
        ([text(post())], EVENTS, [("0.75", LEAP, END)]),
        ([text(post(months=0))], EVENTS, [("0.75", BEGIN, END)]),
        ([text(post(months=1))], EVENTS, [("0.75", date(2024, 2, 29), END)]),
        ([text(post())], replace(EVENTS, last_day=None), [("0.75", LEAP, None)]),
        ([text(post())], replace(EVENTS, in_force_on=None), []),
        ([text(post(resolution=True))], EVENTS, []),
        ([text(replace(post(months=0), starts_on=JULY))], EVENTS, [("0.75", JULY, END)]),
        (
            [text(replace(post(months=0), starts_on=date(2023, 8, 1), ends_on=JULY))],
            EVENTS,
            [("0.75", BEGIN, JULY)],
        ),
        ([text(replace(post(), ends_on=date(2030, 1, 1)))], EVENTS, [("0.75", LEAP, END)]),
        ([text(replace(post(), ends_on=date(2024, 2, 1)))], EVENTS, []),
        (
            [text(post(resolution=True))],
            replace(EVENTS, ba_resolution_on=date(2024, 6, 5)),
            [("0.75", date(2024, 6, 5), END)],
        ),
        (
            [text(post(resolution=True))],
            replace(EVENTS, ba_resolution_on=date(2023, 6, 5)),
            [("0.75", LEAP, END)],
        ),
        (
            [text(post()), text(post("1"), number=1, effective_from=JULY)],
            EVENTS,
            [("0.75", LEAP, date(2025, 6, 30)), ("1", JULY, END)],
        ),
        ([text(post()), text(number=1, effective_from=JULY)], EVENTS, [("0.75", LEAP, date(2025, 6, 30))]),
        ([text(post()), text(post("1"), number=1, effective_from=JULY, code="O-02")], EVENTS, None),
        (
            [text(post()), text(post("1"), number=1, effective_from=date(2024, 2, 1))],
            EVENTS,
            [("1", LEAP, END)],
        ),
        ([text(post()), text(post("1"), number=1, effective_from=None)], EVENTS, [("0.75", LEAP, END)]),
    ],
    ids=[
        *("months end", "at once", "leap day", "without end", "not in force", "resolution missing"),
        *("fixed day", "fixed days, in force later", "ends after the term", "ends before it begins"),
        *(
            "resolution late",
            "resolution early",
            "amended",
            "taken back",
            "other duty",
            "overtaken",
            "no day",
        ),
    ],
)
def test_periods_of_agreed_shares(
    texts: list[SignedPosts], events: Events, expected: list[tuple[str, date, date | None]] | None
) -> None:
    if expected is None:  # what another obligation says stands beside it
        expected = [("0.75", LEAP, END), ("1", JULY, END)]
    assert spans(*texts, events=events) == expected


def test_pending_shares_have_a_reason() -> None:
    [one] = pending_shares([text(post(resolution=True))], EVENTS, date(2024, 3, 1))
    assert (one.share, one.reason) == (Decimal("0.75"), "sobald der BA-Beschluss gefasst ist")
    assert pending_shares([text(post())], EVENTS, date(2024, 3, 1)) == ()
    nobody_knows = replace(EVENTS, begins_on=None)
    assert "Vertragsbeginn" in pending_shares([text(post())], nobody_knows, date(2024, 3, 1))[0].reason


@pytest.mark.parametrize(
    ("clause", "trigger", "expected"),
    [
        ("Bleibt eine Stelle länger als drei Monate unbesetzt, …", "", 3),
        ("Bleibt eine Stelle länger als zwölf Monate unbesetzt, …", "", 12),
        ("Bleibt eine Stelle länger als 6 Monate unbesetzt, …", "", 6),
        ("Bleibt eine Stelle länger als einen Monat unbesetzt, …", "", 1),
        ("", "wenn eine Stelle länger als zwei Monate unbesetzt bleibt", 2),
        ("länger als vier Monate unbesetzt", "länger als zwei Monate unbesetzt", 4),
        ("länger als ein paar Monate unbesetzt", "", None),
        ("Vakanzen werden mitgeteilt.", "", None),
    ],
)
def test_vacancy_limit_from_the_text(clause: str, trigger: str, expected: int | None) -> None:
    obligation = Obligation(
        code="O-05",
        kind=ObligationKind.STAFF_RELEASE,
        owed_by=OwedBy.BOTH,
        title="Vertretung klären",
        clause_key="p06-4",
        due=DueRule(shape=DueShape.EVENT, trigger=trigger),
    )
    said = Section(
        key="p06", kind=SectionKind.SECTION, heading="F", clauses=(Clause(key="p06-4", text=clause),)
    )
    content = Content(
        number=0, version=1, title="V", subject="S", sections=(said,), obligations=(obligation,)
    )
    silent = Content(number=1, version=1, title="N", subject="S")
    assert vacancy_limit([content]) == vacancy_limit([content, silent]) == expected


def test_quarters_are_consecutive() -> None:
    found = list(quarters(date(2023, 12, 31), date(2024, 7, 1)))
    assert [quarter.words for quarter in found] == [
        "4. Quartal 2023",
        "1. Quartal 2024",
        "2. Quartal 2024",
        "3. Quartal 2024",
    ]
    assert (found[1].first_day, found[1].last_day) == (date(2024, 1, 1), date(2024, 3, 31))
    assert [quarter.next.previous for quarter in found] == found
    assert list(quarters(date(2024, 1, 2), date(2023, 12, 1))) == []
