"""Fixtures for the tests of model texts."""

import pytest

from agreements.drafting.model_texts.actions import open_model
from agreements.models import Instrument
from tests import factories
from tests.scenario import Scenario


@pytest.fixture
def model(scenario: Scenario) -> Instrument:
    """A new draft of the model text."""
    instrument = open_model(factories.template(), by=scenario.amira, at=factories.FROZEN_AT)
    return Instrument.objects.select_related("agreement", "template").get(pk=instrument.pk)
