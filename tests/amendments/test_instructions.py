"""The sentences of an amendment, as they are printed."""

from dataclasses import replace
from datetime import date

import pytest

from agreements.amendment_choices import EffectKind, Wording
from agreements.amendments.derivation import derive
from agreements.changes import Effect
from agreements.choices import DueShape, ObligationKind, OwedBy, SectionKind, Side
from agreements.content import Clause, Content, Obligation, Party, Term
from agreements.due_rule import DueRule
from agreements.numbering import Numbering
from agreements.texts.amending.instructions import instructions
from agreements.texts.amending.printed import effect_sentence
from tests.amendments.contracts import contract, put, rewrite, section

NEW, OTHER = Clause(key="n1", text="Neu."), Clause(key="n2", text="Auch neu.")
BASE = contract()
WORDS = dict.fromkeys(("p1-1", "p1-2", "p2-1", "p3-1"), Wording.WORDS)


def said(base: Content, edited: Content, **wording: Wording) -> list[str]:
    """Return every printed sentence with what is quoted below it."""
    found = instructions(derive(base, edited), wording or WORDS)
    return [text for one in found for text in (*filter(None, [one.lead]), *one.texts)]


@pytest.mark.parametrize(
    ("edited", "sentences"),
    [
        (
            rewrite(BASE, {"p1-1": "Der Bezirk stellt 1,0 Stellen."}),
            ["In § 1 Absatz 1 wird die Angabe „0,75“ durch die Angabe „1,0“ ersetzt."],
        ),
        (
            rewrite(BASE, {"p1-2": "Die Stadt berichtet nie."}),
            [
                "In § 1 Absatz 2 werden das Wort „Er“ durch die Wörter „Die Stadt“ und das Wort „jährlich“"
                " durch das Wort „nie“ ersetzt."
            ],
        ),
        (rewrite(BASE, {"p1-2": "Er berichtet."}), ["In § 1 Absatz 2 wird das Wort „jährlich“ gestrichen."]),
        (
            rewrite(BASE, {"p1-2": "Er berichtet dem Beirat jährlich."}),
            ["In § 1 Absatz 2 werden nach dem Wort „berichtet“ die Wörter „dem Beirat“ eingefügt."],
        ),
        (
            rewrite(BASE, {"p1-2": "Er berichtet jährlich. Der Bericht ist öffentlich."}),
            ["Dem § 1 Absatz 2 wird folgender Satz angefügt: „Der Bericht ist öffentlich.“"],
        ),
        (
            rewrite(BASE, {"p1-3": "Ganz „anders“."}),
            ["§ 1 Absatz 3 wird wie folgt gefasst:\n\n„(3) Ganz ‚anders‘.“"],
        ),
        (put(BASE, "p1", NEW), ["Dem § 1 wird folgender Absatz 4 angefügt:\n\n„(4) Neu.“"]),
        (
            put(BASE, "p1", NEW, OTHER),
            ["Dem § 1 werden folgende Absätze 4 und 5 angefügt:\n\n„(4) Neu.\n\n(5) Auch neu.“"],
        ),
        (
            put(BASE, "p1", NEW, at=2),
            ["Nach § 1 Absatz 2 wird folgender Absatz 2a eingefügt:\n\n„(2a) Neu.“"],
        ),
        (put(BASE, "p1", gone=["p1-3"]), ["§ 1 Absatz 3 wird aufgehoben."]),
        (put(BASE, "p1", gone=["p3"]), ["§ 3 wird aufgehoben."]),
        (
            put(BASE, "p1", section("q", "Neu.", heading="Auswertung")),
            ["Nach § 1 wird folgender § 1a eingefügt:\n\n„§ 1a Auswertung\n\n(1) Neu.“"],
        ),
        (
            rewrite(BASE, {"p2": "Bürger*innen"}),
            ["Die Überschrift des § 2 wird wie folgt gefasst:\n\n„Bürger\\*innen“"],
        ),
        (
            rewrite(BASE, {"pre-1": "Wir müssen."}),
            ["Der Wortlaut der Präambel wird wie folgt gefasst:\n\n„Wir müssen.“"],
        ),
        (
            put(BASE, "a1", NEW),
            [
                "Anlage 1 wird wie folgt geändert:",
                "Der bisherige Wortlaut wird Absatz 1.",
                "Folgender Absatz 2 wird angefügt:\n\n„(2) Neu.“",
            ],
        ),
        (
            put(rewrite(BASE, {"p1-1": "Der Bezirk stellt 1,0 Stellen."}), "p1", gone=["p1-2"]),
            [
                "§ 1 wird wie folgt geändert:",
                "In Absatz 1 wird die Angabe „0,75“ durch die Angabe „1,0“ ersetzt.",
                "Absatz 2 wird aufgehoben.",
            ],
        ),
        (
            replace(BASE, title="Vertrag"),
            ["Die Überschrift des Vertrags wird wie folgt gefasst:\n\n„Vertrag“"],
        ),
        (
            replace(BASE, term=Term(begins_on=date(2023, 8, 1), ends_on=date(2028, 2, 29))),
            [
                "Die Angabe zur Laufzeit wird wie folgt gefasst:\n\n„ab 01.08.2023 bis 29.02.2028, verlängert sich"
                " jeweils um 1\u00a0Jahr, Kündigungsfrist 3\u00a0Monate zum Ende der Laufzeit“"
            ],
        ),
        (
            replace(
                BASE,
                term=Term(begins_on=date(2023, 8, 1), ends_on=date(2025, 6, 30), extension_months=0),
            ),
            [
                "Der Vertrag endet einvernehmlich mit Ablauf des 30.06.2025. Die Angabe zur Laufzeit wird wie folgt "
                "gefasst:\n\n„ab 01.08.2023 bis 30.06.2025, ohne Verlängerung“"
            ],
        ),
    ],
)
def test_a_change_is_said_in_its_usual_form(edited: Content, sentences: list[str]) -> None:
    assert said(BASE, edited) == sentences


