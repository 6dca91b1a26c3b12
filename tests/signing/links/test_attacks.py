"""Attacks on links: guessing, replay, prefetching, theft from the database, use for others or too late."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import Side
from agreements.errors import ActionRefused
from agreements.history import Visitor as Actor
from agreements.link_access import VISIT, VISITS
from agreements.link_tokens import code_of, is_code, mask_address, new_nonce, token_hash, token_of
from agreements.models import Declining, LinkCode, Mail, Signature, SigningLink
from agreements.models.link import TRIES
from agreements.signing.declining.actions import record_declining
from agreements.signing.links.actions import TO_ONE_ADDRESS, ask_code, enter_code
from agreements.signing.links.confirmation import record_confirmation
from agreements.signing.transition_actions import take_step
from mitwirkung.logs import TextLines
from tests import factories
from tests.invariants.attempts import sql
from tests.page import read
from tests.scenario import Scenario, version_of
from tests.signing.links.visitor import ADDRESS, Visitor, addressed, invited, simple_contract, waiting

VISITED = ("link_read", "link_file_new", "link_decline", "link_confirm", "link_closed", "link_leave")


def test_an_e_mail_scanner_changes_nothing(scenario: Scenario, rosa: Visitor) -> None:
    link = invited(scenario.signing, scenario.amira)
    start = rosa.link()
    for method in ("get", "head"):
        for address in (start, f"{start}code/"):
            reply = getattr(Client(), method)(address)
            assert reply.status_code == 200
            assert "no-store" in reply.headers["Cache-Control"]
            assert reply.headers["Referrer-Policy"] == "strict-origin"
    link.refresh_from_db()
    assert (link.opened_at, LinkCode.objects.count(), SigningLink.objects.count()) == (None, 0, 1)
    assert rosa.arrive()


def test_a_form_from_another_site_is_refused(scenario: Scenario, rosa: Visitor) -> None:
    invited(scenario.signing, scenario.amira)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(rosa.link()).status_code == 403
    assert LinkCode.objects.count() == 0


def test_a_code_can_be_guessed_five_times(scenario: Scenario, rosa: Visitor) -> None:
    link = invited(scenario.signing, scenario.amira)
    start = rosa.link()
    rosa.client.post(start)
    right = rosa.code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _ in range(TRIES):
        assert rosa.client.post(f"{start}code/", {"code": wrong}).status_code == 422
    assert rosa.client.post(f"{start}code/", {"code": right}).status_code == 422, "too late now"
    assert LinkCode.objects.get().wrong == TRIES
    assert rosa.client.get(rosa.page("link_read", link)).status_code == 403


def test_codes_to_one_address_are_limited(scenario: Scenario, rosa: Visitor) -> None:
    link, now = invited(scenario.signing, scenario.amira), timezone.now()
    for _ in range(TO_ONE_ADDRESS.burst):
        ask_code(link, at=now)
    with pytest.raises(ActionRefused, match="sehr oft"):
        ask_code(link, at=now)
    assert ask_code(link, at=now + timedelta(minutes=11))


def test_a_code_is_used_once_and_only_the_newest_counts(scenario: Scenario, rosa: Visitor) -> None:
    link, now = invited(scenario.signing, scenario.amira), timezone.now()
    old = ask_code(link, at=now)
    new = ask_code(link, at=now + timedelta(seconds=1))
    at = now + timedelta(seconds=2)
    with pytest.raises(ActionRefused, match="nicht richtig"):
        enter_code(link, code_of(old.nonce), at=at)
    assert enter_code(link, code_of(new.nonce), at=at)
    with pytest.raises(ActionRefused, match="gilt nicht mehr"):
        enter_code(link, code_of(new.nonce), at=at)
    late = ask_code(link, at=at)
    with pytest.raises(ActionRefused, match="gilt nicht mehr"):
        enter_code(link, code_of(late.nonce), at=late.expires_at)


def test_neither_token_nor_code_is_stored(scenario: Scenario, rosa: Visitor) -> None:
    link = invited(scenario.signing, scenario.amira)
    token = rosa.link().split("/")[2]
    rosa.arrive()
    code = rosa.code()
    rows: list[Any] = [
        *SigningLink.objects.values(),
        *LinkCode.objects.values(),
        *Mail.objects.values(),
        *link.version.instrument.agreement.events.values(),
    ]
    assert token not in str(rows)
    assert token_hash(token) == link.token_sha256
    assert code not in str([list(row.values()) for row in LinkCode.objects.values("nonce", "wrong")])
    assert token not in str(dict(rosa.client.session.items()))


@pytest.mark.parametrize(
    "end", ["signed", "unfrozen", "withdrawn", "another version", "another address", "expired"]
)
def test_whatever_ends_a_link_ends_the_visit_too(end: str, scenario: Scenario, rosa: Visitor) -> None:
    link, now = invited(scenario.signing, scenario.amira), timezone.now()
    start = rosa.link()
    rosa.arrive()
    fingerprint = link.fingerprint
    if end == "signed":
        factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    elif end == "withdrawn":
        take_step(scenario.signing, "withdraw", reason="Es kommt anders.", by=scenario.amira, at=now)
    elif end == "another address":
        addressed(scenario.signing, scenario.amira, "vertretung@bezirk.example")
    elif end == "expired":
        with without_triggers():
            SigningLink.objects.filter(pk=link.pk).update(
                made_at=now - timedelta(days=20), expires_at=now - timedelta(days=6)
            )
    else:
        take_step(scenario.signing, "unfreeze", reason="Ein Satz fehlt.", by=scenario.amira, at=now)
        if end == "another version":
            scenario.signing.refresh_from_db()
            factories.freeze_draft(scenario.signing, scenario.amira)
    sent = {"fingerprint": fingerprint, "reason": "Zu spät."}
    for name in ("link_read", "link_decline", "link_file_new"):
        reply = rosa.client.post(rosa.page(name, link), sent)
        assert reply.headers.get("Location") == rosa.page("link_closed", link), (end, name)
    assert rosa.client.get(rosa.page("link_closed", link)).status_code == 200
    assert "Code an diese Adresse senden" not in read(rosa.client.get(start)).text
    with pytest.raises(ActionRefused):
        ask_code(SigningLink.objects.select_related("version__instrument").get(pk=link.pk), at=now)
    decline: dict[str, Any] = {
        "signatory_key": link.signatory.key,
        "reason": "Zu spät.",
        "declined_on": now.date(),
    }
    with pytest.raises(ActionRefused):
        record_declining(scenario.signing, fingerprint=fingerprint, **decline, by=Actor(link), at=now)
    assert not Declining.objects.exists()


@contextmanager
def without_triggers() -> Iterator[None]:
    """Disable triggers: the expiry of a link cannot be changed otherwise."""
    sql("SET LOCAL session_replication_role = replica")
    yield
    sql("SET LOCAL session_replication_role = origin")


def test_a_visit_is_limited_to_one_instrument_signatory_and_time(scenario: Scenario, rosa: Visitor) -> None:
    link = invited(scenario.signing, scenario.amira)
    rosa.arrive()
    other = simple_contract(scenario)
    foreign = invited(other, scenario.amira)
    for name in VISITED:
        assert rosa.client.post(rosa.page(name, foreign)).status_code == 403, name
        assert Client().post(rosa.page(name, link)).status_code == 403, name
        assert Client().get(reverse(name, args=[10**9])).status_code == 403, (
            "no telling which links there are"
        )
        assert scenario.browser("coordinator").get(rosa.page(name, link)).status_code == 403
    assert (
        rosa.client.get(reverse("agreement_detail", args=[scenario.signing.agreement_id])).status_code == 302
    )
    session = rosa.client.session
    assert set(session[VISITS]) == {str(link.pk)}
    session[VISITS] = {str(link.pk): (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert rosa.client.get(rosa.page("link_read", link)).status_code == 403
    assert timedelta(hours=1) > VISIT, "the guard of confirmations allows an hour"


def test_a_visitor_cannot_act_for_another_signatory(scenario: Scenario, rosa: Visitor) -> None:
    contract = simple_contract(scenario)
    link, now = invited(contract, scenario.amira), timezone.now()
    viktor = contract.signatories.get(side=Side.ASSOCIATION)
    with pytest.raises(ActionRefused, match="nur für die Person"):
        record_declining(
            contract,
            signatory_key=viktor.key,
            fingerprint=link.fingerprint,
            declined_on=now.date(),
            reason="Für ihn.",
            by=Actor(link),
            at=now,
        )


def test_without_the_code_or_the_right_form_nothing_is_confirmed(scenario: Scenario, rosa: Visitor) -> None:
    formal = invited(scenario.signing, scenario.amira)
    rosa.arrive()
    assert rosa.client.get(rosa.page("link_confirm", formal)).status_code == 404
    with pytest.raises(ActionRefused, match="keine Unterschrift"):
        record_confirmation(formal, fingerprint=formal.fingerprint, place="Berlin", at=timezone.now())
    free = invited(simple_contract(scenario), scenario.amira)
    with pytest.raises(ActionRefused, match="widerspricht einer Regel"):
        record_confirmation(free, fingerprint=free.fingerprint, place="Berlin", at=timezone.now())
    with pytest.raises(ActionRefused, match="andere Fassung"):
        record_confirmation(free, fingerprint="0" * 64, place="Berlin", at=timezone.now())


def test_triggers_refuse_what_the_actions_refuse(scenario: Scenario, rosa: Visitor) -> None:
    formal = invited(scenario.signing, scenario.amira)
    rosa.arrive()
    code = LinkCode.objects.get()
    now = timezone.now()
    row: dict[str, Any] = {
        "signatory": formal.signatory,
        "version": formal.version,
        "fingerprint": formal.fingerprint,
        "method": "confirmation",
        "signed_on": now.date(),
        "date_source": "application",
        "place": "Berlin",
        "link": formal,
        "recorded_at": now,
    }
    with pytest.raises(IntegrityError, match="keine Form verlangt"), transaction.atomic():
        Signature.objects.create(**row)
    free = invited(simple_contract(scenario), scenario.amira)
    row |= {"signatory": free.signatory, "version": free.version, "fingerprint": free.fingerprint}
    with pytest.raises(IntegrityError, match="nur für seine Fassung"), transaction.atomic():
        Signature.objects.create(**row)
    for change in ({"link": free}, {"link": None, "recorded_by": scenario.amira}):
        with pytest.raises(IntegrityError, match="nachdem sein Code"), transaction.atomic():
            Signature.objects.create(**row | change)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    for statement, sentence in (
        ("UPDATE agreements_signinglink SET address = 'mallory@example.org'", "bleibt, wie er gemacht wurde"),
        ("UPDATE agreements_signinglink SET expires_at = expires_at + interval '1 year'", "bleibt, wie er"),
        ("DELETE FROM agreements_signinglink", "Löschen ist nicht vorgesehen"),
        ("UPDATE agreements_linkcode SET used_at = NULL", "gilt einmal"),
        ("TRUNCATE agreements_linkcode CASCADE", "Löschen ist nicht vorgesehen"),
    ):
        with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
            sql(statement)
    fresh = ask_code(free, at=now)
    LinkCode.objects.filter(pk=fresh.pk).update(wrong=3)
    with pytest.raises(IntegrityError, match="bleiben gezählt"), transaction.atomic():
        LinkCode.objects.filter(pk=fresh.pk).update(wrong=0)
    assert code.used_at


def test_a_link_needs_a_version_for_signing(scenario: Scenario) -> None:
    made = invited(scenario.signing, scenario.amira)
    fields = ("address", "occasion", "nonce", "made_at", "expires_at", "signatory", "version", "fingerprint")
    row = {name: getattr(made, name) for name in fields} | {"token_sha256": "0" * 64}
    signer = scenario.signing.signatories.get(side=Side.ASSOCIATION)
    for change in (
        {"fingerprint": "0" * 64},
        {"version": version_of(scenario.signed)},
        {"signatory": waiting(scenario.draft)},
        {"signatory": signer},
    ):
        with (
            pytest.raises(IntegrityError, match=r"zur Zeichnung vorliegt|braucht keinen Link"),
            transaction.atomic(),
        ):
            SigningLink.objects.create(**row | change)


def test_tokens_are_not_logged(scenario: Scenario, caplog: pytest.LogCaptureFixture) -> None:
    cache.clear()
    with caplog.at_level(logging.DEBUG):
        assert Client().get("/zeichnen/abc_DEF-123/").status_code == 404
    (told,) = [record for record in caplog.records if record.name == "django.request"]
    line = TextLines().format(told)
    assert "abc_DEF" not in line
    assert "/zeichnen/…/" in line


words = st.text(min_size=1, max_size=20)


@given(st.tuples(words, words, words, words), st.integers(0, 3), words)
def test_a_token_is_bound_to_its_parts(said: tuple[str, str, str, str], which: int, other: str) -> None:
    def made(parts: list[str]) -> str:
        nonce, fingerprint, signatory, address = parts
        return token_of(nonce, fingerprint=fingerprint, signatory=signatory, address=address)

    parts = [part.replace("\n", "") for part in said]
    changed = [*parts]
    changed[which] = other.replace("\n", "")
    assert (made(parts) == made(changed)) == (parts == changed)
    assert len(made(parts)) == 43


@given(st.text(max_size=12))
def test_only_the_exact_code_is_accepted(typed: str) -> None:
    nonce = new_nonce()
    code = code_of(nonce)
    assert len(code) == 6
    assert is_code(f" {code[:3]} {code[3:]} ", nonce)
    assert is_code(typed, nonce) == ("".join(typed.split()) == code)
    assert ADDRESS not in mask_address(ADDRESS)
