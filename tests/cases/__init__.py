"""Inputs that failed when the application was used, as files."""

from pathlib import Path

CASES = Path(__file__).parent


def words_of(name: str) -> str:
    """Return a text with the line breaks that it was written with."""
    return (CASES / name).read_bytes().decode()