def test_a_moved_clause_is_repealed_and_inserted() -> None:
    taken = BASE.sections[1].clauses[2]
    assert said(BASE, put(put(BASE, "p1", gone=["p1-3"]), "p3", taken)) == [
        "§ 1 Absatz 3 wird aufgehoben.",
        "Dem § 3 wird folgender Absatz 3 angefügt:\n\n„(3) Drittens.“",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Der Bezirk und der Bezirk.", "Der Kreis und der Bezirk."),  # the word occurs twice
        ("1. eins\n2. zwei", "1. eins\n2. drei\n3. vier"),  # a list
        ("Mit *Nachdruck* gesagt.", "Mit *Nachdruck* *gesagt*."),  # emphasis
        ("A ist b, c ist d, e ist f, g ist h.", "A ist i, c ist j, e ist k, g ist l."),  # too many
    ],
)
def test_unclear_words_are_printed_as_the_whole_absatz(before: str, after: str) -> None:
    base = contract(section("p1", before, "Zwei."))
    [text] = said(base, rewrite(base, {"p1-1": after}))
    assert text.startswith("§ 1 Absatz 1 wird wie folgt gefasst:")


def test_without_a_choice_the_whole_absatz_is_printed_and_the_choice_is_offered() -> None:
    edited = rewrite(BASE, {"p1-1": "Der Bezirk stellt 1,0 Stellen."})
    [one] = instructions(derive(BASE, edited), {})
    assert one.steps[0].may_choose
    assert one.texts == ("§ 1 Absatz 1 wird wie folgt gefasst:\n\n„(1) Der Bezirk stellt 1,0 Stellen.“",)


def test_what_looks_like_an_instruction_is_quoted_and_never_carried_out() -> None:
    """A text with quotation marks, no-break spaces and the words of an instruction."""
    text = "Es heißt „§\u00a03 wird aufgehoben“; § 8a wird aufgehoben."
    edited = rewrite(BASE, {"p1-3": text})
    derived = derive(BASE, edited)
    assert derived.result.sections[1].clauses[2].text == text
    assert not any(one.repealed for one in derived.result.sections)
    assert said(BASE, edited) == [
        "§ 1 Absatz 3 wird wie folgt gefasst:\n\n„(3) Es heißt ‚§\u00a03 wird aufgehoben‘; § 8a wird aufgehoben.“"
    ]


def test_lists_and_tables_are_quoted_so_that_they_stay_lists_and_tables() -> None:
    table = "| A | B |\n|---|--:|\n| „a“ | 1 |"
    edited = rewrite(BASE, {"p3-1": "1. eins\n2. zwei", "p3-2": table})
    assert said(BASE, edited)[1:] == [
        "Absatz 1 wird wie folgt gefasst:\n\n„(1)\n1. eins\n2. zwei“",
        "Absatz 2 wird wie folgt gefasst:\n\n„(2)\n| A | B |\n|---|--:|\n| ‚a‘ | 1 |\n“",
    ]


