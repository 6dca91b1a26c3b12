"""The full text of a contract signed elsewhere: typed by one person, compared with the scan page by page by another."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements import history
from agreements.drafting.actions.text import Direction
from agreements.errors import ActionRefused, Outdated
from agreements.models import Clause, Instrument, PageCheck
from agreements.recording.proofreading import check_page, check_state
from agreements.recording.queries import newest_text
from agreements.recording.reading_copy import transcript_pdf
from agreements.recording.texts import (
    correct_clause,
    correct_heading,
    drop_text,
    move_typed_clause,
    remove_typed_clause,
)
from agreements.texts.assembly import content_of
from agreements.texts.transcript import transcript_words
from agreements.verification.file_answers import file_answer
from districts.models import User
from tests import factories
from tests.dossier.bundle.packed import bundle_of, unpack
from tests.files.samples import pdf
from tests.page import read, signed_in
from tests.recording.recorded import RECORDED_AT, TEXT, corrected, duty, recorded, typed_text
from tests.rendering.printed import page_texts
from tests.scenario import Scenario

OPEN = "Text nacherfasst am 30.11.2026 von {who}; noch nicht gegengelesen. Unterzeichnet ist das Original"
DONE = "; wortgleich, gegengelesen am 01.12.2026 von {who}. Unterzeichnet ist das Original"
LATER = RECORDED_AT + timedelta(days=1)


@pytest.fixture
def contract(scenario: Scenario) -> Instrument:
    made = recorded(scenario.amira, file=pdf(2))
    duty(made, scenario.amira)
    return typed_text(made, scenario.amira)


@pytest.fixture
def jonas() -> User:
    return factories.coordinator()


def fresh(instrument: Instrument) -> Instrument:
    return Instrument.objects.get(pk=instrument.pk)


def words(instrument: Instrument) -> str:
    return transcript_words(content_of(fresh(instrument))).replace("\N{NO-BREAK SPACE}", " ")


def text_key(instrument: Instrument) -> int:
    text = newest_text(instrument)
    assert text
    return text.pk


def check(instrument: Instrument, by: User, *pages: int) -> bool:
    return [
        check_page(fresh(instrument), page=page, seen=text_key(instrument), by=by, at=LATER) for page in pages
    ][-1]


def corrected_text(
    instrument: Instrument, by: User, text: str = "Der Bezirk beugt der Kinderarmut vor."
) -> None:
    clause = Clause.objects.filter(section__instrument=instrument).order_by("pk")[0]
    correct_clause(instrument, key=clause.key, text=text, revision=clause.revision, by=by, at=LATER)


def test_the_text_is_taken_as_it_is(contract: Instrument, scenario: Scenario) -> None:
    content = content_of(contract)
    assert content.title == "Kooperationsvereinbarung gegen Kinderarmut", "the key data stay"
    assert [clause.text for section in content.sections for clause in section.clauses] == [
        "Der Bezirk beugt Kinderarmut vor.",
        "MitWirkung begleitet ihn.",
        "Der Bezirk berichtet jedes Jahr bis zum 31. Januar.",
    ]
    assert words(contract).startswith(OPEN.format(who=scenario.amira))


def test_an_obligation_typed_before_is_linked_with_its_paragraph(scenario: Scenario) -> None:
    made = recorded(scenario.amira)
    duty(made, scenario.amira, source_place="§ 2 (1)")
    content = content_of(typed_text(made, scenario.amira))
    [said] = content.obligations
    assert content.clause_labels()[said.clause_key].replace("\N{NO-BREAK SPACE}", " ") == "§ 2 (1)"


def test_a_second_person_compares_every_page(contract: Instrument, scenario: Scenario, jonas: User) -> None:
    assert not check(contract, jonas, 1)
    assert "noch nicht gegengelesen" in words(contract)
    assert check(contract, jonas, 2)
    assert DONE.format(who=jonas) in words(contract)
    assert history.verify(contract.agreement) == []


def test_who_typed_cannot_compare(contract: Instrument, scenario: Scenario, jonas: User) -> None:
    with pytest.raises(ActionRefused, match="zweite Person"):
        check(contract, scenario.amira, 1)
    corrected_text(contract, jonas)
    for person in (scenario.amira, jonas):
        with pytest.raises(ActionRefused, match="zweite Person"):
            check(contract, person, 1)
    text = newest_text(contract)
    file = contract.originals.get().file
    with pytest.raises(IntegrityError, match="liest ihn nicht selbst gegen"), transaction.atomic():
        PageCheck.objects.create(text=text, file=file, page=1, checked_at=LATER, checked_by=scenario.amira)


def test_a_correction_opens_it_again(contract: Instrument, scenario: Scenario, jonas: User) -> None:
    check(contract, jonas, 1, 2)
    corrected_text(contract, scenario.amira)
    assert "noch nicht gegengelesen" in words(contract)
    check(contract, jonas, 1, 2)
    section = contract.sections.order_by("position")[0]
    correct_heading(
        contract, key=section.key, heading="Ziele", revision=section.revision, by=scenario.amira, at=LATER
    )
    assert "noch nicht gegengelesen" in words(contract)


def test_another_scan_opens_it_again_and_an_obligation_does_not(
    contract: Instrument, scenario: Scenario, jonas: User
) -> None:
    check(contract, jonas, 1, 2)
    duty(contract, scenario.amira, title="Bilanzgespräch")
    corrected(fresh(contract), scenario.amira, notice_months=6)
    assert DONE.format(who=jonas) in words(contract)
    corrected(fresh(contract), scenario.amira, notice_months=6, file=pdf(3))
    assert "noch nicht gegengelesen" in words(contract)
    assert check_state(fresh(contract), jonas).open_pages == 3


def test_a_page_counts_for_the_text_that_was_read(
    contract: Instrument, scenario: Scenario, jonas: User
) -> None:
    seen = text_key(contract)
    corrected_text(contract, scenario.amira)
    with pytest.raises(Outdated):
        check_page(contract, page=1, seen=seen, by=jonas, at=LATER)
    check(contract, jonas, 1)
    for page, reason in ((1, "schon gegengelesen"), (3, "hat das Original nicht")):
        with pytest.raises(ActionRefused, match=reason):
            check(contract, jonas, page)


def test_without_a_scan_nothing_can_be_compared(scenario: Scenario, jonas: User) -> None:
    made = typed_text(recorded(scenario.amira, file=b""), scenario.amira)
    assert "noch nicht gegengelesen. Unterzeichnet ist das Original (ohne Scan)" in words(made)
    with pytest.raises(ActionRefused, match="Ohne Scan"):
        check(made, jonas, 1)


def test_a_text_is_dropped_and_typed_anew(contract: Instrument, scenario: Scenario) -> None:
    with pytest.raises(Outdated):
        drop_text(contract, seen=text_key(contract) + 1, by=scenario.amira, at=LATER)
    drop_text(contract, seen=text_key(contract), by=scenario.amira, at=LATER)
    content = content_of(fresh(contract))
    assert (content.sections, len(content.obligations)) == ((), 1)
    assert words(contract).startswith("Angaben nacherfasst")
    assert "noch nicht gegengelesen" in words(typed_text(contract, scenario.amira))
    assert history.verify(contract.agreement) == []


def test_everything_that_shows_the_text_says_so(
    contract: Instrument, scenario: Scenario, jonas: User
) -> None:
    def said() -> list[str]:
        page = read(
            scenario.browser("coordinator").get(reverse("agreement_detail", args=[contract.agreement_id]))
        )
        manifest = unpack(bundle_of(contract.agreement))["metadaten.json"].decode()
        printed = " ".join(page_texts(transcript_pdf(fresh(contract))))
        compared = reverse("comparison", args=[contract.pk])
        comparison = read(scenario.browser("coordinator").get(compared))
        public = file_answer(str(contract.originals.latest("pk").file_id), as_of=LATER.date()).sentences
        return [
            text.replace("\N{NO-BREAK SPACE}", " ")
            for text in (page.text, manifest, printed, comparison.text, str(public))
        ]

    assert all("noch nicht gegengelesen" in text for text in said())
    check(contract, jonas, 1, 2)
    assert all("wortgleich, gegengelesen am 01.12.2026" in text for text in said())


def test_it_is_typed_corrected_and_compared_on_pages(scenario: Scenario, jonas: User) -> None:
    made = recorded(scenario.amira, file=pdf(1))
    browser, other = scenario.browser("coordinator"), signed_in(jonas)
    address = reverse("recorded_text_import", args=[made.pk])
    seen = read(browser.post(address, {"text": TEXT}))
    sent = {**seen.fields, "anlegen": "1"}
    assert browser.post(address, sent).status_code == 302
    clause = Clause.objects.filter(section__instrument=made).order_by("pk")[0]
    edit = reverse("recorded_clause_edit", args=[made.pk, clause.key])
    fields = read(browser.get(edit)).fields
    assert browser.post(edit, {**fields, "text": "Der Bezirk beugt vor."}).status_code == 302
    comparing = reverse("record_check", args=[made.pk])
    page = {"seen": str(text_key(made)), "page": "1"}
    assert browser.post(comparing, page).status_code == 422
    assert other.post(comparing, page).status_code == 302
    assert "wortgleich, gegengelesen am" in read(other.get(comparing)).text


def texts_of(contract: Instrument) -> list[list[str]]:
    return [[clause.text for clause in section.clauses] for section in content_of(fresh(contract)).sections]


def test_an_absatz_is_moved_and_removed_with_history(
    contract: Instrument, scenario: Scenario, jonas: User
) -> None:
    check(contract, jonas, 1, 2)
    first, second, third = Clause.objects.filter(section__instrument=contract).order_by("pk")
    said: dict[str, Any] = {"by": scenario.amira, "at": LATER}
    with pytest.raises(ActionRefused, match="Weiter geht es"):
        move_typed_clause(contract, key=first.key, direction=Direction.UP, revision=first.revision, **said)
    assert DONE.format(who=jonas) in words(contract)
    move_typed_clause(contract, key=second.key, direction=Direction.DOWN, revision=second.revision, **said)
    assert texts_of(contract) == [[first.text], [second.text, third.text]]
    assert "noch nicht gegengelesen" in words(contract)
    with pytest.raises(Outdated):
        remove_typed_clause(contract, key=second.key, revision=second.revision, **said)
    remove_typed_clause(contract, key=second.key, revision=second.revision + 1, **said)
    assert texts_of(contract) == [[first.text], [third.text]]
    told = contract.agreement.events.filter(kind="clause_removed").get()
    assert told.data["before"] == second.text
    assert history.verify(contract.agreement) == []


def test_an_absatz_with_an_obligation_stays(scenario: Scenario) -> None:
    made = recorded(scenario.amira)
    duty(made, scenario.amira, source_place="§ 2 (1)")
    typed_text(made, scenario.amira)
    [row] = made.terms.all()
    assert row.clause is not None
    address = reverse("recorded_clause_remove", args=[made.pk, row.clause.key])
    reply = scenario.browser("coordinator").post(address, {"revision": row.clause.revision}, follow=True)
    assert "Hier stehen noch die Pflichten O-01" in read(reply).text
    assert Clause.objects.filter(pk=row.clause.pk).exists()
