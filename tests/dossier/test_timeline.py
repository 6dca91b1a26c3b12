"""The timeline of an agreement: a complete German sentence for every kind of event."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from agreements.choices import Progress
from agreements.dossier.termination.actions import NoticeEffect
from agreements.dossier.timeline import event_entry
from agreements.drafting.actions.dated_facts import correct_fact, digest, remove_fact
from agreements.drafting.importing.actions import insert_text
from agreements.events import EventKind
from agreements.models import ClearanceRequest, Event, Milestone, Resolution
from agreements.signing.transition_actions import take_step
from agreements.tracking.actions import report_occasion
from agreements.tracking.evidence.actions import add_evidence, renew_evidence
from tests import factories
from tests.amending import begin
from tests.dossier.termination_notices import decided, noticed, retracted
from tests.drafting.comments.conversation import run_every_comment_action
from tests.drafting.differences import confirm_differences
from tests.drafting.importing.reading import recognise
from tests.drafting.model_texts.writing_models import run_every_model_action
from tests.page import read
from tests.recording.recorded import RECORDED_AT, recorded
from tests.recording.recorded import corrected as change_record
from tests.scenario import Scenario
from tests.signing.corrections import corrected
from tests.signing.delegates import declined, granted
from tests.signing.links.visitor import invited
from tests.tracking.evidence.submissions import reference
from tests.tracking.report_factories import answer_report, make_report
from tests.tracking.staff_release.quarter_reports import Q3, answer_quarter_report, make_quarter_report


def write_everything(scenario: Scenario) -> None:
    """Take every action on a draft through its page."""
    browser, pk = scenario.browser("coordinator"), scenario.draft.pk

    def post(to: str, *parts: str | int, **sent: str) -> None:
        address = reverse(to, args=[pk, *parts])
        page = browser.get(address)
        fields = read(page).fields if page.status_code == 200 else {}
        assert browser.post(address, {**fields, "sent": "1", **sent}).status_code == 302, (to, sent)

    post("head_edit", subject="Neuer Gegenstand")
    post("party_edit", "district", address="Neue Anschrift")
    post("signatory_new", side="district", name="Neu Ernannt", function="Leitung", order="2")
    person = scenario.draft.signatories.get(name="Neu Ernannt")
    post("signatory_edit", person.key, function="Amtsleitung")
    post("signatory_remove", person.key, revision="2")
    post("section_new", "section", heading="Neue Sache")
    key = scenario.draft.sections.get(heading="Neue Sache").key
    post("section_edit", key, heading="Andere Sache")
    post("section_edit", key, inset="staff_release")
    post("section_move", key, revision="3", direction="-1")
    post("section_remove", key, revision="4")
    post("removal_restore", scenario.draft.agreement.events.order_by("-sequence")[0].sequence)
    post("clause_new", "p03", text="Neuer Absatz.")
    clause = scenario.draft.sections.get(key="p03").clauses.get(text="Neuer Absatz.").key
    post("clause_edit", clause, text="Anderer Absatz.")
    post("clause_move", clause, revision="2", direction="1")
    post("clause_remove", clause, revision="3")
    post("removal_restore", scenario.draft.agreement.events.order_by("-sequence")[0].sequence)
    post(
        "obligation_new",
        "report",
        title="Neu",
        owed_by="district",
        shape="event",
        trigger="Anlass",
        sense="exactly",
    )
    code = scenario.draft.terms.get(title="Neu").obligation.code
    post("obligation_edit", code, title="Anders")
    post("obligation_remove", code, revision="2")
    post("party_new", line="Grundschule am Lindenhof", short="die Schule")
    post("party_remove", "third", revision="1")
    post("take_step", "open_review")
    post("clearance_new", names="Rechtsamt")
    post("clearance_add", 1, names="Haushalt")
    request = ClearanceRequest.objects.get(office_name="Rechtsamt")
    post("clearance_answer", request.pk, result="unchanged", answered_by="Leitung")
    post("clearance_close", 1)
    post("take_step", "back_to_draft")
    for name, sent in (
        (
            "resolution_new",
            {"kind": "ba_resolution", "state": "taken", "dated": "01.03.2025", "source": "Protokoll"},
        ),
        (
            "milestone_new",
            {
                "kind": "event",
                "title": "Fachtag",
                "state": "planned",
                "date_words": "Herbst",
                "source": "Presse",
            },
        ),
    ):
        address = reverse(name, args=[scenario.draft.agreement_id])
        assert browser.post(address, sent).status_code == 302, name
    for model in (Resolution, Milestone):
        row = model.objects.get(agreement=scenario.draft.agreement)
        row = correct_fact(row, seen=digest(row), source="Brief", by=scenario.amira, at=factories.SIGNED_AT)
        remove_fact(row, seen=digest(row), by=scenario.amira, at=factories.SIGNED_AT)


def test_every_event_has_a_german_sentence(scenario: Scenario) -> None:
    write_everything(scenario)
    duty = scenario.signed.agreement.obligations.get(code="O-06")
    bogdan = scenario.people["staff"]
    answer_report(
        make_report(duty, Progress.PARTLY, bogdan, factories.SIGNED_AT, remark="Es fehlt Zeit.", amount=1),
        scenario.amira,
        factories.SIGNED_AT,
    )
    pieces = [reference()]
    made, *_ = add_evidence(duty.reports.get(), pieces=pieces, by=bogdan, at=factories.SIGNED_AT)
    renew_evidence(made, piece=reference("Drs. 2"), seen=1, by=bogdan, at=factories.SIGNED_AT)
    triggered = scenario.signed.agreement.obligations.get(code="O-27")
    in_force = factories.SIGNED_AT + timedelta(days=60)
    report_occasion(triggered, happened_on=in_force.date(), note="Plakat", by=bogdan, at=in_force)
    later = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
    answer_quarter_report(
        make_quarter_report(scenario.signed.agreement, Q3, bogdan, later), scenario.amira, later
    )
    confirm_differences(scenario.draft)
    run_every_comment_action(scenario)
    run_every_model_action(scenario)
    declined(scenario.signing, scenario.amira)
    granted(scenario.signing, scenario.amira)
    invited(scenario.signing, scenario.amira)
    corrected(scenario.signed, scenario.amira, place="Potsdam")
    decided(scenario.signed.agreement, scenario.amira)
    noticed(scenario.signed.agreement, scenario.amira, effect=NoticeEffect.NONE)
    retracted(noticed(scenario.signed.agreement, scenario.amira), scenario.amira)
    amendment = begin(scenario.signed, by=scenario.amira, at=factories.SIGNED_AT, not_before=date(2026, 1, 1))
    assert amendment.number == 1
    elsewhere = recorded(scenario.amira)
    change_record(elsewhere, scenario.amira, notice_months=6)
    take_step(elsewhere, "withdraw_record", reason="Doppelt", by=scenario.amira, at=RECORDED_AT)
    pasted = recognise("§ 1 Neues\nEin Satz.")
    insert_text(scenario.draft, pasted, after="p03", accepted=(), by=scenario.amira, at=factories.SIGNED_AT)
    browser = scenario.browser("coordinator")
    browser.post(reverse("take_step", args=[scenario.signing.pk, "unfreeze"]), {"reason": "Fehler im Text"})
    kinds = set(Event.objects.values_list("kind", flat=True))
    by_others = {
        "signed_file_accepted",
        "signed_file_refused",
        "sealed",
        *("ceremony_corrected", "photo_removed"),
        *("ceremony_recorded", "photo_added", "photo_person_named", "consent_given", "consent_withdrawn"),
        *("archive_step", "handed_over", "notice_reminded"),
        *("amendment_rebased", "instructions_worded"),
        *("evidence_refused", "evidence_infected"),
        "version_restored",
        "admin_changed",
        "admin_added",
        "admin_deleted",
    }
    assert kinds >= set(EventKind) - by_others
    for event in Event.objects.all():
        entry = event_entry(event)
        assert entry.text != event.kind, event.kind
        assert "–" not in entry.text.split(), (event.kind, entry.text)
        assert not re.search(r"[{}]|None|_|True|False", entry.text), entry.text
        assert not re.search(r"None|True|False", entry.note), entry.note
        assert entry.who


def test_user_input_is_not_interpreted_as_a_format_string(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    address = reverse("milestone_new", args=[scenario.draft.agreement_id])
    browser.post(
        address,
        {
            "kind": "event",
            "state": "done",
            "title": "{actor.password} <b>%s</b>",
            "date_words": "{0}",
            "source": "Presse",
        },
    )
    page = browser.get(reverse("agreement_history", args=[scenario.draft.agreement_id])).content.decode()
    assert "Meilenstein festgehalten: {actor.password} &lt;b&gt;%s&lt;/b&gt;" in page


@pytest.mark.parametrize("title", ["2025-02-31", "2025-02-28", "0000-00-00", "draft", "partly"])
def test_user_input_is_never_formatted_as_a_date(title: str) -> None:
    event = Event(kind="milestone_recorded", data={"what": title}, actor="x", at=factories.SIGNED_AT)
    assert event_entry(event).text == f"Meilenstein festgehalten: {title}"


@pytest.mark.parametrize(
    ("kind", "model", "changed", "words"),
    [
        (
            "resolution_corrected",
            "",
            {"state": ["planned", "taken"]},
            "Stand von „angestrebt“ auf „gefasst“ geändert",
        ),
        ("resolution_corrected", "", {"dated": [None, "2025-06-24"]}, "Datum „24.06.2025“ eingetragen"),
        ("milestone_corrected", "", {"office": ["Jugendamt", ""]}, "Zuständig „Jugendamt“ entfernt"),
        ("milestone_corrected", "", {"title": ["a", "„b“"]}, "Was von „a“ auf „‚b‘“ geändert"),
        ("resolution_corrected", "", {"document": [None, "ab12"]}, "Dokument geändert"),
        (
            "obligation_edited",
            "",
            {"quantity": ["0.50", "12.00"], "survives": [False, True], "posts": [[], [1]]},
            "Menge von „0,5“ auf „12“ geändert"
            " · Auch nach dem Vertragsende: für den letzten Zeitraum von „nein“ auf „ja“ geändert",
        ),
        (
            "admin_changed",
            "Meilenstein",
            {"state": ["planned", "done"]},
            "Stand von „geplant“ auf „erledigt“ geändert",
        ),
        ("admin_changed", "Anschluss", {"state": ["planned", "done"]}, ""),
    ],
)
def test_a_change_says_what_it_was_and_what_it_is(
    kind: str, model: str, changed: dict[str, list[object]], words: str
) -> None:
    data = {"what": "Fachtag", "model": model, "changes": changed}
    event = Event(kind=kind, data=data, actor="x", at=factories.SIGNED_AT)
    assert event_entry(event).note == words


def test_an_unknown_kind_shows_its_name() -> None:
    event = Event(kind="of_a_later_release", data={"before": "x"}, actor="x", at=factories.SIGNED_AT)
    assert (event_entry(event).text, event_entry(event).note) == ("of_a_later_release", "")


def test_dated_facts_need_a_source_and_a_day_or_its_description(scenario: Scenario) -> None:
    browser, pk = scenario.browser("coordinator"), scenario.reported.pk
    milestone = {"kind": "event", "state": "done", "title": "Fachtag", "dated": "", "source": "Presse"}
    response = browser.post(reverse("milestone_new", args=[pk]), milestone)
    assert response.status_code == 422
    assert (
        "Bitte „Datum“ angeben oder, wenn der Tag nicht bekannt ist, „Datum in Worten“."
        in read(response).text
    )
    response = browser.post(
        reverse("milestone_new", args=[pk]), {**milestone, "date_words": "Herbst", "source": ""}
    )
    assert response.status_code == 422
    resolution = {"kind": "ba_resolution", "state": "taken", "dated": "29.08.2023", "source": ""}
    assert browser.post(reverse("resolution_new", args=[pk]), resolution).status_code == 422
    assert (
        browser.post(reverse("resolution_new", args=[pk]), {**resolution, "source": "Drs. 1"}).status_code
        == 302
    )
    assert "Drs. 1" in read(browser.get(reverse("agreement_history", args=[pk]))).text


def test_in_force_is_counted_from_the_last_required_signature(scenario: Scenario) -> None:
    page = read(
        scenario.browser("observer").get(reverse("agreement_detail", args=[scenario.signed.agreement_id]))
    )
    assert "In Kraft seit 01.04.2025" in page.text
