"""What the tests of model texts share: one in the making, and a draft that grew from version 1."""

import pytest

from agreements.drafting.model_texts.actions import open_model
from agreements.models import Instrument
from tests import factories
from tests.scenario import Scenario


@pytest.fixture
def model(scenario: Scenario) -> Instrument:
    """The model text in the making, just begun."""
    instrument = open_model(factories.template(), by=scenario.amira, at=factories.FROZEN_AT)
    return Instrument.objects.select_related("agreement", "template").get(pk=instrument.pk)
