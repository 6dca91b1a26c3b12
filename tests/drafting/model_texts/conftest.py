"""What the tests of model texts share: one in the making, and a draft that grew from version 1."""

import pytest

from agreements.drafting.model_texts.making import open_model
from agreements.models import Instrument
from tests import world
from tests.stage import Stage


@pytest.fixture
def model(stage: Stage) -> Instrument:
    """The model text in the making, just begun."""
    instrument = open_model(world.template(), by=stage.amira, at=world.FROZEN_AT)
    return Instrument.objects.select_related("agreement", "template").get(pk=instrument.pk)
