"""The pages of concurrent changes; tests/invariants/test_5 walks all addresses, concurrency/test_merge.py all merges."""

from collections.abc import Callable
from typing import Any

from agreements import history
from agreements.choices import Side
from agreements.drafting.actions import obligations, people, text
from agreements.drafting.concurrency.edit import Edit, Outcome, save
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.models import Clause, ObligationTerms, Section, Signatory
from tests import factories
from tests.drafting.form_bundles import address_of, form_with
from tests.drafting.texts import clause_of
from tests.drafting.two_people import (
    BASE,
    MERGED_MESSAGE,
    Two,
    both_open,
    clause_form,
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
    clause = clause_of(two.draft)
    assert clause.text == BASE.replace("zwei", "drei").replace("1. März", "1. Mai")
    assert clause.revision == 3
    event = two.draft.agreement.events.order_by("-sequence")[0]
    assert (event.data["before"], event.data["after"]) == (BASE.replace("zwei", "drei"), clause.text)
    assert history.verify(two.draft.agreement) == []


def in_conflict(two: Two) -> Any:
    address = two.address("clause_edit", "p03-1")
    mine, hers = both_open(two, address)
    two.gerda.post(address, {**hers, "text": BASE.replace("zwei", "drei")})
    sent = {**mine, "text": BASE.replace("zwei", "vier").replace("1. März", "1. Mai")}
    reply = two.amira.post(address, sent)
    assert reply.status_code == 409
    assert clause_of(two.draft).text == BASE.replace("zwei", "drei")
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
    keep_theirs = two.address("draft_edit") + "#absatz-p03-1"
    assert keep_theirs in {said["href"] for tag, said in page.tags if tag == "a"}


def test_a_common_version_is_written_and_undecided_words_are_not_saved(two: Two) -> None:
    reply, address = in_conflict(two), two.address("clause_edit", "p03-1")
    merged = form_with(reply, "Diese Fassung speichern")
    undecided = two.amira.post(address, merged)
    assert undecided.status_code == 422
    assert "Im Text stehen noch beide Fassungen" in read(undecided).text
    assert form_with(undecided, "Speichern") | {"einmal": merged["einmal"]} == merged
    decided = merged["text"][0].replace("⟦gespeichert: drei⟧ ⟦Ihr Text: vier⟧", "drei oder vier")
    two.amira.post(address, {**merged, "text": decided})
    assert clause_of(two.draft).text == BASE.replace("zwei", "drei oder vier").replace("1. März", "1. Mai")


def test_a_third_change_while_she_chooses_is_merged_or_asked_about_again(two: Two) -> None:
    reply, address = in_conflict(two), two.address("clause_edit", "p03-1")
    stored = clause_of(two.draft)
    new = stored.text.replace("übernehmen.", "übernehmen und leiten.")
    text.edit_clause(two.draft, key="p03-1", text=new, revision=2, by=two.gerda_user, at=AT)
    words = told(two.amira.post(address, form_with(reply, "Ihren Text übernehmen")))
    assert MERGED_MESSAGE in words
    assert clause_of(two.draft).text == (
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
    clause = clause_of(two.draft)
    assert (clause.text, clause.position) == ("Mein Text.", 2)


def test_odd_text_stands_on_the_three_way_page_as_it_was_typed(two: Two) -> None:
    typed = "<script>alert(1)</script> {% load x %} {{ y }} ‹zwei› *Personen* **aus**\n1. dem 👩‍👩‍👧\n2. Amt mit שרה כהן"
    address = two.address("clause_edit", "p03-1")
    mine, hers = both_open(two, address)
    two.gerda.post(address, {**hers, "text": "Ganz anders und viel kürzer."})
    reply = two.amira.post(address, {**mine, "text": typed})
    assert reply.status_code == 409
    assert "<script>alert" not in reply.content.decode()
    own = form_with(reply, "Ihren Text übernehmen")
    assert own["text"] == [typed]
    assert two.amira.post(address, own).status_code == 302
    assert clause_of(two.draft).text == typed


# --- What is gone ---


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
    reply = two.amira.post(two.address("clause_new", "neu"), {"text": "Daran auch."})
    assert reply.status_code == 422
    assert read(reply).fields["text"] == "Daran auch."


def test_what_is_gone_can_be_added_anew_with_one_button(two: Two) -> None:
    person = two.draft.signatories.get(side=Side.DISTRICT)
    two.draft.sections.create(position=99, heading="Neu", key="neu")
    rows: list[tuple[str, str, str, Callable[..., Any], dict[str, str], str]] = [
        ("clause_edit", "p16-4", "text", text.remove_clause, {"key": "p16-4"}, "Als neuen Absatz anfügen"),
        (
            "section_edit",
            "neu",
            "heading",
            text.remove_section,
            {"key": "neu"},
            "Als neuen Abschnitt anlegen",
        ),
        (
            *("signatory_edit", person.key, "name", people.remove_signatory, {"key": person.key}),
            "Als neue Person hinzufügen",
        ),
        *(
            (
                *("obligation_edit", code, "title", obligations.remove_obligation, {"code": code}),
                "Als neue Pflicht anlegen",
            )
            for code in ("O-01", "O-09", "O-11", "O-24")
        ),
    ]
    for name, key, field, remove, row, button in rows:
        address = two.address(name, key)
        mine, _ = both_open(two, address)
        remove(two.draft, **row, revision=1, by=two.gerda_user, at=AT)
        reply = two.amira.post(address, {**mine, field: "Daran saß ich lange."})
        assert reply.status_code == 409, name
        assert "Entfernt hat sie Gerda Test" in read(reply).text
        assert "Diese Stelle gibt es nicht mehr" in read(reply).text
        told(two.amira.post(address_of(reply, button), form_with(reply, button)))
        assert two.amira.get(address).status_code == 404
    added = {"section__instrument": "text", "instrument": "heading"}
    for model, place in ((Clause, "section__instrument"), (Section, "instrument")):
        assert model.objects.filter(**{place: two.draft, added[place]: "Daran saß ich lange."}).count() == 1
    again = Signatory.objects.get(instrument=two.draft, name="Daran saß ich lange.")
    assert again.function == person.function
    assert ObligationTerms.objects.filter(instrument=two.draft, title="Daran saß ich lange.").count() == 4


def test_who_always_comes_second_is_asked_in_the_end(two: Two) -> None:
    """Another user saves before each attempt: the loop ends with a conflict."""
    stored = clause_of(two.draft)

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
    assert "drei" not in clause_of(two.draft).text
