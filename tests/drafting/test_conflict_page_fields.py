"""Concurrent changes of a row: fields changed by one user are merged, those changed by both are a conflict."""

from decimal import Decimal

import pytest

from agreements.choices import ObligationKind, Side
from agreements.drafting.actions import obligations, text
from agreements.models import IbsWork, ObligationTerms
from districts.models import SocialSpace
from tests import factories
from tests.drafting.form_bundles import form_with
from tests.drafting.two_people import MERGED_MESSAGE, Two, both_open
from tests.page import read, told

AT = factories.FROZEN_AT

FIELDS = {
    "a heading": ("section_edit", "p03", None, None, ("heading", "Ihre Überschrift", "Meine Überschrift")),
    "the head": (
        "head_edit",
        "",
        ("subject", "Ihr Gegenstand"),
        ("placeholder_SOZIALRAEUME", "Meine Räume"),
        ("note", "Ihre Notiz", "Meine Notiz"),
    ),
    "a party": (
        "party_edit",
        "district",
        ("address", "Ihre Straße 1"),
        ("line", "Land Berlin, mein Bezirk"),
        ("short", "Amt", "Bezirksamt"),
    ),
    "a signatory": (
        "signatory_edit",
        "",
        ("department", "Ihre Abteilung"),
        ("authority", "Meine Grundlage"),
        ("name", "Ihr Name", "Mein Name"),
    ),
    "an obligation": (
        "obligation_edit",
        "O-24",
        ("evidence", "Ihr Nachweis"),
        ("owed_by", "both"),
        ("title", "Ihre Pflicht", "Meine Pflicht"),
    ),
}


def place(two: Two, what: str) -> str:
    name, key = FIELDS[what][:2]
    if what == "a signatory":
        key = two.draft.signatories.get(side=Side.DISTRICT).key
    return two.address(name, *([key] if key else []))


@pytest.mark.parametrize("what", [what for what, case in FIELDS.items() if case[2]])
def test_different_fields_merge_by_themselves(what: str, two: Two) -> None:
    address, (_, _, hers_says, mine_says, _) = place(two, what), FIELDS[what]
    assert hers_says
    assert mine_says
    mine, hers = both_open(two, address)
    told(two.gerda.post(address, {**hers, hers_says[0]: hers_says[1]}))
    words = told(two.amira.post(address, {**mine, mine_says[0]: mine_says[1]}))
    assert MERGED_MESSAGE in words
    assert "Gerda Test" in words
    now = form_with(two.amira.get(address), "Speichern")
    assert (now[hers_says[0]], now[mine_says[0]]) == ([hers_says[1]], [mine_says[1]])
    untouched = set(mine) - {hers_says[0], mine_says[0], "revision", "base", "einmal"}
    assert {name: now[name] for name in untouched} == {name: mine[name] for name in untouched}


@pytest.mark.parametrize("what", FIELDS)
def test_the_same_field_is_asked_about(what: str, two: Two) -> None:
    address, (_, _, hers_says, _, (field, theirs, own)) = place(two, what), FIELDS[what]
    mine, hers = both_open(two, address)
    also = {hers_says[0]: hers_says[1]} if hers_says else {}
    told(two.gerda.post(address, {**hers, field: theirs, **also}))
    reply = two.amira.post(address, {**mine, field: own})
    assert reply.status_code == 409
    assert "Gespeicherte Angaben behalten" in read(reply).text
    assert form_with(two.amira.get(address), "Speichern")[field] == [theirs]
    asked = form_with(reply, "Diese Fassung speichern")
    for offered in (asked, form_with(reply, "Ihre Angaben übernehmen")):
        assert offered[field] == [own]
        assert {name: offered[name] for name in also} == {name: [value] for name, value in also.items()}
    assert two.amira.post(address, {**asked, field: "Etwas Drittes"}).status_code == 302
    now = form_with(two.amira.get(address), "Speichern")
    assert {name: now[name] for name in (field, *also)} == {
        field: ["Etwas Drittes"],
        **{name: [value] for name, value in also.items()},
    }


