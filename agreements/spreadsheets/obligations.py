"""The table of the obligations of drafts, and of contracts signed elsewhere."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from typing import Any

from agreements.choices import ObligationKind, Side
from agreements.content import Content
from agreements.drafting.actions import obligations as write
from agreements.drafting.forms.obligation_bundle import fields_without
from agreements.drafting.forms.obligations import TermsForm, terms_form
from agreements.models import Agreement, IbsWork, Instrument, ObligationTerms, PovertySensitiveWork
from agreements.parties import bare_name, stored_owing
from agreements.recording.obligations import correct_obligation, record_obligation
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.columns import normal_text
from agreements.spreadsheets.drafts import (
    CONTRACT,
    NamedDrafts,
    contract_name,
    correctable_records,
    editable_drafts,
)
from agreements.spreadsheets.obligation_columns import (
    CLAUSE,
    CODE,
    COLUMNS,
    KIND,
    OWED_BY,
    PARTICULARS,
    SOCIAL_SPACES,
    SOURCE_PAGE,
    SOURCE_PLACE,
    ibs_values,
    place_text,
    sensitivity_values,
    terms_values,
)
from agreements.spreadsheets.posts import POSTS, posts_cell, typed_posts
from agreements.spreadsheets.table import (
    KEY,
    STAND,
    DataTable,
    RowRefused,
    RowWriter,
    Values,
    require_valid,
    sent_data,
)
from agreements.texts.assembly import working_copy
from agreements.texts.party_words import party_names
from districts.models import SocialSpace, User

NUMBERED = (
    "Eine neue Pflicht bekommt ihre Nummer von selbst. Bitte leeren; soll eine Pflicht geändert werden, laden Sie die Tabelle "
    "herunter und ändern Sie ihre Zeile."
)
NO_ORIGINAL = "Dieser Vertrag ist hier geschrieben; eine Stelle im Original hat nur, was andernorts geschlossen ist. Bitte leeren."
TOGETHER = "gemeinsam"


def obligation_rows(user: User, as_of: date, agreement: Agreement | None) -> Iterator[Values]:
    """Yield the obligations of the drafts and records that the user may change."""
    for draft in chain(editable_drafts(user, agreement), correctable_records(user, agreement)):
        yield from _rows_of(draft, working_copy(draft)).values()


def _rows_of(draft: Instrument, content: Content) -> Mapping[str, Values]:
    names, places = party_names(content), content.clause_labels()
    rows = draft.terms.select_related("obligation", "clause").prefetch_related("posts__office")
    ibs = {
        work.terms_id: work
        for work in IbsWork.objects.filter(terms__instrument=draft).prefetch_related("spaces__social_space")
    }
    sensitive = {work.terms_id: work for work in PovertySensitiveWork.objects.filter(terms__instrument=draft)}
    found: dict[str, Values] = {}
    for row in rows.order_by("position"):
        key = f"{draft.agreement.reference}/{draft.number}/{row.obligation.code}"
        found[key] = {
            KEY.name: key,
            CONTRACT.name: contract_name(draft),
            **terms_values(row, names, places),
            POSTS.name: posts_cell(row.posts.all()),
            **(ibs_values(ibs[row.pk]) if row.pk in ibs else {}),
            **(sensitivity_values(sensitive[row.pk]) if row.pk in sensitive else {}),
        }
    return found


class ObligationRowWriter(RowWriter[Instrument]):
    """Writes obligations by the actions of the draft or the record."""

    def __init__(self, by: User, at: datetime) -> None:
        super().__init__(COLUMNS, by, at)
        self._drafts = NamedDrafts(by)
        self._contents: dict[int, Content] = {}

    def home(self, sent: Values) -> Instrument:
        return self._drafts.find(sent[CONTRACT.name])

    def stored(self, home: Instrument) -> Mapping[str, Values]:
        return _rows_of(home, self._content(home))

    def add(self, home: Instrument, sent: Values) -> None:
        if sent[CODE.name]:
            raise RowRefused((CODE.name, NUMBERED))
        if not sent[KIND.name]:
            raise RowRefused((KIND.name, "Bitte die Art angeben."))
        arguments = self._arguments(home, self._clause_key(home, sent[CLAUSE.name]), None, sent)
        add = record_obligation if home.made_elsewhere else write.add_obligation
        add(home, **arguments, by=self.by, at=self.at)

    def edit(self, home: Instrument, key: str, stored: Values, sent: Values) -> None:
        if sent[KIND.name] != stored[KIND.name]:
            raise RowRefused((KIND.name, "Die Art einer Pflicht steht fest. Legen Sie eine neue Pflicht an."))
        code = key.rpartition("/")[2]
        row = home.terms.select_related("obligation", "clause").get(obligation__code=code)
        clause_key = row.clause.key if row.clause else ""
        if sent[CLAUSE.name] != stored[CLAUSE.name]:
            clause_key = self._clause_key(home, sent[CLAUSE.name])
        edit = correct_obligation if home.made_elsewhere else write.edit_obligation
        edit(
            home,
            code=code,
            **self._arguments(home, clause_key, row, sent),
            revision=int(stored[STAND.name]),
            by=self.by,
            at=self.at,
        )

    def _content(self, draft: Instrument) -> Content:
        if draft.pk not in self._contents:
            self._contents[draft.pk] = working_copy(draft)
        return self._contents[draft.pk]

    def _arguments(
        self, draft: Instrument, clause_key: str, row: ObligationTerms | None, sent: Values
    ) -> dict[str, Any]:
        """Return a row as the actions take it. Raises RowRefused."""
        kind = ObligationKind(KIND.sent(sent[KIND.name]))
        _require_particulars_of(kind, sent)
        _require_place_of(draft, sent)
        content = self._content(draft)
        data = {
            **sent_data(COLUMNS, sent),
            "clause_key": clause_key,
            SOCIAL_SPACES.name: self._spaces(draft, sent[SOCIAL_SPACES.name]),
            **_owing_data(party_names(content), sent[OWED_BY.name]),
        }
        form: TermsForm = terms_form(kind)(data, instance=row, content=content, instrument=draft)
        for name in fields_without(draft, content):
            del form.fields[name]
        require_valid(form, {"owed_by_sides": OWED_BY.name})
        particulars = form.particulars()
        if kind == ObligationKind.STAFF_RELEASE:
            particulars = write.Particulars(posts=typed_posts(sent, draft))
        return {"terms": form.terms(), "clause_key": clause_key, "particulars": particulars}

    def _clause_key(self, draft: Instrument, place: str) -> str:
        if not place:
            return ""
        labels = self._content(draft).clause_labels()
        key = next((key for key, label in labels.items() if place_text(label) == place_text(place)), None)
        if key is None:
            raise RowRefused((CLAUSE.name, "Diese Stelle gibt es im Text nicht."))
        return key

    def _spaces(self, draft: Instrument, cell: str) -> list[int]:
        keys = {part.split()[0] for part in cell.split(",") if part.strip()}
        spaces = (
            SocialSpace.objects.filter(district=draft.agreement.district_id, key__in=keys) if keys else ()
        )
        found = {space.key: space.pk for space in spaces}
        if unknown := sorted(keys - set(found)):
            raise RowRefused(
                (SOCIAL_SPACES.name, f"Diesen Sozialraum gibt es im Bezirk nicht: {', '.join(unknown)}.")
            )
        return list(found.values())


def _owing_data(names: Mapping[Side, str], cell: str) -> dict[str, object]:
    """Return who owes as the form takes it: one of two parties or both, or any of several. Raises RowRefused."""
    known = {normal_text(bare_name(short)).casefold(): side for side, short in names.items()}
    parts = [part.strip() for part in cell.split(",") if part.strip()]
    if parts and [part.casefold() for part in parts] == [TOGETHER]:
        sides = list(names)
    else:
        sides = [side for part in parts if (side := known.get(bare_name(part).casefold()))]
    if len(sides) < len(parts):
        words = ", ".join([*(bare_name(short) for short in names.values()), TOGETHER])
        raise RowRefused((OWED_BY.name, f"Diese Vertragspartei gibt es nicht. Es gibt: {words}."))
    if len(names) > 2:
        return {"owed_by_sides": [side.value for side in sides]}
    owed_by, _ = stored_owing(sides)
    return {"owed_by": owed_by.value if sides else ""}


def _require_place_of(instrument: Instrument, sent: Values) -> None:
    """Refuse a place in the original of what was written here. A record without text has no place in it anyway."""
    filled = [column.name for column in (SOURCE_PLACE, SOURCE_PAGE) if sent[column.name]]
    if filled and not instrument.made_elsewhere:
        raise RowRefused(*((name, NO_ORIGINAL) for name in filled))


def _require_particulars_of(kind: ObligationKind, sent: Values) -> None:
    """Refuse what belongs to another kind of obligation: the form would not ask for it, and it would be lost."""
    foreign = [name for other, names in PARTICULARS.items() if other != kind for name in names if sent[name]]
    if foreign:
        raise RowRefused(
            *((name, f"Das gehört nicht zur Art „{kind.label}“. Bitte leeren.") for name in foreign)
        )


OBLIGATIONS = DataTable(
    kind=TableKind.OBLIGATIONS,
    action="draft.edit",
    lead="Die Pflichten der Verträge, die noch geschrieben oder abgestimmt werden, und derer, die andernorts geschlossen sind: "
    "eine Zeile je Pflicht.",
    columns=COLUMNS,
    rows=obligation_rows,
    writer=ObligationRowWriter,
)
