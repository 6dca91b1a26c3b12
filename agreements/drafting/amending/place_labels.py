"""How the places that an amendment changes are called: by their numbers and headings. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from agreements.changes import TERM, HeadField
from agreements.choices import Side
from agreements.content import Content

HEAD_NAMES = {HeadField.TITLE.value: "Titel", HeadField.SUBJECT.value: "Gegenstand", TERM: "Laufzeit"}


def place_labels(contents: Sequence[Content]) -> dict[str, str]:
    """Return the name of each place by the target of its changes; of those with several names that in the last content."""
    return dict(_labels(contents))


def touched_labels(keys: frozenset[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return how places are called that `touched` found; a number that is given stands behind the key of its section."""
    return tuple(sorted({_touched_label(key, labels) for key in keys}))


def _touched_label(key: str, labels: Mapping[str, str]) -> str:
    if key in labels:
        return labels[key]
    section, _, number = key.partition(" ")
    return f"{labels[section]}, {number}" if section in labels else key


def _labels(contents: Sequence[Content]) -> Iterator[tuple[str, str]]:
    yield from HEAD_NAMES.items()
    yield from ((side.value, side.label) for side in Side)
    for content in contents:
        yield from ((one.side.value, one.short) for one in content.parties)
        yield from ((one.code, f"{one.code} {one.title}") for one in content.obligations)
        yield from content.clause_labels().items()
        for label, section, _ in content.labelled_sections():
            yield section.key, f"{label.place} {section.heading}".strip()
