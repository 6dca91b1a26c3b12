"""Fixtures of the tests of reminders."""

from tests.notifications.conftest import reached, server

__all__ = ["reached", "server"]
