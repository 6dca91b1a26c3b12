"""A value of an obligation that is changed where the text shows it, by one person or two."""

import pytest
from django.urls import reverse

from agreements.content import NBSP
from agreements.models import Clause, Event
from tests import factories
from tests.drafting.two_people import MERGED_MESSAGE, Two, both_open
from tests.page import read, told

AT = factories.FROZEN_AT
FRAGMENT = {"HTTP_X_FRAGMENT": "1"}


def write(two: Two, text: str) -> None:
    Clause.objects.filter(section__instrument=two.draft, key="p03-1").update(text=text)


@pytest.mark.parametrize(
    ("code", "value", "fields"),
    [
        ("O-24", "menge", {"quantity", "unit", "sense"}),
        ("O-24", "frist", {"due_day", "due_month"}),
        ("O-07", "frist", {"offset_amount", "offset_unit"}),
        ("O-15", "frist", set()),
        ("O-02", "stelle-5", {"share"}),
        ("O-02", "stelle-6", set()),
    ],
)
def test_the_form_has_what_the_value_is_made_of(code: str, value: str, fields: set[str], two: Two) -> None:
    page = read(two.amira.get(two.address("field_edit", code, value)))

    assert page.fields.keys() - {"csrfmiddlewaretoken", "base", "revision", "einmal"} == fields


@pytest.mark.parametrize("value", ["mengen", "stelle", "stelle-0", "Menge-1"])
def test_there_is_no_other_value(value: str, two: Two) -> None:
    assert two.amira.get(two.address("field_edit", "O-24", value)).status_code == 404


def test_a_share_is_changed_with_everything_else_of_the_obligation_kept(two: Two) -> None:
    terms = two.draft.terms.get(obligation__code="O-02")
    before = list(terms.posts.values("unit", "function", "share"))
    mine, _ = both_open(two, two.address("field_edit", "O-02", "stelle-2"))
    told(two.amira.post(two.address("field_edit", "O-02", "stelle-2"), {**mine, "share": "0,25"}))

    after = list(terms.posts.values("unit", "function", "share"))
    assert [*before[:1], *before[2:]] == [*after[:1], *after[2:]]
    assert str(after[1]["share"]) == "0.250"
    terms.refresh_from_db()
    assert terms.revision == 2
    changed = Event.objects.filter(kind="obligation_edited").latest("sequence")
    assert list(changed.data["changes"]) == ["posts"]


def test_what_somebody_else_changed_besides_is_merged(two: Two) -> None:
    mine, hers = both_open(two, two.address("obligation_edit", "O-24"))
    field = two.address("field_edit", "O-24", "menge")
    mine, _ = both_open(two, field)
    told(two.gerda.post(two.address("obligation_edit", "O-24"), {**hers, "title": "Ihr Bericht"}))

    assert two.amira.post(field, {**mine, "quantity": "5"}, HTTP_X_AUTOSAVE="1").json() == {
        "outcome": "outdated"
    }
    assert MERGED_MESSAGE in told(two.amira.post(field, {**mine, "quantity": "5"}))
    terms = two.draft.terms.get(obligation__code="O-24")
    assert (terms.title, terms.quantity) == ("Ihr Bericht", 5)


def test_a_rule_that_became_another_is_not_mixed_with_the_old_one(two: Two) -> None:
    field = two.address("field_edit", "O-07", "frist")
    mine, _ = both_open(two, field)
    _, hers = both_open(two, two.address("obligation_edit", "O-07"))
    told(
        two.gerda.post(
            two.address("obligation_edit", "O-07"), {**hers, "shape": "fixed", "due_on": "2027-01-31"}
        )
    )
    terms = two.draft.terms.get(obligation__code="O-07")
    for revision in (mine["revision"], [str(terms.revision)]):
        reply = two.amira.post(field, {**mine, "revision": revision, "offset_amount": "20"})
        assert reply.status_code == 409
        assert "20" in reply.content.decode()
    terms.refresh_from_db()
    assert (terms.shape, terms.offset_amount) == ("fixed", None)


def test_what_a_removed_obligation_said_is_named_as_a_gap_and_nothing_typed_is_lost(two: Two) -> None:
    write(two, "Es gibt {O-24 Menge: Wort} und {O-24 Frist: Tag}.")
    editor = two.address("draft_edit")
    assert "Der Text zeigt Angaben dieser Pflicht: § 3 (1)." in read(two.amira.get(editor)).text
    field = two.address("field_edit", "O-24", "menge")
    mine, _ = both_open(two, field)
    terms = two.draft.terms.get(obligation__code="O-24")
    remove = {"revision": str(terms.revision)}
    said = told(two.gerda.post(two.address("obligation_remove", "O-24"), remove))
    assert f"eine Lücke: {'§ 3 (1)'.replace(' ', NBSP)}." in said

    text = read(two.amira.get(editor)).text
    assert text.count("ist offen; die Pflicht") == 2
    assert "Menge: Wort} und {" in text
    reply = two.amira.post(field, {**mine, "quantity": "7"})
    assert reply.status_code == 409
    assert read(reply).fields["quantity"] == "7"
    dialog = two.amira.get(f"{field}?angabe={{O-24 Menge: Wort}}", **FRAGMENT)
    assert "Die Pflicht O-24 gibt es in diesem Vertrag nicht." in dialog.content.decode()
    refused = two.amira.get(reverse("take_step", args=[two.draft.pk, "freeze"]))
    assert "ist offen; die Pflicht" in read(refused).text
