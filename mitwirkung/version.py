"""The version of the program; a test holds it to `pyproject.toml`."""

VERSION = "0.1.0"
