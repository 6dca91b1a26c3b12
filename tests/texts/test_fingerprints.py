"""Contents of earlier releases keep their canonical form and fingerprint: one sample of each step is kept."""

import pytest
from msgspec import UNSET

from agreements.content import Obligation, read_content
from agreements.drafting.actions.rows import terms_of
from agreements.due_rule import DueRule
from agreements.models import ObligationTerms
from agreements.texts.obligation_rows import due_rule
from tests.cases import CASES
from tests.schedule.test_sentences import ON_EVENT, RECURRING, SINGLE

SAMPLES = {
    "content-2026-11.json": "55d40b53c3bb65682d13fdf24b797072ad559dffda0ba8ec031a817e5e331cf5",
    "content-due-rules.json": "9299ffbd911d6fe0c8888ba235c16104d9264a2131eae82f05eba716db7b3b2d",
}


@pytest.mark.parametrize(("name", "fingerprint"), SAMPLES.items())
def test_an_earlier_content_keeps_its_fingerprint(name: str, fingerprint: str) -> None:
    canonical = (CASES / name).read_bytes()
    content = read_content(canonical)
    assert content.canonical() == canonical
    assert content.fingerprint == fingerprint


def test_the_first_contents_have_no_later_member() -> None:
    for obligation in read_content((CASES / "content-2026-11.json").read_bytes()).obligations:
        due = obligation.due
        assert {due.offset, due.year, due.first_year, due.anchor_milestone} == {UNSET}


@pytest.mark.parametrize("rule", [row[0] for row in (*RECURRING, *SINGLE, *ON_EVENT)])
def test_a_due_rule_comes_back_from_its_row(rule: DueRule) -> None:
    """So a restored version is what it was."""
    sample = read_content((CASES / "content-due-rules.json").read_bytes()).obligations[0]
    said = terms_of(Obligation(code="O-01", kind=sample.kind, owed_by=sample.owed_by, title="", due=rule))
    assert due_rule(ObligationTerms(**said)) == rule
