"""Nobody waits for a Zeichnungsfassung: a page asks, the worker freezes, and the page says how far it is."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements import transitions
from agreements.choices import Status
from agreements.documents import editions
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.job_choices import Queue
from agreements.job_queue import ALIVE
from agreements.models import FreezeRequest
from agreements.retries import pause
from agreements.signing.freezing.actions import ask_to_freeze, freeze
from agreements.signing.freezing.open_points import open_points
from agreements.signing.freezing.views import FROZEN
from agreements.texts.assembly import working_copy
from districts.models import Membership
from tests import factories
from tests.due import freeze_what_is_due, somebody_works
from tests.page import Page, read
from tests.scenario import Scenario, version_of

ASKED = factories.FROZEN_AT
LATER = ASKED + timedelta(seconds=5)


def asked(scenario: Scenario, at: datetime = ASKED) -> FreezeRequest:
    shown = working_copy(scenario.draft).fingerprint
    return ask_to_freeze(scenario.draft, fingerprint=shown, by=scenario.amira, at=at)


def agreement_page(scenario: Scenario, who: str = "coordinator") -> Page:
    return read(scenario.browser(who).get(reverse("agreement_detail", args=[scenario.draft.agreement_id])))


def news_address(page: Page) -> str:
    [address] = [said["hx-get"] or "" for _, said in page.tags if "hx-get" in said]
    return address


def test_asking_renders_nothing_and_changes_nothing(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(editions, "render_pdf")
    request = asked(scenario)
    assert scenario.fresh().draft.status == Status.DRAFT
    assert not scenario.draft.versions.exists()
    assert (request.tries, request.ended_at, request.asked_by) == (0, None, scenario.amira)


def test_the_worker_freezes_what_the_person_saw_and_says_who_asked(scenario: Scenario) -> None:
    request = asked(scenario)
    [ended] = freeze_what_is_due(at=LATER)
    assert (ended.instrument_id, ended.refusal) == (scenario.draft.pk, "")
    contract = scenario.fresh().draft
    version = version_of(contract)
    edition = version.editions.select_related("file").get()
    assert (contract.status, version.fingerprint) == (Status.SIGNING, request.fingerprint)
    assert (version.made_at, version.made_by, edition.made_at) == (LATER, scenario.amira, ASKED)
    assert store.read(edition.file).startswith(b"%PDF-")
    event = contract.agreement.events.order_by("-sequence")[0]
    assert (event.kind, event.at, event.actor) == ("frozen", LATER, str(scenario.amira))
    assert freeze_what_is_due(at=LATER) == []
    assert FreezeRequest.objects.get().ended_at == LATER


def test_every_attempt_makes_the_same_bytes(scenario: Scenario) -> None:
    """What an attempt stored that died before its commit is what the next one needs."""
    content = working_copy(scenario.draft)
    file = editions.store_execution_file(content, moment=ASKED)
    asked(scenario)
    freeze_what_is_due(at=LATER)
    assert version_of(scenario.fresh().draft).editions.get().file == file


def test_a_text_that_changed_meanwhile_is_not_frozen_and_the_person_is_told(scenario: Scenario) -> None:
    now = timezone.now()
    asked(scenario)
    scenario.draft.placeholders["SOZIALRAEUME"] = "Süd"
    scenario.draft.save()
    [ended] = freeze_what_is_due(at=now)
    assert ended.refusal
    assert scenario.fresh().draft.status == Status.DRAFT
    assert not scenario.draft.versions.exists()
    for who in ("coordinator", "admin"):
        page = agreement_page(scenario, who)
        assert "Nicht festgeschrieben" in page.text
        assert "Der Text hat sich geändert" in page.text
    asked(scenario)
    assert "Nicht festgeschrieben" not in agreement_page(scenario).text
    freeze_what_is_due(at=now)
    assert scenario.fresh().draft.status == Status.SIGNING


def test_who_may_no_longer_freeze_does_not(scenario: Scenario) -> None:
    asked(scenario)
    Membership.objects.filter(user=scenario.amira).delete()
    [request] = freeze_what_is_due(at=LATER)
    assert "keine Rolle" in request.refusal
    assert scenario.fresh().draft.status == Status.DRAFT


def test_a_step_that_somebody_took_meanwhile_is_respected(scenario: Scenario) -> None:
    asked(scenario)
    transitions.apply_transition(
        scenario.draft, "withdraw", by=scenario.amira, at=ASKED, reason="Doch nicht."
    )
    [request] = freeze_what_is_due(at=LATER)
    assert request.refusal
    assert scenario.fresh().draft.status == Status.WITHDRAWN


def test_two_requests_for_a_text_are_one(scenario: Scenario) -> None:
    first, second = asked(scenario), asked(scenario, LATER)
    assert (first.pk, second.asked_at) == (second.pk, ASKED)
    scenario.draft.placeholders["SOZIALRAEUME"] = "Süd"
    scenario.draft.save()
    third = asked(scenario, LATER)
    assert third.pk == first.pk
    assert (third.fingerprint, third.asked_at) == (working_copy(scenario.draft).fingerprint, LATER)
    assert len(freeze_what_is_due(at=LATER)) == 1


def test_a_failure_is_shown_waited_for_and_tried_at_once_when_asked(
    scenario: Scenario, tmp_path: Path
) -> None:
    now = timezone.now()
    asked(scenario)
    in_the_way = tmp_path / "files"
    in_the_way.write_text("no folder")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.FILES_ROOT", in_the_way)
        assert freeze_what_is_due(at=now) == []
        assert freeze_what_is_due(at=now + pause(1) - timedelta(seconds=1)) == []
        assert FreezeRequest.objects.get().tries == 1
        freeze_what_is_due(at=now + pause(1))
    request = FreezeRequest.objects.get()
    assert (request.tries, request.ended_at) == (2, None)
    assert scenario.fresh().draft.status == Status.DRAFT
    page = agreement_page(scenario)
    assert "konnte nicht gespeichert werden" in page.text
    assert "Es ist nichts verloren und nichts festgeschrieben." in page.text
    assert reverse("take_step", args=[scenario.draft.pk, "freeze"]) in [
        said.get("href") for _, said in page.tags
    ]
    assert asked(scenario).tries == 0
    assert len(freeze_what_is_due(at=now)) == 1
    assert scenario.fresh().draft.status == Status.SIGNING


def test_an_attempt_is_counted_before_it_begins(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that takes the worker down with it must not take it down every second."""
    asked(scenario)

    def die(*args: object, **kwargs: object) -> None:
        raise SystemExit

    monkeypatch.setattr("agreements.signing.freezing.rendering.render", die)
    with pytest.raises(SystemExit):
        freeze_what_is_due(at=LATER)
    monkeypatch.undo()
    request = FreezeRequest.objects.get()
    assert (request.tries, request.tried_at, request.problem, request.ended_at) == (1, LATER, "", None)
    assert freeze_what_is_due(at=LATER) == []
    assert len(freeze_what_is_due(at=LATER + pause(1))) == 1


