"""When an amendment can take effect, and which can go out for signing."""

from datetime import UTC, date, datetime

import pytest

from agreements.amendment_choices import EffectKind, TermsChange
from agreements.drafting.actions.obligations import remove_obligation
from agreements.drafting.amending.actions import begin_amendment, set_effect
from agreements.errors import ActionRefused, Incomplete
from agreements.models import Instrument
from agreements.signing.transition_actions import take_step
from tests.amending import begin, freeze_amendment, reword, sign_amendment
from tests.scenario import Scenario
from tests.tracking.report_factories import obligation_of, states

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def effect(draft: Instrument, kind: EffectKind, on: date | None, scenario: Scenario) -> None:
    draft.amendment.refresh_from_db()
    set_effect(
        draft,
        effect=kind,
        effect_on=on,
        reason="",
        transition="",
        revision=draft.amendment.revision,
        by=scenario.amira,
        at=AT,
    )


@pytest.mark.parametrize(
    ("kind", "on", "words"),
    [
        (EffectKind.NOT_BEFORE, None, "Bitte den Tag angeben"),
        (EffectKind.NOT_BEFORE, date(2026, 9, 30), "rückwirkend"),
        (EffectKind.AS_OF, date(2025, 3, 31), "erst seit dem 01.04.2025"),
        (EffectKind.AS_OF, date(2026, 9, 30), ""),
        (EffectKind.NOT_BEFORE, date(2028, 2, 29), ""),
        (EffectKind.WITH_SIGNING, None, ""),
    ],
)
def test_it_takes_effect_within_the_contract(
    kind: EffectKind, on: date | None, words: str, scenario: Scenario
) -> None:
    draft = begin(scenario.signed, by=scenario.amira, at=AT)
    if words:
        with pytest.raises(ActionRefused, match=words):
            effect(draft, kind, on, scenario)
        return
    effect(draft, kind, on, scenario)
    draft.amendment.refresh_from_db()
    assert (draft.amendment.effect, draft.amendment.effect_on) == (kind, on)


def test_what_changes_nothing_is_not_frozen(scenario: Scenario) -> None:
    draft = begin(scenario.signed, by=scenario.amira, at=AT)
    with pytest.raises(Incomplete) as refused:
        freeze_amendment(draft, by=scenario.amira, at=AT)
    assert "Dieser Nachtrag ändert noch nichts." in map(str, refused.value.gaps)


def test_two_that_touch_the_same_place_do_not_go_out_together(scenario: Scenario) -> None:
    first, second = (begin(scenario.signed, by=scenario.amira, at=AT) for _ in range(2))
    assert (first.number, second.number) == (1, 2)
    for draft, share in ((first, "1,0"), (second, "0,9")):
        reword(draft, "0,75", share, by=scenario.amira, at=AT)
    freeze_amendment(first, by=scenario.amira, at=AT)
    with pytest.raises(ActionRefused, match=r"Der 1\. Nachtrag liegt zur Zeichnung vor"):
        freeze_amendment(second, by=scenario.amira, at=AT)


def test_the_second_waits_until_it_has_the_text_of_the_first(scenario: Scenario) -> None:
    first, second = (begin(scenario.signed, by=scenario.amira, at=AT) for _ in range(2))
    reword(first, "0,75", "1,0", by=scenario.amira, at=AT)
    sign_amendment(freeze_amendment(first, by=scenario.amira, at=AT), by=scenario.amira, at=AT)
    reword(second, "drei Monate unbesetzt", "zwei Monate unbesetzt", by=scenario.amira, at=AT)
    with pytest.raises(ActionRefused, match=r"Inzwischen ist der 1\. Nachtrag unterzeichnet"):
        freeze_amendment(second, by=scenario.amira, at=AT)


def test_a_withdrawn_one_keeps_its_number_and_is_no_base(scenario: Scenario) -> None:
    first = begin(scenario.signed, by=scenario.amira, at=AT)
    reword(first, "0,75", "1,0", by=scenario.amira, at=AT)
    frozen = freeze_amendment(first, by=scenario.amira, at=AT)
    take_step(frozen, "withdraw", reason="Doch nicht.", by=scenario.amira, at=AT)
    second = begin_amendment(scenario.signed.agreement, by=scenario.amira, at=AT)
    assert second.number == 2
    assert "0,75" in second.amendment.base
    assert [one["number"] for one in second.amendment.base_texts] == [0]


def test_an_obligation_that_ends_is_no_longer_due(scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, "O-23")
    before = states(obligation, date(2027, 6, 1))
    draft = begin(scenario.signed, by=scenario.amira, at=AT, not_before=date(2026, 12, 1))
    row = draft.terms.get(obligation__code="O-23")
    remove_obligation(draft, code="O-23", revision=row.revision, by=scenario.amira, at=AT)
    frozen = freeze_amendment(draft, by=scenario.amira, at=AT)
    assert frozen.terms.get(obligation__code="O-23").change == TermsChange.ENDED
    sign_amendment(frozen, by=scenario.amira, at=AT)
    after = states(obligation, date(2027, 6, 1))
    gone = {day for day in before if day >= "2026-12-01"}
    assert gone
    assert after == {day: state for day, state in before.items() if day not in gone}


def test_taken_back_from_signing_its_rows_are_those_of_a_draft_again(scenario: Scenario) -> None:
    draft = begin(scenario.signed, by=scenario.amira, at=AT)
    row = draft.terms.get(obligation__code="O-23")
    remove_obligation(draft, code="O-23", revision=row.revision, by=scenario.amira, at=AT)
    frozen = freeze_amendment(draft, by=scenario.amira, at=AT)
    back = take_step(frozen, "unfreeze", reason="Fehler.", by=scenario.amira, at=AT)
    assert set(back.terms.values_list("change", flat=True)) == {TermsChange.SET}
    assert not back.terms.filter(obligation__code="O-23").exists()


def test_what_it_does_not_change_keeps_its_dates(scenario: Scenario) -> None:
    codes = ("O-06", "O-07", "O-14", "O-23")
    day = date(2027, 12, 31)
    before = {code: states(obligation_of(scenario.signed, code), day) for code in codes}
    draft = begin(scenario.signed, by=scenario.amira, at=AT)
    reword(draft, "0,75", "1,0", by=scenario.amira, at=AT)
    sign_amendment(freeze_amendment(draft, by=scenario.amira, at=AT), by=scenario.amira, at=AT)
    assert {code: states(obligation_of(scenario.signed, code), day) for code in codes} == before
