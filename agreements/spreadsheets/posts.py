"""The posts of a staff release in one cell of their obligation, one a line."""

from collections.abc import Iterable

from agreements.choices import Sense
from agreements.drafting.actions.obligations import PostTerms
from agreements.drafting.forms.posts import PostFormSet, posts_of
from agreements.models import Instrument, StaffRelease
from agreements.spreadsheets.cell_forms import form_rows, set_data, set_faults
from agreements.spreadsheets.cell_rows import RowsColumn, join_rows
from agreements.spreadsheets.columns import (
    ChoiceColumn,
    Column,
    DayColumn,
    NumberColumn,
    YesNoColumn,
    day_text,
    number_form,
)
from agreements.spreadsheets.table import RowRefused, Values
from districts.models import Office

OFFICE = Column(name="office", heading="Amt")
SHARE_SENSE = ChoiceColumn(
    name="sense",
    heading="der Anteil gilt als",
    choices=dict(Sense.choices),
    empty=Sense.AT_LEAST.label,
)
RESOLUTION = YesNoColumn(name="needs_resolution", heading="BA-Beschluss nötig")
POSTS = RowsColumn(
    name="posts",
    heading="Stellen",
    note="Nur bei Freistellung, je Stelle eine Zeile in der Zelle (Alt+Eingabe), zum Beispiel: Jugendamt | Koordination | 0,5. Amt: "
    "sein Name, wie ihn der Bezirk führt; leer, wenn der Vertrag keines nennt.",
    fields=(
        Column(name="unit", heading="Bereich"),
        Column(name="function", heading="Funktion"),
        NumberColumn(name="share", heading="Anteil", places=3),
        SHARE_SENSE,
        RESOLUTION,
        OFFICE,
        NumberColumn(name="starts_after_months", heading="Monate nach Vertragsbeginn", places=0),
        DayColumn(name="starts_on", heading="oder ab"),
        DayColumn(name="ends_on", heading="bis"),
    ),
)


def posts_cell(posts: Iterable[StaffRelease]) -> str:
    """Return stored posts as a cell."""
    return join_rows(
        [
            post.unit,
            post.function,
            number_form(post.share),
            SHARE_SENSE.word(post.sense),
            RESOLUTION.word(post.needs_resolution),
            post.office.name if post.office else "",
            number_form(post.starts_after_months) if post.starts_after_months else "",
            day_text(post.starts_on),
            day_text(post.ends_on),
        ]
        for post in posts
    )


def typed_posts(sent: Values, instrument: Instrument) -> list[PostTerms]:
    """Return the posts of a row as the actions take them. Raises RowRefused."""
    rows = [
        {
            **row,
            "office": _office(row["office"], instrument),
            "starts_after_months": row["starts_after_months"] or "0",
        }
        for row in form_rows(POSTS, sent)
    ]
    typed = PostFormSet(set_data("stellen", rows), prefix="stellen", form_kwargs={"instrument": instrument})
    if not typed.is_valid():
        raise RowRefused(*set_faults(POSTS, typed))
    return posts_of(typed)


def _office(name: str, instrument: Instrument) -> str:
    """Return the key of the office of that name. Raises RowRefused."""
    if not name:
        return ""
    found = Office.objects.filter(district=instrument.agreement.district_id, name=name)[:2]
    if len(found) != 1:
        words = (
            "gibt es im Bezirk mehrmals. Bitte im Formular wählen." if found else "gibt es im Bezirk nicht."
        )
        raise RowRefused((POSTS.name, f"Ein Amt mit dem Namen „{name}“ {words}"))
    return str(found[0].pk)