def test_a_term_that_is_over_and_another_contract_are_asked_about(scenario: Scenario) -> None:
    ends_on = scenario.draft.ends_on
    assert ends_on is not None
    before, after = (
        open_points(scenario.draft, scenario.amira, day) for day in (ends_on, ends_on + timedelta(days=1))
    )
    other = f"auch {scenario.signed.agreement.reference} ("
    assert [point for point in before if other in point]
    assert not [point for point in before if "zu Ende gegangen" in point]
    assert [point for point in after if "Die Laufzeit ist am" in point and "zu Ende gegangen" in point]


def test_a_text_that_the_district_never_saw_is_asked_about(scenario: Scenario) -> None:
    def is_asked() -> bool:
        points = open_points(scenario.draft, scenario.amira, ASKED.date())
        return any(
            "Der Bezirk hat diesen Text in der Anwendung noch nie gesehen" in point for point in points
        )

    assert is_asked()
    transitions.apply_transition(scenario.draft, "open_review", by=scenario.amira, at=factories.FROZEN_AT)
    assert not is_asked()


def test_the_page_says_how_far_it_is_until_it_is_done(scenario: Scenario) -> None:
    now, browser = timezone.now(), scenario.browser("coordinator")
    address = reverse("take_step", args=[scenario.draft.pk, "freeze"])
    somebody_works(Queue.RENDER, at=now)
    page = read(
        browser.post(
            address,
            {
                **read(browser.get(address)).fields,
                "leaves_open": open_points(scenario.draft, scenario.amira, timezone.localdate()),
            },
            follow=True,
        )
    )
    assert "Zeichnungsfassung wird erstellt …" in page.text
    assert "Schritt 1 von 3: wartet auf den Dienst im Hintergrund" in page.text
    assert ("div", "status") in [(tag, said.get("role")) for tag, said in page.tags]
    poll = news_address(page)
    assert browser.get(poll).status_code == 204, "nothing new"
    FreezeRequest.objects.update(tries=1, tried_at=now)
    reply = browser.get(poll)
    assert "Schritt 2 von 3: wird gesetzt und gespeichert" in read(reply).text
    FreezeRequest.objects.update(tries=0, tried_at=None, asked_at=ASKED)
    assert "hat sich noch nicht gemeldet" in read(browser.get(poll)).text
    somebody_works(Queue.RENDER, at=now - ALIVE)
    assert "Der Dienst im Hintergrund läuft gerade nicht." in read(browser.get(poll)).text
    freeze_what_is_due(at=now)
    for _ in range(2):  # on a slow line the page asks once more before it is loaded anew
        reply = browser.get(poll)
        assert (reply.status_code, reply.headers["HX-Refresh"]) == (204, "true")
    page = read(browser.get(reverse("agreement_detail", args=[scenario.draft.agreement_id])))
    assert page.text.count(FROZEN) == 1
    assert not [said for _, said in page.tags if "hx-get" in said]


