"""The table of transitions and its diagram."""

from io import StringIO

import pytest
from django.core.management import call_command

from agreements.choices import Status
from agreements.lifecycle import (
    EDITABLE,
    FINAL,
    FROZEN,
    INITIAL,
    TRANSITIONS,
    diagram,
    first_step,
    transitions_from,
)

LIFE = """
open_review     draft                  review     In die Abstimmung geben
back_to_draft   review                 draft      Zurück in den Entwurf nehmen
freeze          draft review           signing    Zur Zeichnung festschreiben
unfreeze        signing                review     Aus der Zeichnung zurückholen
conclude        signing                signed     Abschließen
withdraw        draft review signing   withdrawn  Zurückziehen
record          draft                  signed     Andernorts geschlossen: aufnehmen
reopen_record   signed                 draft      Andernorts geschlossen: Aufnahme ändern
withdraw_record signed                 withdrawn  Aufnahme zurückziehen
"""


def test_the_table_is_as_specified() -> None:
    written = [
        (step.name, {s.value for s in step.sources}, step.target.value, step.label)
        for step in TRANSITIONS.values()
    ]
    specified = []
    for line in LIFE.strip().splitlines():
        name, sources, target, label = (cell.strip() for cell in _cells(line))
        specified.append((name, set(sources.split()), target, label))
    assert written == specified


def _cells(line: str) -> tuple[str, str, str, str]:
    return line[:16], line[16:39], line[39:50], line[50:]


@pytest.mark.parametrize(
    ("status", "names"),
    [
        (Status.DRAFT, ["open_review", "freeze", "withdraw"]),
        (Status.REVIEW, ["back_to_draft", "freeze", "withdraw"]),
        (Status.SIGNING, ["unfreeze", "conclude", "withdraw"]),
        (Status.SIGNED, []),
        (Status.WITHDRAWN, []),
    ],
)
def test_transitions_from_a_status_are_in_table_order(status: Status, names: list[str]) -> None:
    assert [step.name for step in transitions_from(status)] == names


@pytest.mark.parametrize(
    ("status", "goals", "name"),
    [
        (Status.DRAFT, {Status.REVIEW}, "open_review"),
        (Status.DRAFT, {Status.SIGNING}, "freeze"),
        (Status.DRAFT, {Status.SIGNED}, "freeze"),
        (Status.SIGNING, {Status.SIGNED}, "conclude"),
        (Status.SIGNING, EDITABLE, "unfreeze"),
        (Status.SIGNED, {Status.SIGNING}, ""),
        (Status.WITHDRAWN, EDITABLE, ""),
    ],
)
def test_the_first_step_towards_a_status(status: Status, goals: set[Status], name: str) -> None:
    step = first_step(status, frozenset(goals))
    assert (step.name if step else "") == name


def test_a_signed_contract_cannot_be_withdrawn_or_opened_again() -> None:
    assert Status.SIGNED in FINAL
    ways = [step for step in TRANSITIONS.values() if Status.SIGNED in step.sources]
    # there it is the record that is opened, not what was signed
    assert all(step.made_elsewhere for step in ways)


def test_text_is_frozen_exactly_between_freezing_and_the_end() -> None:
    assert {Status.DRAFT, Status.REVIEW} == EDITABLE
    assert {Status.SIGNING, Status.SIGNED} == FROZEN
    assert INITIAL in EDITABLE


def test_the_diagram_shows_every_status_and_transition() -> None:
    picture = diagram().splitlines()
    assert picture[:2] == ["stateDiagram-v2", "    [*] --> draft"]
    for status in Status:
        assert f"    {status.value}: {status.label}" in picture
        assert (f"    {status.value} --> [*]" in picture) == (status in FINAL)
    arrows = [line for line in picture if "-->" in line and "[*]" not in line]
    assert len(arrows) == sum(len(step.sources) for step in TRANSITIONS.values()) == len(set(arrows))


def test_the_command_prints_the_diagram() -> None:
    drawn = StringIO()
    call_command("lifecycle_diagram", stdout=drawn)
    assert drawn.getvalue() == f"{diagram()}\n"
