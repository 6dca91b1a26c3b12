"""The accessibility statement says what the tests look at, and nothing that no test or person has found out."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from mitwirkung.accessibility import record
from tests.browser.axe import AXE, RULES, WIDTHS
from tests.browser.browser import NARROWEST
from tests.page import read


def test_it_names_the_rules_and_widths_that_pages_are_looked_at_with() -> None:
    assert f"axe v{record.AXE_VERSION}\n" in AXE.read_text(encoding="utf-8")[:200]
    assert set(record.WIDTHS) == {*WIDTHS, NARROWEST["width"]}
    assert {"wcag2a", "wcag2aa", "wcag22aa"} <= set(RULES)


@pytest.mark.parametrize("check", record.CHECKED, ids=lambda check: check.tests[0])
def test_every_check_that_it_names_is_in_the_suite(check: record.Check) -> None:
    assert check.tests
    for test in check.tests:
        assert (settings.BASE_DIR / test).is_file(), test


@override_settings(ACCESSIBILITY_CONTACT="Dora Zugang|zugang@example.org")
def test_it_says_all_of_the_record(db: None) -> None:
    text = read(Client().get("/barrierefreiheit/")).text
    for sentence in (*record.BARRIERS, *record.UNPROVEN, *(check.what for check in record.CHECKED)):
        assert sentence in text
    assert "teilweise vereinbar" in text
    assert "innerhalb eines Monats" in text
    assert "Dora Zugang" in text
    assert "Landesbeauftragte für digitale Barrierefreiheit" in text


def test_it_says_that_nobody_can_be_written_to_yet(db: None) -> None:
    assert "Noch nicht eingetragen" in read(Client().get("/barrierefreiheit/")).text
