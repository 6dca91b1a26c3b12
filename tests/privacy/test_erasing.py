"""Erasing a person: what the law allows goes, what is signed and the histories stay valid, and it can be repeated."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements import history
from agreements.calendar_feed.actions import renew_feed
from agreements.dossier.handover.actions import hand_over
from agreements.drafting.presence.actions import report_presence
from agreements.errors import ActionRefused
from agreements.mail_topics import Topic
from agreements.models import Absence, Bounce, Event, Mail, SignatoryAddress, SigningLink, SwitchedOff
from agreements.signing.transition_actions import take_step
from districts.four_eyes import done_on_server
from districts.four_eyes_choices import Deed
from districts.models import ErasedKind, Erasure, Invitation, Membership, SecurityEvent, User
from districts.roles import Role
from districts.security_kinds import SecurityKind
from mitwirkung.operations.backup.erased import ErasedRow, erase_again
from mitwirkung.privacy.disclosure.files import disclosure_json
from mitwirkung.privacy.disclosure.person import Person, PersonKind, find_person
from mitwirkung.privacy.disclosure.queries import rows_about
from mitwirkung.privacy.erasing.actions import erase_account_again, own_rows
from mitwirkung.privacy.erasing.presenters import erasure_preview
from tests import factories
from tests.drafting.comments.conversation import comment_scenario
from tests.four_eyes.requests import erased
from tests.invariants.attempts import sql
from tests.page import read
from tests.scenario import Scenario
from tests.signing.links.visitor import invited

AT = factories.SIGNED_AT + timedelta(days=30)
NAME = "Amira Zwetschkenbaum"


@pytest.fixture
def amira(scenario: Scenario, application_role: None) -> User:
    """A coordinator who has done everything there is, and handed over all of it; all with the application's rights."""
    scenario.amira.first_name, scenario.amira.last_name = NAME.split()
    scenario.amira.email, scenario.amira.office_phone = "amira.geheim@example.org", "030 90295 1"
    scenario.amira.save()
    amira = User.objects.get(pk=scenario.amira.pk)
    comment_scenario(scenario)
    renew_feed(by=amira, at=AT)
    SwitchedOff.objects.create(person=amira, topic=Topic.COMMENT, chosen_at=AT)
    Absence.objects.create(person=amira, begins_on=AT.date(), ends_on=AT.date())
    Absence.objects.create(
        person=scenario.people["lead"], substitute=amira, begins_on=AT.date(), ends_on=AT.date()
    )
    mail = Mail.objects.create(
        event=scenario.signed.agreement.events.first(),
        person=amira,
        queued_at=AT,
        problem="<amira.geheim@example.org>",
    )
    Bounce.objects.create(mail=mail, address=amira.email, status="5.1.1", received_at=AT)
    EmailAddress.objects.get_or_create(user=amira, email=amira.email)
    report_presence(scenario.draft, window="fenster-eins", place="", by=amira, at=AT)
    Authenticator.objects.create(user=amira, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Invitation.objects.create(
        person=amira,
        address=amira.email,
        token_sha256="0" * 64,
        made_at=AT,
        expires_at=AT + timedelta(days=1),
    )
    scenario.browser("coordinator").get("/")
    scenario.browser("admin").post(
        reverse("admin:districts_user_change", args=[amira.pk]), {"username": amira.username}
    )
    LogEntry.objects.create(user=scenario.people["admin"], object_repr=f"{NAME}: Koordination", action_flag=1)
    successor = factories.person(Role.COORDINATOR, name="Nora")
    hand_over(amira, to=successor, by=scenario.people["admin"], at=AT)
    return amira


def account(user: User) -> Person:
    return find_person(PersonKind.ACCOUNT, user.pk)


def everything(person: Person) -> str:
    return disclosure_json(person, rows_about(person)).decode()


def test_of_an_erased_account_only_its_number_is_left(scenario: Scenario, amira: User) -> None:
    chains = {one.agreement_id: one.agreement.history_head for one in scenario.fresh().contracts.values()}
    acted = Event.objects.filter(actor_id=amira.pk).count()
    assert "amira.geheim@example.org" in everything(account(amira))
    erased(account(amira), by=scenario.people["admin"], at=AT)
    amira.refresh_from_db()
    assert (str(amira), amira.email, amira.office_phone) == (f"gelöschte Person {amira.pk}", "", "")
    assert (amira.is_active, amira.has_usable_password()) == (False, False)
    left = everything(account(amira))
    assert "amira.geheim" not in left
    for model in (SwitchedOff, Absence):
        assert not model._base_manager.filter(person=amira).exists()
    assert Absence.objects.get(person=scenario.people["lead"]).substitute is None
    assert not Membership.objects.filter(user=amira).exists()
    assert not Bounce.objects.exists()
    for relation in own_rows():
        assert not relation.related_model._base_manager.filter(**{relation.field.name: amira}).exists()
    assert str(amira.pk) not in {one.get_decoded().get("_auth_user_id") for one in Session.objects.all()}
    assert not LogEntry.objects.filter(object_repr__contains="Zwetschkenbaum").exists()
    assert Event.objects.filter(actor_id=amira.pk, actor=str(amira)).count() == acted
    for contract in scenario.fresh().contracts.values():
        assert contract.agreement.history_head == chains[contract.agreement_id]
        assert history.verify(contract.agreement) == []


def test_no_table_has_the_name_but_in_words_of_others(scenario: Scenario, amira: User) -> None:
    """What was written by others, or is covered by the chain, is told beforehand as staying."""
    page = scenario.browser("admin").get(reverse("four_eyes_ask", args=["erase_account", amira.pk]))
    erased(account(amira), by=scenario.people["admin"], at=AT)
    named = Person(kind=PersonKind.ACCOUNT, number=0, name=NAME, account=0)
    left = {rows.table.model for rows in rows_about(named) if rows.by_name}
    assert left == {"agreements.Event"}, "who handed over to whom stands in the chained words of the entry"
    assert "Hier steht der Name in Worten" in read(page).text


def test_what_was_done_is_written_down_without_a_name(scenario: Scenario, amira: User) -> None:
    admin = scenario.people["admin"]
    erased(account(amira), by=admin, at=AT)
    entry = SecurityEvent.objects.get(kind=SecurityKind.ERASED)
    assert (entry.person, entry.about) == (admin.pk, f"konto={amira.pk}")
    erasure = Erasure.objects.get(kind=ErasedKind.ACCOUNT)
    assert (erasure.number, erasure.erased_at, erasure.erased_by) == (amira.pk, AT, admin.pk)


def test_pages_and_bundle_go_on_without_the_name(scenario: Scenario, amira: User) -> None:
    erased(account(amira), by=scenario.people["admin"], at=AT)
    browser = scenario.browser("admin")
    agreement = scenario.signed.agreement
    page = read(browser.get(reverse("agreement_history", args=[agreement.pk]))).text
    assert f"gelöschte Person {amira.pk}" in page
    assert browser.get(reverse("agreement_bundle", args=[agreement.pk])).status_code == 200
    assert browser.get(reverse("person_detail", args=["konto", amira.pk])).status_code == 200
    assert (
        "nichts mehr zu löschen"
        in read(browser.get(reverse("four_eyes_ask", args=["erase_account", amira.pk]))).text
    )


def test_what_goes_with_an_account_is_told_beforehand(scenario: Scenario, amira: User) -> None:
    """Also of tables that come with a library."""
    preview = erasure_preview(account(amira), rows_about(account(amira)))
    told = {fate.title for fate in preview.removed}
    gone = [relation.related_model for relation in own_rows()]
    with_rows = {model._meta.verbose_name_plural for model in gone if model._base_manager.exists()}
    assert {"Zugehörigkeiten", "Anwesenheiten", "Einladungen"} <= {*map(str, with_rows)}
    assert {"Zugehörigkeiten", "Anwesenheiten", "Einladungen", "Abwesenheiten"} <= told


def refusal(scenario: Scenario, user: User, by: str = "admin") -> str:
    with pytest.raises(ActionRefused) as refused:
        erased(account(user), by=scenario.people[by], at=AT)
    assert not Erasure.objects.exists()
    return str(refused.value)


def test_who_has_duties_is_not_erased(scenario: Scenario) -> None:
    assert "zuständig. Zuerst übergeben." in refusal(scenario, scenario.amira)
    assert "Ihr eigenes Konto: Bestätigen kann nur jemand anderes" in refusal(
        scenario, scenario.people["admin"]
    )
    factories.admin()
    assert "vorbehalten: Administration" in refusal(scenario, scenario.people["staff"], by="coordinator")
    page = scenario.browser("admin").get(reverse("four_eyes_ask", args=["erase_account", scenario.amira.pk]))
    assert reverse("hand_over", args=[scenario.amira.pk]) in page.content.decode()
    assert "Endgültig löschen" not in page.content.decode()


def test_the_last_administrator_is_not_erased(scenario: Scenario) -> None:
    assert (
        "käme niemand mehr in die Verwaltung"
        in read(
            scenario.browser("admin").get(
                reverse("four_eyes_ask", args=["erase_account", scenario.people["admin"].pk])
            )
        ).text
    )


def test_nobody_is_erased_twice(scenario: Scenario, amira: User) -> None:
    erased(account(amira), by=scenario.people["admin"], at=AT)
    with pytest.raises(ActionRefused, match="nichts mehr zu löschen"):
        erased(account(amira), by=scenario.people["admin"], at=AT)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'gelöschte Person ' || actor_id, actor_salt = ''",
        "actor_salt = ''",
        "actor = 'Niemand'",
    ],
)
def test_no_name_is_taken_from_the_history_without_an_erasure(change: str, scenario: Scenario) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"UPDATE agreements_event SET {change} WHERE actor_id = %s", scenario.amira.pk)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'Niemand', actor_salt = ''",
        "actor = 'gelöschte Person ' || actor_id",
        "actor = 'gelöschte Person ' || actor_id, actor_salt = '', data = '{}'",
        "actor = 'gelöschte Person 0', actor_salt = '', actor_id = 0",
    ],
)
def test_an_erasure_lets_nothing_else_be_changed(change: str, scenario: Scenario) -> None:
    with done_on_server(Deed.ERASE_ACCOUNT, person=scenario.amira, reason="Test", at=AT):
        Erasure.objects.create(kind=ErasedKind.ACCOUNT, number=scenario.amira.pk, erased_at=AT, erased_by=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"UPDATE agreements_event SET {change} WHERE actor_id = %s", scenario.amira.pk)