def test_it_is_nobody_elses_news(scenario: Scenario) -> None:
    transitions.apply_transition(scenario.draft, "open_review", by=scenario.amira, at=factories.FROZEN_AT)
    asked(scenario, timezone.now())
    somebody_works(Queue.RENDER, at=timezone.now())
    assert "Zeichnungsfassung wird erstellt" in agreement_page(scenario, "admin").text
    assert "Zeichnungsfassung wird erstellt" not in agreement_page(scenario, "staff").text


def test_old_refusals_are_no_news(scenario: Scenario) -> None:
    asked(scenario)
    FreezeRequest.objects.update(
        ended_at=timezone.now() - timedelta(days=8), refusal="Der Text hat sich geändert."
    )
    assert "Nicht festgeschrieben" not in agreement_page(scenario).text


def test_what_is_refused_is_refused_before_anybody_waits(scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="hat sich geändert"):
        ask_to_freeze(scenario.draft, fingerprint="0" * 64, by=scenario.amira, at=ASKED)
    with pytest.raises(ActionRefused, match="vorbehalten"):
        ask_to_freeze(
            scenario.draft,
            fingerprint=working_copy(scenario.draft).fingerprint,
            by=scenario.people["admin"],
            at=ASKED,
        )
    assert not FreezeRequest.objects.exists()


def test_one_look_at_nothing_is_one_query(scenario: Scenario) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert freeze_what_is_due(at=LATER) == []
    assert len(queries) == 1


def test_freezing_at_once_and_over_the_worker_is_the_same(scenario: Scenario) -> None:
    shown = working_copy(scenario.draft).fingerprint
    version = freeze(scenario.draft, fingerprint=shown, by=scenario.amira, at=ASKED)
    edition = version.editions.get()
    assert (edition.made_at, version.made_at) == (ASKED, ASKED)
