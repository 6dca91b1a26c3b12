"""Adding evidence and new versions; refused evidence stores nothing."""

from datetime import date, timedelta

import pytest
from django.db.models import Model

from agreements import history
from agreements.choices import EvidenceKind
from agreements.errors import ActionRefused, Outdated
from agreements.files import store
from agreements.models import Evidence, Report, StoredFile
from agreements.tracking.evidence.actions import MOST, add_evidence, renew_evidence, report_with
from agreements.tracking.evidence.submissions import Submission
from districts.models import User
from tests.files.samples import locked_pdf, pdf, picture
from tests.scenario import Scenario
from tests.tracking.evidence.submissions import AT, add, file, reference
from tests.tracking.report_factories import DONE, answer_report, make_report, obligation_of, statement

KINDS = [
    reference(),
    Submission(kind=EvidenceKind.LINK, url="https://example.org/protokoll", title="Protokoll"),
    Submission(kind=EvidenceKind.NOTE, note="Telefonat mit dem Jugendamt."),
    file(pdf(3)),
    file(picture("JPEG"), "Foto.jpg"),
    file(picture("PNG"), "Foto.png"),
]
REFUSED = [
    (file(b""), "ist leer"),
    (file(locked_pdf()), "„Protokoll.pdf“: .*mit einem Passwort geschützt"),
    (file(pdf() + bytes(20 * 1024 * 1024), "groß.pdf"), "größer als 20 MB"),
    (Submission(kind=EvidenceKind.LINK, url="javascript:alert(1)"), "Adresse|URL"),
    (
        reference(starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1)),
        "endet vor seinem Beginn",
    ),
    (reference(starts_on=date(2026, 2, 1), last_valid_on=date(2026, 1, 1)), "gilt nur bis vor"),
]


def count(*of: type[Model]) -> list[int]:
    return [model._default_manager.count() for model in of]


@pytest.mark.parametrize("piece", KINDS, ids=lambda piece: f"{piece.kind} {piece.title}")
def test_every_kind_is_stored_unchanged(scenario: Scenario, reported: Report, piece: Submission) -> None:
    made = Evidence.objects.get(pk=add(reported, piece, scenario.people["staff"]).pk)
    assert (made.kind, made.url, made.reference, made.note) == (
        piece.kind,
        piece.url,
        piece.reference,
        piece.note,
    )
    assert (made.number, made.version, made.added_at) == (1, 1, AT)
    if piece.data:
        assert made.file is not None
        assert store.read(made.file) == piece.data
        assert made.pages == (3 if piece.title == "Protokoll.pdf" else 1)
    last = reported.obligation.agreement.events.order_by("-sequence")[0]
    assert (last.kind, last.data["evidence"]) == ("evidence_added", 1)
    assert history.verify(reported.obligation.agreement) == []


def test_covered_period_is_independent_of_the_upload(scenario: Scenario, reported: Report) -> None:
    days = {
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2025, 12, 31),
        "last_valid_on": date(2027, 6, 30),
    }
    made = add(reported, reference(**days), scenario.people["staff"])
    made.refresh_from_db()
    assert {name: getattr(made, name) for name in days} == days
    assert made.added_at == AT


@pytest.mark.parametrize(("piece", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_refused_evidence_stores_nothing(
    scenario: Scenario, reported: Report, piece: Submission, words: str
) -> None:
    before = count(Evidence, StoredFile, Report)
    with pytest.raises(ActionRefused, match=words):
        add(reported, piece, scenario.people["staff"])
    obligation = obligation_of(scenario.signed, "O-25")
    with pytest.raises(ActionRefused, match=words):
        report_with(
            obligation,
            statement=statement(obligation, DONE, AT),
            pieces=[reference(), piece],
            by=scenario.people["staff"],
            at=AT,
        )
    assert count(Evidence, StoredFile, Report) == before


def test_report_with_evidence_is_atomic(scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, "O-25")
    statement_ = statement(obligation, DONE, AT)
    made = report_with(obligation, statement=statement_, pieces=KINDS[:4], by=scenario.people["staff"], at=AT)
    assert [one.number for one in made.evidence.all()] == [1, 2, 3, 4]
    before = count(Evidence, StoredFile)
    with pytest.raises(Outdated):
        report_with(
            obligation, statement=statement_, pieces=[file(pdf(2))], by=scenario.people["staff"], at=AT
        )
    assert count(Evidence, StoredFile) == before


def test_new_version_keeps_the_old_one(scenario: Scenario, reported: Report) -> None:
    bogdan = scenario.people["staff"]
    data = pdf(1)
    first = add(reported, file(data), bogdan)
    second = renew_evidence(first, piece=file(pdf(2)), seen=1, by=bogdan, at=AT)
    assert (second.number, second.version, second.pages) == (1, 2, 2)
    first.refresh_from_db()
    assert first.file is not None
    assert store.read(first.file) == data
    with pytest.raises(Outdated) as caught:
        renew_evidence(first, piece=reference(), seen=1, by=scenario.people["lead"], at=AT)
    assert caught.value.current == second
    third = renew_evidence(first, piece=reference(), seen=2, by=scenario.people["lead"], at=AT)
    assert third.version == 3


@pytest.mark.parametrize("who", ["coordinator", "neighbour", "observer", "admin", "nobody"])
def test_only_the_reporting_side_adds_evidence(scenario: Scenario, reported: Report, who: str) -> None:
    first = add(reported, reference(), scenario.people["staff"])
    for act in (
        lambda by: add(reported, reference(), by),
        lambda by: renew_evidence(first, piece=reference(), seen=1, by=by, at=AT),
    ):
        with pytest.raises(ActionRefused):
            act(scenario.people[who])
    assert Evidence.objects.count() == 1


def test_association_adds_to_its_own_report(scenario: Scenario) -> None:
    reported = make_report(obligation_of(scenario.signed, "O-19"), DONE, scenario.amira, AT)
    add(reported, reference(), scenario.amira)
    with pytest.raises(ActionRefused):
        add(reported, reference(), scenario.people["staff"])
    both = make_report(obligation_of(scenario.signed, "O-25"), DONE, scenario.amira, AT)
    with pytest.raises(ActionRefused, match="die Seite, die gemeldet hat"):
        add(both, reference(), scenario.people["staff"])


def test_evidence_after_the_answer(scenario: Scenario, reported: Report) -> None:
    answer_report(reported, scenario.amira, AT, question="Gibt es eine Liste?")
    later = AT + timedelta(days=2)
    made = add(reported, reference(), scenario.people["lead"], later)
    assert (made.added_at, str(made.added_by)) == (later, str(scenario.people["lead"]))


def test_limit_of_pieces_per_report(scenario: Scenario, reported: Report) -> None:
    bogdan: User = scenario.people["staff"]
    add_evidence(reported, pieces=[reference(f"Nr. {n}") for n in range(MOST)], by=bogdan, at=AT)
    with pytest.raises(ActionRefused, match="höchstens 20"):
        add(reported, reference(), bogdan)
    with pytest.raises(ActionRefused, match="Wählen Sie"):
        add_evidence(reported, pieces=[], by=bogdan, at=AT)
