"""The drawn life of an instrument on the page of its agreement."""

from dataclasses import dataclass

from agreements.choices import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeStep:
    """One place in the drawn life of an instrument."""

    label: str
    state: str
    note: str = ""


def life_steps(status: Status) -> tuple[LifeStep, ...]:
    """Return the whole way of an instrument, and where on it a status stands."""
    path = [Status.DRAFT, Status.REVIEW, Status.SIGNING, Status.SIGNED]
    if status == Status.WITHDRAWN:
        return (LifeStep(label=Status.WITHDRAWN.label, state="current"),)
    reached = path.index(status)
    return tuple(
        LifeStep(
            label=place.label,
            state="current" if index == reached else "done" if index < reached else "open",
        )
        for index, place in enumerate(path)
    )
