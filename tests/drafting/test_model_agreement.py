"""The shipped model agreement against the documented obligations, and the errors of its parser."""

import re
from decimal import Decimal

import pytest

from agreements.choices import DueShape, Inset, ObligationKind, OwedBy, SectionKind, Side
from agreements.content import PLACEHOLDER, Content, Obligation, read_content
from agreements.drafting.model_agreement import (
    FOLDER,
    ModelTextError,
    read_model_agreement,
    read_model_rules,
    read_sections,
    read_terms,
)
from agreements.models import Instrument, ObligationTerms, Party, PovertySensitiveWork, Section, StaffRelease
from agreements.texts.filling import fill, fill_content
from agreements.tokens import FieldToken, tokens_of
from districts.imports import read_office_types

PLACEHOLDERS = {
    "AKTENZEICHEN",
    "BA_BESCHLUSS_DATUM",
    "BA_BESCHLUSS_NR",
    "BEGINN",
    "BEZIRK",
    "BEZIRKSAMT_ANSCHRIFT",
    "ENDE",
    "KOORDINATION_STELLE",
    "SOZIALRAEUME",
    "TRAEGER_ANSCHRIFT",
}
SIDES = {OwedBy.DISTRICT: "B", OwedBy.ASSOCIATION: "M", OwedBy.BOTH: "G"}

# Code, clause, who (B Bezirk, M MitWirkung, G gemeinsam; X: reaches beyond one department), kind, quantity, due.
OBLIGATIONS = """
O-01 | 6 (1)  | B   | staff_release     | at_least 0.75 | begin+3
O-02 | 6 (2)  | B X | staff_release     | at_least 10   | begin+3 every 12
O-03 | 6 (3)  | B   | staff_release     | exactly 1     | begin+3
O-04 | 6 (3)  | B   | staff_release     | –             | event 4 weeks
O-05 | 6 (4)  | G   | staff_release     | –             | event
O-06 | 5 (2)  | B   | ibs_work          | exactly 1     | begin+6
O-07 | 5 (2)  | B   | ibs_work          | exactly 1     | begin+18
O-08 | 5 (3)  | B   | ibs_work          | exactly 1     | every 12 by 30.6.
O-09 | 2 (3)  | B   | ibs_work          | exactly 1     | every 12 by 31.3.
O-10 | 8 (3)  | B   | ibs_work          | exactly 100   | event
O-11 | 8 (1)  | B   | poverty_sensitive | at_least 2    | every 12 by 31.12.
O-12 | 8 (2)  | B X | poverty_sensitive | at_least 40   | every 12 by 31.12.
O-13 | 3 (3)  | G   | poverty_sensitive | at_least 1    | every 12 by 31.12.
O-14 | 7 (1)  | B   | governance        | at_least 10   | count in 12
O-15 | 7 (2)  | B X | governance        | at_least 2    | count in 12
O-16 | 9 (1)  | B X | resolution        | exactly 1     | signing+6
O-17 | 9 (1)  | B   | resolution        | exactly 1     | ba_resolution+3
O-18 | 9 (3)  | G   | ibs_work          | exactly 1     | every 12 by 31.3.
O-19 | 4 (1)  | M   | accompaniment     | exactly 2     | begin+1
O-20 | 4 (2)  | M   | accompaniment     | up_to 12      | every 12 by 31.12.
O-21 | 4 (3)  | M   | accompaniment     | at_least 3    | every 12 by 31.12.
O-22 | 4 (4)  | M   | accompaniment     | exactly 1     | every 12 by 30.11.
O-23 | 10 (1) | B   | report            | exactly 1     | every 12 by 31.1.
O-24 | 10 (2) | M   | report            | exactly 1     | every 12 by 28.2.
O-25 | 10 (3) | G   | report            | exactly 1     | every 12 by 31.3.
O-26 | 11 (2) | G   | report            | –             | event
O-27 | 12 (1) | G   | pr_data           | –             | event 5 working_days
O-28 | 13 (2) | G   | pr_data           | –             | event
O-29 | 13 (3) | G   | pr_data           | –             | event
O-30 | 15 (1) | G   | governance        | –             | event 4 weeks
"""