def test_keeping_theirs_where_we_clash_still_saves_the_rest_of_mine(two: Two) -> None:
    address = place(two, "a party")
    mine, hers = both_open(two, address)
    two.gerda.post(address, {**hers, "short": "Amt"})
    reply = two.amira.post(address, {**mine, "short": "Bezirksamt", "address": "Meine Straße 2"})
    assert two.amira.post(address, form_with(reply, "Gespeicherte Angaben behalten")).status_code == 302
    party = two.draft.parties.get(side=Side.DISTRICT)
    assert (party.short, party.address) == ("Amt", "Meine Straße 2")


def test_two_changes_that_break_a_rule_together_are_shown_with_the_rule(two: Two) -> None:
    address = place(two, "an obligation")
    mine, hers = both_open(two, address)
    term = two.draft.terms.get(obligation__code="O-24")
    assert term.shape != "fixed"
    fixed = {"shape": "fixed", "due_on": "2026-01-31"}
    two.gerda.post(address, {**hers, **fixed})
    reply = two.amira.post(address, {**mine, "trigger": "Ein Anlass", "shape": "event"})
    assert reply.status_code == 409
    assert {"Fälligkeit", "fester Tag"} <= {words for level, words in read(reply).headings if level == 2}
    assert two.amira.post(address, form_with(reply, "Ihre Angaben übernehmen")).status_code == 302
    term.refresh_from_db()
    assert (term.shape, term.trigger, term.due_on) == ("event", "Ein Anlass", None)


def test_dates_that_do_not_fit_together_are_not_merged(two: Two) -> None:
    address = place(two, "the head")
    mine, hers = both_open(two, address)
    two.gerda.post(address, {**hers, "begins_on": "2027-01-01"})
    reply = two.amira.post(address, {**mine, "ends_on": "2026-12-31"})
    assert reply.status_code == 409
    assert "2026-12-31" in reply.content.decode()
    two.draft.refresh_from_db()
    assert str(two.draft.begins_on) == "2027-01-01"
    assert str(two.draft.ends_on) == "2028-03-31"


# --- Released posts, rows within a row ---


def posts_of(two: Two) -> tuple[str, ObligationTerms]:
    term = two.draft.terms.filter(kind=ObligationKind.STAFF_RELEASE).select_related("obligation")[0]
    obligations.edit_obligation(
        two.draft,
        code=term.obligation.code,
        terms={name: getattr(term, name) for name in obligations.TERM_FIELDS},
        clause_key=term.clause.key if term.clause else "",
        particulars=obligations.Particulars(
            posts=[
                obligations.PostTerms(unit="Jugendamt", function="Leitung", share=Decimal("0.5")),
                obligations.PostTerms(unit="Schulamt", function="Planung", share=Decimal("0.25")),
            ]
        ),
        revision=term.revision,
        by=two.gerda_user,
        at=AT,
    )
    return two.address("obligation_edit", term.obligation.code), term


def test_different_posts_of_one_obligation_merge_by_themselves(two: Two) -> None:
    address, term = posts_of(two)
    mine, hers = both_open(two, address)
    assert two.gerda.post(address, {**hers, "stellen-0-function": "Ihre Funktion"}).status_code == 302
    words = told(two.amira.post(address, {**mine, "stellen-1-share": "0,75"}))
    assert MERGED_MESSAGE in words
    assert [(post.function, str(post.share.normalize())) for post in term.posts.all()] == [
        ("Ihre Funktion", "0.5"),
        ("Planung", "0.75"),
    ]


def test_a_post_added_by_one_and_changed_by_the_other_is_asked_about(two: Two) -> None:
    address, term = posts_of(two)
    mine, hers = both_open(two, address)
    added = {"stellen-2-unit": "Gesundheitsamt", "stellen-2-function": "Beratung", "stellen-2-share": "1"}
    assert two.gerda.post(address, {**hers, **added}).status_code == 302
    reply = two.amira.post(address, {**mine, "stellen-0-function": "Meine Funktion", "title": "Mein Titel"})
    assert reply.status_code == 409
    assert "Gesundheitsamt" in read(reply).text
    assert two.amira.post(address, form_with(reply, "Gespeicherte Angaben behalten")).status_code == 302
    term.refresh_from_db()
    assert term.title == "Mein Titel"
    assert [post.unit for post in term.posts.all()] == ["Jugendamt", "Schulamt", "Gesundheitsamt"]