@pytest.mark.parametrize(
    ("numbering", "sentence"),
    [
        (Numbering.ARTICLE, "Dem Artikel 1 wird folgender Absatz 3 angefügt:\n\n„(3) Neu.“"),
        (Numbering.DECIMAL, "Der Ziffer 1 wird folgende Ziffer 1.3 angefügt:\n\n„1.3 Neu.“"),
        (Numbering.ROMAN, "Der Ziffer I wird folgende Nummer 3 angefügt:\n\n„3. Neu.“"),
    ],
)
def test_each_numbering_has_its_words(numbering: Numbering, sentence: str) -> None:
    base = contract(section("p1", "A.", "B."), numbering=numbering)
    assert said(base, put(base, "p1", NEW)) == [sentence]


def test_parties() -> None:
    party = Party(side=Side.DISTRICT, line="Land Berlin", short="Bezirk", address="Weg 1")
    base = replace(BASE, parties=(party,))
    joining = Party(side=Side.THIRD, line="Grundschule", short="die Schule", address="Weg 2")
    assert said(base, replace(base, parties=(replace(party, address="Weg 3"), joining))) == [
        "Die Bezeichnung der Vertragspartei „Bezirk“ wird wie folgt gefasst:\n\n"
        "„Land Berlin, Weg 3 – nachfolgend ‚Bezirk‘ –“",
        "Dem Vertrag tritt als weitere Vertragspartei bei:\n\n„Grundschule, Weg 2 – nachfolgend ‚die Schule‘ –“",
    ]
    assert said(base, replace(base, parties=())) == [
        "Die Vertragspartei „Bezirk“ scheidet aus dem Vertrag aus."
    ]


def duty(code: str, title: str = "Bericht vorlegen") -> Obligation:
    return Obligation(
        code=code,
        kind=ObligationKind.REPORT,
        owed_by=OwedBy.DISTRICT,
        title=title,
        due=DueRule(shape=DueShape.CONTINUOUS),
    )


def test_nothing_about_obligations_changes_without_a_sentence() -> None:
    base = replace(BASE, obligations=(duty("O-01"), duty("O-02"), duty("O-03")))
    edited = replace(BASE, obligations=(duty("O-01", "Anders"), duty("O-03"), duty("O-04")))
    table = "In der Tabelle „Übersicht der Pflichten“"
    assert said(base, edited) == [
        f"{table} gilt für O-01 die aus dem Anhang ersichtliche Fassung."
        f" {table} wird die Pflicht O-04 in der aus dem Anhang ersichtlichen Fassung eingefügt."
        f" {table} wird die Pflicht O-02 gestrichen."
    ]


@pytest.mark.parametrize(
    ("effect", "sentence"),
    [
        (Effect(), "Dieser Nachtrag tritt mit der letzten Unterschrift in Kraft."),
        (
            Effect(EffectKind.NOT_BEFORE, date(2027, 2, 1)),
            "Dieser Nachtrag tritt mit der letzten Unterschrift, frühestens am 1. Februar 2027, in Kraft.",
        ),
        (
            Effect(EffectKind.AS_OF, date(2028, 2, 29)),
            "Dieser Nachtrag gilt mit Wirkung vom 29. Februar 2028.",
        ),
    ],
)
def test_it_says_from_when_it_applies(effect: Effect, sentence: str) -> None:
    assert effect_sentence(effect) == sentence


def test_groups_and_preamble() -> None:
    base = contract(
        section("pre", "A.", "B.", kind=SectionKind.PREAMBLE, heading="Präambel"),
        section("g", kind=SectionKind.GROUP, heading="Ziele"),
        section("p1", "C."),
    )
    edited = put(rewrite(base, {"g": "Wege"}), "pre", gone=["pre-2"])
    assert said(base, edited) == [
        "Der 2. Absatz der Präambel wird gestrichen.",
        "Die Zwischenüberschrift „Ziele“ wird wie folgt gefasst:\n\n„Wege“",
    ]


def test_an_instruction_knows_what_it_changes() -> None:
    edited = put(rewrite(BASE, {"p1-1": "Anders."}), "p1", NEW)
    [one] = instructions(derive(BASE, edited), {})
    assert (one.key, [step.targets for step in one.steps]) == ("p1", [("p1-1",), ("n1",)])
