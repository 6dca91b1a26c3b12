"""„Meine Arbeit“: what waits for a coordinator, and where all districts stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q

from agreements import policy
from agreements.models import Agreement
from agreements.texts.clearance_facts import open_rounds
from agreements.texts.wording import counted
from agreements.tracking.queries.obligations import terms_visible_to
from agreements.worklist.districts import DistrictOverviewRow, Tile, district_rows, tiles
from agreements.worklist.drafts import draft_items
from agreements.worklist.failures import failure_items
from agreements.worklist.items import FurtherItems, Urgency, WorkGroup, WorkItem, work_groups
from agreements.worklist.remarks import remark_items
from agreements.worklist.role_reviews import role_review_items
from agreements.worklist.signatures import clearance_items, missing_items
from agreements.worklist.signed import SignedAgreement, signed_agreements
from agreements.worklist.summaries import (
    ComingDate,
    coming_dates,
    extension_items,
    own_items,
    report_items,
)
from districts.models import District, User
from districts.policy import role_scope, visible_districts
from districts.roles import Role

DISTRICTS_PER_PAGE = 25
DATES_SHOWN = 6
ALL_DISTRICTS = "Stand der Bezirke"  # the page's name for whoever has no work here


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """The start page of whoever works for all districts; an observer has no work here, only the districts."""

    title: str
    lead: str
    works: bool
    everyone: bool
    groups: tuple[WorkGroup, ...]
    dates: tuple[ComingDate, ...]
    districts: tuple[DistrictOverviewRow, ...]
    tiles: tuple[Tile, ...]
    page: "Page[District]"


def worklist(user: User, *, everyone: bool, page_number: str | None, as_of: date) -> Worklist:
    """Return what waits for the user: of the agreements she coordinates, or of `everyone`'s."""
    works = Role.COORDINATOR in role_scope(user).city
    page = Paginator(visible_districts(user).order_by("number"), DISTRICTS_PER_PAGE).get_page(page_number)
    districts = list(page)
    signed = _signed(user, Q() if everyone else Q(coordinator=user) | Q(district__in=districts), as_of)
    mine = [one for one in signed if everyone or one.coordinator_id == user.pk]
    groups = work_groups(_items(user, mine, everyone=everyone, as_of=as_of)) if works else ()
    rows = district_rows(user, districts, {one.pk: one for one in signed}, as_of)
    return Worklist(
        title="Meine Arbeit" if works else ALL_DISTRICTS,
        lead=_lead(groups, as_of) if works else f"Stand vom {as_of:%d.%m.%Y} aus unterzeichneten Verträgen.",
        works=works,
        everyone=everyone,
        groups=groups,
        dates=coming_dates(mine, as_of, DATES_SHOWN),
        districts=rows,
        tiles=tiles(rows),
        page=page,
    )


def _signed(user: User, condition: Q, as_of: date) -> tuple[SignedAgreement, ...]:
    agreements = Agreement.objects.filter(
        condition,
        pk__in=terms_visible_to(user).order_by().values("obligation__agreement"),
        district__isnull=False,
    )
    return signed_agreements(agreements, as_of)


def _items(
    user: User, signed: list[SignedAgreement], *, everyone: bool, as_of: date
) -> Iterator[WorkItem | FurtherItems]:
    agreements = policy.visible_to(user)
    if not everyone:
        agreements = agreements.filter(coordinator=user)
    yield from missing_items(user, policy.visible_instruments(user).filter(agreement__in=agreements), as_of)
    rounds = open_rounds(user).filter(instrument__agreement__in=agreements)
    yield from clearance_items(rounds, "Nachfragen", as_of)
    yield from remark_items(user, as_of)
    yield from draft_items(user, agreements, as_of)
    yield from own_items(user, signed, as_of)
    yield from report_items(signed, as_of)
    yield from extension_items(user, signed, as_of)
    yield from failure_items(user, as_of)
    yield from role_review_items(user, as_of)


def _lead(groups: tuple[WorkGroup, ...], as_of: date) -> str:
    total = sum(group.total for group in groups)
    now = sum(group.total for group in groups if group.urgency == Urgency.NOW)
    if not total:
        return f"Stand vom {as_of:%d.%m.%Y}. Nichts wartet auf Sie."
    words = "Eine Sache wartet" if total == 1 else f"{total} Dinge warten"
    urgent = f", {counted(now, 'davon', 'davon')} heute oder überfällig" if now else ""
    return f"Stand vom {as_of:%d.%m.%Y}. {words} auf Sie{urgent}."
