"""What can be referred to, and the words of a reference to it in each style. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from agreements.content import NBSP, Content
from agreements.numbering import SPELLINGS, Label
from agreements.tokens import REFERENCE_STYLES

WRITTEN_OUT, ABBREVIATED, SHORT, NEAR, FIGURE = REFERENCE_STYLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A section or a clause; `section` is the key of its section, `said` its words in each style."""

    key: str
    section: str
    label: Label
    said: Mapping[str, str]

    def words(self, style: str, *, section: str = "") -> str:
        """Return the words of a reference that stands in a section: „Absatz 2“ alone only in the § that it counts in."""
        return self.said[WRITTEN_OUT if style == NEAR and section != self.section else style]


def targets_of(content: Content) -> dict[str, Target]:
    """Return every section and clause by its key, in reading order."""
    found = {}
    for own, section, labels in content.labelled_sections():
        found[section.key] = _target(section.key, section.key, own, own)
        for clause, label in zip(section.clauses, labels, strict=True):
            found[clause.key] = _target(clause.key, section.key, own, label)
    return found


def _target(key: str, section: str, own: Label, label: Label) -> Target:
    place, within = _plain(own.place), _plain(label.place)
    figure = _plain(label.figure)
    counted = bool(label.number and label.word)  # „Absatz 2“ of „§ 6“
    said = {
        WRITTEN_OUT: f"{place} {label.word} {figure}" if counted else within,
        ABBREVIATED: f"{place} {SPELLINGS[label.word][0]} {figure}" if counted else within,
        SHORT: within,
        NEAR: f"{label.word} {figure}" if counted else within,
        FIGURE: figure,
    }
    return Target(key=key, section=section, label=label, said=said)


def _plain(words: str) -> str:
    """Return words as they are stored: spaces that must not break are set in print."""
    return words.replace(NBSP, " ")
