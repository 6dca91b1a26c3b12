"""Figures as a bar, for those who would rather look than read; the table beside it says the same. Pure."""

from dataclasses import dataclass

from agreements.tracking.start.slipping import Figures

WIDTH = 600  # of the drawing, in its own units


@dataclass(frozen=True, slots=True)
class Piece:
    """One coloured piece of a bar."""

    look: str
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from left to right; `words` say what it shows."""

    pieces: tuple[Piece, ...]
    words: str


def bar(figures: Figures, most: int) -> Bar:
    """Return the bar of a district, as long as its part of the longest one."""
    parts = (
        ("overdue", figures.overdue, "überfällig"),
        ("asked", figures.asked, "Rückfrage offen"),
        ("due", figures.due, "fällig in 30 Tagen"),
        ("confirm", figures.to_confirm, "zu bestätigen"),
    )
    pieces, done = [], 0
    for look, number, _ in parts:
        # both ends are rounded from the sum, so that the pieces meet without a gap
        start, end = (round(WIDTH * amount / max(most, 1)) for amount in (done, done + number))
        done += number
        if number:
            pieces.append(Piece(look, start, end - start))
    return Bar(tuple(pieces), ", ".join(f"{number} {words}" for _, number, words in parts if number))
