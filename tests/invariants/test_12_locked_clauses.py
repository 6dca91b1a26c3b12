"""Invariant 12: what the model text locks stands word for word in every contract, unless a reason is kept why not."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from agreements.choices import Status
from agreements.drafting.actions import text
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.model_texts.deviations import deviations_of, record_deviation, withdraw_deviation
from agreements.errors import ActionRefused
from agreements.models import AgreementTemplate, Clause, Deviation, Instrument, Section
from agreements.texts.assembly import raw_copy
from tests import factories
from tests.admin.page import form_of, page_of
from tests.drafting.model_texts.writing_models import write
from tests.invariants.attempts import DISGUISES, copy_of, disguised, refused, sql, table
from tests.page import read
from tests.scenario import Scenario

AT = factories.FROZEN_AT
LOCKED = "p16-2"
OTHER = "Mündliche Nebenabreden sind erlaubt."


def locked(instrument: Instrument, key: str = LOCKED) -> Clause:
    return Clause.objects.select_related("section__instrument__agreement").get(
        section__instrument=instrument, key=key
    )


def deviate(scenario: Scenario, key: str = LOCKED) -> Deviation:
    row = locked(scenario.draft, key)
    return record_deviation(
        scenario.draft,
        key=key,
        reason="Das Rechtsamt verlangt es.",
        revision=row.revision,
        by=scenario.amira,
        at=AT,
    )


@pytest.fixture(autouse=True)
def words(scenario: Scenario) -> str:
    """Return the text that must not change."""
    row = locked(scenario.draft)
    assert row.locked
    return row.text


def stands(scenario: Scenario, words: str) -> bool:
    row = locked(scenario.draft)
    return (row.text, row.locked) == (words, True)


# --- the pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, {"X-Autosave": "1"}], ids=["the form", "saving while one writes"])
def test_no_form_changes_it(headers: dict[str, str], scenario: Scenario, words: str) -> None:
    address = reverse("clause_edit", args=[scenario.draft.pk, LOCKED])
    for revision in ("1", "99"):  # up to date, and merged with what is stored
        sent = {"text": OTHER, "revision": revision, "base": f'{{"text": ["{words}"]}}'}
        reply = scenario.browser("coordinator").post(address, sent, headers=headers)
        assert reply.status_code in {409, 422}
        if not headers:
            assert OTHER in read(reply).text, "nothing typed is lost"
            assert "gesperrt" in read(reply).text
        assert stands(scenario, words)


def test_no_button_removes_it_or_its_section(scenario: Scenario, words: str) -> None:
    browser = scenario.browser("coordinator")
    section = scenario.draft.sections.get(key="p16")
    for name, key, sent in (
        ("clause_remove", LOCKED, {"revision": "1"}),
        ("section_remove", "p16", {"revision": "1", "contents": text.clauses_token(section.clauses.all())}),
    ):
        page = read(browser.post(reverse(name, args=[scenario.draft.pk, key]), sent, follow=True))
        assert "gesperrt" in page.text, name
        assert stands(scenario, words)


@pytest.mark.parametrize(
    ("name", "key", "sent"),
    [
        ("clause_split", LOCKED, {"before": "Mündliche", "after": "Nebenabreden"}),
        ("clause_join", LOCKED, {"previous": "p16-1", "previous_revision": "1"}),
        ("clause_join", "p16-3", {"previous": LOCKED, "previous_revision": "1", "text": OTHER}),
        ("clause_join", "p16-4", {"previous": "p16-3", "previous_revision": "1", "text": OTHER}),
    ],
)
def test_it_is_neither_parted_nor_joined(
    name: str, key: str, sent: dict[str, str], scenario: Scenario, words: str
) -> None:
    before = raw_copy(scenario.draft)
    reply = scenario.browser("coordinator").post(
        reverse(name, args=[scenario.draft.pk, key]), {"revision": "1", **sent}, follow=True
    )
    assert reply.status_code < 500
    assert "gesperrt" in reply.content.decode()
    assert raw_copy(scenario.draft) == before
    assert stands(scenario, words)


def test_no_choice_leaves_it_out(scenario: Scenario, words: str) -> None:
    browser = scenario.browser("coordinator")
    for name in ("block_exclude", "block_choose", "block_include"):
        browser.post(reverse(name, args=[scenario.draft.pk, LOCKED]), {"revision": "1"})
        assert stands(scenario, words)


def test_it_may_move(scenario: Scenario, words: str) -> None:
    text.move_clause(
        scenario.draft, key=LOCKED, direction=text.Direction.UP, revision=1, by=scenario.amira, at=AT
    )
    assert stands(scenario, words)
    for revision in range(2, 5):
        text.move_clause(
            scenario.draft,
            key=LOCKED,
            direction=text.Direction.UP,
            revision=revision,
            by=scenario.amira,
            at=AT,
        )
    assert locked(scenario.draft).section.key == "p15", "also into another section"
    assert stands(scenario, words)


def test_no_version_that_says_otherwise_is_restored(scenario: Scenario, words: str) -> None:
    deviate(scenario)
    write(scenario.draft, LOCKED, OTHER, scenario.amira)
    name_version(scenario.draft, name="mit Abweichung", by=scenario.amira, at=AT)
    row = locked(scenario.draft)
    withdraw_deviation(scenario.draft, key=LOCKED, revision=row.revision, by=scenario.amira, at=AT)
    with pytest.raises(ActionRefused, match="§\N{NO-BREAK SPACE}16\N{NO-BREAK SPACE}\\(2\\)"):
        restore_version(scenario.draft, number=1, by=scenario.amira, at=AT)
    assert stands(scenario, words)
    assert scenario.draft.versions.count() == 1, "nothing was kept of the attempt"


def test_the_admin_shows_it_and_saves_nothing(scenario: Scenario, words: str) -> None:
    dana, row = scenario.browser("admin"), locked(scenario.draft)
    page = read(dana.get(page_of(row)))
    assert "gesperrt und gilt wörtlich" in page.text
    assert 'name="text"' not in dana.get(page_of(row)).content.decode()
    sent = {**form_of(dana, locked(scenario.draft, "p16-4")), "text": OTHER, "locked": ""}
    assert dana.post(page_of(row), sent).status_code == 200
    assert stands(scenario, words)
    free = locked(scenario.draft, "p16-4")
    assert dana.post(page_of(free), {**form_of(dana, free), "locked": "on"}).status_code == 302
    assert not locked(scenario.draft, "p16-4").locked


# --- the shell and the console --------------------------------------------------------------------------------------


def test_no_query_of_the_shell_changes_it(scenario: Scenario) -> None:
    row = locked(scenario.draft)
    rows = Clause.objects.filter(pk=row.pk)
    with refused():
        rows.update(text=OTHER)
    with refused():
        rows.update(locked=False)
    with refused():
        rows.update(locked=False, text=OTHER)
    with refused():
        rows.delete()
    with refused():
        rows._raw_delete(rows.db)
    row.text = OTHER
    with refused():
        row.save()
    with refused():
        Clause.objects.bulk_update([row], ["text"])
    with refused():
        Clause.objects.bulk_create(
            [Clause(section=row.section, key="p16-1x", position=9, text=OTHER, locked=True)]
        )


@disguised
def test_no_statement_changes_it(disguise: str, scenario: Scenario) -> None:
    row = locked(scenario.draft)
    elsewhere = scenario.contracts[Status.REVIEW].sections.get(key="p16").pk
    where = f"WHERE id = {row.pk}"
    with DISGUISES[disguise]():
        for change in (
            "text = 'anders'",
            "text = text || ' '",
            "locked = false",
            "locked = false, text = 'anders'",
            "key = 'p99-9'",
            f"section_id = {elsewhere}",
            f"section_id = {elsewhere}, locked = false",
            "section_id = -1",
        ):
            with refused():
                sql(f"UPDATE {table(Clause)} SET {change} {where}")
        with refused():
            sql(f"DELETE FROM {table(Clause)} {where}")


@disguised
def test_no_other_words_come_in_under_a_lock(disguise: str, scenario: Scenario) -> None:
    row, free = locked(scenario.draft), locked(scenario.draft, "p16-4")
    deviate(scenario)
    write(scenario.draft, LOCKED, OTHER, scenario.amira)
    insert = (
        f"INSERT INTO {table(Clause)} (section_id, key, position, text, locked, optional, choice, revision) "
        f"VALUES ({row.section_id}, %s, 99, %s, true, false, '', 1)"
    )
    with DISGUISES[disguise]():
        for key in ("p16-9", "p16-3x"):
            with refused("Wort für Wort"):
                sql(insert, key, "anders")
        with refused("Wort für Wort"):
            sql(f"UPDATE {table(Clause)} SET locked = true WHERE id IN ({free.pk}, {row.pk})")


@disguised
def test_a_deviation_stays_as_it_was_given(disguise: str, scenario: Scenario) -> None:
    deviation = deviate(scenario)
    where = f"WHERE id = {deviation.pk}"
    with DISGUISES[disguise]():
        for change in ("reason = 'anders'", "model_text = 'anders'", "clause_key = 'p16-1'", "id = -1"):
            with refused("nicht geändert werden"):
                sql(f"UPDATE {table(Deviation)} SET {change} {where}")
        with refused("entfällt erst"):
            sql(f"DELETE FROM {table(Deviation)} {where}")


@disguised
def test_what_is_published_stays_published(disguise: str, scenario: Scenario) -> None:
    template = scenario.draft.template
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction would stand in the way
    with DISGUISES[disguise]():
        for change in ("rules = '{}'", f"rules = jsonb_set(rules, '{{locked,{LOCKED}}}', '\"anders\"')"):
            with refused("weder geändert noch gelöscht"):
                sql(f"UPDATE {table(AgreementTemplate)} SET {change} WHERE id = {template.pk}")
        with refused():
            sql(f"DELETE FROM {table(AgreementTemplate)} WHERE id = {template.pk}")
        with refused():
            sql(f"TRUNCATE {table(AgreementTemplate)} CASCADE")


def test_a_deviation_is_for_one_clause_of_one_contract(scenario: Scenario) -> None:
    deviate(scenario)
    review = scenario.contracts[Status.REVIEW]
    for instrument, key in ((scenario.draft, "p16-1"), (review, LOCKED)):
        with refused():
            Clause.objects.filter(section__instrument=instrument, key=key).update(text="anders")
        with refused():
            Clause.objects.filter(section__instrument=instrument, key=key).update(locked=False)


# --- the way that there is --------------------------------------------------------------------------------------------


def test_with_a_reason_it_can_be_changed_and_taken_back(scenario: Scenario, words: str) -> None:
    browser = scenario.browser("coordinator")
    new = reverse("deviation_new", args=[scenario.draft.pk, LOCKED])
    assert words in read(browser.get(new)).text
    assert browser.post(new, {"reason": "  ", "revision": "1"}).status_code == 422
    assert stands(scenario, words)
    sent = {"reason": "Das Rechtsamt verlangt es.", "revision": "1"}
    assert browser.post(new, sent).status_code == 302
    assert browser.post(new, {**sent, "revision": "2"}).status_code == 422, "there is one already"
    write(scenario.draft, LOCKED, OTHER, scenario.amira)
    assert deviations_of(scenario.draft)[LOCKED].model_text == words
    editor = read(browser.get(reverse("draft_edit", args=[scenario.draft.pk]))).text
    assert "Abweichung vom Mustertext" in editor
    page = read(browser.get(reverse("block_list", args=[scenario.draft.pk])))
    assert "Das Rechtsamt verlangt es." in page.text
    for who in ("coordinator", "admin"):
        shown = scenario.browser(who).get(reverse("agreement_detail", args=[scenario.draft.agreement_id]))
        assert "Das Rechtsamt verlangt es." in read(shown).text
        listed = scenario.browser(who).get(reverse("comparison", args=[scenario.draft.pk]))
        assert "Begründung: Das Rechtsamt verlangt es." in read(listed).text
    back = reverse("deviation_withdraw", args=[scenario.draft.pk, LOCKED])
    browser.post(back, {"revision": "1"})
    assert not stands(scenario, words), "the page she saw was outdated"
    browser.post(back, {"revision": str(locked(scenario.draft).revision)})
    assert stands(scenario, words)
    assert not scenario.draft.deviations.exists()
    kinds = list(scenario.draft.agreement.events.order_by("-sequence").values_list("kind", flat=True)[:3])
    assert kinds == ["deviation_withdrawn", "clause_edited", "deviation_recorded"]


def test_the_reason_is_for_those_who_read_every_draft(scenario: Scenario) -> None:
    review = scenario.contracts[Status.REVIEW]
    record_deviation(review, key=LOCKED, reason="Intern begründet.", revision=1, by=scenario.amira, at=AT)
    write(review, LOCKED, OTHER, scenario.amira)
    for name, key in (("agreement_detail", review.agreement_id), ("comparison", review.pk)):
        for who, visible in (("staff", False), ("coordinator", True)):
            reply = scenario.browser(who).get(reverse(name, args=[key]))
            assert reply.status_code == 200
            assert ("Intern begründet." in read(reply).text) == visible, (name, who)


def test_a_clause_that_was_removed_with_a_reason_comes_back_to_its_place(
    scenario: Scenario, words: str
) -> None:
    deviate(scenario)
    text.remove_clause(
        scenario.draft, key=LOCKED, revision=locked(scenario.draft).revision, by=scenario.amira, at=AT
    )
    withdraw_deviation(scenario.draft, key=LOCKED, revision=None, by=scenario.amira, at=AT)
    assert stands(scenario, words)
    section = Section.objects.get(instrument=scenario.draft, key="p16")
    assert list(section.clauses.values_list("key", flat=True)) == ["p16-1", "p16-2", "p16-3", "p16-4"]


def test_what_is_not_locked_needs_no_deviation(scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="nicht gesperrt"):
        deviate(scenario, "p16-4")


def test_a_lock_without_its_words_cannot_be_copied(scenario: Scenario) -> None:
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            copy_of(locked(scenario.draft)).replace("'id', -1", "'id', -1, 'key', 'kopie', 'position', 98")
        )