# Every ‹figure› of the text in reading order, and its structured value.
FIGURES = [
    ("p04-1", "zwei", "O-19 quantity", 2),
    ("p04-2", "12", "O-20 quantity", 12),
    ("p04-3", "drei", "O-21 quantity", 3),
    ("p05-2", "sechs", "O-06 offset_months", 6),
    ("p05-2", "18", "O-07 offset_months", 18),
    ("p06-1", "0,75", "O-01 quantity", Decimal("0.75")),
    ("p06-2", "10", "O-02 quantity", 10),
    ("p06-3", "drei", "O-03 offset_months", 3),
    ("p06-4", "drei", "O-05 trigger", "wenn eine benannte Stelle länger als drei Monate unbesetzt bleibt"),
    ("p07-1", "monatlich", "O-14 quantity", 10),  # “as a rule monthly”: at least ten of twelve
    ("p07-2", "zweimal", "O-15 quantity", 2),
    ("p08-1", "zwei", "O-11 quantity", 2),
    ("p08-2", "40", "O-12 quantity", 40),
    ("p09-1", "sechs", "O-16 offset_months", 6),
    ("p10-1", "31. Januar", "O-23 day", (31, 1)),
    ("p10-2", "28. Februar", "O-24 day", (28, 2)),
    ("p10-3", "31. März", "O-25 day", (31, 3)),
    ("p12-1", "fünf", "O-27 reaction_amount", 5),
    ("p14-1", "ein", "term extension_months", 12),
    ("p14-1", "drei", "term notice_months", 3),
    ("p15-1", "vier", "O-30 reaction_amount", 4),
]


@pytest.fixture(scope="module")
def model() -> Content:
    return read_model_agreement()


def due_text(obligation: Obligation) -> str:
    due = obligation.due
    start = f"{due.anchor}+{due.offset_months}" if due.anchor else ""
    if due.shape == DueShape.OFFSET:
        return start
    if due.shape == DueShape.PERIOD:
        day = f"by {due.due_day}.{due.due_month}." if due.due_day else ""
        return f"{start} every {due.period_months} {day}".strip()
    if due.shape == DueShape.COUNT:
        return f"count in {due.period_months}"
    return f"event {due.reaction_amount} {due.reaction_unit}" if due.reaction_amount else "event"


def structured_value(model: Content, place: str) -> object:
    owner, name = place.split()
    if owner == "term":
        return getattr(model.term, name)
    [obligation] = [obligation for obligation in model.obligations if obligation.code == owner]
    if name == "day":
        return (obligation.due.due_day, obligation.due.due_month)
    return getattr(obligation if name == "quantity" else obligation.due, name)


def test_the_second_version_says_word_for_word_the_same_with_fields():
    first, second = (fill_content(read_model_agreement(version), {}) for version in (1, 2))

    assert second == first
    clauses = [clause for section in read_model_agreement(2).sections for clause in section.clauses]
    shown = {
        (clause.key, token.code)
        for clause in clauses
        for token in tokens_of(clause.text)
        if isinstance(token, FieldToken)
    }
    carried = {(key, place.split()[0]) for key, _, place, _ in FIGURES if place.startswith("O-")}
    assert shown == carried - {("p06-4", "O-05"), ("p07-1", "O-14")} | {("p06-3", "O-04")}
    assert read_model_rules(2) == read_model_rules(1)


def test_number_of_sections_and_obligations(model):
    kinds = [section.kind for section in model.sections]
    assert kinds == [SectionKind.PREAMBLE] + [SectionKind.SECTION] * 16 + [SectionKind.ANNEX] * 4
    assert [obligation.code for obligation in model.obligations] == [
        f"O-{number:02}" for number in range(1, 31)
    ]
    assert (model.number, model.version, model.title) == (0, 0, "Kooperationsvertrag")


def test_number_of_clauses_by_section(model):
    counts = {section.key: len(section.clauses) for section in model.sections}
    assert list(counts.values()) == [1, 3, 3, 3, 5, 4, 5, 4, 3, 3, 3, 2, 3, 4, 4, 2, 4, 1, 1, 3, 3]
    assert list(counts)[:3] == ["pre", "p01", "p02"]
    assert list(counts)[-5:] == ["p16", "a1", "a2", "a3", "a4"]
    assert model.clause_labels()["p06-2"] == "§\N{NO-BREAK SPACE}6\N{NO-BREAK SPACE}(2)"


def test_annexes_1_and_2_have_tables(model):
    insets = {section.key: section.inset for section in model.sections if section.inset}
    assert insets == {"a1": Inset.OBLIGATIONS, "a2": Inset.STAFF_RELEASE}


def test_obligations_equal_the_documented_list(model):
    labels = model.clause_labels()
    read = []
    for obligation in model.obligations:
        clause = labels[obligation.clause_key].replace("\N{NO-BREAK SPACE}", " ").removeprefix("§ ")
        who = SIDES[obligation.owed_by] + (" X" if obligation.needs_resolution else "")
        quantity = (
            f"{obligation.sense.value} {obligation.quantity}" if obligation.quantity is not None else "–"
        )
        read.append([obligation.code, clause, who, obligation.kind.value, quantity, due_text(obligation)])
    expected = [[cell.strip() for cell in line.split("|")] for line in OBLIGATIONS.strip().splitlines()]
    assert read == expected


