"""Signing without an account, from the invitation to the signature."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.choices import LinkOccasion, Side, SignatureMethod, Status
from agreements.errors import ActionRefused, Outdated
from agreements.link_tokens import token_of
from agreements.models import Declining, Event, Mail, Signature, SigningLink
from agreements.signing.links.invitations import (
    COOL_DOWN,
    REMINDER_INTERVAL,
    remind_what_is_due,
    send_link,
    set_address,
)
from agreements.signing.transition_actions import take_step
from agreements.verification_code import verification_code
from tests import factories
from tests.page import read
from tests.scenario import Scenario, version_of
from tests.signing.delegates import declined
from tests.signing.links.visitor import ADDRESS, Visitor, addressed, invited, simple_contract, waiting


def test_a_visitor_reads_the_text(scenario: Scenario, rosa: Visitor) -> None:
    link = invited(scenario.signing, scenario.amira)
    (letter,) = rosa.mailbox()
    assert "Guten Tag Rosa Rathaus," in letter
    assert "als „Bezirksstadträtin für Jugend und Familie“" in letter
    asked = rosa.client.get(rosa.link())
    assert "r•••@b•••.example" in read(asked).text
    assert ADDRESS not in asked.content.decode()
    assert rosa.arrive() == rosa.page("link_read", link)
    page = read(rosa.client.get(rosa.page("link_read", link)))
    assert version_of(scenario.signing).fingerprint in page.text
    assert "Freistellung" in page.text
    assert [level for level, _ in page.headings].count(1) == 1
    assert "In der Anwendung bestätigen" not in page.text, "a public-law contract needs its form"
    for which in ("zeichnungsfassung", "signieren"):
        reply = rosa.client.get(rosa.page("link_file", link, which))
        assert b"".join(reply).startswith(b"%PDF")  # type: ignore[arg-type]  # streamed
    link.refresh_from_db()
    assert link.opened_at is not None


def test_a_visitor_declines_with_a_reason(scenario: Scenario, rosa: Visitor) -> None:
    link = invited(scenario.signing, scenario.amira)
    rosa.arrive()
    page = rosa.page("link_decline", link)
    assert rosa.client.post(page, {"reason": ""}).status_code == 422
    sent = {"fingerprint": link.fingerprint, "reason": "Der Stellenanteil fehlt."}
    assert rosa.client.post(page, sent).status_code == 302
    told = Declining.objects.get()
    assert (told.recorded_by, told.link, told.recorder) == (None, link, "Rosa Rathaus, über einen Link")
    assert Event.objects.get(kind="signature_declined").actor == "Rosa Rathaus, über einen Link"
    shown = read(rosa.client.get(rosa.page("link_read", link))).text
    assert "Sie haben abgelehnt" in shown
    with pytest.raises(ActionRefused, match="hat abgelehnt"):
        send_link(
            scenario.signing,
            signatory_key=waiting(scenario.signing).key,
            by=scenario.amira,
            at=timezone.now(),
        )


def test_a_visitor_confirms_an_agreement_without_formal_requirements(
    scenario: Scenario, rosa: Visitor
) -> None:
    contract = simple_contract(scenario)
    link = invited(contract, scenario.amira)
    rosa.arrive()
    page = rosa.page("link_confirm", link)
    sent = {"fingerprint": link.fingerprint, "place": "Berlin", "agrees": "on"}
    assert rosa.client.post(page, {**sent, "agrees": ""}).status_code == 422
    assert rosa.client.post(page, sent).status_code == 302
    made = Signature.objects.get(version=contract.frozen_version)
    assert (made.method, made.link, made.recorded_by) == (SignatureMethod.CONFIRMATION, link, None)
    assert "Vielen Dank" in read(rosa.client.get(rosa.page("link_closed", link))).text
    assert rosa.client.get(rosa.page("link_read", link)).status_code == 302, "the link has done its work"
    factories.sign(contract, Side.ASSOCIATION, scenario.amira)
    contract.refresh_from_db()
    assert contract.status == Status.SIGNED
    staff, pk = scenario.browser("staff"), contract.agreement_id
    told = read(staff.get(reverse("agreement_history", args=[pk]))).text
    assert "in der Anwendung bestätigt (keine Unterschrift)" in told
    shown = read(staff.get(reverse("agreement_signing", args=[pk]))).text
    assert "Bestätigung in der Anwendung, keine Unterschrift" in shown
    public = reverse("verify_code", args=[verification_code(link.fingerprint)])
    assert "Bestätigung in der Anwendung, keine Unterschrift" in read(rosa.client.get(public)).text


def test_correcting_the_address_keeps_every_signature(scenario: Scenario, rosa: Visitor) -> None:
    signed = list(Signature.objects.values_list("pk", flat=True))
    addressed(scenario.signing, scenario.amira, "rosa.rathhaus@bezirk.example")
    person, now = waiting(scenario.signing), timezone.now()
    wrong = send_link(scenario.signing, signatory_key=person.key, by=scenario.amira, at=now)
    misled = rosa.link()
    addressed(scenario.signing, scenario.amira)
    assert "nicht mehr gilt" in read(rosa.client.get(misled)).text
    right = send_link(scenario.signing, signatory_key=person.key, by=scenario.amira, at=now)
    assert (wrong.occasion, right.occasion) == (LinkOccasion.INVITED, LinkOccasion.INVITED)
    assert rosa.arrive() == rosa.page("link_read", right)
    assert list(Signature.objects.values_list("pk", flat=True)) == signed
    assert not Event.objects.filter(data__icontains="@bezirk.example").exists()
    with pytest.raises(Outdated):
        set_address(
            scenario.signing,
            signatory_key=person.key,
            email=ADDRESS,
            reminds=True,
            revision=1,
            by=scenario.amira,
            at=now,
        )


def test_an_expired_link_is_renewed_to_the_same_address(scenario: Scenario, rosa: Visitor) -> None:
    old = invited(scenario.signing, scenario.amira, at=timezone.now() - timedelta(days=15))
    Mail.objects.all().update(queued_at=timezone.now())
    from_the_drawer = f"/zeichnen/{_token(old)}/"
    page = rosa.client.get(from_the_drawer)
    assert "abgelaufen" in read(page).text
    assert ADDRESS not in page.content.decode()
    assert SigningLink.objects.count() == 1, "looking changes nothing"
    rosa.client.post(from_the_drawer)
    new = SigningLink.objects.get(occasion=LinkOccasion.RENEWED)
    assert new.address == ADDRESS
    assert rosa.arrive() == rosa.page("link_read", new)


def _token(link: SigningLink) -> str:
    from_link = {"fingerprint": link.fingerprint, "signatory": link.signatory.key, "address": link.address}
    return token_of(link.nonce, **from_link)


def test_recovering_links_reveals_nothing_to_strangers(scenario: Scenario, rosa: Visitor) -> None:
    invited(scenario.signing, scenario.amira)
    rosa.mailbox()
    page = reverse("link_recover")
    answers = []
    for address in (ADDRESS.upper(), "nobody@elsewhere.example"):
        reply = rosa.client.post(page, {"email": address}, follow=True)
        answers.append(read(reply).text)
    assert answers[0] == answers[1]
    assert [link.occasion for link in SigningLink.objects.all()] == ["recovered", "invited"]
    assert rosa.client.post(page, {"email": "keine Adresse"}).status_code == 422
    assert rosa.arrive()


@pytest.mark.parametrize("address", [ADDRESS, "nobody@elsewhere.example"])
def test_recovering_promises_no_mail_that_cannot_go_out(
    scenario: Scenario, rosa: Visitor, address: str
) -> None:
    """Neither without a mail server, nor after many requests for one address; both say nothing about who is invited."""
    invited(scenario.signing, scenario.amira)
    page = reverse("link_recover")
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST=""):
        reply = rosa.client.post(page, {"email": address})
    assert reply.status_code == 422
    assert "gehen zurzeit keine E-Mails hinaus" in read(reply).text
    assert SigningLink.objects.count() == 1
    replies = [rosa.client.post(page, {"email": address}, follow=True) for _ in range(6)]
    assert "kommt in wenigen Minuten eine E-Mail" in read(replies[0]).text
    assert replies[-1].status_code == 422
    assert "sehr oft gesendet" in read(replies[-1]).text


def test_reminders_have_a_cool_down_and_end(scenario: Scenario, rosa: Visitor) -> None:
    addressed(scenario.signing, scenario.amira, reminds=True)
    person, now = waiting(scenario.signing), timezone.now()
    assert remind_what_is_due(at=now) == [], "who was never invited is not reminded"
    first = send_link(scenario.signing, signatory_key=person.key, by=scenario.amira, at=now)
    with pytest.raises(ActionRefused, match="gerade erst"):
        send_link(scenario.signing, signatory_key=person.key, by=scenario.amira, at=now + timedelta(hours=1))
    second = send_link(scenario.signing, signatory_key=person.key, by=scenario.amira, at=now + COOL_DOWN)
    assert [first.occasion, second.occasion] == ["invited", "reminded"]
    assert remind_what_is_due(at=now + REMINDER_INTERVAL) == []
    (third,) = remind_what_is_due(at=now + COOL_DOWN + REMINDER_INTERVAL)
    assert remind_what_is_due(at=now + COOL_DOWN + REMINDER_INTERVAL) == []
    assert third.made_by is None
    factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    assert remind_what_is_due(at=now + REMINDER_INTERVAL * 9) == []


@pytest.mark.parametrize("end", ["signed", "declined", "withdrawn"])
def test_no_reminders_after_the_end(end: str, scenario: Scenario) -> None:
    addressed(scenario.signing, scenario.amira, reminds=True)
    person, now = waiting(scenario.signing), timezone.now()
    send_link(scenario.signing, signatory_key=person.key, by=scenario.amira, at=now)
    if end == "signed":
        factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    elif end == "declined":
        declined(scenario.signing, scenario.amira)
    else:
        take_step(scenario.signing, "unfreeze", reason="Ein Satz fehlt.", by=scenario.amira, at=now)
    assert remind_what_is_due(at=now + REMINDER_INTERVAL * 2) == []


def test_the_coordinator_sees_the_state_of_each_invitation(scenario: Scenario, rosa: Visitor) -> None:
    amira = scenario.browser("coordinator")
    person, page = waiting(scenario.signing), reverse("link_list", args=[scenario.signing.pk])
    sent = {"email": ADDRESS, "revision": "0"}
    for wrong in (
        {"email": "kein@", "revision": "0"},
        {"email": "a@b.example\r\nBcc: c@d.example", "revision": "0"},
    ):
        assert (
            amira.post(reverse("link_address", args=[scenario.signing.pk, person.key]), wrong).status_code
            == 422
        )
    assert (
        amira.post(reverse("link_address", args=[scenario.signing.pk, person.key]), sent).status_code == 302
    )
    assert "Einladen" in read(amira.get(page)).text
    amira.post(reverse("link_send", args=[scenario.signing.pk, person.key]))
    assert "noch nicht gesendet" in read(amira.get(page)).text
    rosa.arrive()
    with CaptureQueriesContext(connection) as queries:
        shown = read(amira.get(page)).text
    assert "Einladung: " in shown
    assert "noch nicht gesendet" not in shown
    assert "Erinnern ab" in shown
    assert len(queries) <= 16
    amira.post(reverse("link_send", args=[scenario.signing.pk, person.key]))
    assert SigningLink.objects.count() == 1, "it cools down first"
