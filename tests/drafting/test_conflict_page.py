"""Concurrent changes of a clause: what fits is merged, the rest is a conflict, nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest

from agreements import history
from agreements.choices import Side
from agreements.drafting.actions import obligations, people, text
from agreements.drafting.concurrency.edit import Edit, Outcome, save
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.errors import ActionRefused
from agreements.models import Clause, Instrument, ObligationTerms, Section, Signatory
from tests import factories
from tests.drafting.form_bundles import address_of, buttons, form_with
from tests.drafting.two_people import (
    BASE,
    MERGED_MESSAGE,
    Two,
    both_open,
    clause_form,
    clause_in,
    save_clause_text,
)
from tests.page import read, told

AT = factories.FROZEN_AT


# --- The text of a clause ---


def test_different_places_of_one_clause_merge_by_themselves(two: Two) -> None:
    address = two.address("clause_edit", "p03-1")
    mine, hers = both_open(two, address)
    assert two.gerda.post(address, {**hers, "text": BASE.replace("zwei", "drei")}).status_code == 302
    reply = two.amira.post(address, {**mine, "text": BASE.replace("1. März", "1. Mai")})
    words = read(two.amira.get(reply.headers["Location"])).text
    assert MERGED_MESSAGE in words
    assert "Gleichzeitig hat Gerda Test" in words
    assert "Geschichte des Vertrags" in words
    clause = clause_in(two.draft)
    assert clause.text == BASE.replace("zwei", "drei").replace("1. März", "1. Mai")
    assert clause.revision == 3
    event = two.draft.agreement.events.order_by("-sequence")[0]
    assert (event.data["before"], event.data["after"]) == (BASE.replace("zwei", "drei"), clause.text)
    assert history.verify(two.draft.agreement) == []


def test_different_clauses_do_not_disturb_one_another(two: Two) -> None:
    mine, _ = both_open(two, two.address("clause_edit", "p03-1"))
    hers = form_with(two.gerda.get(two.address("clause_edit", "p03-2")), "Speichern")
    two.gerda.post(two.address("clause_edit", "p03-2"), {**hers, "text": "Ein anderer Absatz."})
    words = told(two.amira.post(two.address("clause_edit", "p03-1"), {**mine, "text": "Neu."}))
    assert "Absatz gespeichert." in words
    assert MERGED_MESSAGE not in words


def in_conflict(two: Two) -> Any:
    address = two.address("clause_edit", "p03-1")
    mine, hers = both_open(two, address)
    two.gerda.post(address, {**hers, "text": BASE.replace("zwei", "drei")})
    sent = {**mine, "text": BASE.replace("zwei", "vier").replace("1. März", "1. Mai")}
    reply = two.amira.post(address, sent)
    assert reply.status_code == 409
    assert clause_in(two.draft).text == BASE.replace("zwei", "drei")
    return reply


def test_the_same_words_are_asked_about_with_all_three_versions(two: Two) -> None:
    reply = in_conflict(two)
    page = read(reply)
    assert [words for level, words in page.headings if level == 3] == [
        "Ausgangstext",
        "Inzwischen gespeichert",
        "Ihr Text",
    ]
    assert "Gerda Test" in page.text
    for marked in ("gestrichen: zwei", "eingefügt: drei", "eingefügt: vier"):
        assert marked in page.text
    merged = form_with(reply, "Diese Fassung speichern")
    assert merged["text"] == [
        BASE.replace("zwei", "⟦gespeichert: drei⟧ ⟦Ihr Text: vier⟧").replace("1. März", "1. Mai")
    ]
    assert merged["revision"] == ["2"]


def test_one_button_takes_mine(two: Two) -> None:
    reply, address = in_conflict(two), two.address("clause_edit", "p03-1")
    words = told(two.amira.post(address, form_with(reply, "Ihren Text übernehmen")))
    assert "Absatz gespeichert." in words
    assert clause_in(two.draft).text == BASE.replace("zwei", "vier").replace("1. März", "1. Mai")


def test_one_link_keeps_theirs_and_saves_nothing(two: Two) -> None:
    reply = in_conflict(two)
    links = [
        said["href"]
        for tag, said in read(reply).tags
        if tag == "a" and "btn-secondary" in said.get("class", "")
    ]
    assert links == [two.address("draft_edit") + "#absatz-p03-1"]
    assert two.amira.get(links[0]).status_code == 200
    assert clause_in(two.draft).revision == 2


def test_a_common_version_is_written_and_undecided_words_are_not_saved(two: Two) -> None:
    reply, address = in_conflict(two), two.address("clause_edit", "p03-1")
    merged = form_with(reply, "Diese Fassung speichern")
    undecided = two.amira.post(address, merged)
    assert undecided.status_code == 422
    assert "Im Text stehen noch beide Fassungen" in read(undecided).text
    assert form_with(undecided, "Speichern") | {"einmal": merged["einmal"]} == merged
    decided = merged["text"][0].replace("⟦gespeichert: drei⟧ ⟦Ihr Text: vier⟧", "drei oder vier")
    two.amira.post(address, {**merged, "text": decided})
    assert clause_in(two.draft).text == BASE.replace("zwei", "drei oder vier").replace("1. März", "1. Mai")


def test_a_third_change_while_she_chooses_is_merged_or_asked_about_again(two: Two) -> None:
    reply, address = in_conflict(two), two.address("clause_edit", "p03-1")
    stored = clause_in(two.draft)
    new = stored.text.replace("übernehmen.", "übernehmen und leiten.")
    text.edit_clause(two.draft, key="p03-1", text=new, revision=2, by=two.gerda_user, at=AT)
    words = told(two.amira.post(address, form_with(reply, "Ihren Text übernehmen")))
    assert MERGED_MESSAGE in words
    assert clause_in(two.draft).text == (
        BASE.replace("zwei", "vier")
        .replace("1. März", "1. Mai")
        .replace("übernehmen.", "übernehmen und leiten.")
    )


def test_a_form_without_its_base_merges_nothing_by_itself(two: Two) -> None:
    address = two.address("clause_edit", "p03-1")
    mine, hers = both_open(two, address)
    two.gerda.post(address, {**hers, "text": BASE.replace("zwei", "drei")})
    for base in ("", "{", '{"text": 3}', "x" * 300_000, '{"text":["\\ud800"]}'):
        sent = {**mine, "base": base, "text": BASE.replace("1. März", "1. Mai")}
        reply = two.amira.post(address, sent)
        assert reply.status_code == 409, base[:20]
        assert form_with(reply, "Diese Fassung speichern")["text"] == [BASE.replace("1. März", "1. Mai")]
        assert "Nicht mehr bekannt" in read(reply).text


def test_two_windows_of_the_same_person(two: Two) -> None:
    address = two.address("clause_edit", "p03-1")
    one, other = (form_with(two.amira.get(address), "Speichern") for _ in range(2))
    two.amira.post(address, {**one, "text": BASE.replace("zwei", "drei")})
    words = told(two.amira.post(address, {**other, "text": BASE.replace("1. März", "1. Mai")}))
    assert "in einem anderen Fenster" in words


def test_the_same_change_by_both_is_no_conflict_and_told_once(two: Two) -> None:
    address = two.address("clause_edit", "p03-1")
    mine, hers = both_open(two, address)
    two.gerda.post(address, {**hers, "text": BASE.replace("zwei", "drei")})
    count = two.draft.agreement.events.count()
    words = told(two.amira.post(address, {**mine, "text": BASE.replace("zwei", "drei")}))
    assert "steht schon da" in words
    assert two.draft.agreement.events.count() == count


def test_a_clause_that_was_moved_meanwhile_keeps_its_new_place_and_gets_the_text(two: Two) -> None:
    address = two.address("clause_edit", "p03-1")
    mine, _ = both_open(two, address)
    text.move_clause(
        two.draft, key="p03-1", direction=text.Direction.DOWN, revision=1, by=two.gerda_user, at=AT
    )
    words = told(two.amira.post(address, {**mine, "text": "Mein Text."}))
    assert MERGED_MESSAGE in words
    clause = clause_in(two.draft)
    assert (clause.text, clause.position) == ("Mein Text.", 2)


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script> {% load x %} {{ y }}",
        "Die Rolle und 👩‍👩‍👧 mit שרה כהן",
        "‹zwei› *Personen* **aus**\n1. dem\n2. Amt",
    ],
)
def test_odd_text_stands_on_the_three_way_page_as_it_was_typed(typed: str, two: Two) -> None:
    address = two.address("clause_edit", "p03-1")
    mine, hers = both_open(two, address)
    two.gerda.post(address, {**hers, "text": "Ganz anders und viel kürzer."})
    reply = two.amira.post(address, {**mine, "text": typed})
    assert reply.status_code == 409
    assert "<script>alert" not in reply.content.decode()
    own = form_with(reply, "Ihren Text übernehmen")
    assert own["text"] == [typed]
    assert two.amira.post(address, own).status_code == 302
    assert clause_in(two.draft).text == typed


def test_a_text_that_is_too_long_is_refused_and_stays_in_the_form(two: Two) -> None:
    address = two.address("clause_edit", "p03-1")
    mine, hers = both_open(two, address)
    two.gerda.post(address, {**hers, "text": "Kurz."})
    long = "Wort " * 40_000 + "Ende"
    reply = two.amira.post(address, {**mine, "text": long})
    assert reply.status_code == 422
    kept = form_with(reply, "Speichern")
    assert kept["text"] == [long]
    assert (kept["base"], kept["revision"]) == (mine["base"], mine["revision"])
    assert two.amira.post(address, {**kept, "text": BASE + " Kurz."}).status_code == 409


def test_a_step_in_between_refuses_and_keeps_the_text(two: Two) -> None:
    address = two.address("clause_edit", "p03-1")
    mine, _ = both_open(two, address)
    Instrument.objects.filter(pk=two.draft.pk).update(status="withdrawn")
    reply = two.amira.post(address, {**mine, "text": "Ein Satz, der zu spät gekommen ist."})
    assert reply.status_code == 403
    assert "Ein Satz, der zu spät gekommen ist." in reply.content.decode()
    assert clause_in(two.draft).text == BASE


# --- What is gone ---


def test_a_clause_that_is_gone_can_be_added_anew_with_one_button(two: Two) -> None:
    address = two.address("clause_edit", "p16-4")
    mine, _ = both_open(two, address)
    text.remove_clause(two.draft, key="p16-4", revision=1, by=two.gerda_user, at=AT)
    reply = two.amira.post(address, {**mine, "text": "Daran saß ich lange."})
    assert reply.status_code == 409
    assert "Entfernt hat sie Gerda Test" in read(reply).text
    button = "Als neuen Absatz anfügen"
    told(two.amira.post(address_of(reply, button), form_with(reply, button)))
    last = Clause.objects.filter(section__instrument=two.draft, section__key="p16").order_by("-position")[0]
    assert last.text == "Daran saß ich lange."


def test_a_clause_whose_section_is_gone_too_can_still_be_copied(two: Two) -> None:
    two.draft.sections.create(position=99, heading="Neu", key="neu").clauses.create(
        position=1, text="X", key="neu-1"
    )
    address = two.address("clause_edit", "neu-1")
    mine, _ = both_open(two, address)
    text.remove_section(two.draft, key="neu", revision=1, by=two.gerda_user, at=AT)
    reply = two.amira.post(address, {**mine, "text": "Daran saß ich lange."})
    assert reply.status_code == 409
    assert read(reply).fields["text"] == "Daran saß ich lange."
    assert "Kopieren Sie sie an eine andere Stelle." in read(reply).text


def test_a_heading_a_person_and_an_obligation_that_are_gone_can_be_added_anew(two: Two) -> None:
    person = two.draft.signatories.get(side=Side.DISTRICT)
    two.draft.sections.create(position=99, heading="Neu", key="neu")
    cases: list[tuple[str, str, str, dict[str, str], Callable[[], None]]] = [
        (
            "section_edit",
            "neu",
            "Als neuen Paragrafen anlegen",
            {"heading": "Mein Titel"},
            lambda: text.remove_section(two.draft, key="neu", revision=1, by=two.gerda_user, at=AT),
        ),
        (
            "signatory_edit",
            person.key,
            "Als neue Person hinzufügen",
            {"name": "Mein Name"},
            lambda: people.remove_signatory(two.draft, key=person.key, revision=1, by=two.gerda_user, at=AT),
        ),
        (
            "obligation_edit",
            "O-24",
            "Als neue Pflicht anlegen",
            {"title": "Meine Pflicht"},
            lambda: obligations.remove_obligation(
                two.draft, code="O-24", revision=1, by=two.gerda_user, at=AT
            ),
        ),
    ]
    for name, key, button, typed, remove in cases:
        address = two.address(name, key)
        mine, _ = both_open(two, address)
        remove()
        reply = two.amira.post(address, {**mine, **typed})
        assert reply.status_code == 409, name
        assert "Gerda Test" in read(reply).text
        told(two.amira.post(address_of(reply, button), form_with(reply, button)))
    assert Section.objects.filter(instrument=two.draft, heading="Mein Titel").exists()
    assert Signatory.objects.filter(instrument=two.draft, name="Mein Name", function=person.function).exists()
    assert ObligationTerms.objects.filter(instrument=two.draft, title="Meine Pflicht").exists()


# --- The same for whoever saves without a page ---


def saved(two: Two, base: str | None, mine: str, revision: int = 1) -> Any:
    return save_clause_text(
        two.draft, key="p03-1", base=base, revision=revision, text=mine, by=two.scenario.amira, at=AT
    )


def test_saving_a_clause_has_these_outcomes(two: Two) -> None:
    assert saved(two, BASE, BASE.replace("zwei", "drei")).outcome == Outcome.SAVED
    merged = saved(two, BASE, BASE.replace("1. März", "1. Mai"))
    assert merged.outcome == Outcome.MERGED
    assert (
        merged.row.text
        == clause_in(two.draft).text
        == BASE.replace("zwei", "drei").replace("1. März", "1. Mai")
    )
    assert merged.other.who == str(two.scenario.amira)
    assert saved(two, BASE, BASE.replace("zwei", "drei")).outcome == Outcome.ALREADY
    conflict = saved(two, BASE, BASE.replace("zwei", "vier"))
    assert conflict.outcome == Outcome.CONFLICT
    found = conflict.fields.conflicts["text"]
    assert [(part.base, part.theirs, part.mine) for part in found.text.conflicts] == [
        ("zwei", "drei", "vier")
    ]
    assert saved(two, None, "Ohne Ausgangstext.").outcome == Outcome.CONFLICT
    assert clause_in(two.draft).revision == merged.row.revision == 3
    with pytest.raises(ActionRefused, match="Bitte den Text des Absatzes schreiben"):
        saved(two, BASE, "  ", revision=3)
    with pytest.raises(ActionRefused, match="noch beide Fassungen"):
        saved(two, BASE, found.text.text, revision=3)


def test_saving_a_clause_that_is_gone(two: Two) -> None:
    text.remove_clause(two.draft, key="p16-4", revision=1, by=two.gerda_user, at=AT)
    gone = save_clause_text(
        two.draft, key="p16-4", base="a", revision=1, text="b", by=two.scenario.amira, at=AT
    )
    assert (gone.outcome, gone.row) == (Outcome.GONE, None)


def test_the_page_of_a_new_clause_has_no_base(two: Two) -> None:
    reply = two.amira.get(two.address("clause_new", "p03"))
    assert "base" not in form_with(reply, "Speichern")
    assert "Speichern" in buttons(reply)


def test_who_always_comes_second_is_asked_in_the_end(two: Two) -> None:
    """Another user saves before each attempt: the loop ends with a conflict."""
    stored = clause_in(two.draft)

    def write_again_when_read(data: Any, row: Clause | None) -> FormBundle:
        if row and data is None:
            text.edit_clause(
                two.draft,
                key="p03-1",
                text=f"{row.text} Noch ein Satz.",
                revision=row.revision,
                by=two.gerda_user,
                at=AT,
            )
        return clause_form(data, row)

    def write(bundle: FormBundle) -> Clause:
        said = bundle.form.cleaned_data
        return text.edit_clause(two.draft, key="p03-1", **said, by=two.scenario.amira, at=AT)

    form = clause_form({"text": stored.text.replace("zwei", "drei"), "revision": stored.revision + 7}, None)
    assert form.is_valid()
    edit = Edit(row=None, make=write_again_when_read, write=write)
    saved = save(two.draft, edit, form, {"text": (stored.text,)})
    assert saved.outcome == Outcome.CONFLICT
    assert "drei" not in clause_in(two.draft).text
