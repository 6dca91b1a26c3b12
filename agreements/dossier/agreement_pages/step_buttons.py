"""The steps that can be taken by hand with an instrument, as buttons."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from agreements import policy
from agreements.choices import Status
from agreements.lifecycle import transitions_from
from agreements.models import Instrument
from agreements.policy import Verdict
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class StepButton:
    label: str
    url: str
    verdict: Verdict


def step_buttons(user: User, instrument: Instrument) -> Iterator[StepButton]:
    """Yield every step from its status, also those that the user may not take, with the reason."""
    for step in transitions_from(Status(instrument.status), made_elsewhere=instrument.made_elsewhere):
        if step.roles and step.by_hand:
            yield StepButton(
                label=step.label,
                url=reverse("take_step", args=[instrument.pk, step.name]),
                verdict=policy.verdict(user, f"step.{step.name}", instrument),
            )
