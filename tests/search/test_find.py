"""What is found, by whom, and until when."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from agreements import policy, transitions
from agreements.choices import ResolutionKind, Status
from agreements.drafting.actions.dated_facts import record_fact
from agreements.drafting.actions.text import add_clause
from agreements.job_queue import Task
from agreements.models import (
    Agreement,
    BackgroundJob,
    Resolution,
    SearchRow,
    SearchState,
    SearchWord,
)
from agreements.search import indexing
from agreements.search.folding import clean
from agreements.search.indexing import due_agreements, index_agreement, index_others
from agreements.search.queries import expand, find
from agreements.search.query_terms import condition, exact_condition, read_query
from agreements.search.words import vector_literal
from agreements.search_choices import SearchKind
from districts.models import Membership, User
from tests import factories
from tests.scenario import Scenario
from tests.search.indexed import found, index_all, index_what_is_due, titles, view

AT = factories.FROZEN_AT
PASSAGES = {
    "armut": "Der Bezirk bekämpft die Kinderarmut in allen Ortsteilen.",
    "beide": "Kinder- und Familienarmut werden gemeinsam betrachtet.",
    "leitung": "Die Amtsleitung benennt eine Vertretung.",
    "weiter": "Eine Weiterleitung an Dritte ist ausgeschlossen.",
    "gegenstand": "Dies ist Gegenstand jeder Besprechung.",
    "drucksache": "Grundlage ist die Drucksache IX-0815 der BVV.",
    "strasse": "Die Anlaufstelle liegt in der Großbeerenstraße.",
    "ueber": "Übergänge zwischen Kita und Schule werden begleitet.",
    "quer": "Näheres regelt § 77 Absatz 3.",
    "frauen": "Die Sozialarbeiter*innen werden geschult.",
    "netz": "Ein Präventionsnetzwerk wird aufgebaut.",
}
FOUND = [
    ("Armut", {"armut", "beide"}),
    ("armut kinder", {"armut", "beide"}),
    ("Kinderarmut", {"armut", "beide"}),
    ("Leitung", {"leitung"}),
    ("Weiterleitungen", {"weiter"}),
    ("Stand", set()),
    ("ix/815", {"drucksache"}),
    ("Grossbeerenstrasse", {"strasse"}),
    ("GROẞBEERENSTRAẞE", {"strasse"}),
    ("Straße", {"strasse"}),
    ("Uebergang", {"ueber"}),
    ("Ubergänge", {"ueber"}),
    ("U\u0308bergange", {"ueber"}),
    ("§ 77", {"quer"}),
    ("§77 (3)", {"quer"}),
    ("§ 77 Abs. 4", set()),
    ("Sozialarbeiterinnen", {"frauen"}),
    ("Sozialarb", {"frauen"}),
    ("Netzwerk", {"netz"}),
    ("Netzwerke", {"netz"}),
    ("Prävent", {"netz"}),
    ("Prävent Kita", set()),
]


def test_the_words_are_found_in_every_spelling(scenario: Scenario) -> None:
    for text in PASSAGES.values():
        add_clause(scenario.draft, section_key="p03", text=text, by=scenario.amira, at=AT)
    index_all()
    names = {text: name for name, text in PASSAGES.items()}
    missed = {}
    for query, expected in FOUND:
        ours = {names[row.body] for row in found(scenario.amira, query) if row.body in names}
        if ours != expected:
            missed[query] = (ours, expected)
    assert not missed


def test_both_parts_of_a_compound_are_found_but_lower(scenario: Scenario) -> None:
    for name in ("beide", "armut"):
        add_clause(scenario.draft, section_key="p03", text=PASSAGES[name], by=scenario.amira, at=AT)
    index_all()
    ours = [row.body for row in found(scenario.amira, "Kinderarmut") if row.body in PASSAGES.values()]
    assert ours == [PASSAGES["armut"], PASSAGES["beide"]]


def everything(scenario: Scenario) -> Iterator[SearchRow]:
    """Write something of each kind into contracts of two districts, and index it."""
    other = factories.district("09")
    for contract in (scenario.signed, factories.signed_contract(other, scenario.amira)):
        record_fact(
            Resolution,
            contract.agreement,
            by=scenario.amira,
            at=AT,
            kind=ResolutionKind.values[0],
            dated=AT.date(),
            number="IX-4711",
            source="Presse",
        )
    factories.draft(other, scenario.amira)
    index_all()
    yield from SearchRow.objects.select_related("instrument", "membership")


@pytest.mark.parametrize("who", ["coordinator", "staff", "lead", "neighbour", "observer", "admin", "nobody"])
def test_nobody_finds_more_than_the_reader_may_see(scenario: Scenario, who: str) -> None:
    user = scenario.people[who]
    rows = list(everything(scenario))
    instruments = set(policy.visible_instruments(user).values_list("pk", flat=True))
    agreements = set(policy.visible_to(user).values_list("pk", flat=True))
    may_see = set()
    for row in rows:
        if row.template_id:
            seen = policy.verdict(user, "template.view").allowed
        elif row.membership:
            seen = who in {"coordinator", "observer", "admin"} or row.membership.district_id in {
                one.district_id for one in user.memberships.all() if one.district_id
            }
        elif row.instrument:
            seen = row.instrument_id in instruments and row.instrument.status != Status.WITHDRAWN
        else:
            seen = row.agreement_id in agreements
        if seen:
            may_see.add(row.passage)
    for query in ("Kooperationsvertrag", "§ 6", "Test", "IX-4711", "Freistellung"):
        ours = found(user, query)
        assert {row.passage for row in ours} <= may_see, query
        assert counted(user, query) <= sum(row.passage in may_see for row in rows), query
    if who != "nobody":
        assert found(user, "Kooperationsvertrag")


def counted(user: User, query: str) -> int:
    """Return how many visible rows are found, equal ones each."""
    kinds = find(user, expand(read_query(query)), timezone.localdate(), SearchKind)
    return sum(kind.number for kind in kinds.values())


def test_a_correction_is_offered_only_if_the_reader_finds_something_by_it(scenario: Scenario) -> None:
    add_clause(scenario.draft, section_key="p03", text="Die Xylofongruppe tagt.", by=scenario.amira, at=AT)
    index_all()
    assert view(scenario.amira, "Xylofnogruppe").suggestion == "xylofongruppe"
    assert view(scenario.people["staff"], "Xylofnogruppe").suggestion == ""
    assert view(scenario.amira, "Qqqqq").suggestion == ""


def test_a_withdrawn_draft_is_gone_at_once(scenario: Scenario) -> None:
    add_clause(scenario.draft, section_key="p03", text="Die Xylofongruppe tagt.", by=scenario.amira, at=AT)
    index_all()
    assert found(scenario.amira, "Xylofongruppe")
    transitions.apply_transition(scenario.draft, "withdraw", by=scenario.amira, at=AT, reason="Aus.")
    assert not found(scenario.amira, "Xylofongruppe"), "before any job ran"
    index_what_is_due()
    assert not found(scenario.amira, "Xylofongruppe")
    assert (
        scenario.draft.agreement.reference
        in titles(scenario.amira, scenario.draft.agreement.reference, SearchKind.AGREEMENT)[0]
    )


def test_what_was_changed_is_not_found_until_it_is_read_in_and_the_page_says_so(scenario: Scenario) -> None:
    index_all()
    assert view(scenario.amira, "Freistellung").waiting == 0
    BackgroundJob.objects.all().delete()
    clause = add_clause(scenario.draft, section_key="p03", text="Erst Xylofon.", by=scenario.amira, at=AT)
    assert BackgroundJob.objects.filter(queueing_lock=f"{Task.INDEX}:{scenario.draft.agreement_id}").exists()
    assert not found(scenario.amira, "Xylofon")
    assert view(scenario.amira, "Freistellung").waiting == 1
    assert due_agreements(at=timezone.now()) == [scenario.draft.agreement_id]
    assert index_agreement(scenario.draft.agreement_id, at=timezone.now())
    assert [row.key for row in found(scenario.amira, "Xylofon")] == [clause.key]
    assert due_agreements(at=timezone.now()) == []
    assert index_agreement(scenario.draft.agreement_id, at=timezone.now()) == "", "nothing to do"


def test_what_a_draft_is_filled_with_makes_it_stale(scenario: Scenario) -> None:
    index_all()
    scenario.place.street = "Neue Straße 1"
    scenario.place.save()
    of_place = set(Agreement.objects.filter(district=scenario.place).values_list("pk", flat=True))
    assert set(due_agreements(at=timezone.now())) == of_place
    index_what_is_due()
    SearchState.objects.filter(agreement=scenario.draft.agreement_id).update(
        expires_on=timezone.localdate() - timedelta(days=1)
    )
    assert due_agreements(at=timezone.now()) == [scenario.draft.agreement_id], "another text has taken effect"


def contents() -> set[tuple[object, ...]]:
    rows = SearchRow.objects.values_list(
        *("kind", "agreement", "instrument", "template", "membership", "key", "current", "title", "body"),
        *("passage", "vector"),
    )
    return set(rows)


def test_rebuilding_gives_what_the_jobs_gave(scenario: Scenario) -> None:
    index_what_is_due()
    add_clause(scenario.draft, section_key="p03", text="Neu.", by=scenario.amira, at=AT)
    factories.draft(factories.district("05"), scenario.amira)
    person = scenario.people["staff"]
    person.last_name = "Neuname"
    person.save()
    index_what_is_due()
    before = contents()
    assert len(before) == SearchRow.objects.count()
    call_command("rebuild_search", verbosity=0)
    assert contents() == before
    assert SearchWord.objects.get(word="neuname").frequency == 1


def test_new_rules_write_model_texts_and_people_anew(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_all()
    before = contents()
    SearchRow.objects.filter(agreement=None).update(vector="")
    index_others()
    assert contents() != before
    monkeypatch.setattr(indexing, "RULES", indexing.RULES + 1)
    index_others()
    assert contents() == before


def test_somebody_who_left_is_not_found(scenario: Scenario) -> None:
    index_all()
    staff = scenario.people["staff"]
    assert titles(scenario.amira, "Bogdan", SearchKind.PERSON) == [str(staff)]
    staff.is_active = False
    staff.save()
    assert titles(scenario.amira, "Bogdan", SearchKind.PERSON) == []
    Membership.objects.filter(user=staff).delete()
    assert not SearchRow.objects.filter(title=str(staff)).exists()


BAD = [
    "'", '"', "''", ":", "&", "!", "|", "(", "a & b", "a:*", "<->", "\\", "%", "_", "100 %", "a' | 'b",
    "x\x00y", "und oder der", "…", "§", "§ 6 (", "*", "IX-", "-", "ﬁ", "İ", "ꙮ", "🙂", "\u0308", "ʼn",
    "Ж", "中文 字", "a" * 300, " ".join("abc" for _ in range(75)), "ein " * 70, "armut " * 40,
    " ".join(f"wort{n}x" for n in range(30)), "A" * 10_000, "ä" * 10_000, " " * 10_000,
]  # fmt: skip


def test_nothing_typed_raises(scenario: Scenario) -> None:
    index_all()
    browser = scenario.browser("coordinator")
    for query in BAD:
        answer = browser.get("/suche/", {"q": query})
        assert answer.status_code == (422 if "\x00" in query or len(query.strip()) > 300 else 200), query
    for more in ({"art": "absaetze", "bezirk": "pankow", "page": "x"}, {"art": "\x00", "bezirk": "\x00"}):
        assert browser.get("/suche/", {"q": "Kind", **more}).status_code == 200


@pytest.mark.django_db
@given(st.text(max_size=100))
@hypothesis_settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_postgresql_reads_whatever_is_typed(text: str) -> None:
    """No quote and no operator gets out of its word."""
    terms, literal = read_query(text), vector_literal(clean(text), clean(text))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::tsvector @@ %s::tsquery, numnode(%s::tsquery)",
            [literal, condition(terms), exact_condition(terms)],
        )
        matches, nodes = cursor.fetchone()
    assert nodes == max(0, 2 * len(terms) - 1)
    assert matches or not terms, "a text is found by its own words"


def test_a_query_that_is_too_long_is_kept_and_told(scenario: Scenario) -> None:
    answer = scenario.browser("coordinator").get("/suche/", {"q": "Armut" * 100})
    said = answer.content.decode()
    assert "Höchstens 300 Zeichen; es sind 500. Gekürzt wurde nichts." in said
    assert "Armut" * 100 in said


def test_only_fillers_are_told(scenario: Scenario) -> None:
    said = scenario.browser("coordinator").get("/suche/", {"q": "und der"}).content.decode()
    assert "nur Füllwörter" in said


def test_strangers_are_asked_to_sign_in() -> None:
    assert Client().get("/suche/", {"q": "Armut"}).status_code == 302