def test_obligations_are_complete(model):
    for obligation in model.obligations:
        assert obligation.title
        assert obligation.evidence
        assert bool(obligation.unit) == (obligation.quantity is not None), obligation.code
        assert bool(obligation.due.trigger) == (obligation.due.shape == DueShape.EVENT), obligation.code


def test_particulars_belong_to_their_kind(model):
    for obligation in model.obligations:
        assert (obligation.ibs is not None) == (obligation.kind == ObligationKind.IBS_WORK), obligation.code
        assert (obligation.sensitivity is not None) == (
            obligation.kind == ObligationKind.POVERTY_SENSITIVE
        ), obligation.code
        assert bool(obligation.posts) == (obligation.code in {"O-01", "O-02"}), obligation.code
    assert [obligation.sensitivity.target for obligation in model.obligations if obligation.sensitivity] == [
        2,
        40,
        1,
    ]


def test_staff_release_equals_annex_2(model):
    coordination, core_team = (obligation.posts for obligation in model.obligations[:2])
    assert [str(post.share) for post in coordination] == ["0.75"]
    assert [
        (post.unit, str(post.share), post.starts_after_months, post.needs_resolution) for post in core_team
    ] == [
        ("Jugendamt", "0.15", 3, False),
        ("Gesundheitsamt", "0.1", 3, False),
        ("Amt für Soziales", "0.1", 6, True),
        ("QPK", "0.1", 3, False),
        ("SPK", "0.1", 6, True),
    ]
    assert sum(post.share for post in coordination + core_team) == Decimal("1.30")
    assert all(post.share >= Decimal("0.10") for post in core_team), "§ 6 (2) promises ten per cent for each"


def test_posts_belong_to_known_offices(model):
    known = {office.short_name or office.name for office in read_office_types()}
    assert {post.unit for obligation in model.obligations for post in obligation.posts} <= known


def test_placeholders_equal_the_documented_ones(model):
    assert set(model.missing()) == PLACEHOLDERS
    filled = fill("\n".join(text for _, text in model.texts()), dict.fromkeys(PLACEHOLDERS, "Wert"))
    assert not PLACEHOLDER.search(filled)
    assert not re.search(r"[\[\]‹›]", filled)


def test_figures_equal_their_structured_values(model):
    in_text = [
        (clause.key, figure)
        for section in model.sections
        for clause in section.clauses
        for figure in re.findall(r"‹([^‹›]+)›", clause.text)
    ]
    assert in_text == [(clause, figure) for clause, figure, _, _ in FIGURES]
    for _, figure, place, value in FIGURES:
        assert structured_value(model, place) == value, f"{figure}: {place}"


def test_parties(model):
    assert model.party(Side.DISTRICT).short == "Bezirk"
    assert model.party(Side.DISTRICT).line.startswith("Land Berlin, vertreten durch das Bezirksamt [BEZIRK]")
    assert model.party(Side.ASSOCIATION).short == "MitWirkung"
    assert model.party(Side.ASSOCIATION).line.startswith("Gesundheit Berlin-Brandenburg e. V.")


def test_the_note_says_that_the_text_is_fictitious(model):
    assert "frei erfunden" in model.note
    assert model.note.endswith(".")


@pytest.mark.parametrize(
    "slip",
    [
        r'"',
        "'",
        "`",
        r" {2}",
        r" - ",
        r"\.\.\.",
        r"„[^“]*$",
        r"^[^„]*“",
        r" [,.;:)]",
        r"\( ",
        r"\d-\d",
        r"§\d",
    ],
    ids=lambda slip: f"no {slip}",
)
def test_typography(model, slip):
    found = [(place, text) for place, text in model.texts() if re.search(slip, text)]
    assert found == []