def test_a_post_removed_by_one_stays_removed_when_the_other_changes_the_title(two: Two) -> None:
    address, term = posts_of(two)
    mine, hers = both_open(two, address)
    assert two.gerda.post(address, {**hers, "stellen-0-DELETE": "on"}).status_code == 302
    assert two.amira.post(address, {**mine, "title": "Mein Titel"}).status_code == 302
    term.refresh_from_db()
    assert term.title == "Mein Titel"
    assert [post.unit for post in term.posts.all()] == ["Schulamt"]


def test_a_base_that_nobody_sent_spoils_nothing(two: Two) -> None:
    address, term = posts_of(two)
    mine, hers = both_open(two, address)
    two.gerda.post(address, {**hers, "title": "Ihr Titel", "stellen-0-function": "Ihre Funktion"})
    forged = '{"title": ["x", "y"], "stellen": ["keine Zeile", "[]", "{\\"unit\\": 3}"], "erfunden": ["z"]}'
    reply = two.amira.post(address, {**mine, "base": forged, "title": "Mein Titel"})
    assert reply.status_code == 409
    assert term.posts.filter(function="Ihre Funktion").exists()


def test_the_particulars_of_ibs_work_merge_field_by_field(two: Two) -> None:
    term = two.draft.terms.filter(kind=ObligationKind.IBS_WORK).select_related("obligation")[0]
    district = two.draft.agreement.district
    north, south = (
        SocialSpace.objects.create(district=district, key=f"{district.number}9{n}", level="pgr", name=name)
        for n, name in enumerate(["Nord", "Süd"])
    )
    address = two.address("obligation_edit", term.obligation.code)
    mine, hers = both_open(two, address)
    assert two.gerda.post(address, {**hers, "social_spaces": [north.pk]}).status_code == 302
    reply = two.amira.post(address, {**mine, "field_of_action": "health"})
    assert MERGED_MESSAGE in told(reply)
    work = IbsWork.objects.get(terms=term)
    assert (work.field_of_action, list(work.social_spaces.all())) == ("health", [north])
    mine, hers = both_open(two, address)
    assert two.gerda.post(address, {**hers, "social_spaces": [south.pk, north.pk]}).status_code == 302
    reply = two.amira.post(address, {**mine, "social_spaces": []})
    assert reply.status_code == 409
    assert "Nord" in read(reply).text
    assert two.amira.post(address, form_with(reply, "Ihre Angaben übernehmen")).status_code == 302
    assert not IbsWork.objects.get(terms=term).social_spaces.exists()


# --- Buttons ---


@pytest.mark.parametrize(
    ("name", "key", "more"),
    [
        ("clause_move", "p03-1", {"direction": "1"}),
        ("clause_remove", "p03-1", {}),
        ("section_move", "p03", {"direction": "1"}),
        ("section_remove", "p03", {}),
        ("obligation_remove", "O-24", {}),
        ("signatory_remove", "", {}),
    ],
)
def test_an_outdated_button_does_nothing_and_says_so(
    name: str, key: str, more: dict[str, str], two: Two
) -> None:
    key = key or two.draft.signatories.get(side=Side.DISTRICT).key
    count = two.draft.agreement.events.count()
    for revision, words in (
        ("7", "Es wurde nichts geändert"),
        ("", "Ihr Browser hat nicht alles gesendet"),
    ):
        reply = two.amira.post(two.address(name, key), {"revision": revision, **more})
        assert words in told(reply)
    assert two.draft.agreement.events.count() == count


def test_a_section_is_not_removed_with_a_clause_that_was_written_meanwhile(two: Two) -> None:
    section = two.draft.sections.get(key="p14")
    seen = text.clauses_token(section.clauses.all())
    clause = section.clauses.all()[0]
    text.edit_clause(
        two.draft, key=clause.key, text="Gerade geschrieben.", revision=1, by=two.gerda_user, at=AT
    )
    address = two.address("section_remove", "p14")
    for contents in (seen, ""):
        reply = two.amira.post(address, {"revision": "1", "contents": contents})
        assert "Es wurde nichts geändert" in told(reply)
    assert section.clauses.filter(text="Gerade geschrieben.").exists()
    now = text.clauses_token(section.clauses.all())
    assert "Entfernt." in told(two.amira.post(address, {"revision": "1", "contents": now}))
