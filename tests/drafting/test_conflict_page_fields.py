"""Concurrent changes of a row: fields changed by one user are merged, those changed by both are a conflict."""

from decimal import Decimal

from agreements.choices import ObligationKind
from agreements.drafting.actions import obligations
from agreements.models import IbsWork, ObligationTerms
from districts.models import SocialSpace
from tests import factories
from tests.drafting.form_bundles import form_with
from tests.drafting.two_people import MERGED_MESSAGE, Two, both_open
from tests.page import read, told

AT = factories.FROZEN_AT


def test_two_changes_that_break_a_rule_together_are_shown_with_the_rule(two: Two) -> None:
    address = two.address("obligation_edit", "O-24")
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
    address = two.address("head_edit")
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


def test_posts_that_one_changed_or_removed_merge_with_the_rest(two: Two) -> None:
    address, term = posts_of(two)
    mine, hers = both_open(two, address)
    assert two.gerda.post(address, {**hers, "stellen-0-function": "Ihre Funktion"}).status_code == 302
    words = told(two.amira.post(address, {**mine, "stellen-1-share": "0,75"}))
    assert MERGED_MESSAGE in words
    assert [(post.function, str(post.share.normalize())) for post in term.posts.all()] == [
        ("Ihre Funktion", "0.5"),
        ("Planung", "0.75"),
    ]
    mine, hers = both_open(two, address)
    assert two.gerda.post(address, {**hers, "stellen-0-DELETE": "on"}).status_code == 302
    assert two.amira.post(address, {**mine, "title": "Mein Titel"}).status_code == 302
    term.refresh_from_db()
    assert term.title == "Mein Titel"
    assert [post.unit for post in term.posts.all()] == ["Schulamt"]


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