def test_a_restored_backup_is_rid_of_the_account_again(scenario: Scenario, amira: User) -> None:
    row = ErasedRow(AT, ErasedKind.ACCOUNT, amira.pk, 7)
    assert erase_again([row], since=AT - timedelta(days=1), at=AT) == (1, [])
    amira.refresh_from_db()
    assert str(amira) == f"gelöschte Person {amira.pk}"
    assert not erase_account_again(amira.pk, erased_by=7, at=AT), "it is done"
    assert not erase_account_again(999_999, erased_by=7, at=AT), "the backup does not have it"


def signatory(link: SigningLink) -> Person:
    return find_person(PersonKind.SIGNATORY, link.signatory_id)


@pytest.mark.usefixtures("application_role")
def test_addresses_of_a_signatory_go_once_nothing_is_to_be_signed(scenario: Scenario) -> None:
    link = invited(scenario.signing, scenario.amira)
    with pytest.raises(ActionRefused, match="noch unterzeichnen"):
        erased(signatory(link), by=scenario.people["admin"], at=AT)
    take_step(scenario.signing, "unfreeze", by=scenario.amira, at=AT, reason="Fehler im Text")
    mail = Mail.objects.get(link=link)
    Bounce.objects.create(mail=mail, address=link.address, status="5.1.1", received_at=AT)
    person = signatory(link)
    assert link.address in everything(person)
    erased(person, by=scenario.people["admin"], at=AT)
    assert link.address not in everything(person)
    assert not SignatoryAddress.objects.exists()
    assert not Bounce.objects.exists()
    mail.refresh_from_db()
    assert mail.dropped_at == AT
    assert {row.number for row in Erasure.objects.all()} == person.signatories
    assert find_person(PersonKind.SIGNATORY, link.signatory_id).name == person.name, (
        "it stands in the contract"
    )
    assert history.verify(scenario.signing.agreement) == []


def test_an_address_of_a_link_stays_without_an_erasure(scenario: Scenario) -> None:
    invited(scenario.signing, scenario.amira)
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningLink.objects.update(address="")