def test_the_canonical_form_round_trips(model):
    assert read_content(model.canonical()) == model
    assert read_model_agreement().fingerprint == model.fingerprint


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (Instrument._meta.get_field("title"), lambda model: [model.title]),
        (Instrument._meta.get_field("subject"), lambda model: [model.subject]),
        (Instrument._meta.get_field("note"), lambda model: [model.note]),
        (Section._meta.get_field("heading"), lambda model: [section.heading for section in model.sections]),
        (Party._meta.get_field("line"), lambda model: [party.line for party in model.parties]),
        (
            ObligationTerms._meta.get_field("title"),
            lambda model: [obligation.title for obligation in model.obligations],
        ),
        (
            ObligationTerms._meta.get_field("unit"),
            lambda model: [obligation.unit for obligation in model.obligations],
        ),
        (
            ObligationTerms._meta.get_field("evidence"),
            lambda model: [obligation.evidence for obligation in model.obligations],
        ),
        (
            ObligationTerms._meta.get_field("trigger"),
            lambda model: [obligation.due.trigger for obligation in model.obligations],
        ),
        (
            PovertySensitiveWork._meta.get_field("subject"),
            lambda model: [
                obligation.sensitivity.subject for obligation in model.obligations if obligation.sensitivity
            ],
        ),
        (
            StaffRelease._meta.get_field("function"),
            lambda model: [post.function for obligation in model.obligations for post in obligation.posts],
        ),
    ],
    ids=lambda value: str(getattr(value, "name", "values")),
)
def test_values_fit_into_their_columns(model, field, values):
    assert max(len(value) for value in values(model)) <= field.max_length


GOOD = "## Präambel\n\nWorte.\n\n## § 1 Eins\n\n(1) Text.\n\n(2) Text.\n\n## Anlage 1: Liste\n\nText.\n\n{Übersicht der Pflichten}\n"


def test_lists_and_further_paragraphs_belong_to_their_clause():
    _, section, _ = read_sections(GOOD.replace("(1) Text.", "(1) Text:\n\n1. eins\n2. zwei"), source="x.md")
    assert [clause.text for clause in section.clauses] == ["Text:\n\n1. eins\n2. zwei", "Text."]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("## Präambel", "Vorweg\n\n## Präambel", 1, "before the first heading"),
        ("## § 1 Eins", "## § 2 Eins", 5, "number 1 is due"),
        ("## § 1 Eins", "## §1 Eins", 5, "neither a heading nor an Absatz"),
        ("## § 1 Eins", "## Anlage 1: Eins", 11, "number 2 is due"),
        ("## Anlage 1: Liste", "## Präambel", 11, "after a later part"),
        ("(1) Text.\n\n(2) Text.\n\n", "", 5, "„Eins“ has no text"),
        ("(2) Text.", "(3) Text.", 9, r"Absatz \(3\) where \(2\) is due"),
        ("(2) Text.", "(2)Text.", 9, "neither a heading nor an Absatz"),
        ("Worte.", "Worte.\n\n(1) Text.", 5, "a numbered Absatz after text without a number"),
        ("{Übersicht der Pflichten}", "{Übersicht}", 15, "no table is called 'Übersicht'"),
        ("{Übersicht der Pflichten}", "{Übersicht der Pflichten}\n\nText.", 17, "the last thing"),
        ("Worte.", "Worte. ", 3, "a space at the end"),
        ("(2) Text.", "(2) Zwei  Räume.", 9, "two spaces"),
        ("(2) Text.", "(2) In [Bezirk].", 9, "no placeholder"),
        ("(2) Text.", "(2) Je ‹zwei.", 9, "without its partner"),
    ],
)
def test_errors_in_the_text_name_the_line(old, new, line, words):
    assert read_sections(GOOD, source="x.md")
    with pytest.raises(ModelTextError, match=rf"^x\.md, line {line}: .*{words}"):
        read_sections(GOOD.replace(old, new), source="x.md")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('clause = "6 (2)"', 'clause = "6 (9)"', "obligation O-02: its clause does not exist"),
        ('clause = "6 (2)"', 'clause = "§ 6"', "obligation O-02: it needs a clause"),
        ('code = "O-02"', 'code = "O-01"', "obligation O-01: its code stands twice"),
        ('kind = "ibs_work"', 'kind = "ibs"', "obligation O-06: Invalid enum value 'ibs'"),
        ('anchor = "signing"', 'ancor = "signing"', r"obligation O-16: unknown key due\.ancor"),
        ("share = 0.15", "portion = 0.15, share = 0.15", r"obligation O-02: unknown key posts\.portion"),
        ('legal_form = "public_law"', 'form = "public_law"', "unknown key form"),
        ('title = "Kooperationsvertrag"', "", "missing required field `title`"),
        ("[[parties]]", "[[parties", r"\(at line"),
    ],
)
def test_errors_in_the_terms_are_named(model, old, new, words):
    terms = (FOLDER / "v1.toml").read_text(encoding="utf-8")
    assert old in terms
    with pytest.raises(ModelTextError, match=rf"^v1\.toml: .*{words}"):
        read_terms(terms.replace(old, new, 1), model.sections, source="v1.toml")
