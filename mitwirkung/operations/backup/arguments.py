"""What the commands ask that bring a set back."""

from pathlib import Path

from django.core.management.base import CommandParser


def add_set_arguments(parser: CommandParser) -> None:
    """Take the folder of the sets, which of them, and the key."""
    parser.add_argument("source", type=Path, help="der Ordner der Sicherungen")
    parser.add_argument(
        "--set", default="", metavar="NAME", help="welche Sicherung (Vorgabe: die letzte vollständige)"
    )
    parser.add_argument("--identity", type=Path, metavar="DATEI", help="geheimer Schlüssel von age")
