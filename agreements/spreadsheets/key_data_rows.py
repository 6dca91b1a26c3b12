"""A row of the table of contracts signed elsewhere as the form of the page takes it."""

from collections.abc import Iterator, Mapping

from agreements.choices import Side
from agreements.parties import bare_name
from agreements.recording.forms.key_data import HomeForm, KeyDataForm, KeyDataForms
from agreements.spreadsheets.agreement_columns import CONFIRMED, KNOWN, PARTIES, SIGNATORIES
from agreements.spreadsheets.cell_forms import form_rows, set_data, set_faults
from agreements.spreadsheets.table import RowRefused, Values, sent_data


class NewRowForm(HomeForm, KeyDataForm):
    """A contract that nobody here knew, with all that a row says of it."""


def typed_key_data(form: type[KeyDataForm], sent: Values, more: Mapping[str, object]) -> KeyDataForms:
    """Return a row as the page takes it, valid. Raises RowRefused."""
    parties = PARTIES.rows(sent[PARTIES.name])
    sides = {bare_name(row[0]).casefold(): side for side, row in zip(Side, parties, strict=False)}
    people = [_person_data(person, sides) for person in form_rows(SIGNATORIES, sent)]
    data = {
        **sent_data((*KNOWN, CONFIRMED), sent),
        **more,
        **set_data("parteien", form_rows(PARTIES, sent)),
        **set_data("personen", people),
    }
    typed = KeyDataForms(form(data), data, parties=())
    if not typed.is_valid():
        raise RowRefused(*_faults(typed))
    return typed


def _person_data(person: Mapping[str, str], sides: Mapping[str, Side]) -> Mapping[str, str]:
    side = sides.get(bare_name(person["side"]).casefold())
    if side is None:
        raise RowRefused(
            (
                SIGNATORIES.name,
                f"Am Anfang jeder Zeile steht der Kurzname einer Vertragspartei; „{person['side']}“ ist keiner.",
            )
        )
    return {**person, "side": side.value}


def _faults(typed: KeyDataForms) -> Iterator[tuple[str, str]]:
    for name, messages in typed.form.errors.items():
        for message in messages:
            yield name, str(message)
    yield from set_faults(PARTIES, typed.parties)
    yield from set_faults(SIGNATORIES, typed.people)
