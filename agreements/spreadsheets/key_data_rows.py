"""A row of the table of contracts signed elsewhere as the form of the page takes it."""

from collections.abc import Iterator, Mapping, Sequence

from agreements.choices import Side
from agreements.parties import bare_name
from agreements.recording.forms.key_data import KeyDataForm, KeyDataForms
from agreements.spreadsheets.agreement_columns import CONFIRMED, KNOWN, PARTIES, SIGNATORIES
from agreements.spreadsheets.table import RowRefused, Values, sent_data


def typed_key_data(form: type[KeyDataForm], sent: Values, more: Mapping[str, object]) -> KeyDataForms:
    """Return a row as the page takes it, valid. Raises RowRefused."""
    parties = PARTIES.rows(sent[PARTIES.name])
    sides = {bare_name(row[0]).casefold(): side for side, row in zip(Side, parties, strict=False)}
    data = {
        **sent_data((*KNOWN, CONFIRMED), sent),
        **more,
        **_set_data(
            "parteien",
            [
                {"short": short, "line": line, "represented_by": by, "address": address}
                for short, line, by, address in parties
            ],
        ),
        **_set_data(
            "personen", [_person_data(row, sides) for row in SIGNATORIES.rows(sent[SIGNATORIES.name])]
        ),
    }
    typed = KeyDataForms(form(data), data, parties=())
    if not typed.is_valid():
        raise RowRefused(*_faults(typed))
    return typed


def _person_data(row: Sequence[str], sides: Mapping[str, Side]) -> dict[str, str]:
    party, name, function, department, political_party = row
    side = sides.get(bare_name(party).casefold())
    if side is None:
        raise RowRefused(
            (
                SIGNATORIES.name,
                f"Am Anfang jeder Zeile steht der Kurzname einer Vertragspartei; „{party}“ ist keiner.",
            )
        )
    return {
        "side": side.value,
        "name": name,
        "function": function,
        "department": department,
        "political_party": political_party,
    }


def _set_data(prefix: str, rows: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """Return rows as a set of forms takes them."""
    cells = {
        f"{prefix}-{number}-{name}": cell for number, row in enumerate(rows) for name, cell in row.items()
    }
    return {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0, **cells}


def _faults(typed: KeyDataForms) -> Iterator[tuple[str, str]]:
    for name, messages in typed.form.errors.items():
        for message in messages:
            yield name, str(message)
    for column, rows in ((PARTIES, typed.parties), (SIGNATORIES, typed.people)):
        for number, one in enumerate(rows.forms, start=1):
            for messages in one.errors.values():
                for message in messages:
                    yield column.name, f"Zeile {number} in der Zelle: {message}"
        for message in rows.non_form_errors():
            yield column.name, str(message)
