"""The lists of the pages as tables: the same rows in the same order, with the same filters, to be downloaded only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils import timezone

from agreements.dossier.agreement_list import ORDERS, agreement_rows, agreements_for_list, condition
from agreements.dossier.forms import chosen_agreements
from agreements.spreadsheets.columns import Column, DayColumn, day_text, normal_text
from agreements.spreadsheets.table import Values
from agreements.tracking.forms import chosen_filter
from agreements.tracking.presenters.obligation_list import all_rows
from agreements.tracking.staff_release.queries import releases_visible_to
from agreements.tracking.staff_release.summaries import release_summaries
from districts.models import User
from districts.policy import visible_districts


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list as a table; `rows` takes what the page takes."""

    title: str
    columns: tuple[Column, ...]
    rows: Callable[[User, QueryDict, date], Iterator[Values]]


def _agreements(user: User, sent: QueryDict, as_of: date) -> Iterator[Values]:
    _, choice = chosen_agreements(sent, user)
    chosen = agreements_for_list(user).filter(condition(user, choice)).order_by(*ORDERS[choice.order])
    for row in agreement_rows(user, chosen, as_of):
        yield {
            "district": row.agreement.district.name if row.agreement.district else "",
            "contract": row.agreement.reference,
            "status": row.status_label,
            "state": row.state.label,
            "signed": row.signed.words if row.signed else "",
            "ends_on": day_text(row.ends_on),
            "outlook": normal_text(row.outlook),
            "updated_at": day_text(timezone.localdate(row.updated_at) if row.updated_at else None),
        }


def _obligations(user: User, sent: QueryDict, as_of: date) -> Iterator[Values]:
    _, choice = chosen_filter(sent, user)
    for row in all_rows(user, choice, as_of):
        yield {
            "district": row.district.name if row.district else "",
            "contract": row.contract,
            "code": row.code,
            "title": normal_text(row.title),
            "kind": row.kind,
            "owed_by": normal_text(row.owed_by),
            "quantity": normal_text(row.quantity),
            "due_on": day_text(row.due_on),
            "rule": normal_text(row.period or row.rule),
            "evidence": normal_text(row.evidence),
            "state": normal_text(row.state_words),
            "last": normal_text(
                f"{row.last.text}, {timezone.localtime(row.last.at):%d.%m.%Y}" if row.last else ""
            ),
        }


def _releases(user: User, sent: QueryDict, as_of: date) -> Iterator[Values]:
    for row in release_summaries(releases_visible_to(user, as_of), as_of):
        yield {
            "district": row.district,
            "contract": row.reference,
            "state": normal_text(row.state_words),
            "until": day_text(row.until),
            "agreed": normal_text(row.agreed),
            "filled": normal_text(row.filled),
            "short": normal_text(row.short),
            "since": day_text(row.since),
            "fte_months": normal_text(row.fte_months),
        }


def _districts(user: User, sent: QueryDict, as_of: date) -> Iterator[Values]:
    for row in visible_districts(user):
        yield {
            "number": row.number,
            "name": row.name,
            "authority": row.authority,
            "address": row.address,
            "website": row.website,
        }


def _text(name: str, heading: str, width: int = 22) -> Column:
    return Column(name=name, heading=heading, width=width)


DISTRICT, CONTRACT = _text("district", "Bezirk"), _text("contract", "Vertrag", 14)
LISTS = {
    "vertraege": ListTable(
        "Verträge",
        (
            DISTRICT,
            CONTRACT,
            _text("status", "Urkunde"),
            _text("state", "Stand heute"),
            _text("signed", "Unterzeichnet"),
            DayColumn(name="ends_on", heading="Läuft bis"),
            _text("outlook", "Wie es weitergeht", 40),
            DayColumn(name="updated_at", heading="Zuletzt geändert"),
        ),
        _agreements,
    ),
    "pflichten": ListTable(
        "Pflichten",
        (
            DISTRICT,
            CONTRACT,
            _text("code", "Pflicht", 9),
            _text("title", "Pflicht in Kurzform", 48),
            _text("kind", "Art"),
            _text("owed_by", "Wer schuldet es"),
            _text("quantity", "Menge"),
            DayColumn(name="due_on", heading="Fällig am"),
            _text("rule", "Zeitraum oder Regel", 40),
            _text("evidence", "Nachweis", 30),
            _text("state", "Stand", 30),
            _text("last", "Zuletzt gemeldet", 36),
        ),
        _obligations,
    ),
    "freistellung": ListTable(
        "Freistellung",
        (
            DISTRICT,
            CONTRACT,
            _text("state", "Stand", 30),
            DayColumn(name="until", heading="bis"),
            _text("agreed", "Vereinbart"),
            _text("filled", "Besetzt"),
            _text("short", "Es fehlen"),
            DayColumn(name="since", heading="seit"),
            _text("fte_months", "Bisher gefehlt (VZÄ-Monate)"),
        ),
        _releases,
    ),
    "bezirke": ListTable(
        "Bezirke",
        (
            _text("number", "Nr.", 6),
            _text("name", "Bezirk", 30),
            _text("authority", "Behörde", 48),
            _text("address", "Anschrift", 60),
            _text("website", "Website", 40),
        ),
        _districts,
    ),
}
