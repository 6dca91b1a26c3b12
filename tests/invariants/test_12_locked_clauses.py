"""Invariant 12: what the model text locks stands word for word in every contract, unless a reason is kept why not."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from agreements.documents.assemble import raw_copy
from agreements.drafting.actions import text
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.model_texts.deviating import deviations_of, record_deviation, withdraw_deviation
from agreements.models import AgreementTemplate, Clause, Deviation, Instrument, Section
from agreements.refusals import Refused
from agreements.vocabulary import Status
from tests import world
from tests.admin.page import form_of, page_of
from tests.drafting.model_texts.writing_models import write
from tests.drafting.two_people import save_clause_text
from tests.invariants.attempts import DISGUISES, copy_of, refused, sql, table
from tests.page import read
from tests.stage import Stage

AT = world.FROZEN_AT
LOCKED = "p16-2"
OTHER = "Mündliche Nebenabreden sind erlaubt."
disguised = pytest.mark.parametrize("disguise", DISGUISES)


def locked(instrument: Instrument, key: str = LOCKED) -> Clause:
    return Clause.objects.select_related("section__instrument__agreement").get(
        section__instrument=instrument, key=key
    )


def deviate(stage: Stage, key: str = LOCKED) -> Deviation:
    row = locked(stage.draft, key)
    return record_deviation(
        stage.draft,
        key=key,
        reason="Das Rechtsamt verlangt es.",
        revision=row.revision,
        by=stage.amira,
        at=AT,
    )


@pytest.fixture(autouse=True)
def words(stage: Stage) -> str:
    """Return the words that must stand there before and after every attempt."""
    row = locked(stage.draft)
    assert row.locked
    return row.text


def stands(stage: Stage, words: str) -> bool:
    row = locked(stage.draft)
    return (row.text, row.locked) == (words, True)


# --- the pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, {"X-Autosave": "1"}], ids=["the form", "saving while one writes"])
def test_no_form_changes_it(headers: dict[str, str], stage: Stage, words: str) -> None:
    address = reverse("clause_edit", args=[stage.draft.pk, LOCKED])
    for revision in ("1", "99"):  # up to date, and merged with what is stored
        sent = {"text": OTHER, "revision": revision, "base": f'{{"text": ["{words}"]}}'}
        reply = stage.browser("coordinator").post(address, sent, headers=headers)
        assert reply.status_code in {409, 422}
        if not headers:
            assert OTHER in read(reply).text, "nothing typed is lost"
            assert "gesperrt" in read(reply).text
        assert stands(stage, words)


@pytest.mark.parametrize("side", ["mine", "merged"])
def test_no_merge_changes_it(side: str, stage: Stage, words: str) -> None:
    mine = OTHER if side == "mine" else f"{words} Und mehr."
    with pytest.raises(Refused, match="gesperrt"):
        save_clause_text(stage.draft, key=LOCKED, base=words, revision=1, text=mine, by=stage.amira, at=AT)
    assert stands(stage, words)


def test_no_button_removes_it_or_its_section(stage: Stage, words: str) -> None:
    browser = stage.browser("coordinator")
    section = stage.draft.sections.get(key="p16")
    for name, key, sent in (
        ("clause_remove", LOCKED, {"revision": "1"}),
        ("section_remove", "p16", {"revision": "1", "contents": text.contents_of(section.clauses.all())}),
    ):
        page = read(browser.post(reverse(name, args=[stage.draft.pk, key]), sent, follow=True))
        assert "gesperrt" in page.text, name
        assert stands(stage, words)


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
    name: str, key: str, sent: dict[str, str], stage: Stage, words: str
) -> None:
    before = raw_copy(stage.draft)
    reply = stage.browser("coordinator").post(
        reverse(name, args=[stage.draft.pk, key]), {"revision": "1", **sent}, follow=True
    )
    assert reply.status_code < 500
    assert "gesperrt" in reply.content.decode()
    assert raw_copy(stage.draft) == before
    assert stands(stage, words)


def test_no_choice_leaves_it_out(stage: Stage, words: str) -> None:
    browser = stage.browser("coordinator")
    for name in ("block_leave", "block_choose", "block_take"):
        browser.post(reverse(name, args=[stage.draft.pk, LOCKED]), {"revision": "1"})
        assert stands(stage, words)


def test_it_may_move(stage: Stage, words: str) -> None:
    text.move_clause(stage.draft, key=LOCKED, direction=text.Direction.UP, revision=1, by=stage.amira, at=AT)
    assert stands(stage, words)
    for revision in range(2, 5):
        text.move_clause(
            stage.draft, key=LOCKED, direction=text.Direction.UP, revision=revision, by=stage.amira, at=AT
        )
    assert locked(stage.draft).section.key == "p15", "also into another section"
    assert stands(stage, words)


def test_no_version_that_says_otherwise_is_restored(stage: Stage, words: str) -> None:
    deviate(stage)
    write(stage.draft, LOCKED, OTHER, stage.amira)
    name_version(stage.draft, name="mit Abweichung", by=stage.amira, at=AT)
    row = locked(stage.draft)
    withdraw_deviation(stage.draft, key=LOCKED, revision=row.revision, by=stage.amira, at=AT)
    with pytest.raises(Refused, match="§\N{NO-BREAK SPACE}16\N{NO-BREAK SPACE}\\(2\\)"):
        restore_version(stage.draft, number=1, by=stage.amira, at=AT)
    assert stands(stage, words)
    assert stage.draft.versions.count() == 1, "nothing was kept of the attempt"


def test_the_admin_shows_it_and_saves_nothing(stage: Stage, words: str) -> None:
    dana, row = stage.browser("admin"), locked(stage.draft)
    page = read(dana.get(page_of(row)))
    assert "gesperrt und gilt wörtlich" in page.text
    assert 'name="text"' not in dana.get(page_of(row)).content.decode()
    sent = {**form_of(dana, locked(stage.draft, "p16-4")), "text": OTHER, "locked": ""}
    assert dana.post(page_of(row), sent).status_code == 200
    assert stands(stage, words)
    free = locked(stage.draft, "p16-4")
    assert dana.post(page_of(free), {**form_of(dana, free), "locked": "on"}).status_code == 302
    assert not locked(stage.draft, "p16-4").locked


# --- the shell and the console --------------------------------------------------------------------------------------


def test_no_query_of_the_shell_changes_it(stage: Stage) -> None:
    row = locked(stage.draft)
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
def test_no_statement_changes_it(disguise: str, stage: Stage) -> None:
    row = locked(stage.draft)
    elsewhere = stage.contracts[Status.REVIEW].sections.get(key="p16").pk
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
def test_no_other_words_come_in_under_a_lock(disguise: str, stage: Stage) -> None:
    row, free = locked(stage.draft), locked(stage.draft, "p16-4")
    deviate(stage)
    write(stage.draft, LOCKED, OTHER, stage.amira)
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
def test_a_deviation_stays_as_it_was_given(disguise: str, stage: Stage) -> None:
    deviation = deviate(stage)
    where = f"WHERE id = {deviation.pk}"
    with DISGUISES[disguise]():
        for change in ("reason = 'anders'", "model_text = 'anders'", "clause_key = 'p16-1'", "id = -1"):
            with refused("nicht geändert werden"):
                sql(f"UPDATE {table(Deviation)} SET {change} {where}")
        with refused("entfällt erst"):
            sql(f"DELETE FROM {table(Deviation)} {where}")


@disguised
def test_what_is_published_stays_published(disguise: str, stage: Stage) -> None:
    template = stage.draft.template
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction would stand in the way
    with DISGUISES[disguise]():
        for change in ("rules = '{}'", f"rules = jsonb_set(rules, '{{locked,{LOCKED}}}', '\"anders\"')"):
            with refused("weder geändert noch gelöscht"):
                sql(f"UPDATE {table(AgreementTemplate)} SET {change} WHERE id = {template.pk}")
        with refused():
            sql(f"DELETE FROM {table(AgreementTemplate)} WHERE id = {template.pk}")
        with refused():
            sql(f"TRUNCATE {table(AgreementTemplate)} CASCADE")


def test_a_deviation_is_for_one_clause_of_one_contract(stage: Stage) -> None:
    deviate(stage)
    review = stage.contracts[Status.REVIEW]
    for instrument, key in ((stage.draft, "p16-1"), (review, LOCKED)):
        with refused():
            Clause.objects.filter(section__instrument=instrument, key=key).update(text="anders")
        with refused():
            Clause.objects.filter(section__instrument=instrument, key=key).update(locked=False)


# --- the way that there is --------------------------------------------------------------------------------------------


def test_with_a_reason_it_can_be_changed_and_taken_back(stage: Stage, words: str) -> None:
    browser = stage.browser("coordinator")
    new = reverse("deviation_new", args=[stage.draft.pk, LOCKED])
    assert words in read(browser.get(new)).text
    assert browser.post(new, {"reason": "  ", "revision": "1"}).status_code == 422
    assert stands(stage, words)
    sent = {"reason": "Das Rechtsamt verlangt es.", "revision": "1"}
    assert browser.post(new, sent).status_code == 302
    assert browser.post(new, {**sent, "revision": "2"}).status_code == 422, "there is one already"
    write(stage.draft, LOCKED, OTHER, stage.amira)
    assert deviations_of(stage.draft)[LOCKED].model_text == words
    editor = read(browser.get(reverse("draft_edit", args=[stage.draft.pk]))).text
    assert "Abweichung vom Mustertext" in editor
    page = read(browser.get(reverse("block_list", args=[stage.draft.pk])))
    assert "Das Rechtsamt verlangt es." in page.text
    for who in ("coordinator", "admin"):
        shown = stage.browser(who).get(reverse("agreement_detail", args=[stage.draft.agreement_id]))
        assert "Das Rechtsamt verlangt es." in read(shown).text
        listed = stage.browser(who).get(reverse("comparison", args=[stage.draft.pk]))
        assert "Begründung: Das Rechtsamt verlangt es." in read(listed).text
    back = reverse("deviation_withdraw", args=[stage.draft.pk, LOCKED])
    browser.post(back, {"revision": "1"})
    assert not stands(stage, words), "the page she saw was outdated"
    browser.post(back, {"revision": str(locked(stage.draft).revision)})
    assert stands(stage, words)
    assert not stage.draft.deviations.exists()
    kinds = list(stage.draft.agreement.events.order_by("-sequence").values_list("kind", flat=True)[:3])
    assert kinds == ["deviation_withdrawn", "clause_edited", "deviation_recorded"]


def test_the_reason_is_for_those_who_read_every_draft(stage: Stage) -> None:
    review = stage.contracts[Status.REVIEW]
    record_deviation(review, key=LOCKED, reason="Intern begründet.", revision=1, by=stage.amira, at=AT)
    write(review, LOCKED, OTHER, stage.amira)
    for name, key in (("agreement_detail", review.agreement_id), ("comparison", review.pk)):
        for who, told in (("staff", False), ("coordinator", True)):
            reply = stage.browser(who).get(reverse(name, args=[key]))
            assert reply.status_code == 200
            assert ("Intern begründet." in read(reply).text) == told, (name, who)


def test_a_clause_that_was_removed_with_a_reason_comes_back_to_its_place(stage: Stage, words: str) -> None:
    deviate(stage)
    text.remove_clause(stage.draft, key=LOCKED, revision=locked(stage.draft).revision, by=stage.amira, at=AT)
    withdraw_deviation(stage.draft, key=LOCKED, revision=None, by=stage.amira, at=AT)
    assert stands(stage, words)
    section = Section.objects.get(instrument=stage.draft, key="p16")
    assert list(section.clauses.values_list("key", flat=True)) == ["p16-1", "p16-2", "p16-3", "p16-4"]


def test_what_is_not_locked_needs_no_deviation(stage: Stage) -> None:
    with pytest.raises(Refused, match="nicht gesperrt"):
        deviate(stage, "p16-4")


def test_a_lock_without_its_words_cannot_be_copied(stage: Stage) -> None:
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            copy_of(locked(stage.draft)).replace("'id', -1", "'id', -1, 'key', 'kopie', 'position', 98")
        )
