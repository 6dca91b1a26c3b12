"""Values computed of agreements for a day, kept in this process: each holds until the history of its agreement grows.

Readers get the same objects, so only values that nobody changes may be kept.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import date
from itertools import islice
from threading import Lock
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

MOST = 10_000  # values, 3 to 30 kB each

_values: dict[tuple[str, Hashable, str, date], Any] = {}
_writing = Lock()


def remembered(
    kind: str,
    heads: Mapping[Key, str],
    as_of: date,
    compute: Callable[[Collection[Key]], Mapping[Key, Value]],
) -> dict[Key, Value]:
    """Return the values of a kind by key; those that are not known are computed together.

    `heads` has for each key the hash of the newest entry of the agreement's history, which stands for all before it.
    """
    wanted = {key: (kind, key, head, as_of) for key, head in heads.items()}
    known: dict[Key, Value] = {key: _values[name] for key, name in wanted.items() if name in _values}
    if missing := wanted.keys() - known.keys():
        fresh = compute(missing)
        with _writing:
            _values.update({wanted[key]: value for key, value in fresh.items()})
            for name in list(islice(_values, max(len(_values) - MOST, 0))):  # the oldest first
                del _values[name]
        known.update(fresh)
    return known


def forget() -> None:
    """Forget everything, as a new process does."""
    with _writing:
        _values.clear()
