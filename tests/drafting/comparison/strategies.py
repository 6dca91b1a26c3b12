"""Strategies for arbitrary contents: any characters, any order, changing keys."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from msgspec import UNSET

from agreements.choices import (
    Anchor,
    DueShape,
    FieldOfAction,
    Inset,
    LegalForm,
    ObligationKind,
    OwedBy,
    Phase,
    SectionKind,
    Sense,
    Side,
)
from agreements.content import (
    Clause,
    Content,
    IbsParticulars,
    Obligation,
    Party,
    Plan,
    Post,
    Section,
    Signatory,
    Term,
)
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear
from agreements.numbering import Numbering

ODD = [
    "e\u0301",
    "\u200b",
    "\u202e",
    "\u202c",
    "👨‍👩‍👧",
    "🇩🇪",
    "\u0301",
    "עברית",
    "क्षि",
    "\n",
    "\u00a0",
    "<b>",
    "{{ x }}",
    "§",
    "\na) ",
    "\n   b) ",
    "\n1. ",
    "\n- ",
    "\u2028",
    "\ufeff",
    "\uf0b7\t",
    "\u3164",
    "❤️",
    "\x00",
]
WORDS = ["Bezirk", "sechs", "zwölf", "Monate", "und", "Anlage", ".", ",", " ", " ", "*fett*", *ODD]

texts = st.one_of(st.lists(st.sampled_from(WORDS), max_size=25).map("".join), st.text(max_size=20))
keys = st.sampled_from([f"k{number}" for number in range(8)])
days = st.dates(date(2025, 1, 1), date(2025, 1, 5))

labels = st.just(UNSET) | st.sampled_from(["", "(1)", "§ 8a", "3.1"])
clauses = st.builds(Clause, key=keys, text=texts, label=labels)
sections = st.builds(
    Section,
    key=keys,
    kind=st.sampled_from(SectionKind),
    heading=texts,
    clauses=st.lists(clauses, max_size=5).map(tuple),
    inset=st.sampled_from(Inset),
    label=labels,
)
posts = st.builds(
    Post,
    unit=texts,
    function=texts,
    share=st.sampled_from([Decimal("0.5"), Decimal("0.15")]),
    sense=st.sampled_from(Sense),
    starts_after_months=st.integers(0, 2),
    starts_on=st.just(UNSET) | days,
    ends_on=st.just(UNSET) | days,
    needs_resolution=st.booleans(),
)
dues = st.builds(
    DueRule,
    shape=st.sampled_from(DueShape),
    due_on=st.none() | days,
    offset_months=st.integers(0, 2),
    period_months=st.none() | st.sampled_from([6, 12]),
    trigger=texts,
    survives=st.sampled_from([UNSET, True]),
    anchor=st.none() | st.sampled_from(Anchor),
    offset=st.just(UNSET)
    | st.builds(Offset, amount=st.integers(1, 2), unit=st.sampled_from(OffsetUnit), before=st.booleans()),
    year=st.sampled_from([UNSET, PeriodYear.SCHOOL, PeriodYear.CONTRACT]),
    first_year=st.sampled_from([UNSET, 2027]),
)
obligations = st.builds(
    Obligation,
    code=st.sampled_from(["O-01", "O-02", "O-03", "O-04"]),
    kind=st.sampled_from(ObligationKind),
    owed_by=st.sampled_from(OwedBy),
    title=texts,
    due=dues,
    clause_key=keys | st.just(""),
    quantity=st.none() | st.sampled_from([Decimal(1), Decimal("0.75")]),
    unit=texts,
    sense=st.sampled_from(Sense),
    evidence=texts,
    needs_resolution=st.booleans(),
    posts=st.lists(posts, max_size=2).map(tuple),
    ibs=st.none()
    | st.builds(
        IbsParticulars,
        field_of_action=st.sampled_from(FieldOfAction),
        phase=st.sampled_from(Phase),
        social_spaces=st.lists(texts, max_size=1).map(tuple),
    ),
)
parties = st.builds(Party, side=st.sampled_from(Side), line=texts, short=texts, address=texts)
signatories = st.builds(
    Signatory,
    key=keys,
    side=st.sampled_from(Side),
    order=st.integers(1, 3),
    name=texts,
    function=texts,
    required=st.booleans(),
)
plans = st.builds(Plan, title=texts, when=texts, office=texts)
contents = st.builds(
    Content,
    number=st.just(0),
    version=st.integers(1, 3),
    title=texts,
    subject=texts,
    note=texts,
    parties=st.lists(parties, max_size=2).map(tuple),
    term=st.builds(Term, begins_on=st.none() | days, notice_months=st.integers(0, 3)),
    legal_form=st.sampled_from(LegalForm),
    sections=st.lists(sections, max_size=5).map(tuple),
    obligations=st.lists(obligations, max_size=4).map(tuple),
    signatories=st.lists(signatories, max_size=3).map(tuple),
    plans=st.just(UNSET) | st.lists(plans, min_size=1, max_size=2).map(tuple),
    numbering=st.just(UNSET) | st.sampled_from(Numbering),
    lone_clauses_numbered=st.sampled_from([UNSET, False]),
)


def lawful(content: Content) -> Content:
    """Return the content without duplicate keys, which the database refuses."""
    seen: set[object] = set()

    def first(kind: str, key: object) -> bool:
        known = (kind, key) in seen
        seen.add((kind, key))
        return not known

    return replace(
        content,
        sections=tuple(
            replace(section, clauses=tuple(c for c in section.clauses if first("clause", c.key)))
            for section in content.sections
            if first("section", section.key)
        ),
        obligations=tuple(duty for duty in content.obligations if first("duty", duty.code)),
        parties=tuple(party for party in content.parties if first("party", party.side)),
        signatories=tuple(person for person in content.signatories if first("person", person.key)),
    )


@st.composite
def edited(draw: st.DrawFn) -> tuple[Content, Content]:
    """Return a content and a changed one: sections reordered, clauses moved between them."""
    before = draw(contents)
    pool = [clause for section in before.sections for clause in section.clauses]
    kept = draw(st.permutations(pool))
    order = draw(st.permutations(before.sections))
    after = []
    for section in order:
        count = draw(st.integers(0, 3))
        taken, kept = kept[:count], kept[count:]
        after.append(replace(section, clauses=tuple(taken)))
    return before, replace(before, sections=tuple(after), obligations=before.obligations[::-1])
