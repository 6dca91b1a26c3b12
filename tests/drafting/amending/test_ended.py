"""A contract that has ended is neither changed nor extended by an amendment."""

from datetime import UTC, date, datetime

import pytest

from agreements.amendment_choices import EffectKind
from agreements.drafting.amending.actions import begin_amendment, set_effect
from agreements.drafting.amending.permissions import ENDED
from agreements.errors import ActionRefused
from agreements.models import Instrument
from tests.amending import begin, freeze_amendment, reword, sign_amendment
from tests.dossier.termination_notices import ENDS_ON, noticed
from tests.scenario import Scenario, version_of

BEFORE, AFTER = (datetime(2028, month, 15, 9, 0, tzinfo=UTC) for month in (2, 4))


def extension(scenario: Scenario) -> Instrument:
    """Return a draft that gives a contract another year; it ends on 31.03.2028."""
    draft = begin(scenario.signed, by=scenario.amira, at=BEFORE)
    Instrument.objects.filter(pk=draft.pk).update(ends_on=date(2029, 3, 31))
    noticed(scenario.signed.agreement, scenario.amira)
    return draft


def test_none_is_begun_after_the_end(scenario: Scenario) -> None:
    noticed(scenario.signed.agreement, scenario.amira)
    with pytest.raises(ActionRefused) as refused:
        begin_amendment(scenario.signed.agreement, by=scenario.amira, at=AFTER)
    assert str(refused.value) == ENDED
    assert not scenario.signed.agreement.instruments.filter(number__gt=0).exists()


@pytest.mark.parametrize("kind", [EffectKind.NOT_BEFORE, EffectKind.AS_OF])
@pytest.mark.parametrize(("day", "fits"), [(ENDS_ON, True), (date(2028, 4, 1), False)])
def test_its_effect_lies_before_the_end(kind: EffectKind, day: date, fits: bool, scenario: Scenario) -> None:
    draft = begin(scenario.signed, by=scenario.amira, at=BEFORE)
    noticed(scenario.signed.agreement, scenario.amira)

    def set_day() -> None:
        set_effect(
            draft,
            effect=kind,
            effect_on=day,
            reason="",
            transition="",
            revision=1,
            by=scenario.amira,
            at=BEFORE,
        )

    if fits:
        set_day()
        draft.amendment.refresh_from_db()
        assert draft.amendment.effect_on == day
        return
    with pytest.raises(ActionRefused, match="Folgevertrag"):
        set_day()


def test_an_extension_is_not_frozen_after_the_end(scenario: Scenario) -> None:
    draft = extension(scenario)
    with pytest.raises(ActionRefused, match="Folgevertrag"):
        freeze_amendment(draft, by=scenario.amira, at=AFTER)


def test_an_extension_is_not_signed_after_the_end(scenario: Scenario) -> None:
    frozen = freeze_amendment(extension(scenario), by=scenario.amira, at=BEFORE)
    with pytest.raises(ActionRefused, match="Folgevertrag"):
        sign_amendment(frozen, by=scenario.amira, at=AFTER)
    assert not version_of(frozen).signatures.exists()


def test_what_would_apply_before_an_earlier_one_at_the_same_place_is_refused(scenario: Scenario) -> None:
    at = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
    first = begin(scenario.signed, by=scenario.amira, at=at, not_before=date(2027, 2, 1))
    reword(first, "0,75", "1,0", by=scenario.amira, at=at)
    sign_amendment(freeze_amendment(first, by=scenario.amira, at=at), by=scenario.amira, at=at)
    second = begin(scenario.signed, by=scenario.amira, at=at, not_before=date(2027, 1, 1))
    reword(second, "1,0", "1,5", by=scenario.amira, at=at)
    with pytest.raises(ActionRefused, match=r"würde vor dem 1\. Nachtrag wirksam"):
        freeze_amendment(second, by=scenario.amira, at=at)
